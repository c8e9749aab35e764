package org.haven.recordrequest;

import java.util.Optional;
import org.haven.platform.Journey;
import org.springframework.stereotype.Component;

@Component
class RecordRequestJourney implements Journey {
  static final String PROCESS = "record-request";

  @Override
  public String processId() {
    return PROCESS;
  }

  @Override
  public String startMessage() {
    return "record-request-received";
  }

  @Override
  public String title() {
    return "Record request";
  }

  @Override
  public Optional<String> startPage() {
    return Optional.of("/cases/{ref}/record-requests/new");
  }
}
