package org.haven.forms;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.haven.platform.Code;
import org.haven.platform.Known;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One Camunda Form: its questions, and the server's own check of the answers. */
public final class CamundaForm {
  /** Characters in a line of text, where the form states no other limit. */
  static final int LONGEST_LINE = 1_000;

  /** Characters in a longer text, where the form states no other limit. */
  static final int LONGEST_TEXT = 10_000;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final String id;
  private final String schemaJson;
  private final List<Component> components;
  private final List<FormField> fields;
  private final Map<String, Object> empties = new LinkedHashMap<>();
  private final Feel feel;
  private final Clock clock;

  private CamundaForm(
      String id, String schemaJson, List<Component> components, Feel feel, Clock clock) {
    this.id = id;
    this.schemaJson = schemaJson;
    this.components = components;
    this.feel = feel;
    this.clock = clock;
    var found = new ArrayList<FormField>();
    collect(components, found);
    this.fields = List.copyOf(found);
  }

  /**
   * Reads a form file. It is taken as it is: {@link FormRules} says whether it is fit for use.
   *
   * @throws tools.jackson.core.JacksonException if it is not JSON
   */
  static CamundaForm read(String json, Feel feel, Clock clock) {
    ObjectNode schema = (ObjectNode) JSON.readTree(json);
    writeLimits(schema);
    var components = new ArrayList<Component>();
    for (JsonNode child : schema.path("components")) {
      components.add(Component.read(child, List.of()));
    }
    return new CamundaForm(
        schema.path("id").asString(""), schema.toString(), List.copyOf(components), feel, clock);
  }

  /** A text without a limit of its own gets the general one, so that the browser says it too. */
  private static void writeLimits(ObjectNode level) {
    for (JsonNode child : level.path("components")) {
      var component = (ObjectNode) child;
      String type = component.path("type").asString("");
      if (type.equals("textfield") || type.equals("textarea")) {
        JsonNode validate = component.path("validate");
        ObjectNode rules =
            validate instanceof ObjectNode present ? present : component.putObject("validate");
        if (rules.path("maxLength").isMissingNode()) {
          rules.put("maxLength", type.equals("textfield") ? LONGEST_LINE : LONGEST_TEXT);
        }
      }
      writeLimits(component);
    }
  }

  private void collect(List<Component> level, List<FormField> found) {
    for (Component c : level) {
      if (c.list()) {
        empties.put(c.name(), List.of());
        found.add(
            new FormField(
                c.name(),
                c.label(),
                c.type(),
                "",
                false,
                RoutingKind.NONE,
                List.of(),
                c.properties()));
      } else if (c.keyed()) {
        emptyValue(c.type()).ifPresent(empty -> empties.put(c.name(), empty));
        found.add(
            new FormField(
                c.name(),
                FormChecker.label(c),
                c.type(),
                c.text("subtype"),
                c.required(),
                c.routing(),
                c.staticOptions(),
                c.properties()));
      } else {
        collect(c.components(), found);
      }
    }
  }

  /** What form-js gives a field before anything is answered; the others are null. */
  private static java.util.Optional<Object> emptyValue(String type) {
    return switch (type) {
      case "textfield", "textarea" -> java.util.Optional.of("");
      case "checklist", "taglist" -> java.util.Optional.of(List.of());
      case "checkbox" -> java.util.Optional.of(false);
      default -> java.util.Optional.empty();
    };
  }

  public String id() {
    return id;
  }

  /** Another one for every change of the form: what was typed into one may not fit the next. */
  public String version() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(schemaJson.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The schema that form-js shows, with our general limits written into it. */
  public String schemaJson() {
    return schemaJson;
  }

  /** Every question in the order of the form, those inside groups too; a list is one field. */
  public List<FormField> fields() {
    return fields;
  }

  /**
   * Facts and stored answers in the words that this form uses: {@code true} becomes {@code "yes"}
   * for a radio, a date its ISO text. Names that are no field of the form keep their engine form.
   */
  public Map<String, Object> asAnswers(Map<String, ?> onRecord) {
    var answers = new LinkedHashMap<String, Object>();
    onRecord.forEach(
        (name, value) -> {
          if (value != null) {
            answers.put(name, asAnswer(field(name), value));
          }
        });
    return answers;
  }

  private @Nullable FormField field(String key) {
    return fields.stream().filter(f -> f.key().equals(key)).findFirst().orElse(null);
  }

  private static Object asAnswer(@Nullable FormField field, Object value) {
    boolean chosen =
        field != null && (field.type().equals("radio") || field.type().equals("select"));
    return switch (value) {
      case Known known when chosen -> known.name().toLowerCase(Locale.ROOT);
      case Known known -> known.value();
      case Boolean b when chosen -> b ? "yes" : "no";
      case Code code -> code.value();
      case LocalDate date -> date.toString();
      case Instant instant ->
          field != null && field.subtype().equals("date")
              ? instant.atZone(Feel.LONDON).toLocalDate().toString()
              : DateTimeFormatter.ISO_INSTANT.format(instant.truncatedTo(ChronoUnit.MINUTES));
      case Enum<?> e -> e.name().toLowerCase(Locale.ROOT).replace('_', '-');
      case Collection<?> list ->
          list.stream().filter(Objects::nonNull).map(each -> asAnswer(null, each)).toList();
      default -> value;
    };
  }

  /**
   * Checks all that the form can state, as form-js does in the browser, and more: unknown keys and
   * answers to hidden questions are refused, every text has a longest length. A refused form gives
   * an empty submission.
   *
   * @param posted what the person entered, by field key
   * @param given the data that the form was shown with: dynamic options and what conditions read
   */
  public FormCheck check(Map<String, ?> posted, Map<String, ?> given) {
    Map<String, Object> shown = asAnswers(given);
    return new FormChecker(feel, clock, components, shown, empties, posted).check(posted, shown);
  }
}
