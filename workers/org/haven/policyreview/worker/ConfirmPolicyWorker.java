package org.haven.policyreview.worker;

import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.haven.policyreview.PolicyVersions;
import org.haven.policyreview.Trigger;
import org.springframework.stereotype.Component;

/** The policy stays as it is. */
@Component
class ConfirmPolicyWorker implements JobWorker<ConfirmPolicyWorker.In, JobWorker.Nothing> {
  record In(CaseRef caseRef, JourneyId journeyId, Trigger trigger, JobContext job) {}

  private final PolicyVersions versions;

  ConfirmPolicyWorker(PolicyVersions versions) {
    this.versions = versions;
  }

  @Override
  public String type() {
    return "confirm-policy";
  }

  @Override
  public Nothing work(In in) {
    versions.confirm(in.caseRef(), in.journeyId(), in.trigger(), in.job().elementInstanceKey());
    return new Nothing();
  }
}
