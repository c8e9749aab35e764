package org.haven.casefile.referrals;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.haven.casefile.AnswersTo;
import org.haven.casefile.By;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Answers of agencies that came by word of mouth. */
@Component
class ReferralAnswers implements AnswersTo {
  /** What is told where the news itself is the answer. */
  private static final Code ANSWERED = new Code("answered");

  private final Referrals referrals;

  ReferralAnswers(Referrals referrals) {
    this.referrals = referrals;
  }

  @Override
  public String variable() {
    return "referralId";
  }

  @Override
  public List<Open> open(CaseRef caseRef, JourneyId journeyId, String message) {
    return referrals.open(caseRef, journeyId, message).stream()
        .map(referral -> new Open(referral.referralId(), referral.agency()))
        .toList();
  }

  @Override
  public Map<String, String> faults(
      String id, @Nullable Code answer, Map<String, LocalDate> dates) {
    var faults = new LinkedHashMap<String, String>();
    referrals
        .faults(id, said(answer, dates, null))
        .forEach(
            fault ->
                faults.put(
                    fault.field().substring(fault.field().indexOf('/') + 1),
                    "Give " + fault.expected()));
    return faults;
  }

  private static Referrals.Answer said(
      @Nullable Code answer, Map<String, LocalDate> dates, @Nullable String words) {
    return new Referrals.Answer(
        answer == null ? ANSWERED : answer, dates, Referrals.BY_PAGE, null, words);
  }

  @Override
  public boolean answer(
      CaseRef caseRef,
      String id,
      @Nullable Code answer,
      Map<String, LocalDate> dates,
      @Nullable String words,
      By by) {
    return referrals.answer(id, said(answer, dates, words), by) instanceof Referrals.Taken.Recorded;
  }
}
