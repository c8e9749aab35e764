package org.haven.reciprocalmove;

import org.haven.platform.Journey;
import org.springframework.stereotype.Component;

/** J13 as the pages show it. */
@Component
class ReciprocalMoveJourney implements Journey {
  @Override
  public String processId() {
    return "reciprocal-move";
  }

  @Override
  public String startMessage() {
    return "reciprocal-move-requested";
  }

  @Override
  public String title() {
    return "Reciprocal move";
  }
}
