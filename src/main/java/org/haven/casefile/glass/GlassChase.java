package org.haven.casefile.glass;

import java.time.Clock;
import org.haven.platform.Decisions;
import org.haven.platform.calendar.SlaTable;
import org.haven.platform.calendar.WorkingCalendar;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Sees to it that a look through broken glass is reviewed: when that is late, more are told. */
@Component
class GlassChase {
  private static final Logger LOG = LoggerFactory.getLogger(GlassChase.class);

  private final BreakGlass glass;
  private final ObjectProvider<SlaTable> limits;
  private final WorkingCalendar calendar;
  private final Clock clock;

  GlassChase(
      BreakGlass glass, ObjectProvider<SlaTable> limits, WorkingCalendar calendar, Clock clock) {
    this.glass = glass;
    this.limits = limits;
    this.calendar = calendar;
    this.clock = clock;
  }

  @Scheduled(fixedDelayString = "PT15M", initialDelayString = "PT3M")
  void soon() {
    try {
      chase();
    } catch (RuntimeException e) {
      LOG.warn("Reviews that are late are chased later ({})", e.getClass().getSimpleName());
    }
  }

  /** While the engine is away nobody can say when a review is late. */
  void chase() {
    SlaTable table = limits.getIfAvailable();
    if (table == null) {
      return;
    }
    for (BreakGlass.Open look : glass.notChased()) {
      try {
        var limit = table.limit(BreakGlass.REVIEW, WorkingCalendar.dateOf(look.at()));
        if (calendar.dueAt(limit, look.at()).isBefore(clock.instant())) {
          glass.chase(look);
        }
      } catch (Decisions.DecisionUnavailableException | SlaTable.NoSuchLimitException e) {
        return;
      }
    }
  }
}
