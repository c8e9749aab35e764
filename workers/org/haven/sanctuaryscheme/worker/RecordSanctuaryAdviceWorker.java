package org.haven.sanctuaryscheme.worker;

import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.sanctuaryscheme.SanctuaryAdvice;
import org.springframework.stereotype.Component;

@Component
class RecordSanctuaryAdviceWorker
    implements JobWorker<RecordSanctuaryAdviceWorker.In, JobWorker.Nothing> {
  record In(CaseRef caseRef, JourneyId journeyId, Code scheme, Code lockChange, JobContext job) {}

  private final SanctuaryAdvice advice;

  RecordSanctuaryAdviceWorker(SanctuaryAdvice advice) {
    this.advice = advice;
  }

  @Override
  public String type() {
    return "record-sanctuary-advice";
  }

  @Override
  public Nothing work(In in) {
    advice.record(
        in.caseRef(), in.journeyId(), in.scheme(), in.lockChange(), in.job().elementInstanceKey());
    return new Nothing();
  }
}
