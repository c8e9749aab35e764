package org.haven.recordrequest.worker;

import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.recordrequest.RecordRequests;
import org.springframework.stereotype.Component;

@Component
class CollectRecordsWorker implements JobWorker<CollectRecordsWorker.In, JobWorker.Nothing> {
  record In(CaseRef caseRef, JourneyId journeyId, Code requester) {}

  private final RecordRequests requests;

  CollectRecordsWorker(RecordRequests requests) {
    this.requests = requests;
  }

  @Override
  public String type() {
    return "collect-records";
  }

  @Override
  public Nothing work(In in) {
    requests.collect(in.caseRef(), in.journeyId(), in.requester());
    return new Nothing();
  }
}
