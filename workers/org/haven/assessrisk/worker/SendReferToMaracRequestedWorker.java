package org.haven.assessrisk.worker;

import java.util.List;
import org.haven.assessrisk.RiskLevel;
import org.haven.assessrisk.RiskMessages;
import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

@Component
class SendReferToMaracRequestedWorker
    implements JobWorker<SendReferToMaracRequestedWorker.In, JobWorker.Nothing> {
  record In(
      CaseRef caseRef,
      RiskLevel level,
      @Nullable List<Code> grounds,
      Code maracOutcome,
      JobContext job) {}

  private final RiskMessages messages;

  SendReferToMaracRequestedWorker(RiskMessages messages) {
    this.messages = messages;
  }

  @Override
  public String type() {
    return "send-refer-to-marac-requested";
  }

  @Override
  public Nothing work(In in) {
    messages.requestMarac(
        in.caseRef(),
        in.job().elementInstanceKey(),
        in.level(),
        in.grounds() == null ? List.of() : in.grounds(),
        in.maracOutcome());
    return new Nothing();
  }
}
