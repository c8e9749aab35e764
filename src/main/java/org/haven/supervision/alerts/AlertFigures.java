package org.haven.supervision.alerts;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.haven.casefile.CaseAccess;
import org.haven.platform.ActingPerson;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.supervision.levels.ServiceLevels;
import org.haven.tasks.OpenTaskFigures;
import org.haven.tasks.OpenTaskFigures.Scope;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What a rule measures, for one of those whom it tells: as that person would count it, without the
 * cases from which they are kept.
 */
@Component
class AlertFigures {
  private static final List<String> FIRST_CONTACT = List.of("firstContact", "firstContactUrgent");

  private final OpenTaskFigures tasks;
  private final ServiceLevels levels;
  private final JdbcClient db;

  AlertFigures(OpenTaskFigures tasks, ServiceLevels levels, JdbcClient db) {
    this.tasks = tasks;
    this.levels = levels;
    this.db = db;
  }

  /** Absent if there is nothing to measure. */
  @Nullable Double of(ActingPerson who, AlertRule rule, Instant now) {
    int amount = rule.amount() == null ? 0 : rule.amount();
    Scope scope =
        new Scope(
            rule.team(), rule.processId(), rule.slaKey() == null ? null : List.of(rule.slaKey()));
    return switch (rule.measure()) {
      case LATE_TASKS -> (double) tasks.late(who, scope, now);
      case DUE_SOON -> (double) tasks.due(who, scope, now, now.plus(Duration.ofHours(amount)));
      case UNCLAIMED_TASKS -> (double) tasks.unclaimed(who, scope);
      case OLDEST_STEP_HOURS -> (double) tasks.oldestHours(who, scope, now);
      case WAITING_FIRST_CONTACT ->
          (double) tasks.all(who, new Scope(rule.team(), rule.processId(), FIRST_CONTACT));
      case OPEN_INCIDENTS ->
          count(
              """
              select count(*) from journey_incident i join journey j using (process_instance_key)
              where i.resolved_at is null
                and (:process::text is null or i.process_id = :process)
                and :now::timestamptz is not null and
              """,
              "j.case_ref",
              who,
              rule,
              now);
      case PARTNER_ANSWERS_LATE ->
          count(
              """
              select count(*) from referral r
              where r.status = 'sent' and r.reply_due_at < :now
                and (:process::text is null or r.process_id = :process) and
              """,
              "r.case_ref",
              who,
              rule,
              now);
      case SHARE_MET -> {
        LocalDate today = WorkingCalendar.dateOf(now);
        yield levels.share(
            who,
            new ServiceLevels.Asked(
                today.minusDays(amount - 1L),
                today,
                ServiceLevels.Unit.MONTH,
                rule.team(),
                rule.processId(),
                null,
                rule.slaKey()));
      }
    };
  }

  private double count(
      String sql, String caseColumn, ActingPerson who, AlertRule rule, Instant now) {
    return db.sql(sql + CaseAccess.NOT_CONFLICTED.formatted(caseColumn))
        .param("process", rule.processId())
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("acting", who.username())
        .query(Long.class)
        .single();
  }
}
