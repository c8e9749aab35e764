package org.haven.possessionground2a;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.haven.casefile.By;
import org.haven.casefile.CaseFacts;
import org.haven.casefile.CaseMoments;
import org.haven.casefile.clocks.Clocks;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.haven.platform.calendar.RentPeriods;
import org.haven.platform.calendar.WorkingCalendar;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The notice of seeking possession and its dates: the day from which a claim may be made, or by
 * which the home is to be given up, and twelve months after which it lapses. Source: Housing Act
 * 1985 s.83; legal services confirm.
 */
@Service
public class PossessionNotices {
  /** Source: procedure section 5, noticeEarliest; the clock itself is in taskSla. */
  private static final int AT_LEAST_DAYS = 28;

  /** Working days that it may take to have a notice checked and served. Status: Local. */
  private static final int TO_SERVE = 2;

  private static final String MADE_ON = "noticeMadeOn";
  private static final String STATES_ON = "noticeStatesOn";

  private final Clocks clocks;
  private final CaseFacts facts;
  private final CaseMoments moments;
  private final WorkingCalendar calendar;
  private final Audit audit;
  private final Clock clock;

  PossessionNotices(
      Clocks clocks,
      CaseFacts facts,
      CaseMoments moments,
      WorkingCalendar calendar,
      Audit audit,
      Clock clock) {
    this.clocks = clocks;
    this.facts = facts;
    this.moments = moments;
    this.calendar = calendar;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Works out the day that a notice made today states: lawful even if it takes some days to serve.
   *
   * @throws IllegalStateException if the case has no rent period on record
   */
  @Transactional
  public LocalDate make(CaseRef caseRef) {
    var today = today();
    var states =
        periods(caseRef).earliestEnd(calendar.workingDayAfter(today, TO_SERVE), AT_LEAST_DAYS);
    facts.put(caseRef, Map.of(MADE_ON, today.toString(), STATES_ON, states.toString()), By.SYSTEM);
    audit.recordSystem("render-notice", caseRef, Map.of(STATES_ON, states.toString()));
    return states;
  }

  /** What is wrong with a notice served on this day; empty if it is lawful. */
  public Optional<Unlawful> check(CaseRef caseRef, LocalDate servedOn) {
    if (servedOn.isAfter(today())) {
      return Optional.of(new Unlawful.InFuture());
    }
    var known = facts.of(caseRef);
    var made = day(known.get(MADE_ON));
    var states = day(known.get(STATES_ON));
    if (made.isEmpty() || states.isEmpty() || servedOn.isBefore(made.get())) {
      return Optional.of(new Unlawful.BeforeMade());
    }
    var earliest = periods(caseRef).earliestEnd(servedOn, AT_LEAST_DAYS);
    return earliest.isAfter(states.get())
        ? Optional.of(new Unlawful.TooShort(earliest, states.get()))
        : Optional.empty();
  }

  /**
   * Keeps the day of service, from which the clocks of the notice run.
   *
   * @return the day that the notice states
   */
  @Transactional
  public LocalDate served(CaseRef caseRef, JourneyId journeyId, LocalDate servedOn) {
    var states = day(facts.of(caseRef).get(STATES_ON)).orElseThrow();
    moments.record(caseRef, journeyId, "served", startOf(servedOn));
    moments.record(caseRef, journeyId, "notice-earliest", startOf(states));
    return states;
  }

  /** Why a day of service is not lawful for the notice that was made. */
  public sealed interface Unlawful {
    /** It has not come yet. */
    record InFuture() implements Unlawful {}

    /** The notice did not exist then. */
    record BeforeMade() implements Unlawful {}

    /**
     * @param earliest when a notice served then could take effect
     * @param states the earlier day that it states
     */
    record TooShort(LocalDate earliest, LocalDate states) implements Unlawful {}
  }

  private RentPeriods periods(CaseRef caseRef) {
    return clocks
        .rentPeriods(caseRef)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "The case has no rent period on record: give periodDay on"
                        + " record-legal-elements"));
  }

  private LocalDate today() {
    return WorkingCalendar.dateOf(clock.instant());
  }

  private static Instant startOf(LocalDate day) {
    return day.atStartOfDay(WorkingCalendar.LONDON).toInstant();
  }

  private static Optional<LocalDate> day(@Nullable Object fact) {
    return fact instanceof String text ? Optional.of(LocalDate.parse(text)) : Optional.empty();
  }
}
