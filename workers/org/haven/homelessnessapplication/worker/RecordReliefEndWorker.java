package org.haven.homelessnessapplication.worker;

import java.time.Instant;
import org.haven.engine.JobWorker;
import org.haven.homelessnessapplication.HomelessnessApplications;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.springframework.stereotype.Component;

@Component
class RecordReliefEndWorker implements JobWorker<RecordReliefEndWorker.In, JobWorker.Nothing> {
  record In(CaseRef caseRef, JourneyId journeyId, Instant dutyEndsAt) {}

  private final HomelessnessApplications applications;

  RecordReliefEndWorker(HomelessnessApplications applications) {
    this.applications = applications;
  }

  @Override
  public String type() {
    return "record-relief-end";
  }

  @Override
  public Nothing work(In in) {
    applications.reliefEnded(in.caseRef(), in.journeyId(), in.dutyEndsAt());
    return new Nothing();
  }
}
