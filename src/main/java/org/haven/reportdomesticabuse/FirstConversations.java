package org.haven.reportdomesticabuse;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.haven.casefile.By;
import org.haven.casefile.CaseFacts;
import org.haven.casefile.CaseMoments;
import org.haven.casefile.Incidents;
import org.haven.casefile.Timeline;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.platform.sealing.SealedFields;
import org.haven.platform.sealing.Sealing;
import org.jspecify.annotations.Nullable;
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
  private final Incidents incidents;
  private final Timeline timeline;
  private final Audit audit;
  private final WorkingCalendar calendar;
  private final Clock clock;

  FirstConversations(
      JdbcClient db,
      Sealing sealing,
      CaseFacts facts,
      CaseMoments moments,
      Incidents incidents,
      Timeline timeline,
      Audit audit,
      WorkingCalendar calendar,
      Clock clock) {
    this.db = db;
    this.sealing = sealing;
    this.facts = facts;
    this.moments = moments;
    this.incidents = incidents;
    this.timeline = timeline;
    this.audit = audit;
    this.calendar = calendar;
    this.clock = clock;
  }

  /**
   * Keeps one try. The clock of the risk assessment runs from one that was held.
   *
   * @param taskId the task; the same again is refused by the task list
   */
  @Transactional
  public void tried(
      CaseRef caseRef, JourneyId journeyId, long taskId, Told told, ActingPerson who) {
    Instant now = clock.instant();
    By by = By.of(who);
    db.sql(
            """
            insert into first_conversation (task_id, case_ref, journey_id, held, sealed, at, by)
            values (?, ?, ?, ?, ?::jsonb, ?, ?)
            """)
        .params(
            taskId,
            caseRef.value(),
            journeyId.value(),
            told.held(),
            sealing.sealAll(caseRef, ENTITY, String.valueOf(taskId), told.words()),
            Timestamp.from(now),
            who.username())
        .update();
    if (told.held()) {
      moments.record(caseRef, journeyId, "first-conversation", now);
      facts.put(caseRef, lasting(told.routing()), by);
      recordIncident(caseRef, told, by);
    }
    timeline.add(
        caseRef,
        journeyId,
        "conversation",
        told.held() ? "timeline.conversation-held" : "timeline.conversation-tried",
        Map.of(),
        by);
    audit.record(
        who,
        "record-first-conversation",
        caseRef,
        Map.of("taskId", String.valueOf(taskId), "held", told.held()));
  }

  /** Whether she was reached and alone is true of one try only. */
  private static Map<String, Object> lasting(Map<String, Object> routing) {
    var lasting = new LinkedHashMap<>(routing);
    lasting.keySet().removeAll(List.of("reached", "alone"));
    return lasting;
  }

  private void recordIncident(CaseRef caseRef, Told told, By by) {
    var incident = told.incident();
    var sealed = new LinkedHashMap<String, Object>();
    if (told.account() != null) {
      sealed.put("account", told.account());
    }
    if (incident.impact() != null) {
      sealed.put("impact", incident.impact());
    }
    if (incident.policeRef() != null) {
      sealed.put("policeRef", incident.policeRef());
    }
    if (!sealed.isEmpty() || incident.on() != null || !incident.kinds().isEmpty()) {
      incidents.record(
          caseRef,
          incident.on(),
          incident.kinds().stream().sorted().map(Code::new).toList(),
          incident.childPresent(),
          sealed,
          by);
    }
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
   * One try, and what she told us.
   *
   * @param held true if she was reached and was alone
   * @param routing what the case is routed by from now on
   * @param words her wishes, her fears, whether an interpreter helped
   * @param account what happened, in her words
   */
  public record Told(
      boolean held,
      Map<String, Object> routing,
      Map<String, Object> words,
      IntakeReport.IntakeIncident incident,
      @Nullable String account) {
    @Override
    public String toString() {
      return "Told[***]";
    }
  }

  /**
   * @param tries within the last working days, since a welfare step was last decided
   * @param welfareDue true if there were so many that a supervisor must decide
   */
  public record Round(int tries, boolean welfareDue) {}
}
