package org.haven.casefile;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.haven.platform.sealing.Sealing;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What tables advised and people decided, with the reason when the two differ. */
@Component
public class DecisionLog {
  private static final String ENTITY = "decision";

  private final JdbcClient db;
  private final Sealing sealing;
  private final Clock clock;
  private final Audit audit;
  private final CaseAccess access;

  DecisionLog(JdbcClient db, Sealing sealing, Clock clock, Audit audit, CaseAccess access) {
    this.db = db;
    this.sealing = sealing;
    this.clock = clock;
    this.audit = audit;
    this.access = access;
  }

  /**
   * @param table the decision's id, such as {@code riskLevel}
   * @param version of the table, 0 if not known
   * @param advice the table's outputs
   * @param decided what holds now
   * @param reason why the decision goes beyond the advice; sealed
   */
  @Transactional
  public void record(
      CaseRef caseRef,
      @Nullable JourneyId journeyId,
      String table,
      int version,
      Map<String, ?> advice,
      Map<String, ?> decided,
      LocalDate effectiveOn,
      @Nullable String reason,
      By by) {
    String id = UUID.randomUUID().toString();
    db.sql(
            """
            insert into case_decision (row_id, case_ref, journey_id, decision_table, version,
              advice, decided, effective_on, sealed, at, by)
            values (?::uuid, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?, ?::jsonb, ?, ?)
            """)
        .params(
            Rows.values(
                id,
                caseRef.value(),
                Rows.text(journeyId),
                table,
                version,
                Rows.json(Rows.closed(advice)),
                Rows.json(Rows.closed(decided)),
                effectiveOn,
                reason == null || reason.isBlank()
                    ? null
                    : sealing.sealAll(caseRef, ENTITY, id, Map.of("reason", reason)),
                Rows.ts(clock.instant()),
                by.name()))
        .update();
  }

  /**
   * Newest first; the read is audited.
   *
   * @throws NoSuchCaseException if the person may not open the case
   */
  @Transactional
  public List<DecisionEntry> of(ActingPerson who, CaseRef caseRef) {
    access.require(who, caseRef);
    audit.record(who, "read-decisions", caseRef, Map.of());
    return unaudited(caseRef);
  }

  List<DecisionEntry> unaudited(CaseRef caseRef) {
    return db.sql(
            """
            select id, row_id, journey_id, decision_table, version, advice::text as advice,
              decided::text as decided, effective_on, sealed::text as sealed, at, by
            from case_decision where case_ref = ? order by id desc limit 200
            """)
        .param(caseRef.value())
        .query(
            (rs, _) ->
                new DecisionEntry(
                    rs.getLong("id"),
                    Rows.at(rs, "at"),
                    rs.getString("by"),
                    Rows.journeyOrNull(rs, "journey_id"),
                    rs.getString("decision_table"),
                    rs.getInt("version"),
                    Rows.map(rs.getString("advice")),
                    Rows.map(rs.getString("decided")),
                    rs.getObject("effective_on", LocalDate.class),
                    Timeline.note(
                        sealing,
                        caseRef,
                        ENTITY,
                        rs.getString("row_id"),
                        rs.getString("sealed"),
                        "reason")))
        .list();
  }
}
