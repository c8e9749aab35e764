package org.haven.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.haven.tasks.TestTasks.ALEX;
import static org.haven.tasks.TestTasks.AUDREY;
import static org.haven.tasks.TestTasks.BELLA;
import static org.haven.tasks.TestTasks.MARA;
import static org.haven.tasks.TestTasks.SAM;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.haven.casefile.By;
import org.haven.casefile.Conflicts;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.Team;
import org.haven.platform.calendar.WorkingCalendar;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How much work teams and officers have. */
@SuppressWarnings("NullAway")
class WorkloadsTest {
  private final TestTasks haven = new TestTasks();
  private final Workloads workloads = haven.get(Workloads.class);

  @AfterEach
  void close() {
    haven.close();
  }

  private void dates(long task, Instant opened, Instant due) {
    haven
        .db
        .sql("update task set opened_at = ?, due_at = ? where element_instance_key = ?")
        .params(TaskRows.sql(opened), TaskRows.sql(due), task)
        .update();
  }

  @Test
  void shouldCountWhatCountingOneByOneGives() {
    // given
    var random = new Random(5);
    var cases = List.of(haven.aCase(), haven.aCase(), haven.aCase(), haven.aCase());
    haven.get(Conflicts.class).add(cases.get(1), "sam", new Code("related"), By.of(ALEX));
    haven.get(Conflicts.class).add(cases.get(2), "bella", new Code("related"), By.of(ALEX));
    Instant now = haven.clock.instant();
    var ids = new ArrayList<Long>();
    for (int i = 0; i < 60; i++) {
      var caseRef = cases.get(random.nextInt(cases.size()));
      long id =
          haven.aTask(
              caseRef, List.of("Task_Decide", "Task_Approve", "Task_Legal").get(random.nextInt(3)));
      dates(
          id,
          now.minus(Duration.ofHours(random.nextInt(100))),
          now.plus(Duration.ofHours(random.nextInt(40) - 20)));
      ids.add(id);
      var actions = haven.get(TaskActions.class);
      switch (random.nextInt(4)) {
        case 0 -> actions.claim(ALEX, id);
        case 1 -> actions.claim(BELLA, id);
        case 2 -> actions.claim(SAM, id);
        default -> {}
      }
      if (random.nextInt(6) == 0) {
        actions.submit(ALEX, id, Map.of("outcome", "given"));
      }
    }
    // a holder who left the team
    haven
        .get(TestTasks.Staff.class)
        .now(TestTasks.person("bella", Team.TENANCY_SERVICES, BELLA.roles().iterator().next()));
    // then
    for (ActingPerson who : List.of(SAM, MARA)) {
      assertThat(text(workloads.of(who))).isEqualTo(oneByOne(who, ids, cases));
    }
    assertThat(workloads.of(AUDREY)).isEmpty();
  }

  private static Map<String, String> text(Collection<Workloads.Load> loads) {
    var found = new TreeMap<String, String>();
    for (var load : loads) {
      found.put(
          load.team().code(),
          load.open()
              + " "
              + load.unclaimed()
              + " "
              + load.dueToday()
              + " "
              + load.late()
              + " "
              + load.oldest()
              + " "
              + new TreeMap<>(
                  load.officers().stream()
                      .collect(
                          java.util.stream.Collectors.toMap(
                              Workloads.Held::username, h -> h.open() + "/" + h.late()))));
    }
    return found;
  }

  private Map<String, String> oneByOne(ActingPerson who, List<Long> ids, List<CaseRef> cases) {
    Instant now = haven.clock.instant();
    var holders = haven.get(Holders.class);
    var byTeam = new TreeMap<Team, List<TaskView>>();
    for (long id : ids) {
      var task =
          holders.live(
              haven
                  .db
                  .sql(
                      "select "
                          + TaskRows.COLUMNS
                          + " from "
                          + TaskRows.TABLES
                          + "where t.element_instance_key = ?")
                  .param(id)
                  .query(TaskRows::view)
                  .single());
      boolean hidden = who.equals(SAM) && task.caseRef().equals(cases.get(1));
      if (task.status() == TaskStatus.OPEN && !hidden) {
        byTeam.computeIfAbsent(task.team(), _ -> new ArrayList<>()).add(task);
      }
    }
    var found = new TreeMap<String, String>();
    byTeam.forEach(
        (team, tasks) -> {
          var held = new HashMap<String, long[]>();
          for (var task : tasks) {
            if (task.assignee() != null) {
              var counts = held.computeIfAbsent(task.assignee(), _ -> new long[2]);
              counts[0]++;
              counts[1] += task.dueAt().isBefore(now) ? 1 : 0;
            }
          }
          var officers = new TreeMap<String, String>();
          if (who.supervises(team)) {
            held.forEach((name, counts) -> officers.put(name, counts[0] + "/" + counts[1]));
          }
          found.put(
              team.code(),
              tasks.size()
                  + " "
                  + tasks.stream().filter(t -> t.assignee() == null).count()
                  + " "
                  + tasks.stream()
                      .filter(t -> !t.dueAt().isBefore(now))
                      .filter(
                          t ->
                              WorkingCalendar.dateOf(t.dueAt()).equals(WorkingCalendar.dateOf(now)))
                      .count()
                  + " "
                  + tasks.stream().filter(t -> t.dueAt().isBefore(now)).count()
                  + " "
                  + Objects.requireNonNull(
                      tasks.stream().map(TaskView::openedAt).min(Instant::compareTo).orElse(null))
                  + " "
                  + officers);
        });
    return found;
  }

  @Test
  void shouldSayWhatTheRecordsOwe_whenATaskHasNoKeyForLong() {
    // given
    long task = haven.aTask(haven.aCase(), "Task_Decide");
    assertThat(workloads.recordsOwed()).isEmpty();
    // when
    haven.clock.set(haven.clock.instant().plusSeconds(30));
    // then
    assertThat(workloads.recordsOwed()).contains(haven.clock.instant().minusSeconds(30));
    // when
    haven
        .db
        .sql("update task set user_task_key = 5 where element_instance_key = ?")
        .param(task)
        .update();
    // then
    assertThat(workloads.recordsOwed()).isEmpty();
  }
}
