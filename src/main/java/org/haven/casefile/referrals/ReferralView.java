package org.haven.casefile.referrals;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.jspecify.annotations.Nullable;

/**
 * A referral as pages and forms see it: routing facts alone.
 *
 * @param answers what the agency may answer; empty if any code will do
 * @param answerDates names of the dates that may come with it; empty if any will do
 * @param dates that came with the answer, by name
 * @param channel by which the answer came
 */
public record ReferralView(
    String referralId,
    CaseRef caseRef,
    JourneyId journeyId,
    String processId,
    Code agency,
    Code purpose,
    ReferralStatus status,
    List<Code> answers,
    List<String> answerDates,
    @Nullable Instant sentAt,
    @Nullable Instant replyDueAt,
    @Nullable Instant answeredAt,
    @Nullable Code answer,
    Map<String, LocalDate> dates,
    @Nullable Code channel,
    String by) {
  public boolean awaitsAnswer() {
    return status.awaitsAnswer();
  }
}
