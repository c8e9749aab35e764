package org.haven.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.haven.tasks.TestTasks.ALEX;
import static org.haven.tasks.TestTasks.BELLA;
import static org.haven.tasks.TestTasks.SAM;
import static org.haven.tasks.TestTasks.TERRY;

import java.util.Map;
import java.util.UUID;
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

class TaskQuestionsTest {
  private final TestTasks haven = new TestTasks();
  private final TaskQuestions questions = haven.get(TaskQuestions.class);
  private final TaskActions actions = haven.get(TaskActions.class);
  private final TaskNotes notes = haven.get(TaskNotes.class);
  private final Notices notices = haven.get(Notices.class);

  @AfterEach
  void close() {
    haven.close();
  }

  private long claimed() {
    long id = haven.aTask(haven.aCase(), "Task_Decide");
    actions.claim(ALEX, id);
    return id;
  }

  private TaskView task(long id) {
    return haven.get(TaskList.class).find(SAM, id).orElseThrow();
  }

  private UUID asked(long id) {
    var mark = UUID.randomUUID();
    assertThat(questions.ask(ALEX, id, mark, "bella", "Who has the key?")).isEqualTo(new Done());
    return mark;
  }

  private boolean marked(ActingPerson who) {
    return haven
        .get(TaskList.class)
        .look(who, Whose.TEAM, TaskFilter.ALL, null, false)
        .slice()
        .rows()
        .getFirst()
        .asked();
  }

  private static Refused refused(Why why) {
    return new Refused(why, null, null);
  }

  @Test
  void shouldWaitUntilTheColleagueAnswers_andTellBoth() {
    // given
    long id = claimed();
    assertThat(marked(ALEX)).isFalse();
    // when
    var question = asked(id);
    assertThat(questions.ask(ALEX, id, question, "bella", "Who has the key?"))
        .isEqualTo(new Done());
    // then
    assertThat(notices.unread(BELLA))
        .extracting(NoticeView::kind)
        .containsExactly(NoticeKind.ASKED);
    assertThat(questions.open(task(id)))
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.isFor(BELLA)).isTrue();
              assertThat(one.isFor(ALEX)).isFalse();
              assertThat(one.mayTakeBack(ALEX, task(id))).isTrue();
              assertThat(one.mayTakeBack(BELLA, task(id))).isFalse();
            });
    assertThat(marked(ALEX)).isTrue();
    assertThat(questions.ask(ALEX, id, UUID.randomUUID(), "bella", "And?"))
        .isEqualTo(new Refused(Why.ASKED_ALREADY, "bella", null));
    // when
    var mark = UUID.randomUUID();
    assertThat(questions.answer(SAM, id, question, UUID.randomUUID(), "I")).isEqualTo(new Gone());
    assertThat(questions.answer(BELLA, id, question, UUID.randomUUID(), " "))
        .isEqualTo(refused(Why.EMPTY));
    assertThat(questions.answer(BELLA, id, question, mark, "The caretaker")).isEqualTo(new Done());
    assertThat(questions.answer(BELLA, id, question, mark, "The caretaker")).isEqualTo(new Done());
    // then
    assertThat(questions.open(task(id))).isEmpty();
    assertThat(marked(ALEX)).isFalse();
    assertThat(notices.unread(ALEX))
        .extracting(NoticeView::kind)
        .containsExactly(NoticeKind.ANSWERED);
    assertThat(notices.unread(BELLA)).isEmpty();
    assertThat(notes.of(ALEX, id))
        .extracting(TaskNote::kind, TaskNote::words)
        .containsExactly(
            tuple(TaskNote.Kind.QUESTION, new Sealed("Who has the key?")),
            tuple(TaskNote.Kind.ANSWER, new Sealed("The caretaker")));
    assertThat(questions.answer(BELLA, id, question, UUID.randomUUID(), "No, the porter"))
        .isEqualTo(refused(Why.QUESTION_ENDED));
  }

  @Test
  void shouldTellWhoeverHoldsTheTaskByNow_too() {
    long id = claimed();
    var question = asked(id);
    haven.get(TaskHands.class).assign(SAM, id, "sam");
    questions.answer(BELLA, id, question, UUID.randomUUID(), "The caretaker");
    assertThat(notices.unread(SAM)).extracting(NoticeView::kind).contains(NoticeKind.ANSWERED);
    assertThat(notices.unread(ALEX)).extracting(NoticeView::kind).contains(NoticeKind.ANSWERED);
  }

  @Test
  void shouldAskOnlyWhoMaySeeTheTask_andOnlyAtOnesOwn() {
    long id = claimed();
    for (String of : new String[] {"terry", "nobody", "alex", ""}) {
      assertThat(questions.ask(ALEX, id, UUID.randomUUID(), of, "Who?"))
          .as(of)
          .isEqualTo(refused(Why.CANNOT_BE_ASKED));
    }
    assertThat(questions.ask(BELLA, id, UUID.randomUUID(), "sam", "Who?"))
        .isEqualTo(new Refused(Why.NOT_YOURS, "alex", null));
    assertThat(questions.ask(TERRY, id, UUID.randomUUID(), "sam", "Who?")).isEqualTo(new Gone());
    assertThat(questions.ask(SAM, id, UUID.randomUUID(), "bella", "Who?")).isEqualTo(new Done());
  }

  @Test
  void shouldBeTakenBack_whenNobodyCanAnswerAnyMore() {
    // given: the colleague must not know of the case by now, and is named no more
    long id = claimed();
    var question = asked(id);
    haven.get(Conflicts.class).add(task(id).caseRef(), "bella", new Code("declared"), By.of(SAM));
    assertThat(questions.open(task(id)).getFirst().askedOf()).isNull();
    assertThat(questions.answer(BELLA, id, question, UUID.randomUUID(), "I")).isEqualTo(new Gone());
    // when
    assertThat(questions.takeBack(ALEX, id, question)).isEqualTo(new Done());
    // then
    assertThat(questions.open(task(id))).isEmpty();
    assertThat(questions.takeBack(ALEX, id, question)).isEqualTo(refused(Why.QUESTION_ENDED));
    assertThat(notes.of(ALEX, id)).hasSize(1);
  }

  @Test
  void shouldSayThatTheTaskIsFinished_whenTheAnswerComesLater() {
    long id = claimed();
    var question = asked(id);
    actions.submit(ALEX, id, Map.of("outcome", "given", "reason", "Because"));
    assertThat(questions.answer(BELLA, id, question, UUID.randomUUID(), "The caretaker"))
        .isEqualTo(refused(Why.NOT_OPEN));
  }
}
