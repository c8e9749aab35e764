package org.haven.tasks;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** What happens to tasks by itself: leave begins and ends. */
@Component
class TaskSchedule {
  private final Covers covers;

  TaskSchedule(Covers covers) {
    this.covers = covers;
  }

  @Scheduled(fixedDelayString = "PT1M", initialDelayString = "PT30S")
  void turn() {
    covers.turn();
  }
}
