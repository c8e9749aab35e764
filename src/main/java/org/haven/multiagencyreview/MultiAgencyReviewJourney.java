package org.haven.multiagencyreview;

import org.haven.platform.Journey;
import org.springframework.stereotype.Component;

/** J15 as the pages show it. */
@Component
class MultiAgencyReviewJourney implements Journey {
  static final String PROCESS = "multi-agency-review";

  @Override
  public String processId() {
    return PROCESS;
  }

  @Override
  public String startMessage() {
    return "multi-agency-review-requested";
  }

  @Override
  public String title() {
    return "Multi-agency review";
  }
}
