package org.haven.casefile.worker;

import org.haven.casefile.CaseRouting;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.haven.platform.Team;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Gives the case, and the lead team's open tasks with it, to the team that leadTeam named. */
@Component
class AssignLeadWorker implements JobWorker<AssignLeadWorker.In, AssignLeadWorker.Out> {
  record In(CaseRef caseRef, JourneyId journeyId, Team lead, @Nullable Team support) {}

  record Out(Team team, @Nullable Team supportTeam) {}

  private final CaseRouting cases;

  AssignLeadWorker(CaseRouting cases) {
    this.cases = cases;
  }

  @Override
  public String type() {
    return "assign-lead";
  }

  @Override
  public Out work(In in) {
    cases.lead(in.caseRef(), in.journeyId(), in.lead(), in.support());
    return new Out(in.lead(), in.support());
  }
}
