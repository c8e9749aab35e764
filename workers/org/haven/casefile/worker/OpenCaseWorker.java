package org.haven.casefile.worker;

import org.haven.casefile.CaseRouting;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.Team;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Opens the reported case; until a lead is named the team that took the report works it. */
@Component
class OpenCaseWorker implements JobWorker<OpenCaseWorker.In, OpenCaseWorker.Out> {
  record In(CaseRef caseRef, @Nullable Boolean disclosureTaken) {}

  record Out(Team team, boolean disclosureTaken) {}

  private final CaseRouting cases;

  OpenCaseWorker(CaseRouting cases) {
    this.cases = cases;
  }

  @Override
  public String type() {
    return "open-case";
  }

  @Override
  public Out work(In in) {
    return new Out(cases.open(in.caseRef()), Boolean.TRUE.equals(in.disclosureTaken()));
  }
}
