package org.haven.endtenancy.web;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.haven.forms.FormProblem;
import org.haven.forms.Submission;
import org.haven.platform.ActingPerson;
import org.haven.platform.Code;
import org.haven.tasks.FormEffect;
import org.haven.tasks.FormRule;
import org.haven.tasks.TaskView;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A tenancy passes on by an order that a court has made, and by nothing else. */
@Component
class RecordCourtOrderForm implements FormRule, FormEffect {
  private static final Pattern REF = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{2,29}");

  @Override
  public String formId() {
    return "record-court-order";
  }

  @Override
  public List<FormProblem> check(TaskView task, Submission submission, ActingPerson who) {
    if ("none".equals(submission.routing().get("courtOrder"))) {
      return List.of(
          new FormProblem(
              "courtOrder",
              "Choose the order that the court made: without one the tenancy does not pass on"
                  + " (policy 7.4.4)"));
    }
    var ref = tenancyRef(submission);
    return ref == null || REF.matcher(ref).matches()
        ? List.of()
        : List.of(
            new FormProblem(
                "tenancyRef", "Enter the reference as the tenancy register has it, no address"));
  }

  @Override
  public Map<String, ?> save(TaskView task, Submission submission, ActingPerson who) {
    var ref = tenancyRef(submission);
    return ref == null ? Map.of() : Map.of("tenancyRef", new Code(ref));
  }

  private static @Nullable String tenancyRef(Submission submission) {
    return submission.sealed().get("tenancyRef") instanceof String ref && !ref.isBlank()
        ? ref.strip()
        : null;
  }
}
