package org.haven.engine;

import static org.haven.engine.BpmnFile.BPMN;
import static org.haven.engine.BpmnFile.ZEEBE;

import io.camunda.zeebe.model.bpmn.Bpmn;
import io.camunda.zeebe.model.bpmn.validation.zeebe.ZeebeDesignTimeValidators;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.camunda.bpm.model.xml.ModelParseException;
import org.camunda.bpm.model.xml.validation.ValidationResultType;
import org.camunda.feel.api.FeelEngineApi;
import org.camunda.feel.api.FeelEngineBuilder;
import org.haven.engine.BpmnFile.Flow;
import org.haven.engine.BpmnFile.FlowNode;
import org.haven.platform.Team;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads all models, tables and forms before any of them is deployed, and says what the engine would
 * refuse or the house does not allow: which file, which step, what is wrong and what to do. It
 * needs neither the engine nor Spring, so that a test and a policy owner can run it as well.
 */
public final class ModelCheck {
  private static final Pattern ID = Pattern.compile("[A-Z][A-Za-z]*_[A-Z][A-Za-z0-9]*");
  private static final Pattern MADE_UP = Pattern.compile("[A-Z][A-Za-z]*_(?=.*[0-9])[0-9a-z]{7}");
  private static final Pattern KEBAB = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
  private static final Pattern ERROR_CODE = Pattern.compile("[A-Z][A-Z0-9]*(_[A-Z0-9]+)*");
  private static final Pattern CLAUSE = Pattern.compile("[0-9]+(\\.[0-9]+)*|strategy");
  private static final int NEWEST_FORM_SCHEMA = 16;
  private static final String SLA_TABLE = "taskSla";

  private static final FeelEngineApi FEEL = FeelEngineBuilder.create().build();
  private static final JsonMapper JSON = JsonMapper.shared();

  private final ModelSet models;
  private final @Nullable Set<String> workers;
  private final List<Finding> findings = new ArrayList<>();

  /** Process id, decision id and form id to the bundle that holds it. */
  private final Map<String, String> processes = new HashMap<>();

  private final Map<String, String> decisions = new HashMap<>();
  private final Map<String, String> forms = new HashMap<>();
  private final Map<String, BpmnFile> diagrams = new LinkedHashMap<>();
  private final Map<String, Document> tables = new LinkedHashMap<>();
  private final Set<String> slaKeys = new TreeSet<>();
  private final Map<String, String> startMessages = new HashMap<>();
  private final Map<String, String> jobTypes = new TreeMap<>();

  private ModelCheck(ModelSet models, @Nullable Set<String> workers) {
    this.models = models;
    this.workers = workers;
  }

  /**
   * Checks a working copy.
   *
   * @param root the folder that holds {@code processes/} and {@code forms/}
   * @param jobTypes those that a worker does; null leaves job types unchecked
   */
  public static List<Finding> check(Path root, @Nullable Set<String> jobTypes) {
    return check(ModelSet.ofFolder(root), jobTypes);
  }

  static List<Finding> check(ModelSet models, @Nullable Set<String> jobTypes) {
    var check = new ModelCheck(models, jobTypes);
    check.readAll();
    check.diagrams.forEach(check::diagram);
    check.tables.forEach(check::table);
    check.workersWithoutModel();
    return List.copyOf(check.findings);
  }

  // --- reading -----------------------------------------------------------------------------

  private void readAll() {
    models
        .bundles()
        .forEach(
            (bundle, files) ->
                files.forEach(
                    (name, text) -> {
                      String place = ModelSet.place(bundle, name);
                      if (name.endsWith(".bpmn")) {
                        readDiagram(bundle, place, text);
                      } else if (name.endsWith(".dmn")) {
                        readTable(bundle, place, text);
                      } else if (name.endsWith(".form")) {
                        readForm(bundle, place, text);
                      }
                    }));
    Document sla = tables.get(ModelSet.place(ModelSet.SHARED, SLA_TABLE + ".dmn"));
    if (sla != null) {
      slaKeys.addAll(keys(sla));
    }
  }

