package org.haven.assessrisk.worker;

import java.util.List;
import org.haven.assessrisk.RiskLevel;
import org.haven.assessrisk.RiskMessages;
import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

@Component
class SendRiskChangedWorker implements JobWorker<SendRiskChangedWorker.In, JobWorker.Nothing> {
  record In(
      CaseRef caseRef,
      RiskLevel level,
      @Nullable List<Code> grounds,
      @Nullable Code maracOutcome,
      @Nullable JourneyId calledBy,
      JobContext job) {}

  private final RiskMessages messages;

  SendRiskChangedWorker(RiskMessages messages) {
    this.messages = messages;
  }

  @Override
  public String type() {
    return "send-risk-changed";
  }

  @Override
  public Nothing work(In in) {
    messages.riskChanged(
        in.caseRef(),
        in.job().elementInstanceKey(),
        in.level(),
        in.grounds() == null ? List.of() : in.grounds(),
        in.maracOutcome(),
        in.calledBy());
    return new Nothing();
  }
}
