package org.haven.assessrisk.worker;

import java.util.List;
import org.haven.assessrisk.RiskAssessments;
import org.haven.assessrisk.RiskLevel;
import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

@Component
class RecordRiskLevelWorker
    implements JobWorker<RecordRiskLevelWorker.In, RecordRiskLevelWorker.Out> {
  record In(
      CaseRef caseRef,
      JourneyId journeyId,
      RiskLevel level,
      @Nullable List<Code> grounds,
      @Nullable Code approveLowerRiskOutcome,
      JobContext job) {}

  record Out(RiskLevel level, List<Code> grounds) {}

  private final RiskAssessments assessments;

  RecordRiskLevelWorker(RiskAssessments assessments) {
    this.assessments = assessments;
  }

  @Override
  public String type() {
    return "record-risk-level";
  }

  @Override
  public Out work(In in) {
    var grounds = in.grounds() == null ? List.<Code>of() : in.grounds();
    var result =
        assessments.result(
            in.caseRef(),
            in.journeyId(),
            in.job().elementInstanceKey(),
            in.level(),
            grounds,
            in.approveLowerRiskOutcome());
    return new Out(result.level(), result.grounds());
  }
}
