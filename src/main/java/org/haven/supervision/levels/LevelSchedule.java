package org.haven.supervision.levels;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Keeps the counts of days short to read, and looks through them each night. */
@Component
class LevelSchedule {
  private static final Logger LOG = LoggerFactory.getLogger(LevelSchedule.class);

  private final LevelRows rows;

  LevelSchedule(LevelRows rows) {
    this.rows = rows;
  }

  @Scheduled(fixedDelayString = "PT1M", initialDelayString = "PT40S")
  void addIn() {
    rows.addIn();
  }

  @Scheduled(cron = "0 20 3 * * *", zone = "Europe/London")
  void eachNight() {
    long wrong = rows.recount();
    if (wrong > 0) {
      LOG.warn("{} counts of service levels were not what their rows say; they are now", wrong);
    }
    rows.addIn();
  }
}
