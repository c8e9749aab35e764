package org.haven.training;

import java.util.List;
import org.haven.platform.StartupNote;
import org.haven.platform.Training;
import org.haven.platform.web.Times;
import org.springframework.context.annotation.Profile;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Tells whoever started it what it is, and what its clock says. */
@Component
@Order(5)
@Profile(Training.PROFILE)
class TrainingNote implements StartupNote {
  private final TrainingClock clock;
  private final Times times;

  TrainingNote(TrainingClock clock, Times times) {
    this.clock = clock;
    this.times = times;
  }

  @Override
  public List<String> lines() {
    return List.of(
        "This Haven is for training: nothing in it is real.",
        "Its clock says " + times.full(clock.instant()) + "; move it on the page /training.",
        "Start afresh: stop it, then start it with --haven.training.fresh=true");
  }
}