  private void readDiagram(String bundle, String place, String text) {
    try {
      BpmnFile file = BpmnFile.read(text);
      if (file.processes().size() != 1) {
        stop(
            place,
            "",
            "",
            "it holds " + file.processes().size() + " processes",
            "Keep one process in each file, in one pool at most");
        return;
      }
      var process = file.processes().getFirst();
      String name = baseName(place);
      if (!process.id().equals(name)) {
        stop(
            place,
            process.id(),
            process.name(),
            "the process id is not the file's name",
            "Call the process " + name + " or rename the file");
      }
      if (!bundle.equals(ModelSet.SHARED) && !bundle.equals(name)) {
        stop(
            place,
            process.id(),
            process.name(),
            "the file's name is not its folder's",
            "Put it in processes/"
                + name
                + "/, or in processes/shared/ if several journeys use it");
      }
      if (!process.executable()) {
        stop(
            place,
            process.id(),
            process.name(),
            "the process is marked as not executable",
            "Set isExecutable to true");
      }
      String other = processes.put(process.id(), bundle);
      if (other != null) {
        stop(
            place,
            process.id(),
            process.name(),
            "another file has the same process id",
            "Give every process an id of its own");
      }
      diagrams.put(place, file);
      engineRules(place, text, file);
    } catch (SAXException e) {
      stop(
          place,
          "",
          "",
          "the file is not well-formed XML (" + oneLine(e.getMessage()) + ")",
          "Open it in the modeler and save it again");
    }
  }

