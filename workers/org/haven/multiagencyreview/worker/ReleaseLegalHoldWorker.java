package org.haven.multiagencyreview.worker;

import org.haven.engine.JobWorker;
import org.haven.multiagencyreview.Reviews;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.springframework.stereotype.Component;

@Component
class ReleaseLegalHoldWorker implements JobWorker<ReleaseLegalHoldWorker.In, JobWorker.Nothing> {
  record In(CaseRef caseRef, JourneyId journeyId) {}

  private final Reviews reviews;

  ReleaseLegalHoldWorker(Reviews reviews) {
    this.reviews = reviews;
  }

  @Override
  public String type() {
    return "release-legal-hold";
  }

  @Override
  public Nothing work(In in) {
    reviews.release(in.caseRef(), in.journeyId());
    return new Nothing();
  }
}
