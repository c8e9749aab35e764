package org.haven.refertomarac.worker;

import java.time.Instant;
import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.refertomarac.MaracReferrals;
import org.springframework.stereotype.Component;

@Component
class SendMaracReferralWorker
    implements JobWorker<SendMaracReferralWorker.In, SendMaracReferralWorker.Out> {
  record In(CaseRef caseRef, JourneyId journeyId, JobContext job) {}

  record Out(Code referralId, Instant replyDueAt) {}

  private final MaracReferrals referrals;

  SendMaracReferralWorker(MaracReferrals referrals) {
    this.referrals = referrals;
  }

  @Override
  public String type() {
    return "send-marac-referral";
  }

  @Override
  public Out work(In in) {
    var sent = referrals.send(in.caseRef(), in.journeyId(), in.job().elementInstanceKey());
    return new Out(sent.referralId(), sent.replyDueAt());
  }
}
