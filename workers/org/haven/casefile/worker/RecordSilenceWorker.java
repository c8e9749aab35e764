package org.haven.casefile.worker;

import org.haven.casefile.By;
import org.haven.casefile.referrals.Referrals;
import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.platform.Code;
import org.springframework.stereotype.Component;

/** An agency was asked twice and is silent: the referral says so. */
@Component
class RecordSilenceWorker implements JobWorker<RecordSilenceWorker.In, JobWorker.Nothing> {
  record In(Code referralId, JobContext context) {}

  private final Referrals referrals;

  RecordSilenceWorker(Referrals referrals) {
    this.referrals = referrals;
  }

  @Override
  public String type() {
    return "record-silence";
  }

  @Override
  public Nothing work(In in) {
    referrals.silent(in.referralId().value(), By.SYSTEM);
    return new Nothing();
  }
}
