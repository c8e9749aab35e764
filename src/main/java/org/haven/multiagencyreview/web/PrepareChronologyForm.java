package org.haven.multiagencyreview.web;

import java.util.List;
import java.util.Map;
import org.haven.casefile.By;
import org.haven.casefile.FormRecords;
import org.haven.forms.FormProblem;
import org.haven.forms.Submission;
import org.haven.multiagencyreview.Chronicle;
import org.haven.multiagencyreview.Reviews;
import org.haven.platform.ActingPerson;
import org.haven.platform.sealing.Sealed;
import org.haven.tasks.TaskForm;
import org.haven.tasks.TaskView;
import org.springframework.stereotype.Component;

/** The chronology: as it was written last, or Haven's draft from the record. */
@Component
class PrepareChronologyForm implements TaskForm {
  private static final Map<String, String> ENTITIES =
      Map.of("chronology", "MultiAgencyReview.chronology", "leftOut", "MultiAgencyReview.leftOut");

  private final Reviews reviews;
  private final Chronicle chronicle;
  private final FormRecords records;

  PrepareChronologyForm(Reviews reviews, Chronicle chronicle, FormRecords records) {
    this.reviews = reviews;
    this.chronicle = chronicle;
    this.records = records;
  }

  @Override
  public String formId() {
    return Reviews.CHRONOLOGY_FORM;
  }

  @Override
  public Map<String, Object> prefill(TaskView task, ActingPerson who) {
    return Map.of(
        "chronology",
        reviews
            .chronology(who, task.caseRef(), task.journeyId())
            .map(Sealed::clear)
            .orElseGet(() -> chronicle.draft(who, task.caseRef())));
  }

  @Override
  public List<FormProblem> check(TaskView task, Submission submission, ActingPerson who) {
    return reviews.namesASafeAddress(
            task.caseRef(), String.valueOf(submission.sealed().get("chronology")))
        ? List.of(
            new FormProblem(
                "chronology",
                "Take out the address that is in the vault: it must not go to anybody"
                    + " (clause 12.1)"))
        : List.of();
  }

  @Override
  public Map<String, ?> save(TaskView task, Submission submission, ActingPerson who) {
    records.record(
        task.caseRef(),
        task.journeyId(),
        task.elementId(),
        formId(),
        ENTITIES,
        submission.routing(),
        submission.sealed(),
        By.of(who));
    return submission.routing();
  }
}
