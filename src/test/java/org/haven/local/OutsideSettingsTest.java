package org.haven.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.bootstrap.DefaultBootstrapContext;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.mock.env.MockEnvironment;

/** Under the profile `outside` Haven wants to be told where everything is. */
class OutsideSettingsTest {
  private final MockEnvironment environment = new MockEnvironment();

  OutsideSettingsTest() {
    environment.setActiveProfiles("outside");
    environment.setProperty("spring.datasource.url", "jdbc:postgresql://somewhere/haven");
    environment.setProperty("spring.datasource.username", "haven");
    environment.setProperty("spring.datasource.password", "a password");
    environment.setProperty("haven.engine.grpc-address", "http://engine:26500");
    environment.setProperty("haven.engine.rest-address", "http://engine:8080");
    environment.setProperty("haven.elasticsearch.url", "http://elasticsearch:9200");
    environment.setProperty("haven.sealing.key", "a key");
    environment.setProperty("haven.sealing.store.url", "jdbc:postgresql://elsewhere/keys");
    environment.setProperty("haven.sealing.store.username", "keys");
    environment.setProperty("haven.sealing.store.password", "another password");
  }

  private void prepare() {
    new LocalPlatformListener()
        .onApplicationEvent(
            new ApplicationEnvironmentPreparedEvent(
                new DefaultBootstrapContext(),
                new SpringApplication(Object.class),
                new String[0],
                environment));
  }

  @Test
  void shouldAddNothing_whenAllIsSaid() {
    // given
    int before = environment.getPropertySources().size();

    // when
    prepare();

    // then
    assertThat(environment.getPropertySources()).hasSize(before);
  }

  @Test
  void shouldSayASentencePerSetting_whenSomeAreMissing() {
    // given
    environment.setProperty("haven.elasticsearch.url", " ");
    environment.setProperty("haven.sealing.key", "");

    // then
    assertThatThrownBy(this::prepare)
        .isInstanceOfSatisfying(
            MissingSettingsException.class,
            missing -> {
              assertThat(missing.sentences())
                  .satisfiesExactly(
                      first ->
                          assertThat(first)
                              .startsWith(
                                  "haven.elasticsearch.url (or HAVEN_ELASTICSEARCH_URL) is"
                                      + " missing"),
                      second ->
                          assertThat(second)
                              .startsWith(
                                  "haven.sealing.key-file (or HAVEN_SEALING_KEYFILE) is missing"));
              assertThat(new LocalFailureAnalyzer().analyze(missing))
                  .extracting(analysis -> analysis.getDescription().lines().toList())
                  .isEqualTo(missing.sentences());
            });
  }
}
