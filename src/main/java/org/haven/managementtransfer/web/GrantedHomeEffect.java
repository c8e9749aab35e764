package org.haven.managementtransfer.web;

import java.util.Map;
import org.haven.casefile.By;
import org.haven.forms.Submission;
import org.haven.managementtransfer.SafeHomes;
import org.haven.platform.ActingPerson;
import org.haven.tasks.FormEffect;
import org.haven.tasks.TaskView;
import org.springframework.stereotype.Component;

/** Keeps which tenancy was granted, so that its row can leave the register. */
@Component
class GrantedHomeEffect implements FormEffect {
  private final SafeHomes homes;

  GrantedHomeEffect(SafeHomes homes) {
    this.homes = homes;
  }

  @Override
  public String formId() {
    return "grant-tenancy";
  }

  @Override
  public Map<String, ?> save(TaskView task, Submission submission, ActingPerson who) {
    homes.granted(
        task.caseRef(),
        task.journeyId(),
        String.valueOf(submission.sealed().getOrDefault("tenancyRef", "")),
        By.of(who));
    return Map.of();
  }
}
