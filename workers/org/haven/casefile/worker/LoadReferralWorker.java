package org.haven.casefile.worker;

import org.haven.casefile.ProcessSubjects;
import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.springframework.stereotype.Component;

/** Says which referral a chase is about, so that its tasks can show it. */
@Component
class LoadReferralWorker implements JobWorker<LoadReferralWorker.In, JobWorker.Nothing> {
  record In(CaseRef caseRef, Code referralId, JobContext context) {}

  private final ProcessSubjects subjects;

  LoadReferralWorker(ProcessSubjects subjects) {
    this.subjects = subjects;
  }

  @Override
  public String type() {
    return "load-referral";
  }

  @Override
  public Nothing work(In in) {
    subjects.note(
        in.context().processInstanceKey(),
        ProcessSubjects.REFERRAL,
        in.referralId().value(),
        in.caseRef());
    return new Nothing();
  }
}
