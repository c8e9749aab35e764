package org.haven.casereview.worker;

import org.haven.casereview.CaseReviews;
import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Known;
import org.springframework.stereotype.Component;

/** The review goes on record, with how many in a row were held without reaching her. */
@Component
class RecordCaseReviewWorker
    implements JobWorker<RecordCaseReviewWorker.In, RecordCaseReviewWorker.Out> {
  record In(
      CaseRef caseRef,
      JourneyId journeyId,
      Known contactMade,
      Code reviewOutcome,
      JobContext job) {}

  record Out(int missedReviews) {}

  private final CaseReviews reviews;

  RecordCaseReviewWorker(CaseReviews reviews) {
    this.reviews = reviews;
  }

  @Override
  public String type() {
    return "record-case-review";
  }

  @Override
  public Out work(In in) {
    return new Out(
        reviews.record(
            in.caseRef(),
            in.journeyId(),
            in.contactMade(),
            in.reviewOutcome(),
            in.job().elementInstanceKey()));
  }
}
