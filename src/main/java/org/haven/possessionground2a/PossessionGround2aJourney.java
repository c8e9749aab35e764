package org.haven.possessionground2a;

import org.haven.platform.Journey;
import org.springframework.stereotype.Component;

@Component
class PossessionGround2aJourney implements Journey {
  @Override
  public String processId() {
    return "possession-ground-2a";
  }

  @Override
  public String startMessage() {
    return "possession-ground-2a-requested";
  }

  @Override
  public String title() {
    return "Possession, Ground 2A";
  }
}
