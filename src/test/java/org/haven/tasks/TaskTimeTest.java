package org.haven.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.haven.tasks.TestTasks.ALEX;
import static org.haven.tasks.TestTasks.BELLA;
import static org.haven.tasks.TestTasks.SAM;
import static org.haven.tasks.TestTasks.TERRY;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.haven.casefile.clocks.ClockChange;
import org.haven.casefile.clocks.Clocks;
import org.haven.platform.ActingPerson;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.tasks.Acted.Done;
import org.haven.tasks.Acted.Gone;
import org.haven.tasks.Acted.Refused;
import org.haven.tasks.Acted.Why;
import org.haven.tasks.TaskTime.Wish;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two working days from Tuesday 17 November 2026, which stand still and are extended once. */
class TaskTimeTest {
  private final TestTasks haven = new TestTasks();
  private final TaskTime time = haven.get(TaskTime.class);

  @AfterEach
  void close() {
    haven.close();
  }

  /** A task of a journey whose clock can be moved. */
  private long aTask() {
    haven.limit.row = new HashMap<>(TestTasks.Limit.row(2, "working-days", "a"));
    haven.limit.row.put("extension", "once, 5 working-days");
    haven.limit.row.put("pauses", "id, scope");
    var caseRef = haven.aCase();
    long id = haven.aTask(caseRef, "Task_Decide");
    haven.get(Clocks.class).start(caseRef, task(id).journeyId(), "sar", null, 50_000 + id);
    haven.get(TaskActions.class).claim(ALEX, id);
    haven.said.published.clear();
    return id;
  }

  private TaskView task(long id) {
    return haven.get(TaskList.class).find(SAM, id).orElseThrow();
  }

  private Acted move(
      ActingPerson who, long id, ClockChange change, @Nullable String why, @Nullable String due) {
    return time.move(
        who,
        id,
        new Wish(
            change,
            UUID.randomUUID(),
            why,
            due == null ? null : LocalDate.parse(due),
            "Asked for a passport"));
  }

  private LocalDate due(long id) {
    return WorkingCalendar.dateOf(clock(id).dueAt());
  }

  private TaskTime.Movable clock(long id) {
    return Objects.requireNonNull(time.of(task(id)).clock());
  }

  private static Refused refused(Why why) {
    return new Refused(why, null, null);
  }

  @Test
  void shouldStandStillAndRunOnLater_whenItsHolderSaysSo() {
    // given
    long id = aTask();
    assertThat(due(id)).isEqualTo("2026-11-19");
    assertThat(move(ALEX, id, ClockChange.RESUMED, null, null))
        .isEqualTo(refused(Why.RUNS_ALREADY));
    assertThat(move(ALEX, id, ClockChange.PAUSED, "holiday", null))
        .isEqualTo(refused(Why.NO_REASON));
    assertThat(WorkingCalendar.dateOf(time.dueAfter(task(id), clock(id), ClockChange.PAUSED)))
        .isEqualTo("2026-11-20");
    // when: sent twice
    var wish = new Wish(ClockChange.PAUSED, UUID.randomUUID(), "id", null, "Asked for a passport");
    assertThat(time.move(ALEX, id, wish)).isEqualTo(new Done());
    assertThat(time.move(ALEX, id, wish)).isEqualTo(new Done());
    // then
    assertThat(time.standsStill(task(id))).isTrue();
    assertThat(Objects.requireNonNull(clock(id).pause()).why()).isEqualTo("id");
    assertThat(haven.said.published).hasSize(1).allMatch(said -> said.startsWith("clock-changed "));
    assertThat(
            haven
                .get(TaskList.class)
                .look(ALEX, Whose.MINE, TaskFilter.ALL, null, false)
                .slice()
                .rows()
                .getFirst()
                .paused())
        .isTrue();
    assertThat(move(ALEX, id, ClockChange.PAUSED, "scope", null))
        .isEqualTo(refused(Why.PAUSED_ALREADY));
    // when two days are over
    haven.clock.set(Instant.parse("2026-11-19T10:00:00Z"));
    assertThat(move(ALEX, id, ClockChange.RESUMED, null, "2026-11-20"))
        .isEqualTo(refused(Why.DATE_MOVED));
    assertThat(move(ALEX, id, ClockChange.RESUMED, null, "2026-11-23")).isEqualTo(new Done());
    // then: the 21st is a Saturday; the holder and what is theirs stay
    assertThat(due(id)).isEqualTo("2026-11-23");
    assertThat(time.standsStill(task(id))).isFalse();
    assertThat(haven.said.published).hasSize(2);
    assertThat(task(id).assignee()).isEqualTo("alex");
    assertThat(
            haven
                .db
                .sql("select string_agg(c::text, '') from (select * from clock_change) c")
                .query(String.class)
                .single())
        .doesNotContain("passport");
  }

