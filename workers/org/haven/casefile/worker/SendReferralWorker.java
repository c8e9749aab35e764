package org.haven.casefile.worker;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.haven.casefile.referrals.Referrals;
import org.haven.casefile.referrals.Referrals.NewReferral;
import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Sends what goes to another agency. Task headers: {@code agency} and {@code purpose}, or variables
 * of these names where the agency differs from case to case; {@code answerMessage}; may have {@code
 * answers} and {@code answerDates} (lists with commas) and {@code clock} (key of taskSla).
 */
@Component
class SendReferralWorker implements JobWorker<SendReferralWorker.In, SendReferralWorker.Out> {
  record In(
      CaseRef caseRef,
      JourneyId journeyId,
      @Nullable Code agency,
      @Nullable Code purpose,
      JobContext context) {}

  record Out(Code referralId, Instant replyDueAt) {}

  private final Referrals referrals;

  SendReferralWorker(Referrals referrals) {
    this.referrals = referrals;
  }

  @Override
  public String type() {
    return "send-referral";
  }

  @Override
  public Out work(In in) {
    Map<String, String> headers = in.context().headers();
    var sent =
        referrals.send(
            new NewReferral(
                in.caseRef(),
                in.journeyId(),
                in.context().processId(),
                code(headers, "agency", in.agency()),
                code(headers, "purpose", in.purpose()),
                needed(headers, "answerMessage"),
                list(headers, "answers").stream().map(Code::new).toList(),
                list(headers, "answerDates"),
                headers.get("clock"),
                null),
            in.context().elementInstanceKey());
    return new Out(sent.referralId(), sent.replyDueAt());
  }

  private static Code code(Map<String, String> headers, String name, @Nullable Code variable) {
    return variable != null && !headers.containsKey(name)
        ? variable
        : new Code(needed(headers, name));
  }

  private static String needed(Map<String, String> headers, String name) {
    String value = headers.get(name);
    if (value == null || value.isBlank()) {
      throw new IllegalStateException(
          "The step has no task header " + name + ": add it to the model");
    }
    return value;
  }

  private static List<String> list(Map<String, String> headers, String name) {
    return Arrays.stream(headers.getOrDefault(name, "").split(","))
        .map(String::strip)
        .filter(s -> !s.isEmpty())
        .toList();
  }
}
