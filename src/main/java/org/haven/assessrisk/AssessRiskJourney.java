package org.haven.assessrisk;

import org.haven.platform.Journey;
import org.springframework.stereotype.Component;

@Component
class AssessRiskJourney implements Journey {
  static final String PROCESS = "assess-risk";

  @Override
  public String processId() {
    return PROCESS;
  }

  @Override
  public String startMessage() {
    return "assess-risk-requested";
  }

  @Override
  public String title() {
    return "Assess risk";
  }
}
