package org.haven.complexcasepanel.worker;

import java.time.Instant;
import org.haven.complexcasepanel.PanelListings;
import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.springframework.stereotype.Component;

@Component
class ListForPanelWorker implements JobWorker<ListForPanelWorker.In, ListForPanelWorker.Out> {
  record In(CaseRef caseRef, JourneyId journeyId, JobContext job) {}

  record Out(Instant panelAt) {}

  private final PanelListings listings;

  ListForPanelWorker(PanelListings listings) {
    this.listings = listings;
  }

  @Override
  public String type() {
    return "list-for-panel";
  }

  @Override
  public Out work(In in) {
    return new Out(listings.list(in.caseRef(), in.journeyId(), in.job().elementInstanceKey()));
  }
}
