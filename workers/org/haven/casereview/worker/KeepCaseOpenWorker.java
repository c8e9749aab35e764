package org.haven.casereview.worker;

import org.haven.casereview.CaseReviews;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.springframework.stereotype.Component;

/** A case on which nothing else runs is only watched. */
@Component
class KeepCaseOpenWorker implements JobWorker<KeepCaseOpenWorker.In, JobWorker.Nothing> {
  record In(CaseRef caseRef) {}

  private final CaseReviews reviews;

  KeepCaseOpenWorker(CaseReviews reviews) {
    this.reviews = reviews;
  }

  @Override
  public String type() {
    return "keep-case-open";
  }

  @Override
  public Nothing work(In in) {
    reviews.keepOpen(in.caseRef());
    return new Nothing();
  }
}
