package org.haven.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import org.haven.HavenApplication;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.testing.EveryJobTwice;
import org.haven.testing.NothingPersonalExported;
import org.haven.testing.TestPlatform;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ContextConfiguration;

/** The first run's living system: all stories are told, and the engine knows nothing personal. */
@SpringBootTest(classes = HavenApplication.class, properties = "haven.sample-data=true")
@ContextConfiguration(
    initializers = {SampleDataIT.OnATuesday.class, TestPlatform.Initializer.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(NothingPersonalExported.class)
class SampleDataIT {
  /** While the offices are open, so that no story waits for the morning. */
  static final class OnATuesday
      implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    @Override
    public void initialize(ConfigurableApplicationContext context) {
      TestPlatform.freshEngine(
          LocalDateTime.parse("2026-05-12T10:00").atZone(WorkingCalendar.LONDON).toInstant());
    }
  }

  @Autowired private SampleData sample;
  @Autowired private JdbcClient db;

  @AfterAll
  void release() {
    // sixty cases at once: what a job reads may change between its two runs
    EveryJobTwice.different();
    TestPlatform.releaseClocks();
  }

  @Test
  void shouldShowCasesAtAllStages_whenHavenRunsForTheFirstTime() {
    // when
    await()
        .atMost(Duration.ofMinutes(8))
        .pollInterval(Duration.ofSeconds(2))
        .until(
            () -> {
              // a job that failed once waits for its back-off, which a clock that stands never ends
              TestPlatform.forward(Duration.ofSeconds(1));
              return sample.complete();
            });

    // then
    assertThat(count("select count(*) from case_file")).isGreaterThanOrEqualTo(55);
    assertThat(count("select count(*) from task where status = 'OPEN'")).isGreaterThan(20);
    assertThat(count("select count(*) from journey where ended_at is not null")).isGreaterThan(20);
    assertThat(count("select count(*) from outbox where dead_at is not null")).isZero();
    assertThat(
            db.sql(
                    "select distinct risk from (select value::text as risk from case_fact"
                        + " where name = 'riskLevel') r")
                .query(String.class)
                .list())
        .containsAll(List.of("\"high\"", "\"standard\""));
  }

  private int count(String sql) {
    return db.sql(sql).query(Integer.class).single();
  }
}
