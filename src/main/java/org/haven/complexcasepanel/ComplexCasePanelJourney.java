package org.haven.complexcasepanel;

import org.haven.platform.Journey;
import org.springframework.stereotype.Component;

@Component
class ComplexCasePanelJourney implements Journey {
  @Override
  public String processId() {
    return "complex-case-panel";
  }

  @Override
  public String startMessage() {
    return "complex-case-panel-requested";
  }

  @Override
  public String title() {
    return "Complex Case Panel";
  }
}
