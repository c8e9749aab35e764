package org.haven.evidence;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.haven.casefile.By;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.NoSuchCaseException;
import org.haven.casefile.Timeline;
import org.haven.evidence.BundleRows.Row;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.sealing.Sealing;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Two others than its maker check a bundle before it goes out. Source: policy 10.2; procedure
 * section 7, letters and bundles.
 */
@Component
public class BundleChecks {
  private final JdbcClient db;
  private final Sealing sealing;
  private final BundleRows rows;
  private final Timeline timeline;
  private final CaseAccess access;
  private final Audit audit;
  private final Clock clock;

  BundleChecks(
      JdbcClient db,
      Sealing sealing,
      BundleRows rows,
      Timeline timeline,
      CaseAccess access,
      Audit audit,
      Clock clock) {
    this.db = db;
    this.sealing = sealing;
    this.rows = rows;
    this.timeline = timeline;
    this.access = access;
    this.audit = audit;
    this.clock = clock;
  }

  /** Why somebody may not pass a bundle. */
  public enum Objection {
    /** Two others check; this one made it, or was the first. */
    SAME_PERSON,
    /** Haven found something with which it cannot go. */
    FOUND,
    /** The rules of how to reach her changed after it was made. */
    STALE,
    /** It is past checking. */
    NONE_TO_CHECK
  }

  /** What stands against this person's checking it now; what was found stands against passing. */
  @Transactional
  public Optional<Objection> objection(ActingPerson who, CaseRef caseRef, String bundleId) {
    access.require(who, caseRef);
    return rows.find(caseRef, bundleId, false)
        .map(row -> objection(who, row, true))
        .orElse(Optional.of(Objection.NONE_TO_CHECK));
  }

  private Optional<Objection> objection(ActingPerson who, Row row, boolean pass) {
    if (!row.status().isOpen()) {
      return Optional.of(Objection.NONE_TO_CHECK);
    }
    if (who.username().equals(row.madeBy()) || who.username().equals(row.checker1())) {
      return Optional.of(Objection.SAME_PERSON);
    }
    if (!pass) {
      return Optional.empty();
    }
    BundleView view = rows.view(row, true);
    return view.stale()
        ? Optional.of(Objection.STALE)
        : view.findings().isEmpty() ? Optional.empty() : Optional.of(Objection.FOUND);
  }

  /**
   * Keeps what a checker answered and moves the bundle on: passed once, passed twice, or returned.
   *
   * @param answers recipientRight, noSafeAddress, noMarac, neutralSender, as in check-letter
   * @return what stands against it; nothing is kept then
   * @throws NoSuchCaseException if the person may not work on the case, or it has no such bundle
   */
  @Transactional
  public Optional<Objection> check(
      ActingPerson who,
      CaseRef caseRef,
      String bundleId,
      boolean pass,
      Map<String, String> answers,
      @Nullable String whatToChange) {
    if (!access.mayWork(who, caseRef)) {
      throw new NoSuchCaseException();
    }
    Row row = rows.find(caseRef, bundleId, true).orElseThrow(NoSuchCaseException::new);
    Optional<Objection> objection = objection(who, row, pass);
    if (objection.isPresent()) {
      return objection;
    }
    BundleStatus next =
        !pass
            ? BundleStatus.RETURNED
            : row.status() == BundleStatus.TO_CHECK
                ? BundleStatus.CHECKED_ONCE
                : BundleStatus.PASSED;
    if (!row.status().mayBecome(next)) {
      throw new IllegalStateException(
          "A bundle that is " + row.status().code() + " cannot become " + next.code());
    }
    UUID id = UUID.randomUUID();
    var sealed = new LinkedHashMap<String, @Nullable Object>(answers);
    sealed.put("whatToChange", whatToChange);
    db.sql(
            "insert into bundle_check (check_id, bundle_id, case_ref, pass, sealed, at, by)"
                + " values (?, ?, ?, ?, ?::jsonb, ?, ?)")
        .params(
            id,
            bundleId,
            caseRef.value(),
            pass,
            sealing.sealAll(caseRef, BundleRows.CHECK, id.toString(), sealed),
            Timestamp.from(clock.instant()),
            who.username())
        .update();
    db.sql(
            "update bundle set status = :status,"
                + " checker1 = case when :status = 'checked-once' then :who else checker1 end,"
                + " checker2 = case when :status = 'passed' then :who else checker2 end"
                + " where bundle_id = :id")
        .param("status", next.code())
        .param("who", who.username())
        .param("id", bundleId)
        .update();
    timeline.add(
        caseRef,
        null,
        "bundle",
        "timeline.bundle-" + next.code(),
        Map.of("bundleRecipient", new Code(row.recipient())),
        By.of(who));
    audit.record(who, "check-bundle", caseRef, Map.of("bundle", bundleId, "pass", pass));
    return Optional.empty();
  }
}
