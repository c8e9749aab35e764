package org.haven.tasks;

import org.haven.casefile.CaseFiles;
import org.haven.casefile.register.HomeSought;
import org.haven.platform.ActingPerson;
import org.haven.platform.StaffDirectory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Whoever holds the case hears while the register has no row for her new home, and no longer. */
@Component
class HomeNotices {
  private final CaseFiles cases;
  private final StaffDirectory staff;
  private final Notices notices;

  HomeNotices(CaseFiles cases, StaffDirectory staff, Notices notices) {
    this.cases = cases;
    this.staff = staff;
    this.notices = notices;
  }

  /** Handled in the transaction that looked. */
  @EventListener
  public void sought(HomeSought home) {
    if (home.found()) {
      notices.settle(NoticeKind.HOME_NOT_FOUND, home.caseRef());
      return;
    }
    notices.tell(
        staff.membersOf(cases.head(home.caseRef()).holder()).stream()
            .map(ActingPerson::username)
            .toList(),
        NoticeKind.HOME_NOT_FOUND,
        home.caseRef(),
        null);
  }
}
