package org.haven.tasks;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** What happens to tasks by itself: leave begins and ends, and old drafts go. */
@Component
class TaskSchedule {
  private final Covers covers;
  private final TaskDrafts drafts;

  TaskSchedule(Covers covers, TaskDrafts drafts) {
    this.covers = covers;
    this.drafts = drafts;
  }

  @Scheduled(fixedDelayString = "PT1M", initialDelayString = "PT30S")
  void turn() {
    covers.turn();
  }

  @Scheduled(cron = "0 10 3 * * *", zone = "Europe/London")
  void eachNight() {
    drafts.clear();
  }
}
