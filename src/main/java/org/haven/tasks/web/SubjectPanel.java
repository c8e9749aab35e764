package org.haven.tasks.web;

import java.util.Map;
import java.util.Optional;
import org.haven.casefile.Meetings;
import org.haven.casefile.ProcessSubjects;
import org.haven.casefile.referrals.ReferralView;
import org.haven.casefile.referrals.Referrals;
import org.haven.platform.ActingPerson;
import org.haven.platform.web.Times;
import org.haven.tasks.TaskPanel;
import org.haven.tasks.TaskView;
import org.springframework.stereotype.Component;

/** Which agency a chase is about, or what a meeting agreed on: above the form of the task. */
@Component
class SubjectPanel implements TaskPanel {
  private final ProcessSubjects subjects;
  private final Referrals referrals;
  private final Meetings meetings;
  private final Times times;

  SubjectPanel(ProcessSubjects subjects, Referrals referrals, Meetings meetings, Times times) {
    this.subjects = subjects;
    this.referrals = referrals;
    this.meetings = meetings;
    this.times = times;
  }

  @Override
  public Optional<Panel> of(ActingPerson who, TaskView task) {
    return subjects
        .of(task.processInstanceKey(), ProcessSubjects.REFERRAL)
        .flatMap(referrals::find)
        .map(this::referral)
        .or(
            () ->
                subjects
                    .of(task.processInstanceKey(), ProcessSubjects.ACTION)
                    .flatMap(id -> meetings.what(who, id))
                    .map(what -> new Panel("tasks/subject", Map.of("what", what.clear()))));
  }

  private Panel referral(ReferralView referral) {
    return new Panel(
        "tasks/subject",
        Map.of(
            "agency",
            referral.agency().value().replace('-', ' '),
            "reference",
            referral.referralId(),
            "sent",
            referral.sentAt() == null ? "" : times.at(referral.sentAt())));
  }
}
