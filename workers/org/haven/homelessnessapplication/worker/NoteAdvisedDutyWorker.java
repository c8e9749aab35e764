package org.haven.homelessnessapplication.worker;

import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.homelessnessapplication.HomelessnessApplications;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.springframework.stereotype.Component;

@Component
class NoteAdvisedDutyWorker implements JobWorker<NoteAdvisedDutyWorker.In, JobWorker.Nothing> {
  record In(CaseRef caseRef, JourneyId journeyId, Code stage, Code advisedDuty, JobContext job) {}

  private final HomelessnessApplications applications;

  NoteAdvisedDutyWorker(HomelessnessApplications applications) {
    this.applications = applications;
  }

  @Override
  public String type() {
    return "note-advised-duty";
  }

  @Override
  public Nothing work(In in) {
    applications.advise(
        in.caseRef(), in.journeyId(), in.job().elementInstanceKey(), in.stage(), in.advisedDuty());
    return new Nothing();
  }
}
