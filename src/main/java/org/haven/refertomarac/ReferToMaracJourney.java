package org.haven.refertomarac;

import org.haven.platform.Journey;
import org.springframework.stereotype.Component;

@Component
class ReferToMaracJourney implements Journey {
  static final String PROCESS = "refer-to-marac";

  @Override
  public String processId() {
    return PROCESS;
  }

  @Override
  public String startMessage() {
    return "refer-to-marac-requested";
  }

  @Override
  public String title() {
    return "Refer to MARAC";
  }
}