  @Test
  void shouldBeGivenMoreTimeOnce_byASupervisorAlone() {
    // given
    long id = aTask();
    assertThat(move(ALEX, id, ClockChange.EXTENDED, null, "2026-11-26"))
        .isEqualTo(refused(Why.SUPERVISOR_ONLY));
    assertThat(move(BELLA, id, ClockChange.PAUSED, "id", null))
        .isEqualTo(new Refused(Why.NOT_YOURS, "alex", null));
    assertThat(move(TERRY, id, ClockChange.EXTENDED, null, "2026-11-26")).isEqualTo(new Gone());
    assertThat(move(SAM, id, ClockChange.EXTENDED, null, null)).isEqualTo(refused(Why.DATE_MOVED));
    assertThat(time.isMovable(task(id))).isTrue();
    // when
    assertThat(move(SAM, id, ClockChange.EXTENDED, null, "2026-11-26")).isEqualTo(new Done());
    // then: it can still be paused
    assertThat(time.isMovable(task(id))).isTrue();
    assertThat(due(id)).isEqualTo("2026-11-26");
    assertThat(move(SAM, id, ClockChange.EXTENDED, null, "2026-11-26"))
        .isEqualTo(refused(Why.EXTENDED_ALREADY));
    assertThat(haven.said.published).hasSize(1);
  }

  @Test
  void shouldSayWhyNot_whenTheTableAllowsNothingOrTheTaskIsFinished() {
    // given: a clock that always runs
    long id = aTask();
    haven.limit.row = TestTasks.Limit.row(2, "working-days", "a");
    assertThat(time.of(task(id)).clock()).isNull();
    assertThat(time.isMovable(task(id))).isFalse();
    for (var change : ClockChange.values()) {
      assertThat(move(SAM, id, change, "id", null)).isEqualTo(refused(Why.NOT_IN_TABLE));
    }
    // and a task that was finished meanwhile
    long done = aTask();
    haven
        .get(TaskActions.class)
        .submit(ALEX, done, Map.of("outcome", "given", "reason", "Because"));
    assertThat(move(ALEX, done, ClockChange.PAUSED, "id", null)).isEqualTo(refused(Why.NOT_OPEN));
  }

  /** What is moved on a page has to reach the engine. */
  @Test
  void shouldListenForItsClock_whicheverModelStartsOneThatCanBeMoved() throws IOException {
    String table = Files.readString(Path.of("processes/shared/taskSla.dmn"));
    var movable =
        Pattern.compile(
                "id=\"(?:pauses_\\w+\">\\s*<text>\"|extension_\\w+\">\\s*<text>\"once, )",
                Pattern.DOTALL)
            .matcher(table)
            .results()
            .map(
                found -> {
                  int rule = table.lastIndexOf("SlaKey_", found.start());
                  int from = table.indexOf("<text>\"", rule) + 7;
                  return table.substring(from, table.indexOf('"', from));
                })
            .distinct()
            .toList();
    assertThat(movable).containsExactlyInAnyOrder("stage1", "stage2", "sar");
    try (var models = Files.walk(Path.of("processes"))) {
      for (Path model : models.filter(file -> file.toString().endsWith(".bpmn")).toList()) {
        String text = Files.readString(model);
        for (String key : movable) {
          if (text.contains("key=\"clock\" value=\"" + key + "\"")) {
            assertThat(text).as("%s starts %s", model, key).contains("name=\"clock-changed\"");
          }
        }
      }
    }
  }
}
