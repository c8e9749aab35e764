package org.haven.homelessnessapplication.worker;

import org.haven.engine.JobWorker;
import org.haven.homelessnessapplication.HomelessnessApplications;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

@Component
class RecordHclicReasonWorker implements JobWorker<RecordHclicReasonWorker.In, JobWorker.Nothing> {
  record In(CaseRef caseRef, JourneyId journeyId, @Nullable Code duty) {}

  private final HomelessnessApplications applications;

  RecordHclicReasonWorker(HomelessnessApplications applications) {
    this.applications = applications;
  }

  @Override
  public String type() {
    return "record-hclic-reason";
  }

  @Override
  public Nothing work(In in) {
    applications.recordReason(in.caseRef(), in.journeyId(), in.duty());
    return new Nothing();
  }
}
