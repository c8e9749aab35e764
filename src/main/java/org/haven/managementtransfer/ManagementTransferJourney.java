package org.haven.managementtransfer;

import org.haven.platform.Journey;
import org.springframework.stereotype.Component;

/** J5 as the pages show it. */
@Component
class ManagementTransferJourney implements Journey {
  @Override
  public String processId() {
    return "management-transfer";
  }

  @Override
  public String startMessage() {
    return "management-transfer-requested";
  }

  @Override
  public String title() {
    return "Management transfer";
  }
}
