package org.haven.refertomarac.web;

import java.util.LinkedHashMap;
import java.util.Map;
import org.haven.forms.FormField;
import org.haven.forms.Forms;
import org.haven.forms.Submission;
import org.haven.platform.ActingPerson;
import org.haven.refertomarac.MaracReferrals;
import org.haven.tasks.TaskForm;
import org.haven.tasks.TaskView;
import org.springframework.stereotype.Component;

/** What the hub is to read. */
@Component
class CompleteMaracReferralForm implements TaskForm {
  private static final String ID = "complete-marac-referral";

  private final MaracReferrals referrals;
  private final Forms forms;

  CompleteMaracReferralForm(MaracReferrals referrals, Forms forms) {
    this.referrals = referrals;
    this.forms = forms;
  }

  @Override
  public String formId() {
    return ID;
  }

  @Override
  public Map<String, Object> prefill(TaskView task, ActingPerson who) {
    return forms.form(ID).asAnswers(referrals.onRecord(task.caseRef()));
  }

  @Override
  public Map<String, ?> save(TaskView task, Submission submission, ActingPerson who) {
    var entities = new LinkedHashMap<String, String>();
    for (FormField field : forms.form(ID).fields()) {
      String entity = field.properties().getOrDefault("entity", "");
      if (!entity.isBlank() && submission.sealed().containsKey(field.key())) {
        entities.put(field.key(), entity);
      }
    }
    referrals.completed(
        task.caseRef(),
        task.journeyId(),
        task.elementId(),
        ID,
        entities,
        submission.routing(),
        submission.sealed(),
        who);
    return submission.routing();
  }
}
