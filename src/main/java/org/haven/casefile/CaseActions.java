package org.haven.casefile;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What an officer does on a case beside the tasks. Source: procedure section 3, All inherit. */
@Service
public class CaseActions {
  /** What she takes back is her agreement to every purpose. */
  private static final Code WITHDRAWN = new Code("withdrawn");

  /** Why a journey may be stopped from the case page. */
  public static final Set<String> STOP_REASONS = Set.of("withdrawn", "housed-otherwise", "stopped");

  /** Why somebody is kept out of a case. */
  public static final List<String> CONFLICT_REASONS =
      List.of("is-party", "related", "declared", "wished");

  private final CaseAccess access;
  private final AddressVault vault;
  private final SharingLedger ledger;
  private final Conflicts conflicts;
  private final JourneyRegister journeys;
  private final JourneyNotes notes;
  private final Timeline timeline;
  private final Audit audit;

  CaseActions(
      CaseAccess access,
      AddressVault vault,
      SharingLedger ledger,
      Conflicts conflicts,
      JourneyRegister journeys,
      JourneyNotes notes,
      Timeline timeline,
      Audit audit) {
    this.access = access;
    this.vault = vault;
    this.ledger = ledger;
    this.conflicts = conflicts;
    this.journeys = journeys;
    this.notes = notes;
    this.timeline = timeline;
    this.audit = audit;
  }

  /**
   * She has moved: where to goes into the vault, and each running journey looks at its plan.
   *
   * @param sealed safeAddress, area, noGoAreas, moveDate
   * @throws NoSuchCaseException if the person may not open the case
   */
  @Transactional
  public void moved(ActingPerson who, CaseRef caseRef, Map<String, ?> sealed) {
    access.require(who, caseRef);
    vault.write(caseRef, sealed, By.of(who));
    timeline.add(caseRef, null, "moved", "timeline.victim-moved", Map.of(), By.of(who));
    audit.record(who, "record-move", caseRef, Map.of());
    journeys.broadcast(caseRef, "victim-moved", Map.of(), Set.of());
  }

  /**
   * Somebody must not see this case, or, as a contractor, not work at her home: kept out from now
   * on. Whoever may open the case may say so, of themselves too.
   *
   * @param kept a sign-in name, or a contractor as {@link By#ofFirm} says it
   * @param why one of {@link #CONFLICT_REASONS}
   * @throws NoSuchCaseException if the person may not open the case
   * @throws IllegalArgumentException if the reason is none of those
   */
  @Transactional
  public void keepOut(ActingPerson who, CaseRef caseRef, String kept, String why) {
    access.require(who, caseRef);
    if (!CONFLICT_REASONS.contains(why)) {
      throw new IllegalArgumentException("not a reason to keep somebody out: " + why);
    }
    conflicts.add(caseRef, kept, new Code(why), By.of(who));
    timeline.add(caseRef, null, "conflict", "timeline.kept-out", Map.of(), By.of(who));
    audit.record(who, "declare-conflict", caseRef, Map.of("username", kept, "why", why));
  }

  /**
   * She has taken back her agreement to share.
   *
   * @param words what she said, if anything is to be kept
   * @throws NoSuchCaseException if the person may not open the case
   */
  @Transactional
  public void consentWithdrawn(ActingPerson who, CaseRef caseRef, String words) {
    access.require(who, caseRef);
    ledger.record(
        caseRef,
        SharingLedger.EVERY_PURPOSE,
        WITHDRAWN,
        null,
        words.isBlank() ? Map.of() : Map.of("what", words),
        By.of(who));
    timeline.add(caseRef, null, "consent", "timeline.consent-withdrawn", Map.of(), By.of(who));
    audit.record(who, "withdraw-consent", caseRef, Map.of());
    journeys.broadcast(caseRef, "consent-withdrawn", Map.of(), Set.of());
  }

  /**
   * Stops a journey, once that was confirmed with her alone.
   *
   * @param journeyRow the journey's row, as the case page has it
   * @param reason one of {@link #STOP_REASONS}
   * @param words why, if more is to be said
   * @throws NoSuchCaseException if the person may not open the case, or it has no such journey
   * @throws IllegalArgumentException if the reason is none of those
   */
  @Transactional
  public void stop(
      ActingPerson who, CaseRef caseRef, long journeyRow, String reason, String words) {
    access.require(who, caseRef);
    if (!STOP_REASONS.contains(reason)) {
      throw new IllegalArgumentException("Not a reason for which a journey is stopped");
    }
    JourneyView journey =
        journeys.of(caseRef).stream()
            .filter(j -> j.id() == journeyRow)
            .findFirst()
            .orElseThrow(NoSuchCaseException::new);
    Code code = new Code(reason);
    journeys.stop(caseRef, journey.journeyId(), code, By.of(who));
    notes.record(
        caseRef, journey.journeyId(), "EndEvent_JourneyStopped", code, words, null, By.of(who));
    audit.record(
        who,
        "stop-journey",
        caseRef,
        Map.of("journeyId", journey.journeyId().value(), "reason", reason, "withHerAlone", true));
  }
}
