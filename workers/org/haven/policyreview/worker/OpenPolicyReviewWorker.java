package org.haven.policyreview.worker;

import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.haven.platform.Team;
import org.haven.policyreview.PolicyVersions;
import org.springframework.stereotype.Component;

/** The review goes on the file of the policy, and is the policy owner's. */
@Component
class OpenPolicyReviewWorker
    implements JobWorker<OpenPolicyReviewWorker.In, OpenPolicyReviewWorker.Out> {
  record In(CaseRef caseRef, JourneyId journeyId, JobContext job) {}

  record Out(Team team) {}

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
    return new Out(Team.POLICY_OWNER);
  }
}
