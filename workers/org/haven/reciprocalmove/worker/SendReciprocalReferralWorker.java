package org.haven.reciprocalmove.worker;

import java.time.Instant;
import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.reciprocalmove.ReciprocalReferrals;
import org.haven.reciprocalmove.Scheme;
import org.springframework.stereotype.Component;

@Component
class SendReciprocalReferralWorker
    implements JobWorker<SendReciprocalReferralWorker.In, SendReciprocalReferralWorker.Out> {
  record In(CaseRef caseRef, JourneyId journeyId, Scheme oneScheme, JobContext job) {}

  record Out(Code referralId, Instant replyDueAt) {}

  private final ReciprocalReferrals referrals;

  SendReciprocalReferralWorker(ReciprocalReferrals referrals) {
    this.referrals = referrals;
  }

  @Override
  public String type() {
    return "send-reciprocal-referral";
  }

  @Override
  public Out work(In in) {
    var sent =
        referrals.send(
            in.caseRef(),
            in.journeyId(),
            in.job().processId(),
            in.oneScheme(),
            in.job().elementInstanceKey());
    return new Out(sent.referralId(), sent.replyDueAt());
  }
}
