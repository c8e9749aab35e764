package org.haven.tasks;

import java.util.Map;
import java.util.stream.Collectors;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.LeadChanged;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.Code;
import org.haven.platform.StaffDirectory;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Open tasks of the lead team go with the case to its new lead team. Claims of people who are not
 * in that team end. Source: procedure J1 step 4.
 */
@Component
class TaskMoves {
  private final JdbcClient db;
  private final StaffDirectory staff;
  private final CaseAccess access;
  private final Audit audit;

  TaskMoves(JdbcClient db, StaffDirectory staff, CaseAccess access, Audit audit) {
    this.db = db;
    this.staff = staff;
    this.access = access;
    this.audit = audit;
  }

  /** Handled in the transaction that changes the lead. */
  @EventListener
  @Transactional(propagation = Propagation.MANDATORY)
  public void leadChanged(LeadChanged changed) {
    var lead = changed.lead();
    var members =
        staff.membersOf(lead).stream().map(ActingPerson::username).collect(Collectors.toSet());
    var moved =
        db.sql(
                """
                update task t set team = :lead
                where t.case_ref = :case and t.status = 'OPEN' and t.follows_lead
                  and t.team <> :lead
                  and not exists (select 1 from task_claim c
                                  where c.element_instance_key = t.element_instance_key
                                    and c.submitted_at is not null)
                returning t.element_instance_key
                """)
            .param("lead", lead.code())
            .param("case", changed.caseRef().value())
            .query(Long.class)
            .list();
    if (moved.isEmpty()) {
      return;
    }
    db.sql(
            """
            insert into task_claim (element_instance_key, moved_to)
            select id, :lead from unnest(:ids::bigint[]) moved(id)
            on conflict (element_instance_key) do update set moved_to = excluded.moved_to,
              assignee = case when task_claim.assignee = any(:members::text[])
                         then task_claim.assignee end,
              claimed_at = case when task_claim.assignee = any(:members::text[])
                           then task_claim.claimed_at end
            """)
        .param("lead", lead.code())
        .param("ids", moved.toArray(Long[]::new))
        .param("members", members.toArray(String[]::new))
        .update();
    access.involve(changed.caseRef(), lead, new Code("task"));
    audit.recordSystem(
        "move-tasks", changed.caseRef(), Map.of("team", lead.code(), "tasks", moved.size()));
  }
}
