package org.haven.casefile;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.sealing.Sealing;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Why a step was answered as it was, and when it is looked at next. */
@Component
public class JourneyNotes {
  private static final String ENTITY = "journey-note";

  private final JdbcClient db;
  private final Sealing sealing;
  private final Clock clock;

  JourneyNotes(JdbcClient db, Sealing sealing, Clock clock) {
    this.db = db;
    this.sealing = sealing;
    this.clock = clock;
  }

  /**
   * @param elementId the step, such as {@code Task_AgreeApproach}
   * @param reason as typed; sealed
   */
  @Transactional
  public void record(
      CaseRef caseRef,
      JourneyId journeyId,
      String elementId,
      @Nullable Code outcome,
      @Nullable String reason,
      @Nullable LocalDate nextOn,
      By by) {
    String id = UUID.randomUUID().toString();
    db.sql(
            """
            insert into journey_note
              (id, case_ref, journey_id, element_id, outcome, next_on, sealed, at, by)
            values (?::uuid, ?, ?, ?, ?, ?, ?::jsonb, ?, ?)
            """)
        .params(
            Rows.values(
                id,
                caseRef.value(),
                journeyId.value(),
                elementId,
                Rows.text(outcome),
                nextOn,
                sealing.sealAll(
                    caseRef,
                    ENTITY,
                    id,
                    reason == null || reason.isBlank() ? Map.of() : Map.of("reason", reason)),
                Rows.ts(clock.instant()),
                by.name()))
        .update();
  }

  /** Who answered this step of the journey last. */
  public Optional<String> lastBy(CaseRef caseRef, JourneyId journeyId, String elementId) {
    return db.sql(
            "select by from journey_note where case_ref = ? and journey_id = ? and element_id = ?"
                + " order by seq desc limit 1")
        .params(caseRef.value(), journeyId.value(), elementId)
        .query(String.class)
        .optional();
  }
}
