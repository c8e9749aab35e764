package org.haven.casereview;

import org.haven.platform.Journey;
import org.springframework.stereotype.Component;

@Component
class CaseReviewJourney implements Journey {
  static final String PROCESS = "case-review";

  @Override
  public String processId() {
    return PROCESS;
  }

  @Override
  public String startMessage() {
    return "case-review-requested";
  }

  @Override
  public String title() {
    return "Case review";
  }
}
