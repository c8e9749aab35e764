package org.haven.complaint.worker;

import org.haven.complaint.Complaints;
import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.springframework.stereotype.Component;

@Component
class RecordOmbudsmanRouteWorker
    implements JobWorker<RecordOmbudsmanRouteWorker.In, JobWorker.Nothing> {
  record In(CaseRef caseRef, JourneyId journeyId, Code ombudsmanRoute, JobContext job) {}

  private final Complaints complaints;

  RecordOmbudsmanRouteWorker(Complaints complaints) {
    this.complaints = complaints;
  }

  @Override
  public String type() {
    return "record-ombudsman-route";
  }

  @Override
  public Nothing work(In in) {
    complaints.advise(
        in.caseRef(), in.journeyId(), in.job().elementInstanceKey(), in.ombudsmanRoute());
    return new Nothing();
  }
}
