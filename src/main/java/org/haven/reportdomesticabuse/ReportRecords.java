package org.haven.reportdomesticabuse;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.haven.casefile.By;
import org.haven.platform.CaseRef;
import org.haven.platform.sealing.Sealed;
import org.haven.platform.sealing.Sealing;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The reports as they were taken. */
@Repository
class ReportRecords {
  private static final String ENTITY = "Report";

  private final JdbcClient db;
  private final Sealing sealing;

  ReportRecords(JdbcClient db, Sealing sealing) {
    this.db = db;
    this.sealing = sealing;
  }

  /** The case of a report that the same person sent under this token before. */
  Optional<CaseRef> caseOf(UUID token, String receivedBy) {
    // a page that is sent twice at once: the second waits until the first has committed
    db.sql("select pg_advisory_xact_lock(hashtextextended(?, 0))")
        .param(token.toString())
        .query()
        .singleRow();
    return db.sql("select case_ref from report where token = ? and received_by = ?")
        .params(token, receivedBy)
        .query(String.class)
        .optional()
        .map(CaseRef::new);
  }

  /** What whoever told us left as their contact, in the latest report that has one. */
  @Nullable String reporterContact(CaseRef caseRef) {
    return db
        .sql("select report_id, sealed from report where case_ref = ? order by received_at desc")
        .param(caseRef.value())
        .query(
            (row, _) ->
                sealing.openAll(
                    caseRef, ENTITY, row.getString("report_id"), row.getString("sealed")))
        .list()
        .stream()
        .flatMap(fields -> fields.text("reporterContact").stream())
        .map(Sealed::clear)
        .findFirst()
        .orElse(null);
  }

  void insert(
      String reportId,
      CaseRef caseRef,
      String incidentId,
      IntakeReport report,
      boolean outOfHours,
      boolean disclosureTaken,
      Instant at,
      By by) {
    Map<String, Object> contact =
        report.reporterContact() == null || report.reporterContact().isBlank()
            ? Map.of()
            : Map.of("reporterContact", report.reporterContact());
    db.sql(
            """
            insert into report (report_id, token, case_ref, incident_id, channel, reporter_kind,
              immediate_danger, out_of_hours, disclosure_taken, sealed, received_at, received_by)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?)
            """)
        .params(
            reportId,
            report.token(),
            caseRef.value(),
            incidentId,
            report.channel().code(),
            report.reporterKind().code(),
            report.immediateDanger().name().toLowerCase(java.util.Locale.ROOT),
            outOfHours,
            disclosureTaken,
            sealing.sealAll(caseRef, ENTITY, reportId, contact),
            Timestamp.from(at),
            by.name())
        .update();
  }
}
