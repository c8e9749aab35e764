package org.haven.perpetratorresponse.web;

import java.util.Map;
import org.haven.casefile.Wishes;
import org.haven.forms.Submission;
import org.haven.platform.ActingPerson;
import org.haven.platform.Known;
import org.haven.tasks.FormEffect;
import org.haven.tasks.TaskView;
import org.springframework.stereotype.Component;

/** Opens the wishes gate of the journey that asked, in whichever journey the form is used. */
@Component
class RecordVictimsWishesForm implements FormEffect {
  private final Wishes wishes;

  RecordVictimsWishesForm(Wishes wishes) {
    this.wishes = wishes;
  }

  @Override
  public String formId() {
    return "record-victims-wishes";
  }

  @Override
  public Map<String, ?> save(TaskView task, Submission submission, ActingPerson who) {
    if (Known.of(submission.routing().get("wishesRecorded")) == Known.YES) {
      wishes.recorded(task.caseRef(), task.journeyId());
    }
    return Map.of();
  }
}
