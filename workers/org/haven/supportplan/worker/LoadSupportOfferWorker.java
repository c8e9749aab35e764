package org.haven.supportplan.worker;

import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.supportplan.SupportOffers;
import org.springframework.stereotype.Component;

/** Says which offer this is, so that the tasks of this instance can show it. */
@Component
class LoadSupportOfferWorker implements JobWorker<LoadSupportOfferWorker.In, JobWorker.Nothing> {
  record In(CaseRef caseRef, Code offer, JobContext job) {}

  private final SupportOffers offers;

  LoadSupportOfferWorker(SupportOffers offers) {
    this.offers = offers;
  }

  @Override
  public String type() {
    return "load-support-offer";
  }

  @Override
  public Nothing work(In in) {
    offers.note(in.job().processInstanceKey(), in.offer(), in.caseRef());
    return new Nothing();
  }
}
