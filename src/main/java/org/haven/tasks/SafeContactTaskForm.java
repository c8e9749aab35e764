package org.haven.tasks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.haven.casefile.By;
import org.haven.casefile.SafeContacts;
import org.haven.forms.Forms;
import org.haven.forms.Submission;
import org.haven.platform.ActingPerson;
import org.haven.platform.Known;
import org.springframework.stereotype.Component;

/**
 * The form of every step that asks how she can be reached safely. What was on record is shown, but
 * whether it is still safe is asked anew each time.
 */
@Component
class SafeContactTaskForm implements TaskForm {
  private static final String ID = "check-safe-contact";

  private final SafeContacts contacts;
  private final Forms forms;

  SafeContactTaskForm(SafeContacts contacts, Forms forms) {
    this.contacts = contacts;
    this.forms = forms;
  }

  @Override
  public String formId() {
    return ID;
  }

  @Override
  public Map<String, Object> prefill(TaskView task, ActingPerson who) {
    var onRecord = contacts.latest(who, task.caseRef());
    var known = new LinkedHashMap<String, Object>();
    for (String field :
        List.of(
            "method",
            "detail",
            "days",
            "times",
            "codeWord",
            "voicemail",
            "preview",
            "portal",
            "watched",
            "unsafeToTell")) {
      if (!onRecord.refused().contains(field)) {
        onRecord.value(field).ifPresent(value -> known.put(field, value));
      }
    }
    return forms.form(ID).asAnswers(known);
  }

  @Override
  public Map<String, ?> save(TaskView task, Submission submission, ActingPerson who) {
    boolean allowed = Known.of(submission.routing().get("contactAllowed")) == Known.YES;
    contacts.record(task.caseRef(), allowed, submission.sealed(), By.of(who));
    return submission.routing();
  }
}
