package org.haven.casefile;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.OnlyOnce;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Whether something is shared, as the table and the people whom it names have decided. */
@Component
public class SharingDecisions {
  private static final Set<String> SHARE = Set.of("share-now", "share", "share-minimum");
  private static final Code NOT_ASKED = new Code("not-asked");

  private static final Code WITHDRAWN = new Code("withdrawn");

  private final SharingLedger ledger;
  private final JourneyRegister journeys;
  private final OnlyOnce once;
  private final Audit audit;
  private final ApplicationEventPublisher events;

  SharingDecisions(
      SharingLedger ledger,
      JourneyRegister journeys,
      OnlyOnce once,
      Audit audit,
      ApplicationEventPublisher events) {
    this.ledger = ledger;
    this.journeys = journeys;
    this.once = once;
    this.audit = audit;
    this.events = events;
  }

  /**
   * @param allowed true if it may be shared
   * @param basis as the ledger has it; {@code as-decided} where somebody decided beyond the table
   */
  public record Settled(boolean allowed, Code basis) {}

  /**
   * Her answer as it holds now, for this purpose: agreement for one agency is none for another.
   * What a journey knows may be older than the record: that she took her agreement back since the
   * journey was asked for counts before anything that the journey was told.
   *
   * @param known what the journey itself was told
   * @return null if she was not asked
   */
  public @Nullable Code consent(
      CaseRef caseRef, JourneyId journeyId, Code purpose, @Nullable Code known) {
    var last = ledger.last(caseRef, purpose);
    boolean takenBack =
        last.filter(said -> said.consent().equals(WITHDRAWN))
            .filter(said -> !said.at().isBefore(journeys.requestedAt(journeyId)))
            .isPresent();
    if (known != null && !takenBack) {
      return known;
    }
    return last.map(SharingLedger.Said::consent).orElse(null);
  }

  /** What she said last to sharing for this purpose; empty if she was never asked. */
  public Optional<Code> lastAnswer(CaseRef caseRef, Code purpose) {
    return ledger.last(caseRef, purpose).map(SharingLedger.Said::consent);
  }

  /**
   * Writes to the ledger how sharing was settled, once for each step.
   *
   * @param consent her answer; absent where she was not asked
   * @param decision the table's, such as {@code share} or {@code ask}
   * @param basis the table's
   * @param approver whom the table names
   * @param decided {@code share} or {@code do-not-share} of the person who was asked
   */
  @Transactional
  public Settled settle(
      CaseRef caseRef,
      long stepKey,
      Code purpose,
      @Nullable Code consent,
      Code decision,
      Code basis,
      Code approver,
      @Nullable Code decided) {
    boolean allowed =
        decided == null
            ? SHARE.contains(decision.value())
            : decided.value().equals("share") && !decision.value().equals("never");
    var settled =
        new Settled(
            allowed,
            !allowed
                ? new Code("none")
                : basis.value().equals("none") ? new Code("as-decided") : basis);
    if (once.first("sharing-settled", stepKey)) {
      ledger.record(
          caseRef,
          purpose,
          consent == null ? NOT_ASKED : consent,
          settled.basis(),
          Map.of("approver", approver.value(), "necessity", decision.value()),
          By.SYSTEM);
      audit.recordSystem(
          "settle-sharing",
          caseRef,
          Map.of("purpose", purpose, "basis", settled.basis(), "allowed", allowed));
      if (decision.value().equals("share-now") && allowed) {
        events.publishEvent(new SharedForDanger(caseRef));
      }
    }
    return settled;
  }
}
