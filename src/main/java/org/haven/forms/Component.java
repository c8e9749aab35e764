package org.haven.forms;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One component of a form's schema as Camunda Forms writes it.
 *
 * @param json the component as the file has it
 * @param hides the FEEL conditions that hide it, its own and those of the groups around it
 * @param components what stands inside a group or list
 */
record Component(
    JsonNode json,
    String type,
    String id,
    @Nullable String key,
    String label,
    List<String> hides,
    List<Component> components) {

  static Component read(JsonNode json, List<String> outerHides) {
    var hides = new ArrayList<>(outerHides);
    String hide = json.path("conditional").path("hide").asString("");
    if (!hide.isBlank()) {
      hides.add(hide);
    }
    var inner = new ArrayList<Component>();
    for (JsonNode child : json.path("components")) {
      inner.add(read(child, hides));
    }
    String key = json.path("key").asString("");
    return new Component(
        json,
        json.path("type").asString(""),
        json.path("id").asString(""),
        key.isEmpty() ? null : key,
        json.path("label").asString(""),
        List.copyOf(hides),
        List.copyOf(inner));
  }

  /** True for what the person answers: it has a key and a value. */
  boolean keyed() {
    return ComponentType.of(type).map(ComponentType::keyed).orElse(false);
  }

  boolean list() {
    return type.equals("dynamiclist");
  }

  /** The name under which the answers stand: a field's key, a list's path. */
  String name() {
    if (list()) {
      return text("path");
    }
    return key == null ? "" : key;
  }

  String text(String property) {
    return json.path(property).asString("");
  }

  JsonNode validate(String rule) {
    return json.path("validate").path(rule);
  }

  boolean required() {
    return validate("required").asBoolean(false);
  }

  String property(String name) {
    return json.path("properties").path(name).asString("");
  }

  Map<String, String> properties() {
    var all = new java.util.LinkedHashMap<String, String>();
    json.path("properties")
        .properties()
        .forEach(e -> all.put(e.getKey(), e.getValue().asString("")));
    return Map.copyOf(all);
  }

  RoutingKind routing() {
    return switch (property("routing")) {
      case "boolean" -> RoutingKind.BOOLEAN;
      case "code" -> RoutingKind.CODE;
      case "codes" -> RoutingKind.CODES;
      case "date" -> RoutingKind.DATE;
      case "number" -> RoutingKind.NUMBER;
      default -> RoutingKind.NONE;
    };
  }

  /** The closed list that the form itself names; empty if it comes with the data. */
  List<FormField.Option> staticOptions() {
    return options(json.path("values"));
  }

  static List<FormField.Option> options(JsonNode values) {
    var options = new ArrayList<FormField.Option>();
    for (JsonNode value : values) {
      if (value.isObject()) {
        String code = value.path("value").asString("");
        if (!code.isEmpty()) {
          options.add(new FormField.Option(code, value.path("label").asString(code)));
        }
      } else if (value.isValueNode()) {
        options.add(new FormField.Option(value.asString(""), value.asString("")));
      }
    }
    return options;
  }

  boolean hasOptions() {
    return ComponentType.of(type).map(ComponentType::chosen).orElse(false);
  }
}
