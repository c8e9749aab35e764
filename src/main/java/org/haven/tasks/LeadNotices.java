package org.haven.tasks;

import org.haven.casefile.CaseFiles;
import org.haven.casefile.LeadTold;
import org.haven.platform.ActingPerson;
import org.haven.platform.StaffDirectory;
import org.haven.platform.Team;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** The lead team hears, in neutral words, that something was added to its case. */
@Component
class LeadNotices {
  private final CaseFiles cases;
  private final StaffDirectory staff;
  private final Notices notices;

  LeadNotices(CaseFiles cases, StaffDirectory staff, Notices notices) {
    this.cases = cases;
    this.staff = staff;
    this.notices = notices;
  }

  /** Handled in the transaction that adds it. */
  @EventListener
  public void told(LeadTold told) {
    var lead = cases.head(told.caseRef()).leadTeam();
    notices.tell(
        staff.membersOf(lead == null ? Team.HOUSING_SOLUTIONS : lead).stream()
            .map(ActingPerson::username)
            .toList(),
        NoticeKind.OTHER,
        told.caseRef(),
        null);
  }
}
