package org.haven.platform.audit;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** What is done about the trail by itself. All that Haven does at its hour is switched on here. */
@Component
@EnableScheduling
class AuditSchedule {
  private final AuditTrail trail;
  private final AuditCheckpoints checkpoints;
  private final AuditVerifications verifications;
  private volatile boolean serves;

  AuditSchedule(AuditTrail trail, AuditCheckpoints checkpoints, AuditVerifications verifications) {
    this.trail = trail;
    this.checkpoints = checkpoints;
    this.verifications = verifications;
  }

  /** From another bean, so that each batch is a transaction: all of it stands, or nothing. */
  @Scheduled(fixedDelayString = "PT5S", initialDelayString = "PT5S")
  void chain() {
    while (trail.chain() == AuditTrail.BATCH) {
      // until the queue is empty
    }
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
