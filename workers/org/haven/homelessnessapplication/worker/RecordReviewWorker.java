package org.haven.homelessnessapplication.worker;

import java.time.LocalDate;
import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.homelessnessapplication.HomelessnessApplications;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

@Component
class RecordReviewWorker implements JobWorker<RecordReviewWorker.In, JobWorker.Nothing> {
  record In(
      CaseRef caseRef,
      JourneyId journeyId,
      @Nullable Code letterId,
      Code reviewOutcome,
      LocalDate notifiedOn,
      JobContext job) {}

  private final HomelessnessApplications applications;

  RecordReviewWorker(HomelessnessApplications applications) {
    this.applications = applications;
  }

  @Override
  public String type() {
    return "record-review";
  }

  @Override
  public Nothing work(In in) {
    applications.reviewed(
        in.caseRef(),
        in.journeyId(),
        in.job().elementInstanceKey(),
        in.letterId(),
        in.reviewOutcome(),
        in.notifiedOn());
    return new Nothing();
  }
}
