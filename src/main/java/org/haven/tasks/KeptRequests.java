package org.haven.tasks;

import org.haven.casefile.CaseFiles;
import org.haven.casefile.RequestKept;
import org.haven.platform.ActingPerson;
import org.haven.platform.StaffDirectory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * A journey was asked for while it runs: whoever works on it is told, or else the team that holds
 * the case. Source: procedure section 3, "All inherit".
 */
@Component
class KeptRequests {
  private final CaseFiles cases;
  private final StaffDirectory staff;
  private final Notices notices;
  private final Holders holders;

  KeptRequests(CaseFiles cases, StaffDirectory staff, Notices notices, Holders holders) {
    this.cases = cases;
    this.staff = staff;
    this.notices = notices;
    this.holders = holders;
  }

  /** Handled in the transaction that keeps the request. */
  @EventListener
  public void kept(RequestKept request) {
    var people = holders.ofJourney(request.caseRef(), request.journeyId(), request.processId());
    if (people.isEmpty()) {
      people =
          staff.membersOf(cases.head(request.caseRef()).holder()).stream()
              .map(ActingPerson::username)
              .toList();
    }
    notices.tell(people, NoticeKind.REQUEST_KEPT, request.caseRef(), null);
  }
}
