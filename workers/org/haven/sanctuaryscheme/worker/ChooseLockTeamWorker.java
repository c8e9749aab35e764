package org.haven.sanctuaryscheme.worker;

import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.haven.platform.Team;
import org.haven.sanctuaryscheme.LockRequests;
import org.springframework.stereotype.Component;

@Component
class ChooseLockTeamWorker implements JobWorker<ChooseLockTeamWorker.In, ChooseLockTeamWorker.Out> {
  record In(CaseRef caseRef, JourneyId journeyId, JobContext job) {}

  record Out(Team lockTeam) {}

  private final LockRequests requests;

  ChooseLockTeamWorker(LockRequests requests) {
    this.requests = requests;
  }

  @Override
  public String type() {
    return "choose-lock-team";
  }

  @Override
  public Out work(In in) {
    return new Out(requests.take(in.caseRef(), in.journeyId(), in.job().elementInstanceKey()));
  }
}
