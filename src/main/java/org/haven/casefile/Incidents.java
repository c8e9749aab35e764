package org.haven.casefile;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.Known;
import org.haven.platform.sealing.SealedFields;
import org.haven.platform.sealing.Sealing;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Incidents as reported; what happened is sealed, when and of which kind are routing facts. */
@Component
public class Incidents {
  private static final String ENTITY = "incident";

  private final JdbcClient db;
  private final Sealing sealing;
  private final Clock clock;
  private final Audit audit;
  private final CaseAccess access;

  Incidents(JdbcClient db, Sealing sealing, Clock clock, Audit audit, CaseAccess access) {
    this.db = db;
    this.sealing = sealing;
    this.clock = clock;
    this.audit = audit;
    this.access = access;
  }

  /** An incident, opened for somebody who may see the case. */
  public record IncidentView(
      String incidentId,
      @Nullable LocalDate on,
      List<Code> kinds,
      Known childPresent,
      SealedFields fields,
      Instant at,
      String by) {}

  /**
   * @param on the day it happened, if known
   * @param sealed account, impact, policeRef, words …
   * @return the incident's opaque id, which may be a correlation key
   */
  @Transactional
  public String record(
      CaseRef caseRef,
      @Nullable LocalDate on,
      List<Code> kinds,
      Known childPresent,
      Map<String, ?> sealed,
      By by) {
    String id = Rows.ref("IN");
    db.sql(
            "insert into incident"
                + " (incident_id, case_ref, on_date, kinds, child_present, sealed, at, by)"
                + " values (?, ?, ?, ?, ?, ?::jsonb, ?, ?)")
        .params(
            Rows.values(
                id,
                caseRef.value(),
                on,
                Rows.codes(kinds),
                childPresent.name(),
                sealing.sealAll(caseRef, ENTITY, id, sealed),
                Rows.ts(clock.instant()),
                by.name()))
        .update();
    return id;
  }

  /**
   * Oldest first; the read is audited.
   *
   * @throws NoSuchCaseException if the person may not open the case
   */
  @Transactional
  public List<IncidentView> of(ActingPerson who, CaseRef caseRef) {
    access.require(who, caseRef);
    audit.record(who, "read-incidents", caseRef, Map.of());
    return db.sql(
            "select incident_id, on_date, kinds, child_present, sealed::text as sealed, at, by"
                + " from incident where case_ref = ? order by seq")
        .param(caseRef.value())
        .query(
            (rs, _) ->
                new IncidentView(
                    rs.getString("incident_id"),
                    Rows.dateOrNull(rs, "on_date"),
                    Arrays.stream((String[]) rs.getArray("kinds").getArray())
                        .map(Code::new)
                        .toList(),
                    Known.valueOf(rs.getString("child_present")),
                    sealing.openAll(
                        caseRef, ENTITY, rs.getString("incident_id"), rs.getString("sealed")),
                    Rows.at(rs, "at"),
                    rs.getString("by")))
        .list();
  }
}
