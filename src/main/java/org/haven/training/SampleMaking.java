package org.haven.training;

import org.haven.platform.Training;
import org.haven.sample.SampleData;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * Are the fictional cases still being made? Their tasks are done in order, and a clock that jumps
 * meanwhile would leave stories half told.
 */
@Component
@Profile(Training.PROFILE)
public class SampleMaking {
  private final ObjectProvider<SampleData> sample;

  SampleMaking(ObjectProvider<SampleData> sample) {
    this.sample = sample;
  }

  public boolean isMaking() {
    SampleData made = sample.getIfAvailable();
    return made != null && made.isMaking();
  }
}
