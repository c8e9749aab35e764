package org.haven.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.haven.tasks.TestTasks.SAM;

import java.util.List;
import java.util.Map;
import org.haven.platform.Models.Element;
import org.haven.platform.Models.Flow;
import org.haven.platform.calendar.Term;
import org.haven.tasks.NextSteps.Answer;
import org.haven.tasks.NextSteps.Kind;
import org.haven.tasks.NextSteps.Step;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NextStepsTest {
  private final TestTasks haven = new TestTasks();

  @AfterEach
  void close() {
    haven.close();
  }

  private void element(String id, String type, String name, String slaKey) {
    haven.models.elements.put(
        id,
        new Element(
            id,
            type,
            name,
            "",
            slaKey.isEmpty() ? Map.of() : Map.of("slaKey", slaKey),
            null,
            null,
            null));
  }

  private void flow(String from, String to, String name) {
    haven.models.flows.add(new Flow(name, from, to));
  }

  private TaskView task() {
    long id = haven.aTask(haven.aCase(), "Task_Decide");
    return haven.get(TaskList.class).find(SAM, id).orElseThrow();
  }

  @Test
  void shouldGoOnThroughWhatHavenDoesItself_toWhatSomebodyDoes() {
    // given: the answer, then a question; one way round again to the task
    element("Task_Save", "serviceTask", "Save it", "");
    element("Gateway_Reached", "exclusiveGateway", "Reached?", "");
    element("Gateway_Both", "parallelGateway", "", "");
    element("Task_Visit", "userTask", "Visit", "standard");
    element("Task_Letter", "callActivity", "Check letter", "");
    element("Event_Answer", "intermediateCatchEvent", "Answer came", "");
    element("End_Closed", "endEvent", "Closed", "");
    flow("Task_Decide", "Task_Save", "");
    flow("Task_Save", "Gateway_Reached", "");
    flow("Gateway_Reached", "Gateway_Both", "Yes");
    flow("Gateway_Reached", "End_Closed", "No");
    flow("Gateway_Reached", "Task_Save", "Again");
    flow("Gateway_Both", "Task_Visit", "");
    flow("Gateway_Both", "Task_Letter", "");
    flow("Task_Letter", "Event_Answer", "");
    // when
    var next = haven.get(NextSteps.class).after(task());
    // then: not past what somebody does or waits for
    var yes = List.of(new Answer("Reached?", "Yes"));
    assertThat(next)
        .extracting(NextSteps.Next::step)
        .containsExactly(
            new Step(Kind.TASK, "Visit", yes, "standard"),
            new Step(Kind.CALL, "Check letter", yes, null),
            new Step(Kind.END, "Closed", List.of(new Answer("Reached?", "No")), null));
    // its limit is told once it was read here for something else, and nobody is asked for it
    haven.aTask(haven.aCase(), "Task_Visit");
    assertThat(haven.get(NextSteps.class).after(task()).getFirst().within())
        .isEqualTo(new Term.WorkingDays(2, false));
  }

  @Test
  void shouldTellAStepOnce_whenSeveralAnswersLeadThere() {
    element("Gateway_Which", "exclusiveGateway", "Which?", "");
    element("Task_Visit", "userTask", "Visit", "");
    flow("Task_Decide", "Gateway_Which", "");
    flow("Gateway_Which", "Task_Visit", "One");
    flow("Gateway_Which", "Task_Visit", "Two");
    assertThat(haven.get(NextSteps.class).after(task()))
        .extracting(NextSteps.Next::step)
        .containsExactly(new Step(Kind.TASK, "Visit", List.of(), null));
  }

  @Test
  void shouldTellNothing_whenTheModelIsNotKnown() {
    assertThat(haven.get(NextSteps.class).after(task())).isEmpty();
  }
}
