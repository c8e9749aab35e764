package org.haven.casefile;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Team;
import org.haven.platform.sealing.Sealing;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Why a step was answered as it was, and when it is looked at next. */
@Component
public class JourneyNotes {
  private static final String ENTITY = "journey-note";

  /** The form in which staff give an outcome and its reason. */
  static final String FORM = "task-outcome";

  /** What was answered on its way is seen by the safeguarding lead alone. */
  static final String SAFEGUARDING = "safeguarding-referral";

  private final JdbcClient db;
  private final Sealing sealing;
  private final Clock clock;
  private final Audit audit;
  private final CaseAccess access;

  JourneyNotes(JdbcClient db, Sealing sealing, Clock clock, Audit audit, CaseAccess access) {
    this.db = db;
    this.sealing = sealing;
    this.clock = clock;
    this.audit = audit;
    this.access = access;
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

  /**
   * What was decided or done at a step, and why; the read is audited. Empty if the case has no such
   * note, or if it was answered on the way of a safeguarding referral and the person is not the
   * safeguarding lead.
   *
   * @return as a form, with the answers {@code outcome}, {@code reason}, {@code nextOn}
   * @throws NoSuchCaseException if the person may not open the case
   */
  @Transactional
  public Optional<FormRecord> open(ActingPerson who, CaseRef caseRef, UUID id) {
    access.require(who, caseRef);
    var found =
        db.sql(
                """
                select n.id, n.journey_id, n.element_id, n.outcome, n.next_on,
                  n.sealed::text as sealed, n.at, n.by
                from journey_note n
                where n.case_ref = :case and n.id = :id and n.outcome is not null
                  and (:lead or not exists (
                    select 1 from journey j
                    where j.journey_id = n.journey_id and j.process_id = :safeguarding))
                """)
            .param("case", caseRef.value())
            .param("id", id)
            .param("lead", who.teams().contains(Team.SAFEGUARDING_LEAD))
            .param("safeguarding", SAFEGUARDING)
            .query((rs, _) -> read(rs, caseRef))
            .optional();
    found.ifPresent(
        note -> audit.record(who, "read-journey-note", caseRef, Map.of("record", id.toString())));
    return found;
  }

  private FormRecord read(ResultSet rs, CaseRef caseRef) throws SQLException {
    String id = rs.getString("id");
    var opened = sealing.openAll(caseRef, ENTITY, id, rs.getString("sealed"));
    var answers = new LinkedHashMap<String, Object>();
    answers.put("outcome", rs.getString("outcome"));
    answers.putAll(opened.values());
    if (rs.getDate("next_on") != null) {
      answers.put("nextOn", rs.getObject("next_on", LocalDate.class).toString());
    }
    return new FormRecord(
        id,
        new JourneyId(rs.getString("journey_id")),
        rs.getString("element_id"),
        FORM,
        answers,
        opened.refused(),
        Rows.at(rs, "at"),
        rs.getString("by"));
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
