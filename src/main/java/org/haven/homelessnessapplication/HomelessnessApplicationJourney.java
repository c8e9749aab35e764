package org.haven.homelessnessapplication;

import org.haven.platform.Journey;
import org.springframework.stereotype.Component;

@Component
class HomelessnessApplicationJourney implements Journey {
  static final String PROCESS = "homelessness-application";

  @Override
  public String processId() {
    return PROCESS;
  }

  @Override
  public String startMessage() {
    return "homelessness-application-requested";
  }

  @Override
  public String title() {
    return "Homelessness application";
  }
}