  /** What the engine itself would refuse, as far as it can be told without asking it. */
  private void engineRules(String place, String text, BpmnFile file) {
    try {
      var model =
          Bpmn.readModelFromStream(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
      model
          .validate(ZeebeDesignTimeValidators.VALIDATORS)
          .getResults()
          .forEach(
              (element, results) ->
                  results.stream()
                      .filter(r -> r.getType() == ValidationResultType.ERROR)
                      .forEach(
                          r -> {
                            String id = idOrOwner(element);
                            stop(
                                place,
                                id,
                                file.node(id).map(FlowNode::name).orElse(""),
                                "the engine would refuse it: " + oneLine(r.getMessage()),
                                "Open the step in the modeler and put this right");
                          }));
    } catch (ModelParseException e) {
      Throwable root = e;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      stop(
          place,
          "",
          "",
          "it is not a valid BPMN file (" + oneLine(root.getMessage()) + ")",
          "Open it in the modeler and save it again");
    }
  }

  private static String idOrOwner(org.camunda.bpm.model.xml.instance.ModelElementInstance element) {
    var at = element;
    while (at != null) {
      String id = at.getAttributeValue("id");
      if (id != null && !at.getElementType().getTypeName().endsWith("EventDefinition")) {
        return id;
      }
      at = at.getParentElement();
    }
    return "";
  }

  private void readTable(String bundle, String place, String text) {
    try {
      Document table = BpmnFile.parse(text);
      tables.put(place, table);
      List<Element> found = byName(table, "decision");
      if (found.isEmpty()) {
        stop(place, "", "", "it holds no decision", "Keep one decision table in each file");
      }
      for (Element decision : found) {
        String id = decision.getAttribute("id");
        if (decisions.put(id, bundle) != null) {
          stop(
              place,
              id,
              decision.getAttribute("name"),
              "another table has the same id",
              "Give every table an id of its own");
        }
      }
      if (found.stream().noneMatch(d -> d.getAttribute("id").equals(baseName(place)))) {
        stop(
            place,
            "",
            "",
            "no decision in it has the file's name as its id",
            "Call the table " + baseName(place) + " or rename the file");
      }
    } catch (SAXException e) {
      stop(
          place,
          "",
          "",
          "the file is not well-formed XML (" + oneLine(e.getMessage()) + ")",
          "Open it in the modeler and save it again");
    }
  }

  private void readForm(String bundle, String place, String text) {
    try {
      JsonNode form = JSON.readTree(text);
      String id = form.path("id").asString("");
      if (!id.equals(baseName(place))) {
        stop(
            place,
            id,
            "",
            "the form's id is not the file's name",
            "Call the form " + baseName(place) + " or rename the file");
      }
      if (form.path("schemaVersion").asInt(0) > NEWEST_FORM_SCHEMA) {
        stop(
            place,
            id,
            "",
            "it was written for a newer form editor",
            "Save it with schemaVersion " + NEWEST_FORM_SCHEMA + " or lower");
      }
      if (forms.put(id, bundle) != null) {
        stop(place, id, "", "another form has the same id", "Give every form an id of its own");
      }
    } catch (JacksonException e) {
      stop(
          place,
          "",
          "",
          "the file is not valid JSON",
          "Open it in the form editor and save it again");
    }
  }

  /** The texts in the column of taskSla whose input is slaKey. */
  private static List<String> keys(Document sla) {
    var keys = new ArrayList<String>();
    for (Element table : byName(sla, "decisionTable")) {
      List<Element> inputs = childrenByName(table, "input");
      for (int column = 0; column < inputs.size(); column++) {
        if (!expression(inputs.get(column)).contains("slaKey")) {
          continue;
        }
        for (Element rule : childrenByName(table, "rule")) {
          List<Element> entries = childrenByName(rule, "inputEntry");
          if (column < entries.size()) {
            Arrays.stream(text(entries.get(column)).split(","))
                .map(k -> k.strip().replaceAll("^\"|\"$", ""))
                .filter(k -> !k.isEmpty() && !k.equals("-"))
                .forEach(keys::add);
          }
        }
      }
    }
    return keys;
  }

  // --- diagrams ----------------------------------------------------------------------------

  private void diagram(String place, BpmnFile file) {
    String bundle = place.split("/")[1];
    var process = file.processes().getFirst();
    if (!file.document().getDocumentElement().getAttribute("xmlns:zeebe").equals(ZEEBE)
        && !file.nodes().isEmpty()
        && file.nodes().stream().noneMatch(n -> n.extension("properties").isPresent())) {
      stop(
          place,
          process.id(),
          process.name(),
          "it has no Camunda 8 properties at all",
          "Save it for Camunda 8");
    }
    for (FlowNode node : file.nodes()) {
      anyNode(place, file, node);
      job(place, node);
      switch (node.type()) {
        case "userTask" -> userTask(place, bundle, file, node);
        case "businessRuleTask" -> businessRule(place, bundle, node);
        case "callActivity" -> call(place, bundle, node);
        default -> {}
      }
      if (node.isGateway()) {
        gateway(place, file, node);
      }
      errorEvent(place, file, node);
      messageEvent(place, file, node);
    }
    for (Flow flow : file.flows()) {
      if (!file.isDrawn(flow.id())) {
        stop(
            place,
            flow.id(),
            flow.name(),
            "the arrow from " + flow.source() + " to " + flow.target() + " is not drawn",
            "Draw it in the modeler, so that people see the way that the engine takes");
      }
    }
    namesOfMessagesAndErrors(place, file);
    expressions(place, file, process.element());
  }

  private void anyNode(String place, BpmnFile file, FlowNode node) {
    String id = node.id();
    if (MADE_UP.matcher(id).matches() || !ID.matcher(id).matches()) {
      stop(
          place,
          id,
          node.name(),
          "its id was made up by the modeler or is not of the house's form",
          "Name it after its label, such as Task_CheckContactGate or EndEvent_Redirected");
    }
    boolean merges = node.isGateway() && file.from(node).size() <= 1;
    boolean forks = node.type().equals("parallelGateway");
    if (node.name().isEmpty() && !merges && !forks) {
      stop(place, id, "", "it has no label", "Say on the diagram what happens here");
    }
    String clause = node.properties().getOrDefault("policyClause", "");
    if (!CLAUSE.matcher(clause.split(",")[0].strip()).matches()) {
      stop(
          place,
          id,
          node.name(),
          "it does not say which clause of the policy it comes from",
          "Add the property policyClause, such as 7.5.3");
    }
    if (node.isActivity() && node.documentation().isEmpty()) {
      stop(
          place,
          id,
          node.name(),
          "it has no description",
          "Say in its documentation, in plain English, what is done here and why");
    }
    if (!file.isDrawn(id)) {
      stop(
          place,
          id,
          node.name(),
          "it is not drawn",
          "Draw it in the modeler: what runs is what people see");
    }
    arrows(place, file, node);
  }

  private void arrows(String place, BpmnFile file, FlowNode node) {
    var into = file.into(node).stream().map(Flow::id).collect(Collectors.toSet());
    var from = file.from(node).stream().map(Flow::id).collect(Collectors.toSet());
    if (!into.equals(new HashSet<>(node.references("incoming")))
        || !from.equals(new HashSet<>(node.references("outgoing")))) {
      stop(
          place,
          node.id(),
          node.name(),
          "the arrows that it lists as coming in and going out are not those of the diagram",
          "Open the file in the modeler and save it again");
    }
    boolean begins = node.type().equals("startEvent") || node.type().equals("boundaryEvent");
    boolean ends = node.type().equals("endEvent");
    if (node.isEventSubProcess()) {
      return;
    }
    if (into.isEmpty() && !begins) {
      stop(
          place,
          node.id(),
          node.name(),
          "no arrow leads to it",
          "Join it to the step before, or remove it");
    }
    if (from.isEmpty() && !ends) {
      stop(
          place,
          node.id(),
          node.name(),
          "no arrow leaves it",
          "Join it to the next step or to an end that says how the journey ended");
    }
  }

  private void job(String place, FlowNode node) {
    boolean mustHave =
        node.type().equals("serviceTask")
            || node.type().equals("sendTask")
            || (node.isEvent("messageEventDefinition")
                && (node.type().equals("endEvent")
                    || node.type().equals("intermediateThrowEvent")));
    Optional<Element> definition = node.extension("taskDefinition");
    if (definition.isEmpty()) {
      if (mustHave) {
        stop(
            place,
            node.id(),
            node.name(),
            "it does not say which job is done here",
            "Give it a job type, such as check-contact-gate");
      }
      return;
    }
    jobType(place, node, definition.get().getAttribute("type"));
    if (!definition.get().getAttribute("retries").matches("[1-9][0-9]?")) {
      stop(
          place,
          node.id(),
          node.name(),
          "it does not say how often its job is tried again",
          "Set retries, usually 5");
    }
  }

  private void jobType(String place, FlowNode node, String type) {
    if (type.startsWith("=") || !KEBAB.matcher(type).matches()) {
      stop(
          place,
          node.id(),
          node.name(),
          "its job type is not a fixed word in small letters with hyphens",
          "Name it after the step, such as check-contact-gate");
      return;
    }
    jobTypes.putIfAbsent(type, place);
    if (workers != null && !workers.contains(type)) {
      stop(
          place,
          node.id(),
          node.name(),
          "nothing in Haven does the job " + type,
          "Correct the job type"
              + nearest(type, workers)
              + ", or ask for a worker of this name before the model goes live");
    }
  }

  private void userTask(String place, String bundle, BpmnFile file, FlowNode task) {
    String id = task.id();
    String name = task.name();
    if (task.extension("userTask").isEmpty()) {
      stop(
          place,
          id,
          name,
          "it is not a Camunda user task",
          "Choose the implementation Camunda user task in the modeler");
    }
    userTaskForm(place, bundle, task);
    userTaskTeam(place, file, task);
    userTaskClock(place, file, task);
  }

  private void userTaskForm(String place, String bundle, FlowNode task) {
    String id = task.id();
    String name = task.name();
    String form = task.extension("formDefinition", "formId").orElse("");
    if (form.isEmpty()) {
      stop(
          place,
          id,
          name,
          "it has no form",
          "Choose the form that the officer fills in; task-outcome will do where only an answer is"
              + " chosen");
      return;
    }
    String owner = forms.get(form);
    if (owner == null) {
      stop(
          place,
          id,
          name,
          "there is no form " + form,
          "Correct the form's id"
              + nearest(form, forms.keySet())
              + ", or add forms/"
              + bundle
              + "/"
              + form
              + ".form");
    } else {
      binding(
          place,
          task,
          bundle,
          owner,
          task.extension("formDefinition", "bindingType").orElse("latest"),
          "form " + form);
    }
    boolean asksOutcome = form.equals("task-outcome");
    boolean saysOutcomes = !task.properties().getOrDefault("outcomes", "").isBlank();
    if (asksOutcome && !saysOutcomes) {
      stop(
          place,
          id,
          name,
          "its form asks for an outcome and none is offered",
          "Add the property outcomes, such as given,refused; or done");
    }
    for (String outcome : task.properties().getOrDefault("outcomes", "").split(",")) {
      if (saysOutcomes && !KEBAB.matcher(outcome.strip()).matches()) {
        stop(
            place,
            id,
            name,
            "the outcome \"" + outcome.strip() + "\" is not in small letters with hyphens",
            "Write it as the procedure does, such as not-asked");
      }
    }
  }

  private void userTaskTeam(String place, BpmnFile file, FlowNode task) {
    String team = task.properties().getOrDefault("team", "").strip();
    String groups =
        task.extension("assignmentDefinition", "candidateGroups").orElse("").replace(" ", "");
    String expected;
    switch (team) {
      case "lead" -> expected = "=[team]";
      case "lead-sup" -> expected = "=[team+\"-sup\"]";
      case "variable" -> {
        expected = "=[taskTeam]";
        boolean set =
            file.nodes().stream()
                .flatMap(
                    n ->
                        java.util.stream.Stream.concat(
                            n.mappings("input").stream(), n.mappings("output").stream()))
                .anyMatch(m -> m.getAttribute("target").equals("taskTeam"));
        if (!set) {
          stop(
              place,
              task.id(),
              task.name(),
              "its team is a variable that nothing sets",
              "Set taskTeam in the task's input, or in the output of a step before it");
        }
      }
      default -> {
        String code = team.endsWith("-sup") ? team.substring(0, team.length() - 4) : team;
        if (Team.ofCode(code).isEmpty()) {
          stop(
              place,
              task.id(),
              task.name(),
              team.isEmpty() ? "it has no team" : "there is no team " + team,
              "Set the property team to lead, lead-sup, variable, or a team's code"
                  + nearest(code, Arrays.stream(Team.values()).map(Team::code).toList()));
          return;
        }
        expected = "=[\"" + team + "\"]";
      }
    }
    if (!groups.equals(expected)) {
      stop(
          place,
          task.id(),
          task.name(),
          "its candidate groups are not those of its team",
          "Set candidate groups to " + expected);
    }
  }

  private void userTaskClock(String place, BpmnFile file, FlowNode task) {
    String id = task.id();
    String name = task.name();
    String keys = task.properties().getOrDefault("slaKey", "").strip();
    if (keys.isEmpty()) {
      stop(
          place,
          id,
          name,
          "it has no clock",
          "Add the property slaKey with a key of taskSla; standard where the procedure names none");
    } else {
      List<String> each = Arrays.stream(keys.split(",")).map(String::strip).toList();
      for (String key : each) {
        if (!slaKeys.contains(key)) {
          stop(
              place,
              id,
              name,
              "the clock " + key + " is not in taskSla",
              "Correct the slaKey"
                  + nearest(key, slaKeys)
                  + ", or add a row to processes/shared/taskSla.dmn");
        }
      }
      if (each.size() > 1
          && task.mappings("input").stream()
              .noneMatch(m -> m.getAttribute("target").equals("slaKey"))) {
        stop(
            place,
            id,
            name,
            "it has several clocks and does not choose one",
            "Choose one in the task's input slaKey");
      }
    }
    if (!task.extension("taskSchedule", "dueDate").orElse("").equals("=dueAt")
        || !task.extension("taskSchedule", "followUpDate").orElse("").equals("=warnAt")) {
      stop(
          place,
          id,
          name,
          "the engine does not keep its clock",
          "Set the due date to =dueAt and the follow-up date to =warnAt");
    }
    boolean opens =
        task.listeners().stream()
            .anyMatch(
                l ->
                    l.getAttribute("eventType").equals("start")
                        && l.getAttribute("type").equals("open-task"));
    if (!opens) {
      stop(
          place,
          id,
          name,
          "it would never reach the task list",
          "Add an execution listener: start, type open-task, retries 5");
    }
    for (Element listener : task.listeners()) {
      jobType(place, task, listener.getAttribute("type"));
      if (!listener.getAttribute("retries").matches("[1-9][0-9]?")) {
        stop(
            place,
            id,
            name,
            "its listener does not say how often it is tried again",
            "Set retries, usually 5");
      }
    }
    boundary(place, file, task, "=warnAt", "tell-warning", "Warning");
    boundary(place, file, task, "=dueAt", "tell-breach", "Breach");
  }

  /** A timer on the task's edge that does not interrupt and ends in telling somebody. */
  private void boundary(
      String place, BpmnFile file, FlowNode task, String date, String job, String what) {
    boolean there =
        file.boundaryEvents(task).stream()
            .filter(b -> "false".equals(b.element().getAttribute("cancelActivity")))
            .filter(b -> timeDate(b).equals(date))
            .flatMap(b -> file.from(b).stream())
            .map(Flow::target)
            .anyMatch(
                target ->
                    file.node(target)
                        .filter(n -> n.type().equals("endEvent"))
                        .flatMap(n -> n.extension("taskDefinition", "type"))
                        .filter(job::equals)
                        .isPresent());
    if (!there) {
      stop(
          place,
          task.id(),
          task.name(),
          "nobody is told when " + date.substring(1) + " comes",
          "Add BoundaryEvent_"
              + suffix(task.id())
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
        .flatMap(d -> BpmnFile.child(d, BPMN, "timeDate"))
        .map(d -> d.getTextContent().strip())
        .orElse("");
  }

  private void businessRule(String place, String bundle, FlowNode node) {
    Optional<String> decision = node.extension("calledDecision", "decisionId");
    if (decision.isEmpty()) {
      if (node.extension("taskDefinition").isEmpty()) {
        stop(
            place,
            node.id(),
            node.name(),
            "it names no decision table",
            "Choose the table, such as riskLevel");
      }
      return;
    }
    String id = decision.get();
    if (id.startsWith("=")) {
      return;
    }
    String owner = decisions.get(id);
    if (owner == null) {
      stop(
          place,
          node.id(),
          node.name(),
          "there is no decision table " + id,
          "Correct the table's id"
              + nearest(id, decisions.keySet())
              + ", or add processes/"
              + bundle
              + "/"
              + id
              + ".dmn");
    } else {
      binding(
          place,
          node,
          bundle,
          owner,
          node.extension("calledDecision", "bindingType").orElse("latest"),
          "table " + id);
    }
    if (node.extension("calledDecision", "resultVariable").isEmpty()) {
      stop(
          place,
          node.id(),
          node.name(),
          "the table's answer is not kept",
          "Set a result variable, such as " + id + "Result");
    }
  }

  private void call(String place, String bundle, FlowNode node) {
    String called = node.extension("calledElement", "processId").orElse("");
    if (called.isEmpty()) {
      stop(
          place,
          node.id(),
          node.name(),
          "it does not say which journey it calls",
          "Set the called element's process id");
      return;
    }
    if (called.startsWith("=")) {
      return;
    }
    String owner = processes.get(called);
    if (owner == null) {
      stop(
          place,
          node.id(),
          node.name(),
          "there is no journey " + called,
          "Correct the process id" + nearest(called, processes.keySet()));
    } else {
      binding(
          place,
          node,
          bundle,
          owner,
          node.extension("calledElement", "bindingType").orElse("latest"),
          "journey " + called);
    }
    if (!"false".equals(node.extension("calledElement", "propagateAllChildVariables").orElse(""))) {
      stop(
          place,
          node.id(),
          node.name(),
          "everything that the called journey knows comes back",
          "Switch off propagate all child variables and name what comes back in the outputs");
    }
  }

  /** {@code deployment} inside a bundle, {@code latest} for what stands in another. */
  private void binding(
      String place, FlowNode node, String bundle, String owner, String binding, String what) {
    boolean own = owner.equals(bundle);
    boolean either = own && bundle.equals(ModelSet.SHARED);
    String expected = own ? "deployment" : "latest";
    if (!either && !binding.equals(expected)) {
      stop(
          place,
          node.id(),
          node.name(),
          "it takes the " + what + " by the wrong binding (" + binding + ")",
          own
              ? "Set binding to deployment: what is in the journey's own folder changes together"
                  + " with it"
              : "Set binding to latest: the " + what + " is deployed apart from this journey");
    }
  }

  private void gateway(String place, BpmnFile file, FlowNode gateway) {
    List<Flow> out = file.from(gateway);
    boolean chooses =
        gateway.type().equals("exclusiveGateway") || gateway.type().equals("inclusiveGateway");
    if (!chooses || out.size() < 2) {
      return;
    }
    String byDefault = gateway.element().getAttribute("default");
    // an inclusive gateway may say instead that one of its ways is always taken
    boolean always =
        gateway.type().equals("inclusiveGateway")
            && out.stream().anyMatch(f -> "=true".equals(compact(f.condition())));
    if (byDefault.isEmpty() && !always) {
      stop(
          place,
          gateway.id(),
          gateway.name(),
          "it has no default way out",
          "Mark one way as the default, so that a fact nobody knows stops nothing");
    }
    if (!gateway.name().endsWith("?")) {
      stop(
          place,
          gateway.id(),
          gateway.name(),
          "its label is not a question",
          "Ask what is decided here, such as New or repeat case?");
    }
    for (Flow flow : out) {
      if (flow.name().isBlank()) {
        stop(
            place,
            flow.id(),
            "",
            "a way out of " + gateway.id() + " has no label",
            "Write the answer on the arrow");
      }
      if (!flow.id().equals(byDefault) && flow.condition() == null) {
        stop(
            place,
            flow.id(),
            flow.name(),
            "a way out of " + gateway.id() + " has no condition",
            "Say when it is taken, such as = urgent = true");
      }
    }
  }

  private void errorEvent(String place, BpmnFile file, FlowNode node) {
    node.eventDefinition()
        .filter(d -> d.getLocalName().equals("errorEventDefinition"))
        .ifPresent(
            d -> {
              String ref = localPart(d.getAttribute("errorRef"));
              Element error = file.errors().get(ref);
              if (error == null || error.getAttribute("errorCode").isBlank()) {
                stop(
                    place,
                    node.id(),
                    node.name(),
                    "it does not say which error it catches",
                    "Choose an error with a code, such as CONTACT_NOT_SAFE");
              }
            });
  }

  private void messageEvent(String place, BpmnFile file, FlowNode node) {
    boolean catches =
        !node.type().equals("endEvent") && !node.type().equals("intermediateThrowEvent");
    Optional<Element> definition =
        node.eventDefinition().filter(d -> d.getLocalName().equals("messageEventDefinition"));
    String ref =
        definition
            .map(d -> d.getAttribute("messageRef"))
            .or(
                () ->
                    node.type().equals("receiveTask")
                        ? Optional.of(node.element().getAttribute("messageRef"))
                        : Optional.empty())
            .map(ModelCheck::localPart)
            .orElse("");
    if (definition.isEmpty() && !node.type().equals("receiveTask")) {
      return;
    }
    Element message = file.messages().get(ref);
    if (catches && (message == null || message.getAttribute("name").isBlank())) {
      stop(
          place,
          node.id(),
          node.name(),
          "it does not say which message it waits for",
          "Choose a message with a name, such as domestic-abuse-reported");
      return;
    }
    if (message != null && node.type().equals("startEvent") && node.parent() == null) {
      String name = message.getAttribute("name");
      String other = startMessages.put(name, place);
      if (other != null && !other.equals(place)) {
        stop(
            place,
            node.id(),
            node.name(),
            "the message " + name + " already starts another journey (" + other + ")",
            "Give each journey a start message of its own");
      }
    }
  }

  private void namesOfMessagesAndErrors(String place, BpmnFile file) {
    file.messages()
        .forEach(
            (id, message) -> {
              String name = message.getAttribute("name");
              if (!KEBAB.matcher(name).matches()) {
                stop(
                    place,
                    id,
                    name,
                    "the message's name is not in small letters with hyphens",
                    "Name it after what has happened, such as domestic-abuse-reported");
              } else if (!id.equals("Message_" + pascal(name))) {
                stop(
                    place,
                    id,
                    name,
                    "the message's id does not follow its name",
                    "Call it Message_" + pascal(name));
              }
            });
    file.errors()
        .forEach(
            (id, error) -> {
              String code = error.getAttribute("errorCode");
              if (!ERROR_CODE.matcher(code).matches()) {
                stop(
                    place,
                    id,
                    code,
                    "the error's code is not in capitals with underscores",
                    "Write it such as CONTACT_NOT_SAFE");
              }
            });
  }

  // --- FEEL --------------------------------------------------------------------------------

  private void expressions(String place, BpmnFile file, Element element) {
    String namespace = element.getNamespaceURI();
    boolean words =
        ZEEBE.equals(namespace)
            && (element.getLocalName().equals("property")
                || element.getLocalName().equals("header"));
    if (!words) {
      var attributes = element.getAttributes();
      for (int i = 0; i < attributes.getLength(); i++) {
        Attr attribute = (Attr) attributes.item(i);
        if (ZEEBE.equals(namespace) && attribute.getValue().startsWith("=")) {
          expression(place, file, element, attribute.getValue().substring(1));
        }
      }
    }
    List<Element> children = BpmnFile.elements(element);
    String text = element.getTextContent().strip();
    if (children.isEmpty() && BPMN.equals(namespace) && text.startsWith("=")) {
      expression(place, file, element, text.substring(1));
    }
    children.forEach(child -> expressions(place, file, child));
  }

  private void expression(String place, BpmnFile file, Element at, String feel) {
    var parsed = FEEL.parseExpression(feel);
    if (parsed.isFailure()) {
      String id = owner(at);
      stop(
          place,
          id,
          file.node(id).map(FlowNode::name).orElse(""),
          "the expression \"" + oneLine(feel) + "\" cannot be read",
          "Correct it: " + oneLine(parsed.failure().message()));
    }
  }

  private static String owner(Element at) {
    var node = at;
    while (node != null) {
      String id = node.getAttribute("id");
      if (!id.isEmpty() && !node.getLocalName().endsWith("EventDefinition")) {
        return id;
      }
      node = node.getParentNode() instanceof Element parent ? parent : null;
    }
    return "";
  }

  // --- tables ------------------------------------------------------------------------------

  private void table(String place, Document table) {
    for (Element decision : byName(table, "decision")) {
      String id = decision.getAttribute("id");
      String name = decision.getAttribute("name");
      for (Element input : byName(decision, "input")) {
        String feel = expression(input);
        if (feel.isBlank() || FEEL.parseExpression(feel).isFailure()) {
          stop(
              place,
              id,
              name,
              "the column \""
                  + label(input)
                  + "\" reads \""
                  + oneLine(feel)
                  + "\", which cannot be understood",
              "Write the name of a fact, or an expression of it");
        } else if (feel.strip().equals("effectiveOn")) {
          stop(
              place,
              id,
              name,
              "the column \"" + label(input) + "\" compares a date as if it were text",
              "Write date(effectiveOn)");
        }
      }
      int number = 0;
      for (Element rule : byName(decision, "rule")) {
        number++;
        for (Element entry : childrenByName(rule, "inputEntry")) {
          String feel = text(entry);
          if (!feel.isBlank() && FEEL.parseUnaryTests(feel).isFailure()) {
            stop(
                place,
                id,
                name,
                "row " + number + " asks \"" + oneLine(feel) + "\", which cannot be understood",
                "Write a value in quotes, a number, true or false, or a comparison; a dash for"
                    + " anything");
          }
        }
        for (Element entry : childrenByName(rule, "outputEntry")) {
          String feel = text(entry);
          if (!feel.isBlank() && FEEL.parseExpression(feel).isFailure()) {
            stop(
                place,
                id,
                name,
                "row " + number + " answers \"" + oneLine(feel) + "\", which cannot be understood",
                "Write a value in quotes, a number, or true or false");
          }
        }
      }
    }
  }

  private void workersWithoutModel() {
    if (workers == null) {
      return;
    }
    for (String type : workers) {
      if (!jobTypes.containsKey(type)) {
        findings.add(
            new Finding(
                "workers",
                type,
                "",
                "no model asks for this job any more",
                "Remove the worker once no running journey needs it",
                false));
      }
    }
  }

  // --- words -------------------------------------------------------------------------------

  private void stop(String file, String element, String label, String wrong, String cure) {
    var finding = new Finding(file, element, label, wrong, cure + ".", true);
    if (!findings.contains(finding)) {
      findings.add(finding);
    }
  }

  /** "; did you mean X?" when one of the known words is close to what was written. */
  private static String nearest(String word, Iterable<String> known) {
    String best = "";
    int least = Math.max(2, word.length() / 4) + 1;
    for (String each : known) {
      int distance = distance(word, each);
      if (distance < least) {
        least = distance;
        best = each;
      }
    }
    return best.isEmpty() ? "" : " (did you mean " + best + "?)";
  }

  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }

  private static String baseName(String place) {
    String file = place.substring(place.lastIndexOf('/') + 1);
    return file.substring(0, file.lastIndexOf('.'));
  }

  private static String suffix(String id) {
    return id.substring(id.indexOf('_') + 1);
  }

  private static String pascal(String kebab) {
    return Arrays.stream(kebab.split("-"))
        .map(w -> Character.toUpperCase(w.charAt(0)) + w.substring(1))
        .collect(Collectors.joining());
  }

  /** The part of a reference after its namespace prefix. */
  private static String localPart(String reference) {
    return reference.substring(reference.indexOf(':') + 1);
  }

  private static String oneLine(@Nullable String text) {
    String line = text == null ? "" : text.replaceAll("\\s+", " ").strip();
    return line.length() > 200 ? line.substring(0, 200) + "…" : line;
  }

  private static String compact(@Nullable String feel) {
    return feel == null ? "" : feel.replace(" ", "");
  }

  private static String label(Element input) {
    String label = input.getAttribute("label");
    return label.isEmpty() ? expression(input) : label;
  }

  private static String expression(Element input) {
    return childrenByName(input, "inputExpression").stream()
        .findFirst()
        .map(ModelCheck::text)
        .orElse("");
  }

  private static String text(Element element) {
    return childrenByName(element, "text").stream()
        .findFirst()
        .map(t -> t.getTextContent().strip())
        .orElse("");
  }

  private static List<Element> childrenByName(Element parent, String name) {
    return BpmnFile.elements(parent).stream().filter(e -> name.equals(e.getLocalName())).toList();
  }

  private static List<Element> byName(Document document, String name) {
    return byName(document.getDocumentElement(), name);
  }

  private static List<Element> byName(Element root, String name) {
    var out = new ArrayList<Element>();
    var list = root.getElementsByTagNameNS("*", name);
    for (int i = 0; i < list.getLength(); i++) {
      out.add((Element) list.item(i));
    }
    return out;
  }
}
