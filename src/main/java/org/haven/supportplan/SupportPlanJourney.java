package org.haven.supportplan;

import org.haven.platform.Journey;
import org.springframework.stereotype.Component;

@Component
class SupportPlanJourney implements Journey {
  static final String PROCESS = "support-plan";

  @Override
  public String processId() {
    return PROCESS;
  }

  @Override
  public String startMessage() {
    return "support-plan-requested";
  }

  @Override
  public String title() {
    return "Support plan";
  }
}
