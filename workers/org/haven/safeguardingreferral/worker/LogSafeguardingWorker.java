package org.haven.safeguardingreferral.worker;

import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.safeguardingreferral.SafeguardingLog;
import org.haven.safeguardingreferral.SafeguardingLog.Sending;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

@Component
class LogSafeguardingWorker implements JobWorker<LogSafeguardingWorker.In, JobWorker.Nothing> {
  record In(
      CaseRef caseRef,
      JourneyId journeyId,
      @Nullable Code entryId,
      @Nullable Code referralId,
      @Nullable Code consent,
      @Nullable Code goAgainstHerWishOutcome,
      @Nullable Code decideOnConcernOutcome,
      JobContext job) {}

  private final SafeguardingLog log;

  LogSafeguardingWorker(SafeguardingLog log) {
    this.log = log;
  }

  @Override
  public String type() {
    return "log-safeguarding";
  }

  @Override
  public Nothing work(In in) {
    var decided =
        in.goAgainstHerWishOutcome() != null
            ? in.goAgainstHerWishOutcome()
            : in.decideOnConcernOutcome();
    log.log(
        in.caseRef(),
        in.journeyId(),
        in.job().elementInstanceKey(),
        new Sending(in.entryId(), in.referralId(), in.consent(), decided));
    return new Nothing();
  }
}
