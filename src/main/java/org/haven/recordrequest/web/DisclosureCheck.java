package org.haven.recordrequest.web;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.haven.forms.FormProblem;
import org.haven.forms.Submission;
import org.haven.platform.ActingPerson;
import org.haven.recordrequest.DisclosureSafety;
import org.haven.tasks.FormEffect;
import org.haven.tasks.FormRule;
import org.haven.tasks.TaskView;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * Somebody who worked on none of the records says whether they go; what goes is sealed at that
 * moment, as it was checked.
 */
@Component
class DisclosureCheck implements FormRule, FormEffect {
  private static final Set<String> GOES = Set.of("release", "part");

  private final DisclosureSafety safety;
  private final ExportWords words;
  private final MessageSource messages;

  DisclosureCheck(DisclosureSafety safety, ExportWords words, MessageSource messages) {
    this.safety = safety;
    this.words = words;
    this.messages = messages;
  }

  @Override
  public String formId() {
    return "task-outcome";
  }

  @Override
  public List<FormProblem> check(TaskView task, Submission submission, ActingPerson who) {
    if (!goes(task, submission)) {
      return List.of();
    }
    return safety
        .objection(who, task.caseRef(), task.journeyId(), words)
        .map(
            why ->
                new FormProblem(
                    "outcome",
                    messages.getMessage(
                        "record-request.objection."
                            + why.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                        null,
                        Locale.UK)))
        .stream()
        .toList();
  }

  @Override
  public Map<String, ?> save(TaskView task, Submission submission, ActingPerson who) {
    if (goes(task, submission)) {
      safety.seal(who, task.caseRef(), task.journeyId(), task.id(), words);
    }
    return Map.of();
  }

  private static boolean goes(TaskView task, Submission submission) {
    return task.elementId().equals(CollectedRecordsPanel.CHECK)
        && GOES.contains(String.valueOf(submission.routing().get("outcome")));
  }
}
