package org.haven.managementtransfer;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.haven.casefile.By;
import org.haven.casefile.TenancyRegister;
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
  private final TenancyRegister register;
  private final Clock clock;

  SafeHomes(JdbcClient db, Sealing sealing, TenancyRegister register, Clock clock) {
    this.db = db;
    this.sealing = sealing;
    this.register = register;
    this.clock = clock;
  }

  /**
   * Keeps the reference of the tenancy that was granted, sealed: it leads to her address.
   *
   * @param tenancyRef as typed; blank if another landlord grants it
   */
  @Transactional
  public void granted(CaseRef caseRef, JourneyId journeyId, String tenancyRef, By by) {
    if (tenancyRef.isBlank()) {
      return;
    }
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
    latest(caseRef, journeyId).ifPresent(ref -> register.moveToVault(caseRef, ref, By.SYSTEM));
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
