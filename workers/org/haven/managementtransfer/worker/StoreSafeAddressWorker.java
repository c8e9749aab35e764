package org.haven.managementtransfer.worker;

import org.haven.engine.JobWorker;
import org.haven.managementtransfer.SafeHomes;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.springframework.stereotype.Component;

@Component
class StoreSafeAddressWorker implements JobWorker<StoreSafeAddressWorker.In, JobWorker.Nothing> {
  record In(CaseRef caseRef, JourneyId journeyId) {}

  private final SafeHomes homes;

  StoreSafeAddressWorker(SafeHomes homes) {
    this.homes = homes;
  }

  @Override
  public String type() {
    return "store-safe-address";
  }

  @Override
  public Nothing work(In in) {
    homes.store(in.caseRef(), in.journeyId());
    return new Nothing();
  }
}
