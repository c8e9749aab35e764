package org.haven.assessrisk.worker;

import org.haven.assessrisk.RiskAssessments;
import org.haven.assessrisk.RiskLevel;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

@Component
class CompareRiskLevelWorker
    implements JobWorker<CompareRiskLevelWorker.In, CompareRiskLevelWorker.Out> {
  record In(CaseRef caseRef, RiskLevel level) {}

  record Out(boolean lowerThanBefore, @Nullable RiskLevel levelBefore) {}

  private final RiskAssessments assessments;

  CompareRiskLevelWorker(RiskAssessments assessments) {
    this.assessments = assessments;
  }

  @Override
  public String type() {
    return "compare-risk-level";
  }

  @Override
  public Out work(In in) {
    var comparison = assessments.compare(in.caseRef(), in.level());
    return new Out(comparison.lower(), comparison.before());
  }
}
