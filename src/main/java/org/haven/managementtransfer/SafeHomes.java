package org.haven.managementtransfer;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.haven.casefile.AddressVault;
import org.haven.casefile.By;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.NoSuchCaseException;
import org.haven.casefile.register.HomesInVault;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.haven.platform.sealing.Sealed;
import org.haven.platform.sealing.Sealing;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Her new home: what of it stands in the tenancy register goes to the vault, now and at each later
 * import. Source: procedure section 7, address vault.
 */
@Service
public class SafeHomes {
  private static final String ENTITY = "granted-home";

  private final JdbcClient db;
  private final Sealing sealing;
  private final HomesInVault homes;
  private final AddressVault vault;
  private final CaseAccess access;
  private final Audit audit;
  private final Clock clock;

  SafeHomes(
      JdbcClient db,
      Sealing sealing,
      HomesInVault homes,
      AddressVault vault,
      CaseAccess access,
      Audit audit,
      Clock clock) {
    this.db = db;
    this.sealing = sealing;
    this.homes = homes;
    this.vault = vault;
    this.access = access;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Keeps the reference of the tenancy that was granted, sealed: it leads to her address.
   *
   * @param tenancyRef as typed; blank if another landlord grants it
   */
  @Transactional
  public void granted(CaseRef caseRef, JourneyId journeyId, String tenancyRef, By by) {
    if (!tenancyRef.isBlank()) {
      keep(caseRef, journeyId, tenancyRef, by);
    }
  }

  private void keep(CaseRef caseRef, JourneyId journeyId, String tenancyRef, By by) {
    String id = UUID.randomUUID().toString();
    db.sql(
            "insert into granted_home (id, case_ref, journey_id, sealed, at, by)"
                + " values (?::uuid, ?, ?, ?::jsonb, ?, ?)")
        .params(
            id,
            caseRef.value(),
            journeyId.value(),
            sealing.sealAll(caseRef, ENTITY, id, Map.of("tenancyRef", tenancyRef.strip())),
            Timestamp.from(clock.instant()),
            by.name())
        .update();
  }

  /** Takes the row of her new home out of the register; again changes nothing. */
  @Transactional
  public void store(CaseRef caseRef, JourneyId journeyId) {
    latest(caseRef, journeyId).ifPresent(ref -> homes.moveToVault(caseRef, ref, By.SYSTEM));
  }

  /** Has no row of the register matched? False as well for a case that the person may not open. */
  public boolean isSought(ActingPerson who, CaseRef caseRef) {
    return access.mayOpen(who, caseRef) && homes.isSought(caseRef);
  }

  /**
   * Puts another reference in the place of one that matched no row.
   *
   * @throws NoSuchCaseException if the person may not open the case, or nothing is sought in it
   */
  @Transactional
  public void correct(ActingPerson who, CaseRef caseRef, String tenancyRef) {
    if (!isSought(who, caseRef)) {
      throw new NoSuchCaseException();
    }
    By by = By.of(who);
    db.sql("select journey_id from granted_home where case_ref = ? order by seq desc limit 1")
        .param(caseRef.value())
        .query(String.class)
        .optional()
        .ifPresent(journey -> keep(caseRef, new JourneyId(journey), tenancyRef, by));
    vault.write(caseRef, Map.of("registerRef", tenancyRef.strip()), by);
    homes.correctInVault(caseRef, tenancyRef, by);
    audit.record(who, "correct-granted-home", caseRef, Map.of());
  }

  private Optional<String> latest(CaseRef caseRef, JourneyId journeyId) {
    return db.sql(
            "select id, sealed::text as sealed from granted_home"
                + " where case_ref = ? and journey_id = ? order by seq desc limit 1")
        .params(caseRef.value(), journeyId.value())
        .query(
            (row, _) ->
                sealing
                    .openAll(caseRef, ENTITY, row.getString("id"), row.getString("sealed"))
                    .text("tenancyRef"))
        .optional()
        .flatMap(ref -> ref)
        .map(Sealed::clear);
  }
}
