package org.haven.reportdomesticabuse.worker;

import java.util.List;
import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.reportdomesticabuse.ReportMessages;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

@Component
class RequestChosenJourneysWorker
    implements JobWorker<RequestChosenJourneysWorker.In, JobWorker.Nothing> {
  record In(CaseRef caseRef, @Nullable List<Code> chosen, JobContext job) {}

  private final ReportMessages messages;

  RequestChosenJourneysWorker(ReportMessages messages) {
    this.messages = messages;
  }

  @Override
  public String type() {
    return "request-chosen-journeys";
  }

  @Override
  public Nothing work(In in) {
    var chosen = in.chosen() == null ? List.<Code>of() : in.chosen();
    messages.chosenJourneys(in.caseRef(), in.job().elementInstanceKey(), chosen);
    return new Nothing();
  }
}
