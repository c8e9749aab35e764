package org.haven.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.haven.tasks.TestTasks.ALEX;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.haven.platform.Team;
import org.junit.jupiter.api.Test;

class ListChangesTest {
  @Test
  void shouldTellTheTeamsThatChanged_andNobodyAfterwards() {
    try (var haven = new TestTasks()) {
      // given
      Set<Thread> others = listening();
      var solutions = new AtomicInteger();
      var tenancy = new AtomicInteger();
      var changes = haven.get(ListChanges.class);
      long id = haven.aTask(haven.aCase(), "Task_Decide");
      try (var one = changes.watch(List.of(Team.HOUSING_SOLUTIONS), solutions::incrementAndGet);
          var other = changes.watch(List.of(Team.TENANCY_SERVICES), tenancy::incrementAndGet)) {
        // told once as it begins: something may have changed before
        await().atMost(Duration.ofSeconds(20)).until(() -> tenancy.get() == 1);
        int before = solutions.get();
        // when
        haven.get(TaskActions.class).claim(ALEX, id);
        // then
        await().atMost(Duration.ofSeconds(20)).until(() -> solutions.get() > before);
        assertThat(tenancy).hasValue(1);
        assertThat(one).isNotSameAs(other);
      }
      int after = solutions.get();
      haven.get(TaskActions.class).release(ALEX, id);
      // what is heard is told by the thread that listens, which ends with the last who asked
      await().atMost(Duration.ofSeconds(20)).until(() -> others.containsAll(listening()));
      assertThat(solutions).hasValue(after);
    }
  }

  private static Set<Thread> listening() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("task-list-changes"))
        .collect(Collectors.toSet());
  }
}
