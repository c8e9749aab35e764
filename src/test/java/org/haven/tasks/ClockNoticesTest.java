package org.haven.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.haven.tasks.TestTasks.ALEX;
import static org.haven.tasks.TestTasks.BELLA;
import static org.haven.tasks.TestTasks.MARA;
import static org.haven.tasks.TestTasks.POLLY;
import static org.haven.tasks.TestTasks.SAM;
import static org.haven.tasks.TestTasks.TERRY;

import java.util.List;
import java.util.stream.Stream;
import org.haven.casefile.clocks.Clocks;
import org.haven.platform.ActingPerson;
import org.haven.platform.Team;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is told of the limit of a whole journey, once. Source: procedure section 5. */
class ClockNoticesTest {
  private static final List<ActingPerson> STAFF = List.of(ALEX, BELLA, SAM, TERRY, MARA, POLLY);
  private final TestTasks haven = new TestTasks();
  private final ClockNotices clocks = haven.get(ClockNotices.class);

  @AfterEach
  void close() {
    haven.close();
  }

  @ParameterizedTest
  @CsvSource({
    "a, alex bella sam, sam",
    "b, alex bella sam, mara",
    "c, alex bella sam, mara polly",
  })
  void shouldTellWhomTheLimitNames_whenTimeRunsOut(String told, String warned, String late) {
    // given
    haven.limit.row = TestTasks.Limit.row(1, "working-days", told);
    var caseRef = haven.aCase();
    var clock =
        haven.get(Clocks.class).start(caseRef, haven.aJourney(caseRef, 5), "sar", null, 5000);

    // when: each job runs twice, and the first notice was read meanwhile
    clocks.warn(caseRef, clock.clockId(), Team.HOUSING_SOLUTIONS, 5001);
    assertThat(told(NoticeKind.WARNING)).containsExactlyInAnyOrder(warned.split(" "));
    haven.db.sql("update notice set read_at = at").update();
    clocks.warn(caseRef, clock.clockId(), Team.HOUSING_SOLUTIONS, 5001);
    clocks.breach(caseRef, clock.clockId(), Team.HOUSING_SOLUTIONS, 5002);
    clocks.breach(caseRef, clock.clockId(), Team.HOUSING_SOLUTIONS, 5002);

    // then
    assertThat(told(NoticeKind.WARNING)).isEmpty();
    assertThat(told(NoticeKind.BREACH)).containsExactlyInAnyOrder(late.split(" "));
  }

  private Stream<String> told(NoticeKind kind) {
    return STAFF.stream()
        .filter(
            who -> haven.get(Notices.class).unread(who).stream().anyMatch(n -> n.kind() == kind))
        .map(ActingPerson::username);
  }
}
