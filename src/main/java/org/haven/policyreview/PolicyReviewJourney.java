package org.haven.policyreview;

import org.haven.casefile.PolicyFile;
import org.haven.platform.Journey;
import org.springframework.stereotype.Component;

@Component
class PolicyReviewJourney implements Journey {
  @Override
  public String processId() {
    return PolicyFile.PROCESS;
  }

  /** Not the one by which case pages start journeys: a review of the policy belongs to no case. */
  @Override
  public String startMessage() {
    return PolicyVersions.CHANGE_FOUND;
  }

  @Override
  public String title() {
    return "Policy review";
  }
}
