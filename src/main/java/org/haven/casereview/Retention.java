package org.haven.casereview;

import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import org.haven.casefile.By;
import org.haven.casefile.CaseDisposal;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.CaseStatus;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.LegalHolds;
import org.haven.casefile.NotedMoments;
import org.haven.casefile.Timeline;
import org.haven.casefile.clocks.Clocks;
import org.haven.casefile.clocks.DateScan;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.OnlyOnce;
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
  private final Timeline timeline;
  private final OnlyOnce once;

  Retention(
      Clocks clocks,
      NotedMoments moments,
      CaseFiles cases,
      JourneyRegister journeys,
      LegalHolds holds,
      CaseDisposal disposal,
      Timeline timeline,
      OnlyOnce once) {
    this.clocks = clocks;
    this.moments = moments;
    this.cases = cases;
    this.journeys = journeys;
    this.holds = holds;
    this.disposal = disposal;
    this.timeline = timeline;
    this.once = once;
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

  /** What somebody else needs the record for, such as a review with other agencies. */
  public Optional<CaseDisposal.Need> neededElsewhere(CaseRef caseRef, JourneyId journeyId) {
    return disposal.needed(caseRef, journeyId, OWN);
  }

  /**
   * Disposes of the case; our own holds end with the approval. If the record is needed by now it
   * stays, and the case page says why.
   *
   * @return false if it is needed
   */
  @Transactional
  public boolean dispose(CaseRef caseRef, JourneyId journeyId, long stepKey) {
    Optional<CaseDisposal.Need> needed = disposal.dispose(caseRef, journeyId, APPROVAL, OWN);
    needed
        .filter(_ -> once.first("not-disposed", stepKey))
        .map(
            need ->
                switch (need) {
                  case EVIDENCE -> "timeline.not-disposed-held";
                  case JOURNEY -> "timeline.not-disposed-journey";
                  case PART -> "timeline.not-disposed-part";
                })
        .ifPresent(
            text -> timeline.add(caseRef, journeyId, "retention", text, Map.of(), By.SYSTEM));
    return needed.isEmpty();
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
