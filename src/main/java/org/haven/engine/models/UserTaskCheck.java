package org.haven.engine.models;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.haven.engine.models.BpmnFile.Flow;
import org.haven.engine.models.BpmnFile.FlowNode;
import org.haven.platform.Team;
import org.w3c.dom.Element;

/** Steps that people do: each has its form, its team, and a clock that tells them. */
final class UserTaskCheck implements StepCheck {
  private static final String SLA_TABLE = "taskSla";

  private final Findings findings;
  private final JobCheck jobs;
  private final ReferenceCheck references;
  private final Set<String> slaKeys;

  UserTaskCheck(Findings findings, ModelFiles files, JobCheck jobs, ReferenceCheck references) {
    this.findings = findings;
    this.jobs = jobs;
    this.references = references;
    this.slaKeys = slaKeys(files);
  }

  private static Set<String> slaKeys(ModelFiles files) {
    var keys = new TreeSet<String>();
    DmnFile table = files.tables().get(ModelSet.place(ModelSet.SHARED, SLA_TABLE + ".dmn"));
    if (table != null) {
      table.decisions().stream()
          .flatMap(decision -> decision.asked("slaKey").stream())
          .flatMap(asked -> Arrays.stream(asked.split(",")))
          .map(key -> key.strip().replaceAll("^\"|\"$", ""))
          .filter(key -> !key.isEmpty() && !key.equals("-"))
          .forEach(keys::add);
    }
    return keys;
  }

  @Override
  public void check(Diagram diagram, FlowNode task) {
    if (!task.type().equals("userTask")) {
      return;
    }
    if (task.extension("userTask").isEmpty()) {
      findings.stop(
          diagram,
          task,
          "it is not a Camunda user task",
          "Choose the implementation Camunda user task in the modeler");
    }
    form(diagram, task);
    team(diagram, task);
    clock(diagram, task);
    opening(diagram, task);
    telling(diagram, task, "=warnAt", "tell-warning", "Warning");
    telling(diagram, task, "=dueAt", "tell-breach", "Breach");
  }

  private void form(Diagram diagram, FlowNode task) {
    String form = task.extension("formDefinition", "formId").orElse("");
    if (form.isEmpty()) {
      findings.stop(
          diagram,
          task,
          "it has no form",
          "Choose the form that the officer fills in; task-outcome will do where only an answer is"
              + " chosen");
      return;
    }
    references.form(diagram, task, form);
    String outcomes = task.properties().getOrDefault("outcomes", "");
    if (outcomes.isBlank()) {
      if (form.equals("task-outcome")) {
        findings.stop(
            diagram,
            task,
            "its form asks for an outcome and none is offered",
            "Add the property outcomes, such as given,refused; or done");
      }
      return;
    }
    for (String outcome : outcomes.split(",")) {
      if (!Words.KEBAB.matcher(outcome.strip()).matches()) {
        findings.stop(
            diagram,
            task,
            "the outcome \"" + outcome.strip() + "\" is not in small letters with hyphens",
            "Write it as the procedure does, such as not-asked");
      }
    }
  }

  private void team(Diagram diagram, FlowNode task) {
    String team = task.properties().getOrDefault("team", "").strip();
    String groups =
        task.extension("assignmentDefinition", "candidateGroups").orElse("").replace(" ", "");
    groupsOf(diagram, task, team)
        .filter(expected -> !groups.equals(expected))
        .ifPresent(
            expected ->
                findings.stop(
                    diagram,
                    task,
                    "its candidate groups are not those of its team",
                    "Set candidate groups to " + expected));
  }

  /** The candidate groups that go with a team; empty if there is no such team. */
  private Optional<String> groupsOf(Diagram diagram, FlowNode task, String team) {
    return switch (team) {
      case "lead" -> Optional.of("=[team]");
      case "lead-sup" -> Optional.of("=[team+\"-sup\"]");
      case "variable" -> {
        if (!setsTeam(diagram.file())) {
          findings.stop(
              diagram,
              task,
              "its team is a variable that nothing sets",
              "Set taskTeam in the task's input, or in the output of a step before it");
        }
        yield Optional.of("=[taskTeam]");
      }
      default -> {
        String code = team.endsWith("-sup") ? team.substring(0, team.length() - 4) : team;
        if (Team.ofCode(code).isPresent()) {
          yield Optional.of("=[\"" + team + "\"]");
        }
        findings.stop(
            diagram,
            task,
            team.isEmpty() ? "it has no team" : "there is no team " + team,
            "Set the property team to lead, lead-sup, variable, or a team's code"
                + Words.nearest(code, Arrays.stream(Team.values()).map(Team::code).toList()));
        yield Optional.empty();
      }
    };
  }

