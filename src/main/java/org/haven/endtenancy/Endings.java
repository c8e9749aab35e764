package org.haven.endtenancy;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import org.haven.casefile.By;
import org.haven.casefile.CaseFacts;
import org.haven.casefile.CaseMoments;
import org.haven.casefile.register.TenancyRegister;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.OnlyOnce;
import org.haven.platform.calendar.RentPeriods;
import org.haven.platform.calendar.WorkingCalendar;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** How a tenancy ends or passes on: the last day of a notice, and the holder after an order. */
@Service
public class Endings {
  /** Source: procedure section 5, noticeToQuit; the clock itself is in taskSla. */
  private static final int AT_LEAST_DAYS = 28;

  private final TenancyRegister register;
  private final CaseFacts facts;
  private final CaseMoments moments;
  private final OnlyOnce once;
  private final Audit audit;
  private final Clock clock;

  Endings(
      TenancyRegister register,
      CaseFacts facts,
      CaseMoments moments,
      OnlyOnce once,
      Audit audit,
      Clock clock) {
    this.register = register;
    this.facts = facts;
    this.moments = moments;
    this.once = once;
    this.audit = audit;
    this.clock = clock;
  }

  public boolean hasCome(LocalDate day) {
    return !day.isAfter(WorkingCalendar.dateOf(clock.instant()));
  }

  /**
   * Keeps the day on which a notice to end the tenancy reached us.
   *
   * @return the last day of the tenancy
   */
  @Transactional
  public LocalDate noticeReceived(
      CaseRef caseRef, JourneyId journeyId, LocalDate receivedOn, RentPeriods periods, By by) {
    var endsOn = periods.earliestEnd(receivedOn, AT_LEAST_DAYS);
    moments.record(
        caseRef,
        journeyId,
        "received",
        receivedOn.atStartOfDay(WorkingCalendar.LONDON).toInstant());
    facts.put(caseRef, Map.of("endsOn", endsOn.toString()), by);
    return endsOn;
  }

  /**
   * Keeps who holds the tenancy from now on, in the case and in the register; the same step again
   * changes nothing.
   */
  @Transactional
  public void passOn(CaseRef caseRef, @Nullable Code tenancyRef, Code holding, long stepKey) {
    if (!once.first("update-holder", stepKey)) {
      return;
    }
    facts.put(caseRef, Map.of("holding", holding), By.SYSTEM);
    boolean registered = tenancyRef != null && register.passOn(tenancyRef.value(), holding);
    audit.recordSystem(
        "update-holder", caseRef, Map.of("holding", holding.value(), "registered", registered));
  }
}
