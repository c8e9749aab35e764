package org.haven.tasks;

import org.haven.casefile.CaseFiles;
import org.haven.casefile.SharedForDanger;
import org.haven.platform.ActingPerson;
import org.haven.platform.StaffDirectory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The supervisors of the team that holds the case hear that something was shared without waiting
 * for them.
 */
@Component
class SharingNotices {
  private final CaseFiles cases;
  private final StaffDirectory staff;
  private final Notices notices;

  SharingNotices(CaseFiles cases, StaffDirectory staff, Notices notices) {
    this.cases = cases;
    this.staff = staff;
    this.notices = notices;
  }

  /** Handled in the transaction that writes the ledger. */
  @EventListener
  public void shared(SharedForDanger shared) {
    notices.tell(
        staff.supervisorsOf(cases.head(shared.caseRef()).holder()).stream()
            .map(ActingPerson::username)
            .toList(),
        NoticeKind.OTHER,
        shared.caseRef(),
        null);
  }
}
