package org.haven.homelessnessapplication.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.haven.homelessnessapplication.HomelessnessApplications;
import org.haven.platform.ActingPerson;
import org.haven.platform.JourneyId;
import org.haven.platform.Role;
import org.haven.platform.Team;
import org.haven.tasks.TaskPanel.Panel;
import org.haven.tasks.TaskView;
import org.junit.jupiter.api.Test;

class AdvicePanelTest {
  private static final JourneyId JOURNEY = new JourneyId("journey-0001");
  private static final ActingPerson OFFICER =
      new ActingPerson(
          "maya.okafor", "Maya Okafor", Set.of(Role.OFFICER), Set.of(Team.HOUSING_SOLUTIONS));

  private final HomelessnessApplications applications = mock(HomelessnessApplications.class);
  private final AdvicePanel panel = new AdvicePanel(applications);

  private static TaskView task(String formId) {
    var task = mock(TaskView.class);
    when(task.formId()).thenReturn(formId);
    when(task.journeyId()).thenReturn(JOURNEY);
    return task;
  }

  @Test
  void shouldSayWhatTheTableAdvises_whereTheDutyIsDecided() {
    when(applications.advised(JOURNEY)).thenReturn(Optional.of("relief"));
    assertThat(panel.of(OFFICER, task("issue-decision-letter")))
        .contains(new Panel("homelessness-application/advice", Map.of("advice", "relief")));
  }

  @Test
  void shouldSayNothing_whereItIsNot() {
    when(applications.advised(JOURNEY)).thenReturn(Optional.of("relief"));
    assertThat(panel.of(OFFICER, task("take-application"))).isEmpty();
  }
}
