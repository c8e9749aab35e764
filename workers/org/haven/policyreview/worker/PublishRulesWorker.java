package org.haven.policyreview.worker;

import java.time.LocalDate;
import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.haven.policyreview.PolicyVersions;
import org.haven.policyreview.Trigger;
import org.springframework.stereotype.Component;

/** The version that was approved goes on record. */
@Component
class PublishRulesWorker implements JobWorker<PublishRulesWorker.In, JobWorker.Nothing> {
  record In(
      CaseRef caseRef,
      JourneyId journeyId,
      Trigger trigger,
      LocalDate effectiveFrom,
      JobContext job) {}

  private final PolicyVersions versions;

  PublishRulesWorker(PolicyVersions versions) {
    this.versions = versions;
  }

  @Override
  public String type() {
    return "publish-rules";
  }

  @Override
  public Nothing work(In in) {
    versions.publish(
        in.caseRef(),
        in.journeyId(),
        in.trigger(),
        in.effectiveFrom(),
        in.job().elementInstanceKey());
    return new Nothing();
  }
}
