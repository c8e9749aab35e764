package org.haven.casereview;

import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.haven.casefile.By;
import org.haven.casefile.CaseDisposal;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.CaseStatus;
import org.haven.casefile.Clocks;
import org.haven.casefile.DateScan;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.LegalHolds;
import org.haven.casefile.NotedMoments;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * How long a closed case is kept, and what becomes of it then. Source: procedure, J17 steps 5 and
 * 7; the limit {@code retention} of taskSla.
 */
@Service
public class Retention implements DateScan {
  /** The step in which somebody approves it. */
  static final String APPROVAL = "Task_ApproveDisposal";

  private static final String RETENTION = "retention";
  private static final Code CLOSED = new Code("closed");

  /** Holds that were placed here, and not by a review that needs the record. */
  private static final String OWN = "retention-";

  private final Clocks clocks;
  private final NotedMoments moments;
  private final CaseFiles cases;
  private final JourneyRegister journeys;
  private final LegalHolds holds;
  private final CaseDisposal disposal;

  Retention(
      Clocks clocks,
      NotedMoments moments,
      CaseFiles cases,
      JourneyRegister journeys,
      LegalHolds holds,
      CaseDisposal disposal) {
    this.clocks = clocks;
    this.moments = moments;
    this.cases = cases;
    this.journeys = journeys;
    this.holds = holds;
    this.disposal = disposal;
  }

  /** The case was closed today: from now on it is only kept. */
  public void start(CaseRef caseRef, JourneyId journeyId, long stepKey) {
    moments.note(caseRef, journeyId, CLOSED, null, stepKey);
    clocks.start(caseRef, journeyId, RETENTION, null, stepKey);
    cases.status(caseRef, CaseStatus.RETAINED, By.SYSTEM);
  }

  /** The case is looked at again after that day. */
  public void extend(CaseRef caseRef, JourneyId journeyId, LocalDate until, long stepKey) {
    clocks.until(caseRef, journeyId, RETENTION, until, stepKey);
  }

  /** Keeps the case from disposal until it is approved here. */
  public void hold(CaseRef caseRef, JourneyId journeyId) {
    holds.place(caseRef, OWN + journeyId.value(), By.SYSTEM);
  }

  /** True if somebody else needs the record, such as a review with other agencies. */
  public boolean heldElsewhere(CaseRef caseRef) {
    return holds.standing(caseRef).stream().anyMatch(reference -> !reference.startsWith(OWN));
  }

  /**
   * Disposes of the case; our own holds end with the approval.
   *
   * @throws IllegalStateException if another hold stands
   */
  @Transactional
  public void dispose(CaseRef caseRef, JourneyId journeyId) {
    List<String> own =
        holds.standing(caseRef).stream().filter(reference -> reference.startsWith(OWN)).toList();
    own.forEach(reference -> holds.release(caseRef, reference, By.SYSTEM));
    disposal.dispose(caseRef, journeyId, APPROVAL);
  }

  /** Cases whose time is over: each is put before data protection, once. */
  @Override
  public int scan() {
    return clocks.each(
        RETENTION,
        EnumSet.of(CaseStatus.RETAINED),
        (caseRef, clockId) ->
            journeys.requestKeyed(
                caseRef,
                CaseReviewJourney.PROCESS,
                "retention-due",
                clockId.value(),
                Map.of("matter", new Code("retention-due")),
                By.SYSTEM));
  }
}
