package org.haven.tasks;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.haven.casefile.CaseWork;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Models;
import org.springframework.stereotype.Component;

/** What the case page shows of tasks and of the way a journey took. */
@Component
class CaseWorkFromTasks implements CaseWork {
  private final TaskList tasks;
  private final Models models;
  private final JourneySteps steps;
  private final AwaitedAnswers answers;

  CaseWorkFromTasks(TaskList tasks, Models models, JourneySteps steps, AwaitedAnswers answers) {
    this.tasks = tasks;
    this.models = models;
    this.steps = steps;
    this.answers = answers;
  }

  @Override
  public List<Item> tasks(ActingPerson who, CaseRef caseRef) {
    return tasks.forCase(who, caseRef).stream().map(CaseWorkFromTasks::item).toList();
  }

  @Override
  public List<Answer> awaited(ActingPerson who, CaseRef caseRef) {
    return answers.of(who, caseRef).stream()
        .map(
            one ->
                new Answer(
                    one.id(),
                    one.title(),
                    one.about() == null ? null : one.about().value(),
                    one.since()))
        .toList();
  }

  private static Item item(TaskView task) {
    var state =
        switch (task.status()) {
          case OPEN -> State.OPEN;
          case SUBMITTED -> State.SUBMITTED;
          case COMPLETED -> State.DONE;
          case CANCELLED -> State.ENDED_BY_PROCEDURE;
        };
    return new Item(
        task.id(),
        task.elementId(),
        task.title(),
        task.team().title() + (task.forSupervisor() ? ", supervisors" : ""),
        state,
        task.assignee(),
        task.warnAt(),
        task.dueAt(),
        task.doneBy(),
        task.doneAt());
  }

  @Override
  public Map<Long, Progress> progress(Collection<Long> processInstanceKeys) {
    Map<Long, List<JourneySteps.Step>> visited = steps.of(processInstanceKeys);
    Map<Long, Set<String>> failed = steps.failed(processInstanceKeys);
    Map<Long, Integer> versions = steps.versions(processInstanceKeys);
    return processInstanceKeys.stream()
        .distinct()
        .collect(
            Collectors.toMap(
                Function.identity(),
                key ->
                    progress(
                        versions.getOrDefault(key, 0),
                        visited.getOrDefault(key, List.of()),
                        failed.getOrDefault(key, Set.of()))));
  }

  private Progress progress(int version, List<JourneySteps.Step> visited, Set<String> failed) {
    return new Progress(version, visited.stream().map(this::step).toList(), failed);
  }

  private Step step(JourneySteps.Step visited) {
    return new Step(
        visited.elementId(),
        visited.elementType(),
        name(visited, visited.elementId()),
        visited.enteredAt(),
        visited.leftAt(),
        visited.terminated(),
        visited.elementType().equals("EVENT_BASED_GATEWAY") && visited.leftAt() == null
            ? waitsFor(visited)
            : List.of());
  }

  private List<String> waitsFor(JourneySteps.Step gateway) {
    return models.flows(gateway.processId(), gateway.processVersion()).stream()
        .filter(flow -> flow.source().equals(gateway.elementId()))
        .map(flow -> name(gateway, flow.target()))
        .filter(name -> !name.isBlank())
        .toList();
  }

  private String name(JourneySteps.Step visited, String elementId) {
    return models
        .element(visited.processId(), visited.processVersion(), elementId)
        .map(Models.Element::name)
        .orElse("");
  }
}
