package org.haven.policyreview.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.haven.forms.FormProblem;
import org.haven.forms.Submission;
import org.haven.platform.ActingPerson;
import org.haven.platform.Role;
import org.haven.platform.Team;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.tasks.TaskView;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpdateRulesRuleTest {
  private static final ActingPerson BETH =
      new ActingPerson("beth", "Beth", Set.of(Role.POLICY_OWNER), Set.of(Team.POLICY_OWNER));

  private final UpdateRulesRule rule =
      new UpdateRulesRule(
          Clock.fixed(Instant.parse("2027-02-28T10:00:00Z"), WorkingCalendar.LONDON));

  @ParameterizedTest
  @CsvSource({
    "three-years, 2027-02-27, effectiveFrom",
    "operations, 2027-02-27, effectiveFrom",
    "learning, 2027-02-27, effectiveFrom",
    "law, 2027-02-27, ''",
    "operations, 2027-02-28, ''",
    "operations, 2027-03-01, ''"
  })
  void shouldRefuseADayThatHasPassed_whenItIsNoLaw(String trigger, String from, String field) {
    var problems =
        rule.check(
            mock(TaskView.class, "task"),
            new Submission(Map.of("trigger", trigger, "effectiveFrom", from), Map.of()),
            BETH);
    assertThat(problems.stream().map(FormProblem::key).toList())
        .isEqualTo(field.isEmpty() ? java.util.List.of() : java.util.List.of(field));
  }
}
