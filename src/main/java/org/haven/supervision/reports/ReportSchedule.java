package org.haven.supervision.reports;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Publishes each night, and soon after each start what is not published yet: a Haven that was down
 * at night, or that comes to reports with years of cases, has them all within a minute or two.
 */
@Component
class ReportSchedule {
  private static final Logger LOG = LoggerFactory.getLogger(ReportSchedule.class);

  private final Publishing publishing;

  ReportSchedule(Publishing publishing) {
    this.publishing = publishing;
  }

  @Scheduled(fixedDelayString = "PT10M", initialDelayString = "PT45S")
  void soon() {
    tell(publishing.publishNew());
  }

  @Scheduled(cron = "0 50 3 * * *", zone = "Europe/London")
  void eachNight() {
    tell(publishing.publish());
  }

  private static void tell(int published) {
    if (published > 0) {
      LOG.info("{} periods were published", published);
    }
  }
}
