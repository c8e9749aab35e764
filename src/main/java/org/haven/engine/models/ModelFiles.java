package org.haven.engine.models;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.xml.sax.SAXException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The files of all bundles as far as they can be read, and which bundle holds what. */
final class ModelFiles {
  private static final int NEWEST_FORM_SCHEMA = 16;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Set<String> accepted;
  private final Findings findings;
  private final List<Diagram> diagrams = new ArrayList<>();
  private final Map<String, DmnFile> tables = new LinkedHashMap<>();

  /** Process id, decision id and form id to the bundle that holds it. */
  private final Map<String, String> processes = new HashMap<>();

  private final Map<String, String> decisions = new HashMap<>();
  private final Map<String, String> forms = new HashMap<>();

  private ModelFiles(Set<String> accepted, Findings findings) {
    this.accepted = accepted;
    this.findings = findings;
  }

  /**
   * @param accepted bundles that the engine has taken as they are
   */
  static ModelFiles read(ModelSet models, Set<String> accepted, Findings findings) {
    var files = new ModelFiles(accepted, findings);
    models
        .bundles()
        .forEach((bundle, texts) -> texts.forEach((name, text) -> files.read(bundle, name, text)));
    return files;
  }

  private void read(String bundle, String name, String text) {
    String place = ModelSet.place(bundle, name);
    if (name.endsWith(".bpmn")) {
      readDiagram(bundle, place, text);
    } else if (name.endsWith(".dmn")) {
      readTable(bundle, place, text);
    } else if (name.endsWith(".form")) {
      readForm(bundle, place, text);
    }
  }

  private void readDiagram(String bundle, String place, String text) {
    BpmnFile file;
    try {
      file = BpmnFile.read(text);
    } catch (SAXException e) {
      isNoXml(place, e);
      return;
    }
    if (file.processes().size() != 1) {
      findings.stop(
          place,
          "it holds " + file.processes().size() + " processes",
          "Keep one process in each file, in one pool at most");
      return;
    }
    var diagram = new Diagram(place, file);
    checkName(bundle, diagram);
    if (!diagram.process().executable()) {
      findings.stop(diagram, "the process is marked as not executable", "Set isExecutable to true");
    }
    if (processes.put(diagram.process().id(), bundle) != null) {
      findings.stop(
          diagram, "another file has the same process id", "Give every process an id of its own");
    }
    diagrams.add(diagram);
    if (!accepted.contains(bundle)) {
      EngineRules.check(diagram, text, findings);
    }
  }

  private void checkName(String bundle, Diagram diagram) {
    String name = baseName(diagram.place());
    if (!diagram.process().id().equals(name)) {
      findings.stop(
          diagram,
          "the process id is not the file's name",
          "Call the process " + name + " or rename the file");
    }
    if (!bundle.equals(ModelSet.SHARED) && !bundle.equals(name)) {
      findings.stop(
          diagram,
          "the file's name is not its folder's",
          "Put it in processes/" + name + "/, or in processes/shared/ if several journeys use it");
    }
  }

  private void readTable(String bundle, String place, String text) {
    DmnFile table;
    try {
      table = DmnFile.read(text);
    } catch (SAXException e) {
      isNoXml(place, e);
      return;
    }
    tables.put(place, table);
    if (table.decisions().isEmpty()) {
      findings.stop(place, "it holds no decision", "Keep one decision table in each file");
    }
    for (DmnFile.Decision decision : table.decisions()) {
      if (decisions.put(decision.id(), bundle) != null) {
        findings.stop(
            place,
            decision.id(),
            decision.name(),
            "another table has the same id",
            "Give every table an id of its own");
      }
    }
    if (table.decisions().stream().noneMatch(d -> d.id().equals(baseName(place)))) {
      findings.stop(
          place,
          "no decision in it has the file's name as its id",
          "Call the table " + baseName(place) + " or rename the file");
    }
  }

  private void readForm(String bundle, String place, String text) {
    JsonNode form;
    try {
      form = JSON.readTree(text);
    } catch (JacksonException e) {
      findings.stop(
          place, "the file is not valid JSON", "Open it in the form editor and save it again");
      return;
    }
    String id = form.path("id").asString("");
    if (!id.equals(baseName(place))) {
      findings.stop(
          place,
          id,
          "",
          "the form's id is not the file's name",
          "Call the form " + baseName(place) + " or rename the file");
    }
    if (form.path("schemaVersion").asInt(0) > NEWEST_FORM_SCHEMA) {
      findings.stop(
          place,
          id,
          "",
          "it was written for a newer form editor",
          "Save it with schemaVersion " + NEWEST_FORM_SCHEMA + " or lower");
    }
    if (forms.put(id, bundle) != null) {
      findings.stop(
          place, id, "", "another form has the same id", "Give every form an id of its own");
    }
  }

  private void isNoXml(String place, SAXException e) {
    findings.stop(
        place,
        "the file is not well-formed XML (" + Words.oneLine(e.getMessage()) + ")",
        "Open it in the modeler and save it again");
  }

  private static String baseName(String place) {
    return place.substring(place.lastIndexOf('/') + 1, place.lastIndexOf('.'));
  }

  List<Diagram> diagrams() {
    return Collections.unmodifiableList(diagrams);
  }

  /** By the place where they stand. */
  Map<String, DmnFile> tables() {
    return Collections.unmodifiableMap(tables);
  }

  Map<String, String> processes() {
    return Collections.unmodifiableMap(processes);
  }

  Map<String, String> decisions() {
    return Collections.unmodifiableMap(decisions);
  }

  Map<String, String> forms() {
    return Collections.unmodifiableMap(forms);
  }
}
