package org.haven.policyreview.worker;

import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.haven.platform.Team;
import org.haven.policyreview.PolicyVersions;
import org.haven.policyreview.Trigger;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The review goes on the file of the policy, and is the policy owner's. */
@Component
class OpenPolicyReviewWorker
    implements JobWorker<OpenPolicyReviewWorker.In, OpenPolicyReviewWorker.Out> {
  /**
   * @param trigger absent if a review with other agencies found something to change
   */
  record In(CaseRef caseRef, JourneyId journeyId, @Nullable Trigger trigger, JobContext job) {}

  record Out(Team team, Trigger trigger) {}

  private final PolicyVersions versions;

  OpenPolicyReviewWorker(PolicyVersions versions) {
    this.versions = versions;
  }

  @Override
  public String type() {
    return "open-policy-review";
  }

  @Override
  public Out work(In in) {
    versions.opened(
        in.caseRef(), in.journeyId(), in.job().processId(), in.job().processInstanceKey());
    Trigger trigger = in.trigger();
    return new Out(Team.POLICY_OWNER, trigger == null ? Trigger.LEARNING : trigger);
  }
}
