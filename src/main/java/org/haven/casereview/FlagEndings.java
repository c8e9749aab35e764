package org.haven.casereview;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import java.util.function.Consumer;
import org.haven.casefile.By;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.Timeline;
import org.haven.casefile.clocks.DateScan;
import org.haven.casefile.register.TenancyFlags;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.OnlyOnce;
import org.haven.platform.calendar.Sla;
import org.haven.platform.calendar.SlaTable;
import org.haven.platform.calendar.WorkingCalendar;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Flags on tenancies that are about to end: somebody confirms it, or sets them anew. Source:
 * procedure, J17 step 6.
 */
@Service
public class FlagEndings implements DateScan {
  /**
   * How many days before its last day somebody is asked, so that a flag that is still needed is
   * renewed before it ends. Local.
   */
  static final int ASKED_BEFORE = 7;

  private static final Logger LOG = LoggerFactory.getLogger(FlagEndings.class);
  private static final String ASKED = "flag-ending";
  private static final String ANSWERED = "flag-ending-answered";
  private static final String FLAG = "tenancyFlag";

  /** The reference of a journey says which flag it asks about. */
  private static final String REFERENCE = "FL-";

  private final JdbcClient db;
  private final TenancyFlags flags;
  private final Timeline timeline;
  private final JourneyRegister journeys;
  private final OnlyOnce once;
  private final SlaTable limits;
  private final WorkingCalendar calendar;
  private final Clock clock;
  private final TransactionTemplate transaction;

  FlagEndings(
      JdbcClient db,
      TenancyFlags flags,
      Timeline timeline,
      JourneyRegister journeys,
      OnlyOnce once,
      SlaTable limits,
      WorkingCalendar calendar,
      Clock clock,
      PlatformTransactionManager transactions) {
    this.db = db;
    this.flags = flags;
    this.timeline = timeline;
    this.journeys = journeys;
    this.once = once;
    this.limits = limits;
    this.calendar = calendar;
    this.clock = clock;
    this.transaction = new TransactionTemplate(transactions);
  }

  private LocalDate today() {
    return WorkingCalendar.dateOf(clock.instant());
  }

  @Override
  public int scan() {
    int asked = 0;
    for (TenancyFlags.Ending flag : flags.ending(today(), today().plusDays(ASKED_BEFORE))) {
      try {
        asked += Boolean.TRUE.equals(transaction.execute(_ -> ask(flag))) ? 1 : 0;
      } catch (RuntimeException e) {
        LOG.atError()
            .addKeyValue("caseRef", flag.caseRef())
            .setCause(e)
            .log("A flag that is about to end could not be put before its lead");
      }
    }
    return asked;
  }

  private boolean ask(TenancyFlags.Ending flag) {
    if (!once.first(ASKED, flag.flagId())) {
      return false;
    }
    journeys.requestKeyed(
        flag.caseRef(),
        CaseReviewJourney.PROCESS,
        "flag-ending",
        REFERENCE + flag.flagId(),
        Map.of("matter", new Code("flag-ending")),
        By.SYSTEM);
    return true;
  }

  /**
   * The flag that was asked about stays for as long again as the limit says, from today; the same
   * step again changes nothing.
   */
  public void renew(CaseRef caseRef, JourneyId journeyId, long stepKey) {
    Sla limit = limits.limit(FLAG, today());
    LocalDate until = WorkingCalendar.dateOf(calendar.dueAt(limit, calendar.endOf(today())));
    answered(
        caseRef,
        journeyId,
        stepKey,
        flag -> flags.set(caseRef, journeyId, flag.from(), until, stepKey));
  }

  /**
   * The flag that was asked about shows until the end of today; nobody is asked about it again. The
   * same step again changes nothing.
   */
  public void expire(CaseRef caseRef, JourneyId journeyId, long stepKey) {
    LocalDate today = today();
    answered(
        caseRef,
        journeyId,
        stepKey,
        flag -> {
          if (flag.endsOn().isAfter(today) && flag.from().isBefore(today)) {
            flags.set(caseRef, journeyId, flag.from(), today, stepKey);
          }
          flags.ending(today, today).stream()
              .filter(ending -> ending.caseRef().equals(caseRef))
              .forEach(ending -> once.first(ASKED, ending.flagId()));
        });
  }

  /** What was answered of a flag says nothing of one that was set since: that one stays. */
  private void answered(
      CaseRef caseRef, JourneyId journeyId, long stepKey, Consumer<TenancyFlags.Flag> act) {
    transaction.executeWithoutResult(
        _ -> {
          if (!once.first(ANSWERED, stepKey)) {
            return;
          }
          flags
              .of(caseRef)
              .filter(flag -> isAskedAbout(flag, journeyId))
              .ifPresentOrElse(act, () -> setMeanwhile(caseRef, journeyId));
        });
  }

  private boolean isAskedAbout(TenancyFlags.Flag flag, JourneyId journeyId) {
    return db.sql(
            "select exists (select 1 from journey where journey_id = ? and correlation_key = ?)")
        .params(journeyId.value(), REFERENCE + flag.flagId())
        .query(Boolean.class)
        .single();
  }

  private void setMeanwhile(CaseRef caseRef, JourneyId journeyId) {
    timeline.add(
        caseRef, journeyId, "flag", "timeline.tenancy-flag-set-meanwhile", Map.of(), By.SYSTEM);
  }
}
