package org.haven.casefile.worker;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.haven.casefile.JourneyRequests;
import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Known;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Asks for another journey of the case. Headers: {@code process} says which; {@code start} names
 * another start message than its own; {@code key} with the value {@code new} lets it run beside any
 * other under a fresh reference. Facts that are set here are told to it.
 */
@Component
class RequestJourneyWorker implements JobWorker<RequestJourneyWorker.In, JobWorker.Nothing> {
  record In(
      CaseRef caseRef,
      JourneyId journeyId,
      @Nullable Code level,
      @Nullable List<Code> grounds,
      @Nullable Code maracOutcome,
      @Nullable Code reason,
      @Nullable Code reviewType,
      @Nullable LocalDate reviewOn,
      @Nullable LocalDate meetingOn,
      @Nullable Known councilTenant,
      @Nullable Known homelessNow,
      @Nullable Known immediateDanger,
      Known childAffected,
      Known childHarmNow,
      Known adultCareNeeds,
      Known harmSuspected,
      Known cannotProtectSelf,
      @Nullable Code youngParty,
      Known otherAbuse,
      Known staffImplicated,
      JobContext job) {}

  private final JourneyRequests requests;

  RequestJourneyWorker(JourneyRequests requests) {
    this.requests = requests;
  }

  @Override
  public String type() {
    return "request-journey";
  }

  @Override
  public Nothing work(In in) {
    Map<String, String> headers = in.job().headers();
    String process = headers.get("process");
    if (process == null) {
      throw new IllegalStateException("The step has no task header process: add it to the model");
    }
    requests.request(
        in.caseRef(),
        in.job().elementInstanceKey(),
        new Code(in.job().processId()),
        process,
        headers.get("start"),
        "new".equals(headers.get("key")),
        facts(in));
    return new Nothing();
  }

  /** Those that are known: what was never asked is left for the other journey to ask. */
  private static Map<String, Object> facts(In in) {
    var facts = new LinkedHashMap<String, Object>();
    put(facts, "level", in.level());
    put(facts, "grounds", in.grounds());
    put(facts, "maracOutcome", in.maracOutcome());
    put(facts, "reason", in.reason());
    put(facts, "reviewType", in.reviewType());
    put(facts, "reviewOn", in.reviewOn());
    put(facts, "meetingOn", in.meetingOn());
    put(facts, "councilTenant", in.councilTenant());
    put(facts, "homelessNow", in.homelessNow());
    put(facts, "immediateDanger", in.immediateDanger());
    put(facts, "childAffected", in.childAffected());
    put(facts, "childHarmNow", in.childHarmNow());
    put(facts, "adultCareNeeds", in.adultCareNeeds());
    put(facts, "harmSuspected", in.harmSuspected());
    put(facts, "cannotProtectSelf", in.cannotProtectSelf());
    put(facts, "youngParty", in.youngParty());
    put(facts, "otherAbuse", in.otherAbuse());
    put(facts, "staffImplicated", in.staffImplicated());
    return facts;
  }

  private static void put(Map<String, Object> facts, String name, @Nullable Object value) {
    if (value != null && value != Known.UNKNOWN) {
      facts.put(name, value);
    }
  }
}
