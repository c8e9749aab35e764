package org.haven.homelessnessapplication.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.haven.testing.TestCasefile.ALEX;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.haven.casefile.CaseFacts;
import org.haven.forms.FormProblem;
import org.haven.forms.Submission;
import org.haven.homelessnessapplication.HomelessnessApplications;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.haven.platform.Team;
import org.haven.tasks.TaskStatus;
import org.haven.tasks.TaskView;
import org.haven.testing.TestCasefile;
import org.junit.jupiter.api.Test;

/** The day from which a duty's days are counted. */
class AgreeHousingPlanRulesTest {
  private final TestCasefile haven = TestCasefile.with("org.haven.homelessnessapplication");
  private final HomelessnessApplications applications = haven.get(HomelessnessApplications.class);
  private final AgreeHousingPlanRules rules =
      new AgreeHousingPlanRules(applications, haven.get(CaseFacts.class));
  // reported on 16 November 2026
  private final CaseRef caseRef = haven.aCase();
  private final JourneyId journeyId = haven.aJourney(caseRef, "homelessness-application");

  private List<FormProblem> satisfied(String day) {
    return rules.check(
        new TaskView(
            1,
            "homelessness-application",
            1,
            2,
            "Task_AgreeHousingPlan",
            "Agree housing plan",
            "",
            "strategy",
            caseRef,
            journeyId,
            Team.HOUSING_SOLUTIONS,
            false,
            rules.formId(),
            "housingPlan",
            List.of(),
            true,
            TaskStatus.OPEN,
            haven.clock.instant(),
            null,
            null,
            null,
            null,
            null,
            null,
            null),
        new Submission(Map.of("satisfiedOn", day), Map.of()),
        ALEX);
  }

  @Test
  void shouldTakeADayFromTheReasonToBelieveOn_andNoneBefore() {
    haven.clock.move(Duration.ofDays(2));
    applications.momentNow(caseRef, journeyId, "reason-to-believe");
    haven.clock.move(Duration.ofDays(3));

    assertThat(satisfied("2026-11-18")).isEmpty();
    assertThat(satisfied("2026-11-21")).isEmpty();
    for (String wrong : List.of("2026-11-17", "2025-11-18", "0226-11-18")) {
      assertThat(satisfied(wrong))
          .as(wrong)
          .singleElement()
          .satisfies(
              problem -> {
                assertThat(problem.key()).isEqualTo("satisfiedOn");
                assertThat(problem.message()).contains("18 November 2026", "s.184");
              });
    }
    assertThat(satisfied("2026-11-22"))
        .containsExactly(new FormProblem("satisfiedOn", "Give today or a day before it"));
  }

  @Test
  void shouldTakeNoDayBeforeTheReport_whenNoReasonToBelieveIsOnRecord() {
    assertThat(satisfied("2026-11-16")).isEmpty();
    assertThat(satisfied("2026-11-15")).hasSize(1);
  }
}
