package org.haven.tasks;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.haven.casefile.By;
import org.haven.casefile.ProcessSubjects;
import org.haven.casefile.referrals.ReferralView;
import org.haven.casefile.referrals.Referrals;
import org.haven.casefile.referrals.Referrals.Answer;
import org.haven.forms.FormProblem;
import org.haven.forms.Submission;
import org.haven.platform.ActingPerson;
import org.haven.platform.Code;
import org.springframework.stereotype.Component;

/**
 * What an agency said when it was chased: of the referral's own answers one, and the day that it
 * named. Recorded here it moves the journey on as any other answer does.
 */
@Component
class RecordAnswerTaskForm implements TaskForm {
  private static final String ANSWER = "answer";
  private static final String DAY = "dayOn";

  /** What an agency answers whose model names no answers: that there is one is all. */
  private static final List<Code> ANY = List.of(new Code("answered"));

  private final Referrals referrals;
  private final ProcessSubjects subjects;

  RecordAnswerTaskForm(Referrals referrals, ProcessSubjects subjects) {
    this.referrals = referrals;
    this.subjects = subjects;
  }

  @Override
  public String formId() {
    return "record-answer";
  }

  @Override
  public Map<String, Object> prefill(TaskView task, ActingPerson who) {
    return referral(task)
        .<Map<String, Object>>map(
            referral ->
                Map.of(
                    "answers",
                    answers(referral).stream()
                        .map(
                            code ->
                                Map.of(
                                    "label", OutcomeTaskForm.label(code.value()),
                                    "value", code.value()))
                        .toList(),
                    "asksForDay",
                    referral.answerDates().isEmpty() ? "no" : "yes"))
        .orElse(Map.of("answers", List.of(), "asksForDay", "no"));
  }

  private static List<Code> answers(ReferralView referral) {
    return referral.answers().isEmpty() ? ANY : referral.answers();
  }

  @Override
  public List<FormProblem> check(TaskView task, Submission submission, ActingPerson who) {
    return referral(task)
        .map(
            referral ->
                referrals.faults(referral.referralId(), answer(referral, submission)).stream()
                    .map(
                        fault ->
                            fault.field().equals(ANSWER)
                                ? new FormProblem(ANSWER, "Choose one of the answers")
                                : new FormProblem(DAY, "Enter " + fault.expected()))
                    .toList())
        .orElse(List.of());
  }

  @Override
  public Map<String, ?> save(TaskView task, Submission submission, ActingPerson who) {
    referral(task)
        .ifPresent(
            referral ->
                referrals.answer(referral.referralId(), answer(referral, submission), By.of(who)));
    return Map.of();
  }

  private static Answer answer(ReferralView referral, Submission submission) {
    Map<String, LocalDate> dates = new LinkedHashMap<>();
    if (!referral.answerDates().isEmpty() && submission.routing().get(DAY) instanceof String day) {
      dates.put(referral.answerDates().getFirst(), LocalDate.parse(day));
    }
    return new Answer(
        new Code(String.valueOf(submission.routing().get(ANSWER))),
        dates,
        Referrals.BY_PAGE,
        null,
        submission.sealed().get("words") instanceof String words && !words.isBlank()
            ? words
            : null);
  }

  private Optional<ReferralView> referral(TaskView task) {
    return subjects
        .of(task.processInstanceKey(), ProcessSubjects.REFERRAL)
        .flatMap(referrals::find);
  }
}
