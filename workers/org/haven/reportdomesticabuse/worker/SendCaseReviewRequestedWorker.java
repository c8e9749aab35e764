package org.haven.reportdomesticabuse.worker;

import java.time.LocalDate;
import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.reportdomesticabuse.ReportMessages;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

@Component
class SendCaseReviewRequestedWorker
    implements JobWorker<SendCaseReviewRequestedWorker.In, JobWorker.Nothing> {
  record In(CaseRef caseRef, @Nullable Code level, @Nullable LocalDate reviewOn, JobContext job) {}

  private final ReportMessages messages;

  SendCaseReviewRequestedWorker(ReportMessages messages) {
    this.messages = messages;
  }

  @Override
  public String type() {
    return "send-case-review-requested";
  }

  @Override
  public Nothing work(In in) {
    messages.caseReview(in.caseRef(), in.job().elementInstanceKey(), in.level(), in.reviewOn());
    return new Nothing();
  }
}
