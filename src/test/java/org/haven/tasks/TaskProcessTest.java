package org.haven.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.haven.HavenApplication;
import org.haven.casefile.By;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.NewCase;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.Role;
import org.haven.platform.StaffDirectory;
import org.haven.platform.Team;
import org.haven.testing.TestPlatform;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ContextConfiguration;

/** The task list on the real engine: opening, warning, breach, keys, rebuild, an outage. */
@SpringBootTest(classes = HavenApplication.class, properties = "haven.sample-data=false")
@ContextConfiguration(initializers = TestPlatform.Initializer.class)
class TaskProcessTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final ActingPerson ADMINISTRATOR =
      new ActingPerson("zoe.lamb", "Zoe Lamb", Set.of(Role.ADMINISTRATOR), Set.of());

  @Autowired private CaseFiles cases;
  @Autowired private JourneyRegister journeys;
  @Autowired private TaskList tasks;
  @Autowired private TaskRebuild rebuild;
  @Autowired private Notices notices;
  @Autowired private Projector projector;
  @Autowired private StaffDirectory staff;
  @Autowired private JdbcClient db;

  @BeforeEach
  void employ() {
    db.sql(
            """
            insert into staff (username, display_name, roles, teams) values
              ('alex', 'Alex', '{OFFICER}', '{housing-solutions}'),
              ('mara', 'Mara', '{OFFICER,SUPERVISOR}', '{service-manager}')
            on conflict do nothing
            """)
        .update();
  }

  @AfterAll
  static void releaseClocks() {
    TestPlatform.releaseClocks();
  }

  @Test
  void shouldWarnThenBreach_whenNobodyActs() {
    // given: a risk assessment is asked for on the Thursday before Easter
    TestPlatform.moveTo(Instant.parse("2026-04-02T15:00:00Z"));
    var officer = officer();
    var caseRef = aCase();
    journeys.request(caseRef, "assess-risk", Map.of(), By.of(officer));
    // then: one working day, due on Tuesday at close
    var task = firstTask(officer, caseRef);
    assertThat(task.dueAt()).isEqualTo(Instant.parse("2026-04-07T16:15:00Z"));
    assertThat(task.warnAt()).isEqualTo(Instant.parse("2026-04-07T11:22:30Z"));
    await().atMost(SOON).until(() -> projector.userTaskKey(task.id()).isPresent());
    // when: a second before nothing has happened
    var warnAt = Objects.requireNonNull(task.warnAt());
    TestPlatform.moveTo(warnAt.minusSeconds(1));
    assertThat(found(officer, task).warnedAt()).isNull();
    TestPlatform.moveTo(warnAt.plusSeconds(1));
    // then
    await().atMost(SOON).until(() -> found(officer, task).warnedAt() != null);
    assertThat(kinds(officer)).containsExactly(NoticeKind.WARNING);
    // when
    TestPlatform.moveTo(Objects.requireNonNull(task.dueAt()).plusSeconds(1));
    // then
    await().atMost(SOON).until(() -> found(officer, task).breachedAt() != null);
    assertThat(kinds(staff.find("mara").orElseThrow())).containsExactly(NoticeKind.BREACH);
  }

  @Test
  void shouldComeOutTheSame_whenRebuiltFromTheRealRecords() {
    // given
    TestPlatform.moveTo(Instant.parse("2026-11-17T10:00:00Z"));
    var officer = officer();
    var caseRef = aCase();
    journeys.request(caseRef, "assess-risk", Map.of(), By.of(officer));
    var task = firstTask(officer, caseRef);
    await().atMost(SOON).until(() -> projector.userTaskKey(task.id()).isPresent());
    var before = engineColumns();
    // when
    long read = rebuild.rebuild(ADMINISTRATOR);
    // then
    assertThat(read).isPositive();
    assertThat(engineColumns()).isEqualTo(before);
  }

  @Test
  void shouldCatchUp_whenElasticsearchWasAway() {
    // given: Elasticsearch dies; the local platform starts it again in a while
    TestPlatform.moveTo(Instant.parse("2026-11-18T10:00:00Z"));
    var officer = officer();
    var caseRef = aCase();
    var dead =
        ProcessHandle.current()
            .descendants()
            .filter(p -> p.info().commandLine().orElse("").contains(" -Des."))
            .filter(ProcessHandle::destroyForcibly)
            .count();
    assertThat(dead).isPositive();
    // when
    journeys.request(caseRef, "assess-risk", Map.of(), By.of(officer));
    // then: on the list without it
    var task = firstTask(officer, caseRef);
    // and with its key once it is back
    await()
        .atMost(Duration.ofSeconds(90))
        .until(() -> projector.userTaskKey(task.id()).isPresent());
  }

  private TaskView firstTask(ActingPerson who, CaseRef caseRef) {
    await().atMost(SOON).until(() -> !tasks.forCase(who, caseRef).isEmpty());
    return tasks.forCase(who, caseRef).getFirst();
  }

  private TaskView found(ActingPerson who, TaskView task) {
    return tasks.find(who, task.id()).orElseThrow();
  }

  private ActingPerson officer() {
    return staff.find("alex").orElseThrow();
  }

  private CaseRef aCase() {
    var officer = officer();
    var caseRef =
        cases.open(
            new NewCase(
                new Code("phone"),
                TestPlatform.clock().instant(),
                officer.username(),
                Team.HOUSING_SOLUTIONS,
                true),
            By.of(officer));
    cases.assignLead(caseRef, Team.HOUSING_SOLUTIONS, null, By.of(officer));
    return caseRef;
  }

  private List<NoticeKind> kinds(ActingPerson who) {
    return notices.unread(who).stream().map(NoticeView::kind).toList();
  }

  private List<Map<String, Object>> engineColumns() {
    return db.sql("select to_jsonb(t)::text as row from task t order by element_instance_key")
        .query()
        .listOfRows();
  }
}
