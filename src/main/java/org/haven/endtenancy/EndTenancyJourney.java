package org.haven.endtenancy;

import org.haven.platform.Journey;
import org.springframework.stereotype.Component;

@Component
class EndTenancyJourney implements Journey {
  @Override
  public String processId() {
    return "end-tenancy";
  }

  @Override
  public String startMessage() {
    return "end-tenancy-requested";
  }

  @Override
  public String title() {
    return "End tenancy";
  }
}
