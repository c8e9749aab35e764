package org.haven.complexcasepanel;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.haven.casefile.By;
import org.haven.casefile.CaseMoments;
import org.haven.casefile.Timeline;
import org.haven.casefile.clocks.Clocks;
import org.haven.meetings.Agendas;
import org.haven.meetings.Listing;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.haven.platform.OnlyOnce;
import org.haven.platform.calendar.WorkingCalendar;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Which case is on the list of which panel, and when its plan is looked at again. */
@Service
public class PanelListings {
  private static final String REVIEW = "panelReview";

  /** The moment from which the papers and the review are counted, and the kind of meeting. */
  public static final String PANEL = "panel";

  private final PanelRecords records;
  private final PanelSittings sittings;
  private final CaseMoments moments;
  private final Clocks clocks;
  private final Timeline timeline;
  private final Agendas agendas;
  private final OnlyOnce once;
  private final Clock clock;
  private final TransactionTemplate transaction;

  PanelListings(
      PanelRecords records,
      PanelSittings sittings,
      CaseMoments moments,
      Clocks clocks,
      Timeline timeline,
      Agendas agendas,
      OnlyOnce once,
      Clock clock,
      PlatformTransactionManager transactions) {
    this.records = records;
    this.sittings = sittings;
    this.moments = moments;
    this.clocks = clocks;
    this.timeline = timeline;
    this.agendas = agendas;
    this.once = once;
    this.clock = clock;
    this.transaction = new TransactionTemplate(transactions);
  }

  /**
   * Puts the case on the list of the next panel; the same step again gives the same panel.
   *
   * @return when it sits
   */
  @Transactional
  public Instant list(CaseRef caseRef, JourneyId journeyId, long stepKey) {
    Instant now = clock.instant();
    Instant panel = sittings.next(WorkingCalendar.dateOf(now)).toInstant();
    if (!records.add(caseRef, journeyId, panel, now, stepKey)) {
      return records.ofStep(stepKey);
    }
    moments.record(caseRef, journeyId, PANEL, panel);
    agendas.list(caseRef, journeyId, new Listing(PANEL, panel, false, false, false));
    timeline.add(
        caseRef,
        journeyId,
        "panel",
        "timeline.listed-for-panel",
        Map.of("panelOn", WorkingCalendar.dateOf(panel)),
        By.SYSTEM);
    return panel;
  }

  /** The days for which a case was or is listed, the newest first. */
  public List<LocalDate> of(CaseRef caseRef) {
    return records.of(caseRef).stream().map(WorkingCalendar::dateOf).toList();
  }

  /**
   * Starts the clock for the next look at the plan: from the panel, or from today if it was looked
   * at and goes on. The same step again gives the same moment.
   */
  public Instant nextReview(CaseRef caseRef, JourneyId journeyId, boolean again, long stepKey) {
    if (again) {
      transaction.executeWithoutResult(
          _ -> {
            if (once.first("panel-review", stepKey)) {
              moments.record(caseRef, journeyId, PANEL, clock.instant());
            }
          });
    }
    return clocks.start(caseRef, journeyId, REVIEW, null, stepKey).dueAt();
  }
}
