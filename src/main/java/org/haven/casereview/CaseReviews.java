package org.haven.casereview;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import org.haven.casefile.By;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.CaseStatus;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.JourneyStatus;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Known;
import org.haven.platform.OnlyOnce;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The reviews of a case, and what follows from them. Source: procedure, J17 steps 2, 4 and 5. */
@Service
public class CaseReviews {
  private final JdbcClient db;
  private final CaseFiles cases;
  private final JourneyRegister journeys;
  private final OnlyOnce once;
  private final Clock clock;

  CaseReviews(
      JdbcClient db, CaseFiles cases, JourneyRegister journeys, OnlyOnce once, Clock clock) {
    this.db = db;
    this.cases = cases;
    this.journeys = journeys;
    this.once = once;
    this.clock = clock;
  }

  /**
   * Keeps a review; the same step again keeps one.
   *
   * @param contactMade anything but yes counts as not reached
   * @param proposed keep-open or close
   * @return how many reviews in a row, this one included, were held without reaching her
   */
  @Transactional
  public int record(
      CaseRef caseRef, JourneyId journeyId, Known contactMade, Code proposed, long stepKey) {
    db.sql(
            """
            insert into case_review (step_key, case_ref, journey_id, contact_made, outcome, at)
            values (?, ?, ?, ?, ?, ?) on conflict (step_key) do nothing
            """)
        .params(
            stepKey,
            caseRef.value(),
            journeyId.value(),
            contactMade == Known.YES,
            proposed.value(),
            Timestamp.from(clock.instant()))
        .update();
    return missed(caseRef);
  }

  /** How many of the last reviews in a row were held without reaching her. */
  public int missed(CaseRef caseRef) {
    return db.sql(
            """
            select count(*) from case_review r where r.case_ref = :case and not r.contact_made
              and not exists (select 1 from case_review l where l.case_ref = :case
                and l.contact_made and l.seq > r.seq)
            """)
        .param("case", caseRef.value())
        .query(Integer.class)
        .single();
  }

  /** While nothing else runs on it the case is watched; else it is open. */
  @Transactional
  public void keepOpen(CaseRef caseRef) {
    CaseStatus status = cases.head(caseRef).status();
    boolean worked = anotherRuns(caseRef);
    if (status == CaseStatus.OPEN && !worked) {
      cases.status(caseRef, CaseStatus.MONITORING, By.SYSTEM);
    } else if (status == CaseStatus.MONITORING && worked) {
      cases.status(caseRef, CaseStatus.OPEN, By.SYSTEM);
    }
  }

  /** True if a journey other than a review runs on the case, or is about to. */
  public boolean anotherRuns(CaseRef caseRef) {
    return journeys.of(caseRef).stream()
        .filter(j -> j.status() != JourneyStatus.ENDED && j.status() != JourneyStatus.STOPPED)
        .anyMatch(j -> j.parentId() == null && !j.processId().equals(CaseReviewJourney.PROCESS));
  }

  /** Closes the case and tells every other journey of it, once. */
  @Transactional
  public void close(CaseRef caseRef, JourneyId journeyId, long stepKey) {
    if (once.first("case-closed", stepKey)) {
      if (cases.head(caseRef).status() != CaseStatus.RETAINED) {
        cases.status(caseRef, CaseStatus.CLOSED, By.SYSTEM);
      }
      journeys.broadcast(caseRef, "case-closed", Map.of(), Set.of(journeyId));
    }
  }
}
