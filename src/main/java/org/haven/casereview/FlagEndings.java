package org.haven.casereview;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import org.haven.casefile.By;
import org.haven.casefile.DateScan;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.TenancyFlags;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.OnlyOnce;
import org.haven.platform.calendar.Sla;
import org.haven.platform.calendar.SlaTable;
import org.haven.platform.calendar.WorkingCalendar;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
  private static final String FLAG = "tenancyFlag";

  private final TenancyFlags flags;
  private final JourneyRegister journeys;
  private final OnlyOnce once;
  private final SlaTable limits;
  private final WorkingCalendar calendar;
  private final Clock clock;
  private final TransactionTemplate transaction;

  FlagEndings(
      TenancyFlags flags,
      JourneyRegister journeys,
      OnlyOnce once,
      SlaTable limits,
      WorkingCalendar calendar,
      Clock clock,
      PlatformTransactionManager transactions) {
    this.flags = flags;
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
        "FL-" + flag.flagId(),
        Map.of("matter", new Code("flag-ending")),
        By.SYSTEM);
    return true;
  }

  /** The flag stays for as long again as the limit says, from today. */
  public void renew(CaseRef caseRef, JourneyId journeyId, long stepKey) {
    Sla limit = limits.limit(FLAG, today());
    LocalDate until = WorkingCalendar.dateOf(calendar.dueAt(limit, calendar.endOf(today())));
    flags.of(caseRef).ifPresent(flag -> flags.set(caseRef, journeyId, flag.from(), until, stepKey));
  }

  /** The flag shows until the end of today; nobody is asked about it again. */
  public void expire(CaseRef caseRef, JourneyId journeyId, long stepKey) {
    LocalDate today = today();
    transaction.executeWithoutResult(
        _ -> {
          flags
              .of(caseRef)
              .filter(flag -> flag.endsOn().isAfter(today) && flag.from().isBefore(today))
              .ifPresent(flag -> flags.set(caseRef, journeyId, flag.from(), today, stepKey));
          flags.ending(today, today).stream()
              .filter(flag -> flag.caseRef().equals(caseRef))
              .forEach(flag -> once.first(ASKED, flag.flagId()));
        });
  }
}
