package org.haven.complaint;

import org.haven.platform.Journey;
import org.springframework.stereotype.Component;

@Component
class ComplaintJourney implements Journey {
  static final String PROCESS = "complaint";

  @Override
  public String processId() {
    return PROCESS;
  }

  @Override
  public String startMessage() {
    return "complaint-received";
  }

  @Override
  public String title() {
    return "Complaint";
  }
}
