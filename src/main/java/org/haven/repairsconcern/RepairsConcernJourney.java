package org.haven.repairsconcern;

import java.util.Optional;
import org.haven.platform.Journey;
import org.springframework.stereotype.Component;

/** J14 as the pages show it. It starts with a card or at night, not from a case page. */
@Component
class RepairsConcernJourney implements Journey {
  static final String PROCESS = "repairs-concern";

  @Override
  public String processId() {
    return PROCESS;
  }

  @Override
  public String startMessage() {
    return RepairsConcerns.CARD_RAISED;
  }

  @Override
  public String title() {
    return "Repairs concern";
  }

  @Override
  public Optional<String> startPage() {
    return Optional.of("/concern-cards/new");
  }
}
