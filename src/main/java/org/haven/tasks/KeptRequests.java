package org.haven.tasks;

import org.haven.casefile.CaseFiles;
import org.haven.casefile.RequestKept;
import org.haven.platform.ActingPerson;
import org.haven.platform.StaffDirectory;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * A journey was asked for while it runs: whoever works on it is told, or else its lead team.
 * Source: procedure section 3, "All inherit".
 */
@Component
class KeptRequests {
  private final JdbcClient db;
  private final CaseFiles cases;
  private final StaffDirectory staff;
  private final Notices notices;

  KeptRequests(JdbcClient db, CaseFiles cases, StaffDirectory staff, Notices notices) {
    this.db = db;
    this.cases = cases;
    this.staff = staff;
    this.notices = notices;
  }

  /** Handled in the transaction that keeps the request. */
  @EventListener
  public void kept(RequestKept request) {
    var people =
        db.sql(
                """
                select distinct c.assignee from task t
                  join task_claim c on c.element_instance_key = t.element_instance_key
                where t.case_ref = ? and t.journey_id = ? and t.process_id = ? and t.status = 'OPEN'
                  and c.assignee is not null
                """)
            .params(request.caseRef().value(), request.journeyId().value(), request.processId())
            .query(String.class)
            .list();
    var lead = cases.head(request.caseRef()).leadTeam();
    if (people.isEmpty() && lead != null) {
      people = staff.membersOf(lead).stream().map(ActingPerson::username).toList();
    }
    notices.tell(people, NoticeKind.REQUEST_KEPT, request.caseRef(), null);
  }
}
