package org.haven.complexcasepanel.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.haven.forms.FormProblem;
import org.haven.forms.Submission;
import org.haven.platform.ActingPerson;
import org.haven.tasks.FormRule;
import org.haven.tasks.TaskView;
import org.springframework.stereotype.Component;

/** A panel is Housing Solutions and Tenancy Services together. Source: policy 7.4.1. */
@Component
class BothServicesPresentRule implements FormRule {
  private static final Map<String, String> NEEDED = new LinkedHashMap<>();

  static {
    NEEDED.put("hsPresent", "Housing Solutions");
    NEEDED.put("tsPresent", "Tenancy Services");
  }

  @Override
  public String formId() {
    return "hold-panel";
  }

  @Override
  public List<FormProblem> check(TaskView task, Submission submission, ActingPerson who) {
    return NEEDED.entrySet().stream()
        .filter(service -> !Boolean.TRUE.equals(submission.routing().get(service.getKey())))
        .map(
            service ->
                new FormProblem(
                    service.getKey(),
                    service.getValue()
                        + " must be there: the panel decides only with both services (policy"
                        + " 7.4.1)"))
        .toList();
  }
}
