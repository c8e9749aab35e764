package org.haven.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.haven.tasks.TestTasks.ALEX;
import static org.haven.tasks.TestTasks.BELLA;
import static org.haven.tasks.TestTasks.DEFINITION;
import static org.haven.tasks.TestTasks.MARA;
import static org.haven.tasks.TestTasks.POLLY;
import static org.haven.tasks.TestTasks.SAM;
import static org.haven.tasks.TestTasks.TERRY;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.haven.casefile.By;
import org.haven.casefile.Conflicts;
import org.haven.platform.ActingPerson;
import org.haven.platform.Code;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is told of a limit, once. Source: procedure section 5. */
class TaskClocksTest {
  private static final List<ActingPerson> STAFF = List.of(ALEX, BELLA, SAM, TERRY, MARA, POLLY);
  private final TestTasks haven = new TestTasks();
  private final TaskClocks clocks = haven.get(TaskClocks.class);
  private final Notices notices = haven.get(Notices.class);

  @AfterEach
  void close() {
    haven.close();
  }

  @ParameterizedTest
  @CsvSource({
    "a, false, alex bella sam, sam",
    "a, true, bella, sam",
    "b, false, alex bella sam, mara",
    "b, true, bella sam, mara",
    "c, true, bella sam, mara polly",
  })
  void shouldTellWhomTheLimitNames_whenTimeRunsOut(
      String told, boolean claimed, String warned, String late) {
    // given
    haven.limit.row = TestTasks.Limit.row(1, "working-days", told);
    var caseRef = haven.aCase();
    var entered = haven.entered(caseRef, haven.aJourney(caseRef, 5), 5, "Task_Decide");
    var dates = haven.get(TaskOpening.class).open(entered).dates();
    if (claimed) {
      haven.get(TaskActions.class).claim(BELLA, entered.elementInstanceKey());
    }
    // when: each job runs twice
    haven.clock.set(dates.warnAt());
    clocks.warn(5, DEFINITION, "Warned_Task_Decide");
    clocks.warn(5, DEFINITION, "Warned_Task_Decide");
    // then
    assertThat(told(NoticeKind.WARNING)).containsExactlyInAnyOrder(warned.split(" "));
    // when
    haven.clock.set(dates.dueAt());
    clocks.breach(5, DEFINITION, "Late_Task_Decide");
    clocks.breach(5, DEFINITION, "Late_Task_Decide");
    // then
    assertThat(told(NoticeKind.BREACH)).containsExactlyInAnyOrder(late.split(" "));
    var task = haven.get(TaskList.class).find(SAM, entered.elementInstanceKey()).orElseThrow();
    assertThat(task.warnedAt()).isEqualTo(dates.warnAt());
    assertThat(task.breachedAt()).isEqualTo(dates.dueAt());
  }

  @Test
  void shouldTellNobodyOnTheConflictList_whenTimeRunsOut() {
    // given
    haven.limit.row = TestTasks.Limit.row(1, "working-days", "b");
    var caseRef = haven.aCase();
    var entered = haven.entered(caseRef, haven.aJourney(caseRef, 5), 5, "Task_Decide");
    haven.get(TaskOpening.class).open(entered);
    haven.get(TaskActions.class).claim(ALEX, entered.elementInstanceKey());
    for (var name : List.of("alex", "sam", "mara")) {
      haven.get(Conflicts.class).add(caseRef, name, new Code("declared"), By.SYSTEM);
    }
    // when
    clocks.warn(5, DEFINITION, "Warned_Task_Decide");
    clocks.breach(5, DEFINITION, "Late_Task_Decide");
    // then: the holder's claim counts no more, the team is the owner
    assertThat(told(NoticeKind.WARNING)).containsExactly("bella");
    assertThat(told(NoticeKind.BREACH)).isEmpty();
  }

  @Test
  void shouldTellAtOpening_whenToBeDoneAtOnce() {
    // given
    haven.limit.row = Map.of("unit", "immediate", "told", "b", "status", "local");
    var caseRef = haven.aCase();
    var entered = haven.entered(caseRef, haven.aJourney(caseRef, 5), 5, "Task_Decide");
    // when
    var dates = haven.get(TaskOpening.class).open(entered).dates();
    clocks.warn(5, DEFINITION, "Warned_Task_Decide");
    // then
    assertThat(dates.dueAt()).isEqualTo(Instant.parse("2026-11-17T11:00:00Z"));
    assertThat(told(NoticeKind.AT_ONCE)).containsExactlyInAnyOrder("alex", "bella", "sam");
    assertThat(told(NoticeKind.WARNING)).isEmpty();
  }

  @Test
  void shouldTellNobody_whenItIsSubmittedAlready() {
    // given
    var caseRef = haven.aCase();
    var entered = haven.entered(caseRef, haven.aJourney(caseRef, 5), 5, "Task_Decide");
    haven.get(TaskOpening.class).open(entered);
    haven
        .get(TaskActions.class)
        .submit(ALEX, entered.elementInstanceKey(), Map.of("outcome", "given"));
    // when
    clocks.warn(5, DEFINITION, "Warned_Task_Decide");
    // then
    assertThat(told(NoticeKind.WARNING)).isEmpty();
  }

  @Test
  void shouldStayUnread_whenSomebodyElseMarksIt() {
    // given
    notices.tell(List.of("alex"), NoticeKind.OTHER, haven.aCase(), null);
    long id = notices.unread(ALEX).getFirst().id();
    // when
    notices.markRead(BELLA, id);
    assertThat(notices.unread(ALEX)).hasSize(1);
    notices.markRead(ALEX, id);
    // then
    assertThat(notices.unread(ALEX)).isEmpty();
  }

  private List<String> told(NoticeKind kind) {
    return STAFF.stream()
        .flatMap(
            who ->
                notices.unread(who).stream()
                    .filter(notice -> notice.kind() == kind)
                    .flatMap(_ -> Stream.of(who.username())))
        .toList();
  }
}
