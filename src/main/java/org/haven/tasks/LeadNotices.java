package org.haven.tasks;

import org.haven.casefile.CaseFiles;
import org.haven.casefile.LeadTold;
import org.haven.platform.ActingPerson;
import org.haven.platform.StaffDirectory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Whoever holds the case hears, in neutral words, that something was added to it. */
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
    notices.tell(
        staff.membersOf(cases.head(told.caseRef()).holder()).stream()
            .map(ActingPerson::username)
            .toList(),
        NoticeKind.OTHER,
        told.caseRef(),
        null);
  }
}
