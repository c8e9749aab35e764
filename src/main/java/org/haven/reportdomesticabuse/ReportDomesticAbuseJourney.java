package org.haven.reportdomesticabuse;

import java.util.Optional;
import org.haven.platform.Journey;
import org.springframework.stereotype.Component;

@Component
class ReportDomesticAbuseJourney implements Journey {
  @Override
  public String processId() {
    return ReportIntakeService.PROCESS;
  }

  @Override
  public String startMessage() {
    return ReportIntakeService.START;
  }

  @Override
  public String title() {
    return "Report domestic abuse";
  }

  @Override
  public Optional<String> startPage() {
    return Optional.of("/reports/new?case={ref}");
  }
}
