package org.haven.casefile;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.sealing.SealedFields;
import org.haven.platform.sealing.Sealing;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What could help her stay safe, and when that is looked at again. */
@Component
public class SafetyPlans {
  private static final String ENTITY = "safety-plan";

  private final JdbcClient db;
  private final Sealing sealing;
  private final Clock clock;
  private final Audit audit;
  private final CaseAccess access;

  SafetyPlans(JdbcClient db, Sealing sealing, Clock clock, Audit audit, CaseAccess access) {
    this.db = db;
    this.sealing = sealing;
    this.clock = clock;
    this.audit = audit;
    this.access = access;
  }

  /** A plan, opened for somebody who may see the case. */
  public record SafetyPlanView(
      @Nullable LocalDate reviewOn, SealedFields fields, Instant at, String by) {}

  /**
   * @param sealed steps and what else was agreed
   */
  @Transactional
  public void record(CaseRef caseRef, @Nullable LocalDate reviewOn, Map<String, ?> sealed, By by) {
    String id = UUID.randomUUID().toString();
    db.sql(
            "insert into safety_plan (id, case_ref, review_on, sealed, at, by)"
                + " values (?::uuid, ?, ?, ?::jsonb, ?, ?)")
        .params(
            Rows.values(
                id,
                caseRef.value(),
                reviewOn,
                sealing.sealAll(caseRef, ENTITY, id, sealed),
                Rows.ts(clock.instant()),
                by.name()))
        .update();
  }

  /**
   * The plan that counts; the read is audited.
   *
   * @throws NoSuchCaseException if the person may not open the case
   */
  @Transactional
  public Optional<SafetyPlanView> latest(ActingPerson who, CaseRef caseRef) {
    access.require(who, caseRef);
    audit.record(who, "read-safety-plan", caseRef, Map.of());
    return db.sql(
            "select id, review_on, sealed::text as sealed, at, by from safety_plan"
                + " where case_ref = ? order by seq desc limit 1")
        .param(caseRef.value())
        .query(
            (rs, _) ->
                new SafetyPlanView(
                    Rows.dateOrNull(rs, "review_on"),
                    sealing.openAll(caseRef, ENTITY, rs.getString("id"), rs.getString("sealed")),
                    Rows.at(rs, "at"),
                    rs.getString("by")))
        .optional();
  }
}
