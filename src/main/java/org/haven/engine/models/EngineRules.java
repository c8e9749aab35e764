package org.haven.engine.models;

import io.camunda.zeebe.model.bpmn.Bpmn;
import io.camunda.zeebe.model.bpmn.validation.zeebe.ZeebeDesignTimeValidators;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.camunda.bpm.model.xml.ModelParseException;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.camunda.bpm.model.xml.validation.ValidationResult;
import org.camunda.bpm.model.xml.validation.ValidationResultType;

/** What the engine itself would refuse, as far as it can be told without asking it. */
final class EngineRules {
  private EngineRules() {}

  static void check(Diagram diagram, String text, Findings findings) {
    try {
      var model =
          Bpmn.readModelFromStream(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
      model
          .validate(ZeebeDesignTimeValidators.VALIDATORS)
          .getResults()
          .forEach(
              (element, results) ->
                  results.stream()
                      .filter(result -> result.getType() == ValidationResultType.ERROR)
                      .forEach(result -> refused(diagram, element, result, findings)));
    } catch (ModelParseException e) {
      Throwable root = e;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      findings.stop(
          diagram.place(),
          "it is not a valid BPMN file (" + Words.oneLine(root.getMessage()) + ")",
          "Open it in the modeler and save it again");
    }
  }

  private static void refused(
      Diagram diagram, ModelElementInstance element, ValidationResult result, Findings findings) {
    String id = idOrOwner(element);
    findings.stop(
        diagram.place(),
        id,
        diagram.label(id),
        "the engine would refuse it: " + Words.oneLine(result.getMessage()),
        "Open the step in the modeler and put this right");
  }

  private static String idOrOwner(ModelElementInstance element) {
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
}
