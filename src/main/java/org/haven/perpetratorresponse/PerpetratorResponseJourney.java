package org.haven.perpetratorresponse;

import org.haven.platform.Journey;
import org.springframework.stereotype.Component;

@Component
class PerpetratorResponseJourney implements Journey {
  @Override
  public String processId() {
    return "perpetrator-response";
  }

  @Override
  public String startMessage() {
    return "perpetrator-response-requested";
  }

  @Override
  public String title() {
    return "Perpetrator response";
  }
}
