package org.haven.casefile.worker;

import org.haven.casefile.CaseRouting;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.springframework.stereotype.Component;

/** Gives a journey the routing facts that are on record; what was never asked stays unset. */
@Component
class LoadCaseFactsWorker implements JobWorker<LoadCaseFactsWorker.In, CaseRouting.Routing> {
  record In(CaseRef caseRef) {}

  private final CaseRouting cases;

  LoadCaseFactsWorker(CaseRouting cases) {
    this.cases = cases;
  }

  @Override
  public String type() {
    return "load-case-facts";
  }

  @Override
  public CaseRouting.Routing work(In in) {
    return cases.load(in.caseRef());
  }

  /** What only the request told, such as who is at risk, is not taken back. */
  @Override
  public boolean leavesUnknownAsItIs() {
    return true;
  }
}
