package org.haven.reportdomesticabuse.web;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * The visits that are under way. They are few, small and short, and nowhere but in this memory: not
 * in the database, in no file and in no browser.
 */
@Component
class PublicVisits {
  private final Clock clock;
  private final PublicReportSettings settings;

  /** Whoever did something last stands last. */
  private final Map<String, PublicVisit> visits = new LinkedHashMap<>(16, 0.75f, true);

  PublicVisits(Clock clock, PublicReportSettings settings) {
    this.clock = clock;
    this.settings = settings;
  }

  /** The visit, if it is not over. */
  synchronized Optional<PublicVisit> find(String id) {
    forgetOld();
    Instant now = clock.instant();
    var visit = Optional.ofNullable(visits.get(id));
    visit.ifPresent(v -> v.act(now));
    return visit;
  }

  /**
   * A visit in the place of one that is over or was not begun; empty if there are as many as there
   * may be. Nobody's answers are thrown away to make room for somebody else's.
   */
  synchronized Optional<PublicVisit> begin(String id) {
    forgetOld();
    if (visits.size() >= settings.visits() && !visits.containsKey(id)) {
      return Optional.empty();
    }
    var visit = new PublicVisit(clock.instant());
    visits.put(id, visit);
    return Optional.of(visit);
  }

  synchronized void end(String id) {
    visits.remove(id);
  }

  synchronized int size() {
    return visits.size();
  }

  /** What was typed does not wait in memory until somebody else asks for a page. */
  @Scheduled(fixedDelayString = "PT1M")
  synchronized void forgetOld() {
    Instant now = clock.instant();
    visits
        .values()
        .removeIf(
            visit ->
                visit
                    .lastAct()
                    .plus(visit.isSent() ? settings.shown() : settings.idle())
                    .isBefore(now));
  }
}
