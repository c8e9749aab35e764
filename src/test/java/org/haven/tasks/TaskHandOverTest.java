package org.haven.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.haven.tasks.TestTasks.ALEX;
import static org.haven.tasks.TestTasks.BELLA;
import static org.haven.tasks.TestTasks.SAM;
import static org.haven.tasks.TestTasks.TERRY;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.haven.casefile.AddressVault;
import org.haven.casefile.By;
import org.haven.casefile.Conflicts;
import org.haven.platform.ActingPerson;
import org.haven.platform.Code;
import org.haven.platform.sealing.Sealed;
import org.haven.tasks.Acted.Done;
import org.haven.tasks.Acted.Gone;
import org.haven.tasks.Acted.Refused;
import org.haven.tasks.Acted.Why;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TaskHandOverTest {
  private final TestTasks haven = new TestTasks();
  private final TaskHandOver hands = haven.get(TaskHandOver.class);
  private final TaskActions actions = haven.get(TaskActions.class);
  private final TaskNotes notes = haven.get(TaskNotes.class);
  private final Notices notices = haven.get(Notices.class);

  @AfterEach
  void close() {
    haven.close();
  }

  private long claimed(ActingPerson who) {
    long id = haven.aTask(haven.aCase(), "Task_Decide");
    actions.claim(who, id);
    return id;
  }

  private Acted handOver(ActingPerson who, long id, String to) {
    return hands.handOver(who, id, UUID.randomUUID(), to, "I am in court");
  }

  private TaskView task(long id) {
    return haven.get(TaskList.class).find(SAM, id).orElseThrow();
  }

  private static Refused refused(Why why) {
    return new Refused(why, null, null);
  }

  @Test
  void shouldHoldItAndBeTold_whenAColleagueIsGivenATask() {
    // given
    long id = claimed(ALEX);
    var mark = UUID.randomUUID();
    // when: sent twice
    assertThat(hands.handOver(ALEX, id, mark, "bella", "I am in court")).isEqualTo(new Done());
    assertThat(hands.handOver(ALEX, id, mark, "bella", "I am in court")).isEqualTo(new Done());
    // then
    assertThat(task(id).assignee()).isEqualTo("bella");
    assertThat(notices.unread(BELLA))
        .extracting(NoticeView::kind)
        .containsExactly(NoticeKind.ASSIGNED);
    var note = notes.of(BELLA, id).getFirst();
    assertThat(note.kind()).isEqualTo(TaskNote.Kind.HANDED_OVER);
    assertThat(note.words()).isEqualTo(new Sealed("I am in court"));
    assertThat(notes.of(BELLA, id)).hasSize(1);
    // and whoever had it has it no more
    assertThat(handOver(ALEX, id, "sam")).isEqualTo(new Refused(Why.NOT_YOURS, "bella", null));
  }

  @Test
  void shouldRefuseInWords_whoeverMayNotGiveOrTakeIt() {
    long id = claimed(ALEX);
    assertThat(handOver(BELLA, id, "sam")).isEqualTo(new Refused(Why.NOT_YOURS, "alex", null));
    assertThat(handOver(ALEX, id, "alex")).isEqualTo(new Refused(Why.HOLDS_IT, "alex", null));
    assertThat(handOver(ALEX, id, "terry")).isEqualTo(refused(Why.CANNOT_HOLD));
    assertThat(handOver(ALEX, id, "nobody")).isEqualTo(refused(Why.CANNOT_HOLD));
    assertThat(handOver(TERRY, id, "bella")).isEqualTo(new Gone());
    assertThat(hands.handOver(ALEX, id, UUID.randomUUID(), "bella", " "))
        .isEqualTo(refused(Why.EMPTY));
    haven
        .get(AddressVault.class)
        .write(task(id).caseRef(), Map.of("safeAddress", "7 Sample Row"), By.of(SAM));
    assertThat(hands.handOver(ALEX, id, UUID.randomUUID(), "bella", "Go to 7 Sample Row"))
        .isEqualTo(refused(Why.NAMES_VAULT));
    // a colleague on the conflict list is offered and given nothing
    haven.get(Conflicts.class).add(task(id).caseRef(), "bella", new Code("declared"), By.of(SAM));
    assertThat(handOver(ALEX, id, "bella")).isEqualTo(refused(Why.CANNOT_HOLD));
    assertThat(hands.colleagues(task(id)))
        .extracting(ActingPerson::username)
        .containsExactly("sam");
    // a supervisor may, and a task that nobody holds is claimed first by others
    assertThat(handOver(SAM, id, "sam")).isEqualTo(new Done());
    actions.release(SAM, id);
    assertThat(handOver(ALEX, id, "sam")).isEqualTo(refused(Why.NOBODYS));
  }

  @Test
  void shouldNameWhoCovers_whenTheColleagueIsAway() {
    // given
    long id = claimed(SAM);
    var today = LocalDate.of(2026, 11, 17);
    haven.get(Covers.class).arrange(SAM, "bella", "alex", today, today.plusDays(3));
    // then
    assertThat(handOver(SAM, id, "bella"))
        .isEqualTo(new Refused(Why.AWAY, "alex", today.plusDays(3)));
    assertThat(task(id).assignee()).isEqualTo("sam");
  }

  @Test
  void shouldGoBackToTheTeam_withAReasonThatTheSupervisorHearsOf() {
    // given
    long id = claimed(ALEX);
    var mark = UUID.randomUUID();
    // when
    assertThat(hands.sendBack(ALEX, id, mark, false, "I know her sister")).isEqualTo(new Done());
    assertThat(hands.sendBack(ALEX, id, mark, false, "I know her sister")).isEqualTo(new Done());
    // then
    assertThat(task(id).assignee()).isNull();
    assertThat(notices.unread(SAM))
        .extracting(NoticeView::kind)
        .containsExactly(NoticeKind.SENT_BACK);
    assertThat(notices.unread(BELLA)).isEmpty();
    assertThat(notes.of(BELLA, id))
        .singleElement()
        .extracting(TaskNote::kind)
        .isEqualTo(TaskNote.Kind.SENT_BACK);
    assertThat(hands.sendBack(ALEX, id, UUID.randomUUID(), false, "Again"))
        .isEqualTo(refused(Why.NOBODYS));
    assertThat(
            haven
                .db
                .sql("select string_agg(t::text, '') from (select * from task_note) t")
                .query(String.class)
                .single())
        .doesNotContain("sister");
  }

  @Test
  void shouldGoBackToWhoeverGaveIt_whileThatPersonMayHoldIt() {
    // given
    long id = claimed(ALEX);
    assertThat(hands.giver(task(id))).isEmpty();
    handOver(ALEX, id, "bella");
    assertThat(hands.giver(task(id))).contains("alex");
    // when
    assertThat(hands.sendBack(BELLA, id, UUID.randomUUID(), true, "Not mine"))
        .isEqualTo(new Done());
    // then
    assertThat(task(id).assignee()).isEqualTo("alex");
    assertThat(notices.unread(ALEX))
        .extracting(NoticeView::kind)
        .containsExactly(NoticeKind.SENT_BACK);
    // and not to somebody who must not know of the case by now
    haven.get(Conflicts.class).add(task(id).caseRef(), "bella", new Code("declared"), By.of(SAM));
    assertThat(hands.giver(task(id))).isEmpty();
    assertThat(hands.sendBack(ALEX, id, UUID.randomUUID(), true, "Yours"))
        .isEqualTo(refused(Why.CANNOT_HOLD));
    assertThat(task(id).assignee()).isEqualTo("alex");
  }

  @Test
  void shouldChangeNothing_whenTheTaskWasFinishedMeanwhile() {
    long id = claimed(ALEX);
    actions.submit(ALEX, id, Map.of("outcome", "given", "reason", "Because"));
    assertThat(handOver(ALEX, id, "bella")).isEqualTo(refused(Why.NOT_OPEN));
    assertThat(hands.sendBack(ALEX, id, UUID.randomUUID(), false, "No"))
        .isEqualTo(refused(Why.NOT_OPEN));
    assertThat(notes.of(ALEX, id)).isEmpty();
  }

  @Test
  void shouldLetOneOfTwoHaveTheirWay_whenTheyGiveItAwayAtOnce() throws Exception {
    // given
    long id = claimed(ALEX);
    // when: its holder to one, the supervisor to another
    List<Callable<Acted>> both =
        List.of(() -> handOver(ALEX, id, "bella"), () -> handOver(ALEX, id, "sam"));
    try (var two = Executors.newFixedThreadPool(2)) {
      var came = two.invokeAll(both).stream().map(TaskHandOverTest::get).toList();
      // then
      assertThat(came).filteredOn(new Done()::equals).hasSize(1);
      assertThat(came)
          .filteredOn(Refused.class::isInstance)
          .singleElement()
          .extracting(one -> ((Refused) one).why())
          .isEqualTo(Why.NOT_YOURS);
    }
    assertThat(notes.of(SAM, id)).hasSize(1);
  }

  private static Acted get(java.util.concurrent.Future<Acted> one) {
    try {
      return one.get();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
