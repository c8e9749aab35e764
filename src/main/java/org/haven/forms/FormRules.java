package org.haven.forms;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What every form file must keep to, so that the server can check it and nothing private leaks. */
public final class FormRules {
  private static final Pattern KEY = Pattern.compile("[a-z][A-Za-z0-9]{0,59}");
  private static final Pattern ID = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,39}");
  private static final Set<String> ROUTING = Set.of("boolean", "code", "codes", "date", "number");
  private static final int NEWEST_SCHEMA = 16;
  private static final int LONGEST_EVER = 100_000;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final String file;
  private final Feel feel = new Feel(Clock.systemUTC());
  private final List<Finding> findings = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();

  private FormRules(String file) {
    this.file = file;
  }

  /**
   * @param file such as {@code forms/assess-risk/record-judgement.form}
   * @param element the component's key or id
   * @param cure what is wrong and what to do
   */
  public record Finding(String file, String element, String cure) {
    @Override
    public String toString() {
      return file + ", " + element + ": " + cure;
    }
  }

  /** Everything that is wrong with a form file; empty if it is fit for use. */
  public static List<Finding> check(String file, String json) {
    var rules = new FormRules(file);
    try {
      rules.form(JSON.readTree(json));
    } catch (JacksonException e) {
      rules.find("the file", "it is not JSON: " + e.getOriginalMessage());
    }
    return List.copyOf(rules.findings);
  }

  private void find(String element, String cure) {
    findings.add(new Finding(file, element, cure));
  }

  private void form(JsonNode form) {
    String id = form.path("id").asString("");
    String name = file.substring(file.lastIndexOf('/') + 1).replaceFirst("\\.form$", "");
    if (!ID.matcher(id).matches() || !id.equals(name)) {
      find("id", "give the form the id " + name + ", as its file is named");
    }
    if (!form.path("type").asString("").equals("default")) {
      find("type", "write \"type\": \"default\"");
    }
    if (form.path("schemaVersion").asInt(0) > NEWEST_SCHEMA) {
      find("schemaVersion", "use " + NEWEST_SCHEMA + " or lower, which Camunda 8.6 reads");
    }
    if (!form.path("executionPlatform").asString("").equals("Camunda Cloud")) {
      find("executionPlatform", "write \"executionPlatform\": \"Camunda Cloud\"");
    }
    var components = new ArrayList<Component>();
    for (JsonNode child : form.path("components")) {
      components.add(Component.read(child, List.of()));
    }
    if (components.isEmpty()) {
      find("components", "a form asks at least one question");
    }
    level(components, new HashSet<>(), false);
  }

  private void level(List<Component> components, Set<String> keys, boolean insideList) {
    for (Component c : components) {
      component(c, keys, insideList);
      if (c.list()) {
        level(c.components(), new HashSet<>(), true);
      } else {
        level(c.components(), keys, insideList);
      }
    }
  }

  private void component(Component c, Set<String> keys, boolean insideList) {
    String at = !c.name().isEmpty() ? c.name() : c.id().isEmpty() ? c.type() : c.id();
    if (ComponentType.of(c.type()).isEmpty()) {
      find(
          at,
          c.type().equals("button")
              ? "leave the button out: the page has its own"
              : "Haven's forms do not use " + c.type() + ": the server could not check it");
      return;
    }
    if (c.id().isEmpty() || !ids.add(c.id())) {
      find(at, "give it an id that no other component of the form has");
    }
    String hide = c.json().path("conditional").path("hide").asString("");
    if (!hide.isBlank() && !feel.parses(hide)) {
      find(at, "its condition " + hide + " is not a FEEL expression that starts with =");
    }
    if (c.type().equals("group") && !c.text("path").isEmpty()) {
      find(at, "leave out the group's path: every answer stands at the top by its own key");
    }
    if (c.list()) {
      list(c, at, keys, insideList);
    }
    if (c.keyed()) {
      field(c, at, keys, insideList);
    }
  }

  private void list(Component c, String at, Set<String> keys, boolean insideList) {
    if (insideList) {
      find(at, "a list does not stand in a list");
    }
    name(at, c.name(), keys);
    if (c.label().isBlank()) {
      find(at, "give the list a label");
    }
  }

  private void name(String at, String name, Set<String> keys) {
    if (!KEY.matcher(name).matches()) {
      find(at, "write the key in camelCase, as the procedure names the fact");
    }
    if (!keys.add(name)) {
      find(at, "two questions have this key");
    }
  }

  private void field(Component c, String at, Set<String> keys, boolean insideList) {
    name(at, c.name(), keys);
    if (FormChecker.label(c).isBlank()) {
      find(at, "give the question a label");
    }
    expressions(c, at);
    if (c.hasOptions()) {
      options(c, at);
    }
    limits(c, at);
    routing(c, at, insideList);
    if (!c.json().path("defaultValue").isMissingNode()
        && !c.json().path("defaultValue").asString("").isEmpty()
        && (c.hasOptions() || c.type().equals("checkbox"))) {
      find(at, "leave out the default: what was not asked is never answered");
    }
  }

  private void expressions(Component c, String at) {
    for (String property : List.of("readonly", "valuesExpression")) {
      String text = c.text(property);
      if (Feel.isExpression(text) && !feel.parses(text)) {
        find(at, property + " is not a FEEL expression");
      }
    }
    for (String rule : List.of("min", "max", "minLength", "maxLength")) {
      String text = c.validate(rule).asString("");
      if (Feel.isExpression(text) && !feel.parses(text)) {
        find(at, rule + " is not a FEEL expression");
      }
    }
    String pattern = c.validate("pattern").asString("");
    if (!pattern.isEmpty()) {
      try {
        Pattern.compile(pattern);
      } catch (PatternSyntaxException e) {
        find(at, "its pattern cannot be read: " + e.getDescription());
      }
      if (c.validate("patternErrorMessage").asString("").isBlank()) {
        find(at, "say in patternErrorMessage what to enter");
      }
    }
  }

  private void options(Component c, String at) {
    long sources =
        List.of("values", "valuesKey", "valuesExpression").stream()
            .filter(source -> !c.json().path(source).isMissingNode())
            .count();
    if (sources != 1) {
      find(at, "name its answers in one way: values, valuesKey or valuesExpression");
    }
    if (!c.json().path("values").isMissingNode()) {
      List<String> values =
          c.staticOptions().stream().map(FormField.Option::value).collect(Collectors.toList());
      if (values.isEmpty() || new HashSet<>(values).size() != values.size()) {
        find(at, "give it answers that differ from each other");
      }
      if (c.staticOptions().stream().anyMatch(o -> o.label().isBlank())) {
        find(at, "give every answer a label");
      }
    }
  }

  private void limits(Component c, String at) {
    JsonNode longest = c.validate("maxLength");
    if (longest.isNumber() && (longest.asInt() < 1 || longest.asInt() > LONGEST_EVER)) {
      find(at, "maxLength is from 1 to 100,000 characters");
    }
    if (c.type().equals("datetime")
        && !Set.of("date", "time", "datetime").contains(c.text("subtype"))) {
      find(at, "subtype is date, time or datetime");
    }
  }

  private void routing(Component c, String at, boolean insideList) {
    String routing = c.property("routing");
    if (routing.isEmpty()) {
      return;
    }
    if (!ROUTING.contains(routing)) {
      find(at, "routing is boolean, code, codes, date or number; leave it out to seal the answer");
      return;
    }
    if (insideList) {
      find(at, "an answer in a list is sealed: leave out routing");
      return;
    }
    RoutingKind kind = c.routing();
    boolean fits = ComponentType.of(c.type()).map(t -> t.mayRoute(kind)).orElse(false);
    if (!fits || (kind == RoutingKind.DATE && !c.text("subtype").equals("date"))) {
      find(
          at,
          switch (kind) {
            case BOOLEAN -> "ask a boolean fact by a radio with yes, no and unknown";
            case CODE -> "ask a code by a radio or select with a closed list";
            case CODES -> "ask codes by a checklist or taglist with a closed list";
            case DATE -> "ask a date by a datetime with the subtype date";
            default -> "ask a number by a number field";
          });
      return;
    }
    if (!c.json().path("values").isMissingNode()) {
      Set<String> values =
          c.staticOptions().stream().map(FormField.Option::value).collect(Collectors.toSet());
      if (kind == RoutingKind.BOOLEAN) {
        if (!values.containsAll(Set.of("yes", "no"))
            || !Set.of("yes", "no", "unknown").containsAll(values)) {
          find(at, "a boolean fact's answers are yes, no and (where it may be open) unknown");
        }
      } else if (values.stream().anyMatch(v -> !CODE.matcher(v).matches())) {
        find(at, "a code is of letters, digits and hyphens, 40 at most");
      }
    } else if (kind == RoutingKind.BOOLEAN) {
      find(at, "a boolean fact's answers are written in the form: yes, no, unknown");
    }
  }
}
