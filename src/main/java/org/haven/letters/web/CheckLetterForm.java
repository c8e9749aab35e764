package org.haven.letters.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.haven.forms.FormProblem;
import org.haven.forms.Submission;
import org.haven.letters.LetterChecks;
import org.haven.letters.LetterChecks.Objection;
import org.haven.platform.ActingPerson;
import org.haven.platform.Known;
import org.haven.tasks.TaskForm;
import org.haven.tasks.TaskView;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** The form of both checks of a letter. It is asked anew each time: nothing is filled in. */
@Component
class CheckLetterForm implements TaskForm {
  private static final List<String> LOOKED_AT =
      List.of("recipientRight", "noSafeAddress", "noMarac", "neutralSender");

  private final LetterChecks checks;
  private final MessageSource words;

  CheckLetterForm(LetterChecks checks, MessageSource words) {
    this.checks = checks;
    this.words = words;
  }

  @Override
  public String formId() {
    return "check-letter-and-bundle";
  }

  @Override
  public Map<String, Object> prefill(TaskView task, ActingPerson who) {
    return Map.of();
  }

  @Override
  public List<FormProblem> check(TaskView task, Submission submission, ActingPerson who) {
    var objection = checks.objection(who, task.processInstanceKey());
    // the first checker has no second say, not even a no
    if (objection.filter(Objection.SAME_PERSON::equals).isPresent()) {
      return List.of(new FormProblem("pass", say("same-person")));
    }
    if (!passes(submission)) {
      return List.of();
    }
    var problems = new ArrayList<FormProblem>();
    objection.ifPresent(
        why ->
            problems.add(
                new FormProblem(
                    "pass", say(why.name().toLowerCase(Locale.ROOT).replace('_', '-')))));
    for (String field : LOOKED_AT) {
      if (!"yes".equals(submission.sealed().get(field))) {
        problems.add(new FormProblem(field, say("not-right")));
      }
    }
    return problems;
  }

  private String say(String problem) {
    return words.getMessage("letters.problem." + problem, null, Locale.UK);
  }

  private static boolean passes(Submission submission) {
    return Known.of(submission.routing().get("pass")) == Known.YES;
  }

  @Override
  public Map<String, ?> save(TaskView task, Submission submission, ActingPerson who) {
    checks.checked(who, task.processInstanceKey(), passes(submission), submission.sealed());
    return submission.routing();
  }
}
