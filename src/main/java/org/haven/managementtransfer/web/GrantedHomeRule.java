package org.haven.managementtransfer.web;

import java.util.List;
import org.haven.casefile.register.TenancyRegister;
import org.haven.forms.FormProblem;
import org.haven.forms.Submission;
import org.haven.platform.ActingPerson;
import org.haven.tasks.FormRule;
import org.haven.tasks.TaskView;
import org.springframework.stereotype.Component;

/** The reference of her new tenancy can be one: with a wrong one its row would stay in the open. */
@Component
class GrantedHomeRule implements FormRule {
  private static final String FIELD = "tenancyRef";

  @Override
  public String formId() {
    return "grant-tenancy";
  }

  @Override
  public List<FormProblem> check(TaskView task, Submission submission, ActingPerson who) {
    String given = String.valueOf(submission.sealed().getOrDefault(FIELD, ""));
    return given.isBlank() || TenancyRegister.isReference(given)
        ? List.of()
        : List.of(
            new FormProblem(
                FIELD,
                "Enter the reference as the housing system has it: 3 to 30 letters, digits or"
                    + " hyphens"));
  }
}
