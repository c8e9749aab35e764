package org.haven.safeguardingreferral.worker;

import java.util.List;
import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Known;
import org.haven.safeguardingreferral.SafeguardingLog;
import org.haven.safeguardingreferral.SafeguardingLog.Concern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

@Component
class ListPersonsConcernedWorker
    implements JobWorker<ListPersonsConcernedWorker.In, ListPersonsConcernedWorker.Out> {
  record In(
      CaseRef caseRef,
      JourneyId journeyId,
      Known childAffected,
      Known childHarmNow,
      @Nullable Code youngParty,
      List<Code> routes,
      @Nullable Code decideOnConcernOutcome,
      JobContext job) {}

  record Out(List<Code> entryIds, List<Code> adultEntryIds) {}

  private final SafeguardingLog log;

  ListPersonsConcernedWorker(SafeguardingLog log) {
    this.log = log;
  }

  @Override
  public String type() {
    return "list-persons-concerned";
  }

  @Override
  public Out work(In in) {
    var entries =
        log.listPersons(
            in.caseRef(),
            in.journeyId(),
            in.job().elementInstanceKey(),
            new Concern(
                in.childAffected(),
                in.childHarmNow(),
                in.youngParty(),
                in.routes(),
                in.decideOnConcernOutcome()));
    return new Out(entries.all(), entries.adults());
  }
}
