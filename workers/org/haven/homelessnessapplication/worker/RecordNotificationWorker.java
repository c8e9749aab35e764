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
class RecordNotificationWorker
    implements JobWorker<RecordNotificationWorker.In, JobWorker.Nothing> {
  record In(
      CaseRef caseRef,
      JourneyId journeyId,
      @Nullable Code letterId,
      Code duty,
      LocalDate notifiedOn,
      Code letterOutcome,
      JobContext job) {}

  private final HomelessnessApplications applications;

  RecordNotificationWorker(HomelessnessApplications applications) {
    this.applications = applications;
  }

  @Override
  public String type() {
    return "record-notification";
  }

  @Override
  public Nothing work(In in) {
    applications.notified(
        in.caseRef(),
        in.journeyId(),
        in.job().elementInstanceKey(),
        in.letterId(),
        in.duty(),
        in.notifiedOn(),
        in.letterOutcome().value().equals("sent"));
    return new Nothing();
  }
}
