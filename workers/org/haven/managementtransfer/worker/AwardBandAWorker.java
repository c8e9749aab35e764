package org.haven.managementtransfer.worker;

import org.haven.engine.JobWorker;
import org.haven.managementtransfer.BandAwards;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.springframework.stereotype.Component;

@Component
class AwardBandAWorker implements JobWorker<AwardBandAWorker.In, AwardBandAWorker.Out> {
  record In(CaseRef caseRef, JourneyId journeyId) {}

  record Out(Code awardRef) {}

  private final BandAwards awards;

  AwardBandAWorker(BandAwards awards) {
    this.awards = awards;
  }

  @Override
  public String type() {
    return "award-band-a";
  }

  @Override
  public Out work(In in) {
    return new Out(awards.award(in.caseRef(), in.journeyId()));
  }
}
