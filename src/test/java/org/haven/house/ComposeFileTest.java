package org.haven.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The production shape, as far as a machine without a container engine can check it. */
class ComposeFileTest {
  private static final Path COMPOSE = Path.of("docker-compose.yml");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)([^}]*)}");

  @Test
  void shouldNameTheWholeSet_whenRead() throws IOException {
    // given
    var services = map(compose().get("services"));

    // then
    assertThat(services)
        .containsOnlyKeys("postgres", "keys", "elasticsearch", "engine", "mail", "haven");
    assertThat(image(services, "engine")).isEqualTo("camunda/camunda:8.9");
    assertThat(image(services, "elasticsearch")).startsWith("elasticsearch:8.19");
    assertThat(image(services, "postgres")).startsWith("postgres:18");
    for (String waitedFor : List.of("postgres", "keys", "elasticsearch", "engine", "haven")) {
      assertThat(map(services.get(waitedFor))).as(waitedFor).containsKey("healthcheck");
    }
  }

  @Test
  void shouldReachEveryServiceAndVolumeItNames_whenWired() throws IOException {
    // given
    var compose = compose();
    var services = map(compose.get("services"));
    var volumes = map(compose.get("volumes"));

    // then
    services.forEach(
        (name, service) -> {
          if (map(service).get("depends_on") instanceof Map<?, ?> needed) {
            assertThat(services.keySet()).as(name).containsAll(map(needed).keySet());
            needed.forEach(
                (other, how) -> {
                  if ("service_healthy".equals(map(how).get("condition"))) {
                    assertThat(map(services.get(String.valueOf(other))))
                        .as(other + " has a health check")
                        .containsKey("healthcheck");
                  }
                });
          }
          if (map(service).get("volumes") instanceof List<?> mounts) {
            for (Object mount : mounts) {
              assertThat(volumes).containsKey(String.valueOf(mount).split(":")[0]);
            }
          }
          if (map(service).get("ports") instanceof List<?> ports) {
            assertThat(ports).as(name).allMatch(p -> String.valueOf(p).startsWith("127.0.0.1:"));
          }
        });
    var haven = map(map(services.get("haven")).get("environment"));
    assertThat(haven.values())
        .contains(
            "jdbc:postgresql://postgres:5432/haven",
            "http://engine:26500",
            "http://elasticsearch:9200");
  }

  @Test
  void shouldExportEveryRecordHavenReads_whenTheEngineStarts() throws IOException {
    // given
    var content = String.valueOf(map(map(compose().get("configs")).get("engine")).get("content"));

    // when
    var loaded =
        (EnumerablePropertySource<?>)
            new YamlPropertySourceLoader()
                .load("engine", new ByteArrayResource(content.getBytes()))
                .getFirst();

    // then
    assertThat(loaded.getProperty("camunda.data.exporters.elasticsearch.class-name"))
        .isEqualTo("io.camunda.zeebe.exporter.ElasticsearchExporter");
    assertThat(
            loaded.getProperty("camunda.data.exporters.elasticsearch.args.includeEnabledRecords"))
        .isEqualTo(true);
    assertThat(loaded.getProperty("camunda.data.exporters.elasticsearch.args.index.prefix"))
        .isEqualTo("zeebe-record");
  }

  @Test
  void shouldTrainOnAnEngineAndInAFolderOfItsOwn_whenReadOverIt() throws IOException {
    // given
    String text = Files.readString(Path.of("docker-compose.training.yml"));
    var services = map(yaml(text.replace("!override", "")).get("services"));
    var base = map(compose().get("services"));

    // then
    assertThat(base.keySet()).containsAll(services.keySet());
    assertThat(map(map(services.get("engine")).get("environment")))
        .containsEntry("ZEEBE_CLOCK_CONTROLLED", "true");
    assertThat(Files.readString(COMPOSE)).doesNotContain("CLOCK");
    var haven = map(map(services.get("haven")).get("environment"));
    assertThat(haven)
        .containsEntry("SPRING_PROFILES_ACTIVE", "outside,training")
        .containsEntry("HAVEN_TRAINING_MAILHOST", "mail");
    assertThat(Files.readString(Path.of("Dockerfile")))
        .contains(" " + haven.get("HAVEN_LOCAL_FOLDER") + " ");
    // and neither port is one of the real Haven's
    services.forEach(
        (name, service) -> {
          if (map(service).get("ports") instanceof List<?> ports) {
            assertThat(ports)
                .as(name)
                .allMatch(p -> String.valueOf(p).startsWith("127.0.0.1:"))
                .noneMatch(((List<?>) map(base.get(name)).get("ports"))::contains);
          }
        });
    assertThat(VARIABLE.matcher(text).find()).isFalse();
  }

  @Test
  void shouldHaveNoSecretOfItsOwn_whenPublished() throws IOException {
    // given
    var wanted = new TreeSet<String>();
    var used = VARIABLE.matcher(Files.readString(COMPOSE));

    // then every variable is required, and the example file names it without a value
    while (used.find()) {
      assertThat(used.group(2)).as(used.group(1)).startsWith(":?");
      wanted.add(used.group(1));
    }
    var offered = new TreeSet<String>();
    for (String line : Files.readAllLines(Path.of(".env.example"))) {
      if (!line.isBlank() && !line.startsWith("#")) {
        assertThat(line).endsWith("=");
        offered.add(line.substring(0, line.length() - 1));
      }
    }
    assertThat(offered).isEqualTo(wanted);
    assertThat(Files.readString(Path.of(".gitignore")).lines()).contains(".env");
  }

  private static Map<String, Object> compose() throws IOException {
    return yaml(Files.readString(COMPOSE));
  }

  private static Map<String, Object> yaml(String text) {
    return map(new Yaml(new SafeConstructor(new LoaderOptions())).load(text));
  }

  private static String image(Map<String, Object> services, String name) {
    return String.valueOf(map(services.get(name)).get("image"));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object value) {
    assertThat(value).isInstanceOf(Map.class);
    return (Map<String, Object>) value;
  }
}
