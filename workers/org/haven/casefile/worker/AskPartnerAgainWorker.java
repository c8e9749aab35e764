package org.haven.casefile.worker;

import java.time.Instant;
import org.haven.casefile.referrals.Referrals;
import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.platform.Code;
import org.springframework.stereotype.Component;

/** An agency that was silent has the usual time once more. */
@Component
class AskPartnerAgainWorker
    implements JobWorker<AskPartnerAgainWorker.In, AskPartnerAgainWorker.Out> {
  record In(Code referralId, JobContext context) {}

  record Out(Instant replyDueAt) {}

  private final Referrals referrals;

  AskPartnerAgainWorker(Referrals referrals) {
    this.referrals = referrals;
  }

  @Override
  public String type() {
    return "ask-partner-again";
  }

  @Override
  public Out work(In in) {
    return new Out(
        referrals.askedAgain(in.referralId().value(), in.context().elementInstanceKey()));
  }
}
