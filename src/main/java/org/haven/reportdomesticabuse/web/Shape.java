package org.haven.reportdomesticabuse.web;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.haven.platform.web.Shown;
import tools.jackson.databind.JsonNode;

/**
 * What a part of a partner's report must look like. Unknown and malformed fields are listed by JSON
 * pointer, with what is expected; what was sent is never repeated.
 */
sealed interface Shape {
  /** What to send, as the agency's developer reads it. */
  String expected();

  void check(JsonNode node, String pointer, Problems problems);

  /** Text of so many characters, without control characters. */
  record Text(int max) implements Shape {
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\p{Cs}&&[^\\r\\n\\t]]");

    @Override
    public String expected() {
      return "text of 1 to " + max + " characters";
    }

    @Override
    public void check(JsonNode node, String pointer, Problems problems) {
      if (!node.isString() || node.stringValue().isBlank() || node.stringValue().length() > max) {
        problems.add(pointer, expected());
      } else if (CONTROL.matcher(node.stringValue()).find()) {
        problems.add(pointer, expected() + ", without control characters");
      }
    }
  }

  /** Text of one form. */
  record Form(Pattern pattern, String example) implements Shape {
    @Override
    public String expected() {
      return "text such as " + example;
    }

    @Override
    public void check(JsonNode node, String pointer, Problems problems) {
      if (!node.isString() || !pattern.matcher(node.stringValue()).matches()) {
        problems.add(pointer, expected());
      }
    }
  }

  /** One of a closed list. */
  record Choice(List<String> options) implements Shape {
    @Override
    public String expected() {
      return "one of " + String.join(", ", options);
    }

    @Override
    public void check(JsonNode node, String pointer, Problems problems) {
      if (!node.isString() || !options.contains(node.stringValue())) {
        problems.add(pointer, expected());
      }
    }
  }

  /** A day that is not in the future. */
  record Day(LocalDate today) implements Shape {
    private static final LocalDate EARLIEST = LocalDate.of(1900, 1, 1);

    @Override
    public String expected() {
      return "a date such as 2026-04-02, from 1900 on and not in the future";
    }

    @Override
    public void check(JsonNode node, String pointer, Problems problems) {
      try {
        if (node.isString() && node.stringValue().length() == 10) {
          var day = LocalDate.parse(node.stringValue());
          if (!day.isAfter(today) && !day.isBefore(EARLIEST)) {
            return;
          }
        }
      } catch (DateTimeParseException e) {
        // said below
      }
      problems.add(pointer, expected());
    }
  }

  /** Several, of one shape. */
  record Several(Shape item, int max, boolean unique) implements Shape {
    @Override
    public String expected() {
      return "a list of " + max + " at most" + (unique ? ", none of them twice" : "");
    }

    @Override
    public void check(JsonNode node, String pointer, Problems problems) {
      if (!node.isArray() || node.size() > max) {
        problems.add(pointer, expected());
        return;
      }
      var seen = new HashSet<JsonNode>();
      int i = 0;
      for (JsonNode child : node) {
        item.check(child, pointer + "/" + i++, problems);
        if (unique && !seen.add(child)) {
          problems.add(pointer, expected());
        }
      }
    }
  }

  /** An object with these fields and no others. */
  record Fields(Map<String, Field> fields) implements Shape {
    @Override
    public String expected() {
      return "an object with " + String.join(", ", fields.keySet());
    }

    @Override
    public void check(JsonNode node, String pointer, Problems problems) {
      if (!node.isObject()) {
        problems.add(pointer, expected());
        return;
      }
      for (String name : node.propertyNames()) {
        if (!fields.containsKey(name)) {
          problems.add(
              pointer + "/" + escape(name),
              "no such field: only " + String.join(", ", fields.keySet()));
        }
      }
      fields.forEach(
          (name, field) -> {
            JsonNode value = node.get(name);
            if (value != null) {
              field.shape().check(value, pointer + "/" + name, problems);
            } else if (field.required()) {
              problems.add(pointer + "/" + name, "required: " + field.shape().expected());
            }
          });
    }

    private static String escape(String name) {
      return Shown.name(name).replace("~", "~0").replace("/", "~1");
    }
  }

  record Field(Shape shape, boolean required) {}

  /** Collects fields in their order. */
  static Fields fields(Object... namesAndFields) {
    var map = new LinkedHashMap<String, Field>();
    for (int i = 0; i < namesAndFields.length; i += 2) {
      map.put((String) namesAndFields[i], (Field) namesAndFields[i + 1]);
    }
    return new Fields(map);
  }

  static Field required(Shape shape) {
    return new Field(shape, true);
  }

  static Field optional(Shape shape) {
    return new Field(shape, false);
  }
}
