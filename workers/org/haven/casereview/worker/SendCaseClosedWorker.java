package org.haven.casereview.worker;

import org.haven.casereview.CaseReviews;
import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.springframework.stereotype.Component;

/** Closes the case and tells the journeys that still run. */
@Component
class SendCaseClosedWorker implements JobWorker<SendCaseClosedWorker.In, JobWorker.Nothing> {
  record In(CaseRef caseRef, JourneyId journeyId, JobContext job) {}

  private final CaseReviews reviews;

  SendCaseClosedWorker(CaseReviews reviews) {
    this.reviews = reviews;
  }

  @Override
  public String type() {
    return "send-case-closed";
  }

  @Override
  public Nothing work(In in) {
    reviews.close(in.caseRef(), in.journeyId(), in.job().elementInstanceKey());
    return new Nothing();
  }
}