  private static boolean setsTeam(BpmnFile file) {
    return file.nodes().stream()
        .flatMap(
            step ->
                Stream.concat(step.mappings("input").stream(), step.mappings("output").stream()))
        .anyMatch(mapping -> mapping.getAttribute("target").equals("taskTeam"));
  }

  private void clock(Diagram diagram, FlowNode task) {
    String keys = task.properties().getOrDefault("slaKey", "").strip();
    if (keys.isEmpty()) {
      findings.stop(
          diagram,
          task,
          "it has no clock",
          "Add the property slaKey with a key of taskSla; standard where the procedure names none");
    } else {
      clockKeys(diagram, task, Arrays.stream(keys.split(",")).map(String::strip).toList());
    }
    if (!task.extension("taskSchedule", "dueDate").orElse("").equals("=dueAt")
        || !task.extension("taskSchedule", "followUpDate").orElse("").equals("=warnAt")) {
      findings.stop(
          diagram,
          task,
          "the engine does not keep its clock",
          "Set the due date to =dueAt and the follow-up date to =warnAt");
    }
  }

  private void clockKeys(Diagram diagram, FlowNode task, List<String> keys) {
    for (String key : keys) {
      if (!slaKeys.contains(key)) {
        findings.stop(
            diagram,
            task,
            "the clock " + key + " is not in taskSla",
            "Correct the slaKey"
                + Words.nearest(key, slaKeys)
                + ", or add a row to processes/shared/taskSla.dmn");
      }
    }
    if (keys.size() > 1
        && task.mappings("input").stream()
            .noneMatch(m -> m.getAttribute("target").equals("slaKey"))) {
      findings.stop(
          diagram,
          task,
          "it has several clocks and does not choose one",
          "Choose one in the task's input slaKey");
    }
  }

  /** The jobs beside the step, of which one puts it on the task list. */
  private void opening(Diagram diagram, FlowNode task) {
    boolean opens =
        task.listeners().stream()
            .anyMatch(
                l ->
                    l.getAttribute("eventType").equals("start")
                        && l.getAttribute("type").equals("open-task"));
    if (!opens) {
      findings.stop(
          diagram,
          task,
          "it would never reach the task list",
          "Add an execution listener: start, type open-task, retries 5");
    }
    for (Element listener : task.listeners()) {
      jobs.checkType(diagram, task, listener);
      jobs.checkRetries(
          diagram, task, listener, "its listener does not say how often it is tried again");
    }
  }

  /** A timer on the task's edge that does not interrupt and ends in telling somebody. */
  private void telling(Diagram diagram, FlowNode task, String date, String job, String what) {
    BpmnFile file = diagram.file();
    boolean there =
        file.boundaryEvents(task).stream()
            .filter(event -> "false".equals(event.element().getAttribute("cancelActivity")))
            .filter(event -> timeDate(event).equals(date))
            .flatMap(event -> file.from(event).stream())
            .map(Flow::target)
            .flatMap(target -> file.node(target).stream())
            .filter(target -> target.type().equals("endEvent"))
            .flatMap(target -> target.extension("taskDefinition", "type").stream())
            .anyMatch(job::equals);
    if (!there) {
      findings.stop(
          diagram,
          task,
          "nobody is told when " + date.substring(1) + " comes",
          "Add BoundaryEvent_"
              + task.id().substring(task.id().indexOf('_') + 1)
              + what
              + ": a timer that does not interrupt, date "
              + date
              + ", leading to an end event with the job "
              + job);
    }
  }

  private static String timeDate(FlowNode event) {
    return event
        .eventDefinition()
        .filter(d -> d.getLocalName().equals("timerEventDefinition"))
        .flatMap(d -> BpmnFile.child(d, BpmnFile.BPMN, "timeDate"))
        .map(d -> d.getTextContent().strip())
        .orElse("");
  }
}
