package org.haven.managementtransfer.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.haven.forms.FormProblem;
import org.haven.forms.Submission;
import org.haven.platform.ActingPerson;
import org.haven.platform.Role;
import org.haven.platform.Team;
import org.haven.tasks.TaskView;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrantedHomeRuleTest {
  private static final ActingPerson MAYA =
      new ActingPerson("maya", "Maya", Set.of(Role.OFFICER), Set.of(Team.HOUSING_SOLUTIONS));

  private static List<FormProblem> problems(Map<String, Object> sealed) {
    return new GrantedHomeRule()
        .check(mock(TaskView.class), new Submission(Map.of(), sealed), MAYA);
  }

  @ParameterizedTest
  @ValueSource(strings = {"T-000077", " t-000077 ", ""})
  void shouldTakeIt_whenItCanBeAReference(String typed) {
    assertThat(problems(Map.of("tenancyRef", typed))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "see below", "T/77", "T-000077-T-000077-T-000077-T-000077"})
  void shouldSayWhatToEnter_whenItCannotBeAReference(String typed) {
    assertThat(problems(Map.of("tenancyRef", typed)))
        .extracting(FormProblem::key)
        .containsExactly("tenancyRef");
  }
}
