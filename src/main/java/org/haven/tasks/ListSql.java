package org.haven.tasks;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.haven.casefile.CaseAccess;
import org.haven.platform.ActingPerson;
import org.haven.platform.Role;
import org.haven.platform.Team;
import org.haven.platform.calendar.WorkingCalendar;

/**
 * What lists ask of {@code task_open o}, and of what is done, for one person and filter: the
 * conditions with what fills them in.
 */
final class ListSql {
  private static final int WEEK_DAYS = 7;

  /** On {@code %1$s}, a table of tasks with their case, team and, as {@code %2$s}, its owner. */
  static final String THEIRS =
      """
       (%1$s.team = any(:teams::text[]) and (:supervisor or not %1$s.for_supervisor)
        or %2$s = :acting and exists (
          select 1 from case_file cf where cf.case_ref = %1$s.case_ref and cf.received_by = :acting
            and (cf.lead_team is null or exists (
              select 1 from case_team ct
              where ct.case_ref = cf.case_ref and ct.team = any(:teams::text[])))))
      """;

  /** {@code o.assignee} took the report of a case that is still open to them. */
  private static final String RECEIVED =
      """
       exists (select 1 from case_file cf
         where cf.case_ref = o.case_ref and cf.received_by = o.assignee
           and (cf.lead_team is null or exists (select 1 from case_team ct
             where ct.case_ref = cf.case_ref
               and ct.team || ' ' || o.assignee in (select unnest(:holders::text[])))))
      """;

  /**
   * Somebody whose claim counts has claimed {@code o}: see {@link Holders}. A list in a sub-select
   * is looked up by its hash, however the statement is planned.
   */
  static final String HELD =
      """
       (o.assignee is not null
         and ((case when o.for_supervisor then o.team || '-sup ' else o.team || ' ' end
               || o.assignee) in (select unnest(:holders::text[])) or
      """
          + RECEIVED
          + ")) ";

  static final String OPEN = " " + CaseAccess.NOT_CONFLICTED.formatted("o.case_ref") + " ";

  static final String OF_CASE = " and o.case_ref = :case";

  /** What the person has answered: {@code c} of {@code task o}. */
  static final String DONE_BY =
      " from task_claim c join task o using (element_instance_key)"
          + " where c.submitted_by = :acting and c.submitted_at is not null and"
          + THEIRS.formatted("o", "c.submitted_by")
          + " and"
          + OPEN;

  /** On {@code task_open o}. */
  final String conditions;

  /** Of a task that is done only what never changes can be asked. */
  final String ofWhatIsDone;

  final Map<String, Object> parameters = new HashMap<>();

  /**
   * @param holders see {@link Holders.Now#groups}
   */
  ListSql(ActingPerson who, TaskFilter filter, String[] holders, Instant now) {
    LocalDate today = WorkingCalendar.dateOf(now);
    parameters.put("acting", who.username());
    parameters.put("supervisor", who.has(Role.SUPERVISOR));
    parameters.put("teams", codes(who.teams()));
    parameters.put("holders", holders);
    parameters.put("now", TaskRows.sql(now));
    parameters.put("today", today);
    parameters.put("tomorrow", TaskRows.sql(startOf(today.plusDays(1))));
    parameters.put("inAWeek", TaskRows.sql(startOf(today.plusDays(WEEK_DAYS))));
    var always = new StringBuilder();
    if (filter.journey() != null) {
      always.append(" and o.process_id = :journey");
      parameters.put("journey", filter.journey());
    }
    if (filter.caseRef() != null) {
      always.append(OF_CASE);
      parameters.put("case", filter.caseRef().value());
    }
    var open = new StringBuilder(always);
    var done = new StringBuilder(always);
    if (filter.risk() != null) {
      parameters.put("risk", filter.risk());
      done.append(
          filter.risk().equals(TaskFilter.NOT_ASSESSED)
              ? " and not exists (select 1 from case_risk r where r.case_ref = o.case_ref)"
              : " and exists (select 1 from case_risk r"
                  + " where r.case_ref = o.case_ref and r.level = :risk)");
      open.append(
          filter.risk().equals(TaskFilter.NOT_ASSESSED)
              ? " and o.level is null"
              : " and o.level = :risk");
    }
    ofWhatIsDone = done.toString();
    if (filter.due() != null) {
      open.append(
          switch (filter.due()) {
            case LATE -> " and o.due_at <= :now";
            case TODAY -> " and o.due_at > :now and o.due_at < :tomorrow";
            case WEEK -> " and o.due_at > :now and o.due_at < :inAWeek";
            case FOLLOW_UP -> " and o.follow_up_on <= :today";
          });
    }
    if (filter.officer() != null) {
      open.append(
          filter.officer().equals(TaskFilter.NOBODY)
              ? " and not " + HELD
              : " and o.assignee = :officer and " + HELD);
      parameters.put("officer", filter.officer());
    }
    conditions = open.toString();
  }

  private static Instant startOf(LocalDate day) {
    return day.atStartOfDay(WorkingCalendar.LONDON).toInstant();
  }

  static String[] codes(Collection<Team> teams) {
    return teams.stream().map(Team::code).toArray(String[]::new);
  }
}
