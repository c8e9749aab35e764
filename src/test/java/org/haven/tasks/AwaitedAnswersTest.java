package org.haven.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.haven.tasks.TestTasks.ALEX;
import static org.haven.tasks.TestTasks.AUDREY;
import static org.haven.tasks.TestTasks.TERRY;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.haven.casefile.AnswersTo;
import org.haven.casefile.By;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Models;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AwaitedAnswersTest {
  private static final LocalDate DAY = LocalDate.of(2026, 12, 1);

  private final TestTasks haven = new TestTasks();
  private final CaseRef caseRef = haven.aCase();
  private final JourneyId journey = haven.aJourney(caseRef, 500);
  private final AwaitedAnswers answers = haven.get(AwaitedAnswers.class);

  @AfterEach
  void close() {
    haven.close();
  }

  private void element(String id, Map<String, String> properties) {
    haven.models.elements.put(
        id,
        new Models.Element(id, "receiveTask", "Wait for it", "Why", properties, null, null, null));
  }

  private void waits(long key, String elementId, String type) {
    haven
        .db
        .sql(
            """
            insert into journey_step (element_instance_key, process_instance_key,
              process_definition_key, process_id, process_version, scope_key, element_id,
              element_type, entered_at, position)
            values (?, 500, 77, 'report-domestic-abuse', 1, 500, ?, ?, now(), ?)
            """)
        .params(key, elementId, type, key)
        .update();
  }

  private void hub() {
    element(
        "Task_AwaitHub",
        Map.of(
            "recordable", "true",
            "answers", "accepted, refused",
            "answerDates", "meetingOn",
            "messageName", "marac-answered",
            "messageKey", "=journeyId"));
    waits(1, "Task_AwaitHub", "RECEIVE_TASK");
  }

  private Awaited one() {
    return answers.of(ALEX, caseRef).getFirst();
  }

  private AnswerResult record(String answer, Map<String, LocalDate> dates) {
    return answers.record(ALEX, caseRef, one().id(), answer, dates, "The hub rang");
  }

  @Test
  void shouldListWhatAnOfficerMayRecord_andNothingElse() {
    hub();
    element("Event_Wait", Map.of("messageName", "other", "messageKey", "=journeyId"));
    waits(2, "Event_Wait", "INTERMEDIATE_CATCH_EVENT");
    element("Task_Decide2", Map.of("recordable", "true"));
    waits(3, "Task_Decide2", "USER_TASK");
    assertThat(answers.of(ALEX, caseRef))
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.key()).isEqualTo(journey.value());
              assertThat(one.answers()).containsExactly("accepted", "refused");
              assertThat(one.dates()).containsExactly("meetingOn");
            });
    assertThat(answers.of(TERRY, caseRef)).isEmpty();
    assertThat(answers.of(AUDREY, caseRef)).isEmpty();
  }

  @Test
  void shouldTellTheJourneyOnce_whenTheAnswerIsRecordedTwice() {
    // given
    hub();
    String id = one().id();

    // when
    var first = record("accepted", Map.of("meetingOn", DAY));
    var second = answers.record(ALEX, caseRef, id, "refused", Map.of(), "");

    // then
    assertThat(first).isEqualTo(new AnswerResult.Recorded());
    assertThat(second).isEqualTo(new AnswerResult.Gone());
    assertThat(haven.said.published)
        .containsExactly(
            "marac-answered "
                + journey.value()
                + " "
                + new java.util.TreeMap<>(
                    Map.of("meetingOn", DAY, "answer", new Code("accepted"))));
    assertThat(answers.of(ALEX, caseRef)).isEmpty();
    assertThat(
            haven
                .db
                .sql("select answer || sealed::text from awaited_answer")
                .query(String.class)
                .single())
        .startsWith("accepted")
        .doesNotContain("rang");
    assertThat(
            haven
                .db
                .sql("select action from audit_entry where case_ref = ?")
                .param(caseRef.value())
                .query(String.class)
                .list())
        .contains("record-answer");
  }

  @Test
  void shouldWaitAgain_whenTheJourneyComesBackToTheStep() {
    hub();
    record("refused", Map.of());
    haven.db.sql("update journey_step set left_at = now() where element_instance_key = 1").update();
    waits(9, "Task_AwaitHub", "RECEIVE_TASK");
    assertThat(record("accepted", Map.of())).isEqualTo(new AnswerResult.Recorded());
    assertThat(haven.said.published).hasSize(2);
  }

  @Test
  void shouldRefuse_whenTheAnswerOrADateIsNotAskedFor() {
    hub();
    assertThat(record("perhaps", Map.of())).isInstanceOf(AnswerResult.Invalid.class);
    assertThat(record("accepted", Map.of("birthOn", DAY))).isInstanceOf(AnswerResult.Invalid.class);
    assertThat(haven.said.published).isEmpty();
    assertThat(answers.record(TERRY, caseRef, one().id(), "accepted", Map.of(), ""))
        .isEqualTo(new AnswerResult.Gone());
  }

  @Test
  void shouldLetWhatWasSentTakeTheAnswer() {
    // given
    var taken = new ArrayList<String>();
    haven.add(
        new AnswersTo() {
          @Override
          public String variable() {
            return "hearingId";
          }

          @Override
          public List<Open> open(CaseRef ref, JourneyId id, String message) {
            return List.of(
                new Open("RF-1", new Code("police")), new Open("RF-2", new Code("clarion")));
          }

          @Override
          public boolean answer(
              CaseRef ref,
              String id,
              @Nullable Code answer,
              Map<String, LocalDate> dates,
              @Nullable String words,
              By by) {
            taken.add(id + " " + answer);
            return true;
          }
        });
    element(
        "Task_AwaitAgency",
        Map.of(
            "recordable", "true",
            "answers", "accepted",
            "messageName", "agency-answered",
            "messageKey", "=hearingId"));
    waits(1, "Task_AwaitAgency", "RECEIVE_TASK");
    waits(2, "Task_AwaitAgency", "RECEIVE_TASK");

    // then
    assertThat(answers.of(ALEX, caseRef))
        .extracting(Awaited::key, Awaited::about)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("RF-1", new Code("police")),
            org.assertj.core.groups.Tuple.tuple("RF-2", new Code("clarion")));
    String second = answers.of(ALEX, caseRef).getLast().id();
    assertThat(answers.record(ALEX, caseRef, second, "accepted", Map.of(), ""))
        .isEqualTo(new AnswerResult.Recorded());
    assertThat(taken).containsExactly("RF-2 accepted");
    assertThat(haven.said.published).isEmpty();
    assertThat(answers.of(ALEX, caseRef)).extracting(Awaited::key).containsExactly("RF-1");
  }
}
