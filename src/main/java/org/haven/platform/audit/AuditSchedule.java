package org.haven.platform.audit;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** What is done about the trail by itself, once Haven serves. */
@Component
class AuditSchedule {
  private final AuditCheckpoints checkpoints;
  private final AuditVerifications verifications;
  private volatile boolean serves;

  AuditSchedule(AuditCheckpoints checkpoints, AuditVerifications verifications) {
    this.checkpoints = checkpoints;
    this.verifications = verifications;
  }

  @EventListener(ApplicationReadyEvent.class)
  void serves() {
    serves = true;
  }

  @Scheduled(fixedDelayString = "PT5M", initialDelayString = "PT1M")
  void checkpoint() {
    if (serves) {
      checkpoints.whenDue();
    }
  }

  @Scheduled(cron = "${haven.audit.verify-at:0 30 3 * * *}", zone = "Europe/London")
  void eachNight() {
    if (serves) {
      verifications.unasked();
    }
  }
}
