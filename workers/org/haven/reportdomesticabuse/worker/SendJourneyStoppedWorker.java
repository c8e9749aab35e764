package org.haven.reportdomesticabuse.worker;

import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.haven.reportdomesticabuse.ReportMessages;
import org.springframework.stereotype.Component;

@Component
class SendJourneyStoppedWorker
    implements JobWorker<SendJourneyStoppedWorker.In, JobWorker.Nothing> {
  record In(CaseRef caseRef, JourneyId journeyId, JobContext job) {}

  private final ReportMessages messages;

  SendJourneyStoppedWorker(ReportMessages messages) {
    this.messages = messages;
  }

  @Override
  public String type() {
    return "send-journey-stopped";
  }

  @Override
  public Nothing work(In in) {
    messages.stop(in.caseRef(), in.journeyId(), in.job().elementInstanceKey());
    return new Nothing();
  }
}
