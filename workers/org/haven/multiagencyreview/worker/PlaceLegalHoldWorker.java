package org.haven.multiagencyreview.worker;

import org.haven.engine.JobWorker;
import org.haven.multiagencyreview.Reviews;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.springframework.stereotype.Component;

@Component
class PlaceLegalHoldWorker implements JobWorker<PlaceLegalHoldWorker.In, JobWorker.Nothing> {
  record In(CaseRef caseRef, JourneyId journeyId) {}

  private final Reviews reviews;

  PlaceLegalHoldWorker(Reviews reviews) {
    this.reviews = reviews;
  }

  @Override
  public String type() {
    return "place-legal-hold";
  }

  @Override
  public Nothing work(In in) {
    reviews.hold(in.caseRef(), in.journeyId());
    return new Nothing();
  }
}
