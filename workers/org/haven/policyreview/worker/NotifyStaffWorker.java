package org.haven.policyreview.worker;

import java.time.LocalDate;
import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.policyreview.PolicyVersions;
import org.springframework.stereotype.Component;

/** Staff are told that the rules change. */
@Component
class NotifyStaffWorker implements JobWorker<NotifyStaffWorker.In, JobWorker.Nothing> {
  record In(LocalDate effectiveFrom, JobContext job) {}

  private final PolicyVersions versions;

  NotifyStaffWorker(PolicyVersions versions) {
    this.versions = versions;
  }

  @Override
  public String type() {
    return "notify-staff";
  }

  @Override
  public Nothing work(In in) {
    versions.tellStaff(in.effectiveFrom(), in.job().elementInstanceKey());
    return new Nothing();
  }
}
