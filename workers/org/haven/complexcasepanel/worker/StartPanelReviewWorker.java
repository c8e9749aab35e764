package org.haven.complexcasepanel.worker;

import java.time.Instant;
import org.haven.complexcasepanel.PanelListings;
import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

@Component
class StartPanelReviewWorker
    implements JobWorker<StartPanelReviewWorker.In, StartPanelReviewWorker.Out> {
  record In(
      CaseRef caseRef,
      JourneyId journeyId,
      @Nullable Code reviewPanelPlanOutcome,
      JobContext job) {}

  record Out(Instant panelReviewAt) {}

  private final PanelListings listings;

  StartPanelReviewWorker(PanelListings listings) {
    this.listings = listings;
  }

  @Override
  public String type() {
    return "start-panel-review";
  }

  @Override
  public Out work(In in) {
    boolean again = in.reviewPanelPlanOutcome() != null;
    return new Out(
        listings.nextReview(in.caseRef(), in.journeyId(), again, in.job().elementInstanceKey()));
  }
}
