package org.haven.reportdomesticabuse;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.haven.casefile.By;
import org.haven.casefile.CaseFacts;
import org.haven.casefile.CaseMoments;
import org.haven.casefile.Timeline;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.platform.sealing.SealedFields;
import org.haven.platform.sealing.Sealing;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The first conversation with her, and the tries before it. */
@Service
public class FirstConversations {
  /** After so many tries a supervisor decides what to do. Local value, policy owner to confirm. */
  static final int TRIES = 3;

  /** Within so many working days, today included. Local value, policy owner to confirm. */
  static final int WORKING_DAYS = 5;

  private static final String ENTITY = "FirstConversation";

  private final JdbcClient db;
  private final Sealing sealing;
  private final CaseFacts facts;
  private final CaseMoments moments;
  private final Timeline timeline;
  private final Audit audit;
  private final WorkingCalendar calendar;
  private final Clock clock;

  FirstConversations(
      JdbcClient db,
      Sealing sealing,
      CaseFacts facts,
      CaseMoments moments,
      Timeline timeline,
      Audit audit,
      WorkingCalendar calendar,
      Clock clock) {
    this.db = db;
    this.sealing = sealing;
    this.facts = facts;
    this.moments = moments;
    this.timeline = timeline;
    this.audit = audit;
    this.calendar = calendar;
    this.clock = clock;
  }

  /**
   * Keeps one try. The clock of the risk assessment runs from the first one that was held.
   *
   * @param held true if she was reached and was alone
   * @param routing what the case is routed by from now on
   * @param sealed her wishes, her fears, how we spoke
   */
  @Transactional
  public void tried(
      CaseRef caseRef,
      JourneyId journeyId,
      long taskId,
      boolean held,
      Map<String, ?> routing,
      Map<String, ?> sealed,
      ActingPerson who) {
    Instant now = clock.instant();
    db.sql(
            """
            insert into first_conversation (task_id, case_ref, journey_id, held, sealed, at, by)
            values (?, ?, ?, ?, ?::jsonb, ?, ?)
            """)
        .params(
            taskId,
            caseRef.value(),
            journeyId.value(),
            held,
            sealing.sealAll(caseRef, ENTITY, String.valueOf(taskId), sealed),
            Timestamp.from(now),
            who.username())
        .update();
    if (held) {
      moments.record(caseRef, journeyId, "first-conversation", now);
      facts.put(caseRef, routing, By.of(who));
    }
    timeline.add(
        caseRef,
        journeyId,
        "conversation",
        held ? "timeline.conversation-held" : "timeline.conversation-tried",
        Map.of(),
        By.of(who));
    audit.record(
        who,
        "record-first-conversation",
        caseRef,
        Map.of("taskId", String.valueOf(taskId), "held", held));
  }

  /**
   * What she told us when we last spoke; empty if we have not.
   *
   * @param who who reads it: the read is on the audit trail
   */
  @Transactional
  public SealedFields latest(CaseRef caseRef, ActingPerson who) {
    audit.record(who, "read-first-conversation", caseRef, Map.of());
    return db.sql(
            """
            select task_id, sealed from first_conversation
            where case_ref = ? and held order by at desc limit 1
            """)
        .param(caseRef.value())
        .query(
            (row, _) ->
                sealing.openAll(caseRef, ENTITY, row.getString("task_id"), row.getString("sealed")))
        .optional()
        .orElse(SealedFields.NONE);
  }

  /**
   * Counts the tries that did not reach her alone.
   *
   * @param stepKey the engine's step; the same step again gives the same count
   */
  @Transactional
  public Round count(CaseRef caseRef, JourneyId journeyId, long stepKey) {
    Instant now = clock.instant();
    db.sql(
            """
            insert into contact_round (step_key, case_ref, journey_id, tries, welfare_due, at)
            select :step, :case, :journey, count(*), count(*) >= :tries, :now
            from first_conversation
            where case_ref = :case and journey_id = :journey and not held and at >= :since
              and at > coalesce((select max(at) from contact_round
                where case_ref = :case and journey_id = :journey and welfare_due), '-infinity')
            on conflict (step_key) do nothing
            """)
        .param("step", stepKey)
        .param("case", caseRef.value())
        .param("journey", journeyId.value())
        .param("tries", TRIES)
        .param("since", Timestamp.from(firstDay(now)))
        .param("now", Timestamp.from(now))
        .update();
    return db.sql("select tries, welfare_due from contact_round where step_key = ?")
        .param(stepKey)
        .query((row, _) -> new Round(row.getInt("tries"), row.getBoolean("welfare_due")))
        .single();
  }

  private Instant firstDay(Instant now) {
    LocalDate day = LocalDate.ofInstant(now, WorkingCalendar.LONDON);
    int counted = calendar.isWorkingDay(day) ? 1 : 0;
    while (counted < WORKING_DAYS) {
      day = day.minusDays(1);
      if (calendar.isWorkingDay(day)) {
        counted++;
      }
    }
    return day.atStartOfDay(WorkingCalendar.LONDON).toInstant();
  }

  /**
   * @param tries within the last working days, since a welfare step was last decided
   * @param welfareDue true if there were so many that a supervisor must decide
   */
  public record Round(int tries, boolean welfareDue) {}
}
