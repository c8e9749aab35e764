package org.haven.repairsconcern;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.haven.casefile.register.HomeCases;
import org.haven.platform.Decisions;
import org.haven.platform.Known;
import org.haven.platform.calendar.WorkingCalendar;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/**
 * Each night: homes at which something new was reported are counted, and the table says which of
 * them somebody is to look at. A repair starts nothing twice.
 */
@Service
public class RepairsScan {
  private static final Logger LOG = LoggerFactory.getLogger(RepairsScan.class);
  private static final Set<String> A_PATTERN = Set.of("urgent", "tell-lead", "concern", "watch");

  private final RepairCounts counts;
  private final RepairsConcerns concerns;
  private final Homes homes;
  private final HomeCases cases;
  private final Decisions decisions;
  private final Clock clock;

  RepairsScan(
      RepairCounts counts,
      RepairsConcerns concerns,
      Homes homes,
      HomeCases cases,
      Decisions decisions,
      Clock clock) {
    this.counts = counts;
    this.concerns = concerns;
    this.homes = homes;
    this.cases = cases;
    this.decisions = decisions;
    this.clock = clock;
  }

  /**
   * A home that fails is told in the log and does not hold up the next; it is counted again the
   * night after.
   *
   * @return how many concerns were raised
   */
  public int scan() {
    int raised = 0;
    for (String tenancyRef : counts.homesWithNews()) {
      try {
        raised += look(tenancyRef) ? 1 : 0;
      } catch (RuntimeException e) {
        LOG.atError()
            .addKeyValue("tenancyRef", tenancyRef)
            .setCause(e)
            .log("The repairs at a home could not be counted");
      }
    }
    counts.forget();
    return raised;
  }

  private boolean look(String tenancyRef) {
    if (homes.councilHome(tenancyRef).isEmpty()) {
      counts.scanned(tenancyRef);
      return false;
    }
    var counted = counts.of(tenancyRef);
    // asked before a transaction begins
    if (callsForALook(tenancyRef, counted)) {
      return concerns.raisePattern(tenancyRef, counted);
    }
    counts.scanned(tenancyRef);
    return false;
  }

  private boolean callsForALook(String tenancyRef, RepairCounts.Counts counted) {
    Map<String, Object> inputs = new LinkedHashMap<>();
    inputs.put("effectiveOn", WorkingCalendar.dateOf(clock.instant()).toString());
    // a list of repairs cannot tell whether somebody is in danger
    inputs.put("dangerSign", Known.UNKNOWN.value());
    inputs.put("openCase", cases.known(tenancyRef).isPresent());
    inputs.put("cardRaised", false);
    inputs.put("bathroomLock", counted.bathroomLock());
    inputs.put("patternCount", counted.pattern());
    List<Map<String, Object>> rows = decisions.evaluate("repairsPattern", inputs);
    return rows.stream().anyMatch(row -> A_PATTERN.contains(row.get("repairsPattern")));
  }
}
