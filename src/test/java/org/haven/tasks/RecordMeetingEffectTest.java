package org.haven.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.haven.casefile.By;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.Meetings;
import org.haven.casefile.NewCase;
import org.haven.forms.Submission;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Team;
import org.haven.testing.TestCasefile;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway")
class RecordMeetingEffectTest {
  private final TestCasefile haven = TestCasefile.fresh();
  private final Meetings meetings = haven.get(Meetings.class);
  private final CaseRef caseRef =
      haven
          .get(CaseFiles.class)
          .open(
              new NewCase(
                  new Code("phone"), haven.clock.instant(), "alex", Team.HOUSING_SOLUTIONS, false),
              By.of(TestCasefile.ALEX));

  private TaskView task(long id) {
    return new TaskView(
        id,
        "multi-agency-review",
        1,
        5,
        "Task_RecordMeeting",
        "Record meeting",
        "",
        "6.9",
        caseRef,
        new JourneyId("JO-2222222222"),
        Team.HOUSING_SOLUTIONS,
        false,
        "record-meeting",
        "standard",
        List.of(),
        false,
        TaskStatus.OPEN,
        haven.clock.instant(),
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  @Test
  @SuppressWarnings("unchecked")
  void shouldGiveTheJourneyAnIdForEachAction_whenAMeetingIsRecorded() {
    // given
    var effect = new RecordMeetingEffect(meetings);
    var submission =
        new Submission(
            Map.of("meetingOn", "2026-11-13"),
            Map.of(
                "minutes",
                "Her sister spoke",
                "actions",
                List.of(
                    Map.of(
                        "what", "Ring the school",
                        "owner", "tenancy-services",
                        "due", "2026-11-20"))));

    // when
    var facts = effect.save(task(7), submission, TestCasefile.ALEX);

    // then
    var ids = (List<Code>) facts.get("actionIds");
    assertThat(ids).hasSize(1);
    assertThat(facts.get("meetingId")).isInstanceOf(Code.class);
    assertThat(meetings.find(ids.getFirst().value()).orElseThrow())
        .satisfies(
            action -> {
              assertThat(action.owner()).isEqualTo(Team.TENANCY_SERVICES);
              assertThat(action.dueOn()).isEqualTo(LocalDate.of(2026, 11, 20));
            });
  }

  @Test
  void shouldGiveAnEmptyList_whenNoActionWasAgreed() {
    var facts =
        new RecordMeetingEffect(meetings)
            .save(
                task(8),
                new Submission(Map.of("meetingOn", "2026-11-13"), Map.of()),
                TestCasefile.ALEX);
    assertThat(facts.get("actionIds")).isEqualTo(List.of());
  }
}
