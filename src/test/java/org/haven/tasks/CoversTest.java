package org.haven.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.haven.tasks.TestTasks.ALEX;
import static org.haven.tasks.TestTasks.BELLA;
import static org.haven.tasks.TestTasks.SAM;
import static org.haven.tasks.TestTasks.TERRY;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.haven.casefile.By;
import org.haven.casefile.Conflicts;
import org.haven.platform.ActingPerson;
import org.haven.platform.Code;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CoversTest {
  private static final LocalDate TODAY = LocalDate.parse("2026-11-17");

  private final TestTasks haven = new TestTasks();
  private final Covers covers = haven.get(Covers.class);
  private final TaskList tasks = haven.get(TaskList.class);
  private final TaskActions actions = haven.get(TaskActions.class);

  @AfterEach
  void close() {
    haven.close();
  }

  private long held(ActingPerson who, String element) {
    long id = haven.aTask(haven.aCase(), element);
    actions.claim(who, id);
    return id;
  }

  private @Nullable String holder(long id) {
    return tasks.find(SAM, id).orElseThrow().assignee();
  }

  @Test
  void shouldHandOverOnTheFirstDayAndBackAfterTheLast() {
    // given
    long one = held(BELLA, "Task_Decide");
    long done = held(BELLA, "Task_Decide");
    long alexs = held(ALEX, "Task_Decide");
    // when
    assertThat(covers.arrange(BELLA, "bella", "alex", TODAY.plusDays(1), TODAY.plusDays(3)))
        .isNull();
    // then
    assertThat(holder(one)).isEqualTo("bella");
    haven.clock.set(Instant.parse("2026-11-18T00:00:30Z"));
    covers.turn();
    assertThat(holder(one)).isEqualTo("alex");
    actions.submit(ALEX, done, Map.of("outcome", "given"));
    haven.clock.set(Instant.parse("2026-11-20T23:59:00Z"));
    covers.turn();
    assertThat(holder(one)).isEqualTo("alex");
    // and when the last day is over
    haven.clock.set(Instant.parse("2026-11-21T00:01:00Z"));
    covers.turn();
    assertThat(holder(one)).isEqualTo("bella");
    assertThat(holder(alexs)).isEqualTo("alex");
    assertThat(covers.of(BELLA)).isEmpty();
  }

  @Test
  void shouldStayAndTellSupervisors_whenTheColleagueMayNotHoldIt() {
    // given
    long one = held(BELLA, "Task_Decide");
    var caseRef = tasks.find(BELLA, one).orElseThrow().caseRef();
    haven.get(Conflicts.class).add(caseRef, "alex", new Code("declared"), By.of(SAM));
    // when
    covers.arrange(BELLA, "bella", "alex", TODAY, TODAY);
    // then
    assertThat(holder(one)).isEqualTo("bella");
    assertThat(haven.get(Notices.class).unread(SAM))
        .extracting(NoticeView::kind)
        .contains(NoticeKind.NOT_COVERED);
    assertThat(haven.get(Notices.class).unread(ALEX)).isEmpty();
  }

  @Test
  void shouldGoBackNow_whenItIsEndedBySomebodyWhoseItIs() {
    // given
    long one = held(BELLA, "Task_Decide");
    covers.arrange(SAM, "bella", "alex", TODAY, TODAY.plusDays(9));
    assertThat(holder(one)).isEqualTo("alex");
    var cover = covers.of(BELLA).getFirst();
    // then
    assertThat(covers.of(TERRY)).isEmpty();
    assertThat(covers.end(TERRY, cover.id())).isFalse();
    assertThat(covers.end(BELLA, cover.id())).isTrue();
    assertThat(holder(one)).isEqualTo("bella");
    assertThat(covers.end(BELLA, cover.id())).isFalse();
  }

  @Test
  void shouldSayWhatIsWrong() {
    assertThat(covers.arrange(ALEX, "bella", "alex", TODAY, TODAY))
        .isEqualTo(Covers.Fault.NOT_YOURS);
    assertThat(covers.arrange(ALEX, "alex", "terry", TODAY, TODAY))
        .isEqualTo(Covers.Fault.NO_COLLEAGUE);
    assertThat(covers.arrange(ALEX, "alex", "alex", TODAY, TODAY))
        .isEqualTo(Covers.Fault.NO_COLLEAGUE);
    assertThat(covers.arrange(ALEX, "alex", "bella", TODAY.minusDays(1), TODAY))
        .isEqualTo(Covers.Fault.PAST);
    assertThat(covers.arrange(ALEX, "alex", "bella", TODAY.plusDays(2), TODAY))
        .isEqualTo(Covers.Fault.TURNED_ROUND);
    assertThat(covers.arrange(ALEX, "alex", "bella", TODAY, TODAY.plusYears(2)))
        .isEqualTo(Covers.Fault.TOO_LONG);
    assertThat(covers.arrange(ALEX, "alex", "bella", TODAY, TODAY.plusDays(5))).isNull();
    assertThat(covers.arrange(ALEX, "alex", "sam", TODAY, TODAY))
        .isEqualTo(Covers.Fault.COVERED_ALREADY);
    assertThat(covers.arrange(BELLA, "bella", "alex", TODAY.plusDays(5), TODAY.plusDays(6)))
        .isEqualTo(Covers.Fault.AWAY_TOO);
  }

  @Test
  void shouldComeBackToItsOwner_whenTheColleagueWentAwayToo() {
    // given
    long one = held(BELLA, "Task_Decide");
    covers.arrange(SAM, "bella", "alex", TODAY, TODAY.plusDays(9));
    long alexs = held(ALEX, "Task_Decide");
    covers.arrange(SAM, "alex", "sam", TODAY, TODAY.plusDays(5));
    assertThat(holder(one)).isEqualTo("sam");
    // when she is back first
    var hers = covers.of(BELLA).getFirst();
    assertThat(covers.end(BELLA, hers.id())).isTrue();
    // then
    assertThat(holder(one)).isEqualTo("bella");
    haven.clock.set(Instant.parse("2026-11-23T08:00:00Z"));
    covers.turn();
    assertThat(holder(one)).isEqualTo("bella");
    assertThat(holder(alexs)).isEqualTo("alex");
  }

  @Test
  void shouldHandOverOnce_whoeverTurnsAtOnce() throws Exception {
    // given
    long one = held(BELLA, "Task_Decide");
    covers.arrange(BELLA, "bella", "alex", TODAY.plusDays(1), TODAY.plusDays(1));
    haven.clock.set(Instant.parse("2026-11-18T00:00:30Z"));
    // when
    try (var threads = Executors.newFixedThreadPool(4)) {
      for (var done :
          threads.invokeAll(
              Collections.<Callable<Boolean>>nCopies(
                  4,
                  () -> {
                    covers.turn();
                    return true;
                  }))) {
        done.get();
      }
    }
    covers.turn();
    // then
    assertThat(holder(one)).isEqualTo("alex");
    assertThat(
            haven
                .db
                .sql("select count(*) from audit_entry where action = 'hand-over-task'")
                .query(Integer.class)
                .single())
        .isEqualTo(1);
    // what she claims while she is away stays hers
    long claimed = held(BELLA, "Task_Decide");
    covers.turn();
    assertThat(holder(claimed)).isEqualTo("bella");
  }

  @Test
  void shouldLeaveItWithTheColleague_whenItsOwnerMustNotKnowOfTheCaseAnyMore() {
    long one = held(BELLA, "Task_Decide");
    covers.arrange(SAM, "bella", "alex", TODAY, TODAY.plusDays(1));
    var caseRef = tasks.find(ALEX, one).orElseThrow().caseRef();
    haven.get(Conflicts.class).add(caseRef, "bella", new Code("declared"), By.of(SAM));
    haven.clock.set(Instant.parse("2026-11-23T08:00:00Z"));
    covers.turn();
    assertThat(holder(one)).isEqualTo("alex");
    assertThat(haven.get(Notices.class).unread(BELLA)).isEmpty();
  }
}
