package org.haven.reportdomesticabuse.worker;

import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Known;
import org.haven.reportdomesticabuse.ReportMessages;
import org.haven.reportdomesticabuse.ReportMessages.SafeguardingFacts;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

@Component
class SendSafeguardingReferralRequestedWorker
    implements JobWorker<SendSafeguardingReferralRequestedWorker.In, JobWorker.Nothing> {
  record In(
      CaseRef caseRef,
      JourneyId journeyId,
      Known childAffected,
      Known childHarmNow,
      Known adultCareNeeds,
      Known harmSuspected,
      Known cannotProtectSelf,
      @Nullable Code youngParty,
      Known otherAbuse,
      Known staffImplicated) {}

  private final ReportMessages messages;

  SendSafeguardingReferralRequestedWorker(ReportMessages messages) {
    this.messages = messages;
  }

  @Override
  public String type() {
    return "send-safeguarding-referral-requested";
  }

  @Override
  public Nothing work(In in) {
    messages.safeguarding(
        in.caseRef(),
        in.journeyId(),
        new SafeguardingFacts(
            in.childAffected(),
            in.childHarmNow(),
            in.adultCareNeeds(),
            in.harmSuspected(),
            in.cannotProtectSelf(),
            in.youngParty(),
            in.otherAbuse(),
            in.staffImplicated()));
    return new Nothing();
  }
}
