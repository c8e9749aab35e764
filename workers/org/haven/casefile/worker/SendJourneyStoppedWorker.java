package org.haven.casefile.worker;

import org.haven.casefile.JourneyRequests;
import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.springframework.stereotype.Component;

/** Somebody decided in a journey that it stops. */
@Component
class SendJourneyStoppedWorker
    implements JobWorker<SendJourneyStoppedWorker.In, JobWorker.Nothing> {
  record In(CaseRef caseRef, JourneyId journeyId, JobContext job) {}

  private final JourneyRequests journeys;

  SendJourneyStoppedWorker(JourneyRequests journeys) {
    this.journeys = journeys;
  }

  @Override
  public String type() {
    return "send-journey-stopped";
  }

  @Override
  public Nothing work(In in) {
    journeys.stop(in.caseRef(), in.journeyId(), in.job().elementInstanceKey());
    return new Nothing();
  }
}
