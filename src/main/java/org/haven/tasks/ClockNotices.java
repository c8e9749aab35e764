package org.haven.tasks;

import java.time.Clock;
import java.util.Map;
import java.util.Set;
import org.haven.casefile.clocks.ClockMoves;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.OnlyOnce;
import org.haven.platform.StaffDirectory;
import org.haven.platform.Team;
import org.haven.platform.calendar.SlaTable;
import org.haven.platform.calendar.WorkingCalendar;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Tells people that time runs out for a whole journey, or has run out. Who is told stands in {@code
 * taskSla}, as for a task; the owner is the team that the model names. Source: procedure section 5.
 */
@Service
public class ClockNotices {
  private final TransactionOperations transaction;
  private final ClockMoves clocks;
  private final SlaTable limits;
  private final StaffDirectory staff;
  private final Notices notices;
  private final OnlyOnce once;
  private final Audit audit;
  private final Clock clock;

  ClockNotices(
      TransactionOperations transaction,
      ClockMoves clocks,
      SlaTable limits,
      StaffDirectory staff,
      Notices notices,
      OnlyOnce once,
      Audit audit,
      Clock clock) {
    this.transaction = transaction;
    this.clocks = clocks;
    this.limits = limits;
    this.staff = staff;
    this.notices = notices;
    this.once = once;
    this.audit = audit;
    this.clock = clock;
  }

  /** Time runs out; the same step again tells nobody. */
  public void warn(CaseRef caseRef, Code clockId, Team owner, long stepKey) {
    var sla = limits.limit(clocks.read(clockId).slaKey(), WorkingCalendar.dateOf(clock.instant()));
    var people = TaskClocks.names(staff.membersOf(owner));
    if (sla.told().warnsSupervisors()) {
      people.addAll(TaskClocks.names(staff.supervisorsOf(owner)));
    }
    tell(people, NoticeKind.WARNING, "tell-clock-warning", caseRef, sla.key(), stepKey);
  }

  /** Time has run out; the same step again tells nobody. */
  public void breach(CaseRef caseRef, Code clockId, Team owner, long stepKey) {
    var sla = limits.limit(clocks.read(clockId).slaKey(), WorkingCalendar.dateOf(clock.instant()));
    var people = TaskClocks.late(staff, owner, sla.told());
    tell(people, NoticeKind.BREACH, "tell-clock-breach", caseRef, sla.key(), stepKey);
  }

  private void tell(
      Set<String> people,
      NoticeKind kind,
      String action,
      CaseRef caseRef,
      String slaKey,
      long stepKey) {
    transaction.executeWithoutResult(
        _ -> {
          if (once.first(action, stepKey)) {
            notices.tell(people, kind, caseRef, null);
            audit.recordSystem(action, caseRef, Map.of("slaKey", slaKey));
          }
        });
  }
}
