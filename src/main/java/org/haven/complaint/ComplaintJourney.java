package org.haven.complaint;

import java.util.Optional;
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

  @Override
  public Optional<String> startPage() {
    return Optional.of("/cases/{ref}/complaints/new");
  }
}
