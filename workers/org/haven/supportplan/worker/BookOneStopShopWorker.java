package org.haven.supportplan.worker;

import java.time.Instant;
import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.haven.supportplan.OneStopShopVisits;
import org.springframework.stereotype.Component;

@Component
class BookOneStopShopWorker
    implements JobWorker<BookOneStopShopWorker.In, BookOneStopShopWorker.Out> {
  record In(CaseRef caseRef, JourneyId journeyId, JobContext job) {}

  record Out(Instant oneStopShopAt) {}

  private final OneStopShopVisits visits;

  BookOneStopShopWorker(OneStopShopVisits visits) {
    this.visits = visits;
  }

  @Override
  public String type() {
    return "book-one-stop-shop";
  }

  @Override
  public Out work(In in) {
    return new Out(visits.book(in.caseRef(), in.journeyId(), in.job().elementInstanceKey()));
  }
}
