package org.haven.forms;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.haven.platform.Known;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One check of one posted form. */
final class FormChecker {
  /** Years outside these are typing errors: nobody in a case was born before or plans after. */
  private static final int EARLIEST_YEAR = 1900;

  private static final int LATEST_YEAR = 2100;

  private static final int MOST_ROWS = 50;
  private static final int LONGEST_NUMBER = 30;

  /** The pattern of form-js, so that both sides agree. */
  private static final Pattern EMAIL =
      Pattern.compile(
          "^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
              + "(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$");

  /**
   * Wider than form-js, which takes international numbers alone: people here write 01632 960 001.
   * The browser's check is replaced by the same.
   */
  private static final Pattern PHONE = Pattern.compile("^\\+?[0-9][0-9 ()-]{5,18}[0-9]$");

  private static final Pattern TIME = Pattern.compile("([01]\\d|2[0-3]):[0-5]\\d");

  private final Feel feel;
  private final Clock clock;
  private final List<Component> components;
  private final Map<String, Object> data;
  private final List<FormProblem> problems = new ArrayList<>();
  private final Map<String, Object> routing = new LinkedHashMap<>();
  private final Map<String, Object> sealed = new LinkedHashMap<>();

  /**
   * @param given what the form was shown with, in the form's own words
   * @param empties the value that each field has before anything is answered
   */
  FormChecker(
      Feel feel,
      Clock clock,
      List<Component> components,
      Map<String, Object> given,
      Map<String, Object> empties,
      Map<String, ?> posted) {
    this.feel = feel;
    this.clock = clock;
    this.components = components;
    this.data = new HashMap<>(empties);
    data.putAll(given);
    data.putAll(posted);
  }

  FormCheck check(Map<String, ?> posted, Map<String, Object> given) {
    Set<String> asked = new HashSet<>();
    check(components, posted, given, data, "", asked, false);
    if (!asked.containsAll(posted.keySet())) {
      problems.add(new FormProblem(FormProblem.WHOLE_FORM, FormWords.unknownAnswers()));
    }
    // a refused form gives nothing: no caller can save half of it by mistake
    return problems.isEmpty()
        ? new FormCheck(List.of(), new Submission(unmodifiable(routing), unmodifiable(sealed)))
        : new FormCheck(List.copyOf(problems), new Submission(Map.of(), Map.of()));
  }

  private static Map<String, Object> unmodifiable(Map<String, Object> map) {
    return java.util.Collections.unmodifiableMap(map);
  }

  private void check(
      List<Component> level,
      Map<String, ?> posted,
      Map<String, ?> given,
      Map<String, Object> context,
      String prefix,
      Set<String> asked,
      boolean insideList) {
    for (Component c : level) {
      if (c.list()) {
        asked.add(c.name());
        checkList(c, posted.get(c.name()), context);
      } else if (c.keyed()) {
        asked.add(c.name());
        Object value = posted.get(c.name());
        String at = prefix + c.name();
        if (hidden(c, context)) {
          if (!unanswered(value)) {
            problems.add(new FormProblem(at, FormWords.notAsked(c.label())));
          }
        } else if (fixed(c, context)) {
          if (!unanswered(value) && !same(value, given.get(c.name()))) {
            problems.add(new FormProblem(at, FormWords.fixed(c.label())));
          }
        } else {
          checkField(c, at, value, context)
              .ifPresent(answer -> keep(c, answer, insideList ? null : routing));
        }
      } else {
        check(c.components(), posted, given, context, prefix, asked, insideList);
      }
    }
  }

  private void checkList(Component list, @Nullable Object value, Map<String, Object> context) {
    String at = list.name();
    if (unanswered(value)) {
      return;
    }
    if (hidden(list, context)) {
      problems.add(new FormProblem(at, FormWords.notAsked(list.label())));
      return;
    }
    if (!(value instanceof List<?> rows)) {
      problems.add(new FormProblem(FormProblem.WHOLE_FORM, FormWords.unknownAnswers()));
      return;
    }
    if (rows.size() > MOST_ROWS) {
      problems.add(new FormProblem(at, FormWords.fewerRows(list.label(), MOST_ROWS)));
      return;
    }
    var kept = new ArrayList<Object>();
    for (int i = 0; i < rows.size(); i++) {
      if (!(rows.get(i) instanceof Map<?, ?> untyped)) {
        problems.add(new FormProblem(FormProblem.WHOLE_FORM, FormWords.unknownAnswers()));
        return;
      }
      @SuppressWarnings("unchecked")
      var row = (Map<String, Object>) untyped;
      var rowContext = new HashMap<>(context);
      rowContext.put("this", row);
      rowContext.put("parent", context);
      rowContext.put("i", List.of(i + 1));
      var rowChecker = new RowChecker(list, row, rowContext, at + "[" + i + "].");
      rowChecker.check();
      if (!rowChecker.answers.isEmpty()) {
        kept.add(rowChecker.answers);
      }
    }
    sealed.put(at, List.copyOf(kept));
  }

  /** The fields of one row of a list: their answers are sealed, whatever they are. */
  private final class RowChecker {
    private final Component list;
    private final Map<String, Object> row;
    private final Map<String, Object> context;
    private final String prefix;
    private final Map<String, Object> answers = new LinkedHashMap<>();

    RowChecker(
        Component list, Map<String, Object> row, Map<String, Object> context, String prefix) {
      this.list = list;
      this.row = row;
      this.context = context;
      this.prefix = prefix;
    }

    void check() {
      Set<String> asked = new HashSet<>();
      check(list.components(), asked);
      if (!asked.containsAll(row.keySet())) {
        problems.add(new FormProblem(FormProblem.WHOLE_FORM, FormWords.unknownAnswers()));
      }
    }

    private void check(List<Component> level, Set<String> asked) {
      for (Component c : level) {
        if (!c.keyed()) {
          check(c.components(), asked);
          continue;
        }
        asked.add(c.name());
        Object value = row.get(c.name());
        if (hidden(c, context)) {
          if (!unanswered(value)) {
            problems.add(new FormProblem(prefix + c.name(), FormWords.notAsked(c.label())));
          }
        } else {
          checkField(c, prefix + c.name(), value, context)
              .ifPresent(answer -> answers.put(c.name(), answer));
        }
      }
    }
  }

  private void keep(Component c, Object answer, @Nullable Map<String, Object> routingFacts) {
    if (routingFacts == null || c.routing() == RoutingKind.NONE) {
      sealed.put(c.name(), answer);
      return;
    }
    routingFacts.put(
        c.name(),
        switch (c.routing()) {
          case BOOLEAN -> Known.of(answer).value();
          case NUMBER -> ((BigDecimal) answer).longValueExact();
          default -> answer;
        });
  }

  private boolean hidden(Component c, Map<String, Object> context) {
    return c.hides().stream().anyMatch(hide -> feel.holds(hide, context));
  }

  /** Fields that the person sees and cannot change; the server has their values already. */
  private boolean fixed(Component c, Map<String, Object> context) {
    JsonNode readonly = c.json().path("readonly");
    return c.json().path("disabled").asBoolean(false)
        || (readonly.isString()
            ? feel.holds(readonly.asString(), context)
            : readonly.asBoolean(false));
  }

  private static boolean same(@Nullable Object posted, @Nullable Object given) {
    return given != null && String.valueOf(posted).equals(String.valueOf(given));
  }

  static boolean unanswered(@Nullable Object value) {
    return switch (value) {
      case null -> true;
      case String s -> blank(s);
      case Collection<?> list -> list.isEmpty();
      case Map<?, ?> map -> map.isEmpty();
      default -> false;
    };
  }

  private Optional<Object> checkField(
      Component c, String at, @Nullable Object value, Map<String, Object> context) {
    int before = problems.size();
    Object answer =
        switch (ComponentType.of(c.type()).orElseThrow()) {
          case TEXTFIELD, TEXTAREA -> text(c, at, value, context);
          case NUMBER -> number(c, at, value, context);
          case RADIO, SELECT -> choice(c, at, value, context);
          case CHECKLIST, TAGLIST -> choices(c, at, value, context);
          case CHECKBOX -> checkbox(c, at, value);
          case DATETIME -> moment(c, at, value);
          case GROUP, DYNAMICLIST, TEXT, SEPARATOR, SPACER -> null;
        };
    return problems.size() == before ? Optional.ofNullable(answer) : Optional.empty();
  }

  private @Nullable Object refuse(String at, String message) {
    problems.add(new FormProblem(at, message));
    return null;
  }

  private @Nullable Object text(
      Component c, String at, @Nullable Object value, Map<String, Object> context) {
    if (unanswered(value)) {
      return c.required() ? refuse(at, FormWords.enter(c.label())) : null;
    }
    if (!(value instanceof String text)) {
      return refuse(at, FormWords.enterText(c.label()));
    }
    int length = trimmed(text).length();
    // length first: nothing else is done with a text that is far too long
    int longest = Math.min(limit(c, "maxLength", context).orElse(longestOf(c)), longestOf(c));
    if (length > longest || text.length() > longest + 1_000) {
      return refuse(at, FormWords.shorten(c.label(), longest, length));
    }
    if (!showable(text)) {
      return refuse(at, FormWords.plainText(c.label()));
    }
    Optional<Integer> shortest = limit(c, "minLength", context);
    if (shortest.isPresent() && length < shortest.get()) {
      return refuse(at, FormWords.lengthen(c.label(), shortest.get()));
    }
    String pattern = c.validate("pattern").asString("");
    if (!pattern.isEmpty() && !Pattern.compile(pattern).matcher(text).find()) {
      String own = c.validate("patternErrorMessage").asString("");
      return refuse(at, own.isEmpty() ? FormWords.asAsked(c.label()) : own);
    }
    String type = c.validate("validationType").asString("");
    if (type.equals("email") && !EMAIL.matcher(text).find()) {
      return refuse(at, FormWords.enterEmail(c.label()));
    }
    if (type.equals("phone") && !PHONE.matcher(text).find()) {
      return refuse(at, FormWords.enterPhone(c.label()));
    }
    return text;
  }

  /** The longest text that any form may ask for, by component, unless it says more itself. */
  static int longestOf(Component c) {
    JsonNode own = c.validate("maxLength");
    if (own.isInt()) {
      return own.asInt();
    }
    return c.type().equals("textfield") ? CamundaForm.LONGEST_LINE : CamundaForm.LONGEST_TEXT;
  }

  private @Nullable Object number(
      Component c, String at, @Nullable Object value, Map<String, Object> context) {
    if (unanswered(value)) {
      return c.required() ? refuse(at, FormWords.enter(c.label())) : null;
    }
    BigDecimal number = numberOf(value);
    if (number == null) {
      return refuse(at, FormWords.enterNumber(c.label()));
    }
    JsonNode decimals = c.json().path("decimalDigits");
    boolean whole = c.routing() == RoutingKind.NUMBER;
    int places = Math.max(0, number.stripTrailingZeros().scale());
    if (whole && (places > 0 || number.abs().compareTo(BigDecimal.valueOf(1_000_000_000)) > 0)) {
      return refuse(at, FormWords.wholeNumber(c.label()));
    }
    if (decimals.isInt() && places > decimals.asInt()) {
      return refuse(
          at,
          decimals.asInt() == 0
              ? FormWords.wholeNumber(c.label())
              : FormWords.fewerDecimals(c.label(), decimals.asInt()));
    }
    BigDecimal step = numberOf(valueOf(c.json().path("increment"), context));
    if (step != null && step.signum() > 0 && number.remainder(step).signum() != 0) {
      return refuse(at, FormWords.multipleOf(c.label(), step));
    }
    BigDecimal least = numberOf(valueOf(c.validate("min"), context));
    if (least != null && number.compareTo(least) < 0) {
      return refuse(at, FormWords.atLeast(c.label(), least));
    }
    BigDecimal most = numberOf(valueOf(c.validate("max"), context));
    if (most != null && number.compareTo(most) > 0) {
      return refuse(at, FormWords.atMost(c.label(), most));
    }
    return number;
  }

  private @Nullable Object choice(
      Component c, String at, @Nullable Object value, Map<String, Object> context) {
    if (unanswered(value)) {
      return c.required() ? refuse(at, FormWords.chooseOne(c.label())) : null;
    }
    if (!optionsOf(c, context).contains(asOption(value))) {
      return refuse(at, FormWords.chooseFromList(c.label()));
    }
    return asOption(value);
  }

  private @Nullable Object choices(
      Component c, String at, @Nullable Object value, Map<String, Object> context) {
    if (unanswered(value)) {
      return c.required() ? refuse(at, FormWords.chooseSome(c.label())) : null;
    }
    if (!(value instanceof List<?> list)) {
      return refuse(at, FormWords.chooseFromList(c.label()));
    }
    Set<String> options = optionsOf(c, context);
    var chosen = new ArrayList<String>();
    for (Object each : list) {
      String option = asOption(each);
      if (!options.contains(option) || chosen.contains(option)) {
        return refuse(at, FormWords.chooseFromList(c.label()));
      }
      chosen.add(option);
    }
    return List.copyOf(chosen);
  }

  private @Nullable Object checkbox(Component c, String at, @Nullable Object value) {
    if (value != null && !(value instanceof Boolean)) {
      return refuse(at, FormWords.tick(c.label()));
    }
    boolean ticked = Boolean.TRUE.equals(value);
    if (!ticked && c.required()) {
      return refuse(at, FormWords.tick(c.label()));
    }
    return value == null ? null : ticked;
  }

  private @Nullable Object moment(Component c, String at, @Nullable Object value) {
    String subtype = c.json().path("subtype").asString("date");
    String label = label(c);
    if (unanswered(value)) {
      if (!c.required()) {
        return null;
      }
      return refuse(
          at,
          switch (subtype) {
            case "time" -> FormWords.enterTime(label);
            case "datetime" -> FormWords.enterDateTime(label);
            default -> FormWords.enterDate(label);
          });
    }
    if (!(value instanceof String text) || text.length() > 40) {
      return refuse(at, FormWords.realDate(label));
    }
    boolean bareTime = c.text("timeSerializingFormat").equals("no_timezone");
    try {
      return switch (subtype) {
        case "time" -> {
          readTime(text, bareTime);
          yield text;
        }
        case "datetime" -> {
          LocalDate day =
              bareTime
                  ? LocalDateTime.parse(text).toLocalDate()
                  : OffsetDateTime.parse(text).atZoneSameInstant(Feel.LONDON).toLocalDate();
          yield day(c, at, label, day) ? text : null;
        }
        default -> day(c, at, label, LocalDate.parse(text)) ? text : null;
      };
    } catch (DateTimeException e) {
      return refuse(
          at, subtype.equals("time") ? FormWords.enterTime(label) : FormWords.realDate(label));
    }
  }

  /** A datetime component's label is split in two in the schema. */
  static String label(Component c) {
    if (!c.label().isEmpty()) {
      return c.label();
    }
    String date = c.text("dateLabel");
    return date.isEmpty() ? c.text("timeLabel") : date;
  }

  private static void readTime(String text, boolean bareTime) {
    String time = text.length() > 5 ? text.substring(0, 5) : text;
    if (!TIME.matcher(time).matches() || (bareTime && text.length() > 5)) {
      throw new DateTimeException("not a time");
    }
    LocalTime.parse(time);
    if (text.length() > 5) {
      java.time.ZoneOffset.of(text.substring(5));
    }
  }

  private boolean day(Component c, String at, String label, LocalDate day) {
    if (day.getYear() < EARLIEST_YEAR || day.getYear() > LATEST_YEAR) {
      refuse(at, FormWords.realDate(label));
      return false;
    }
    if (c.json().path("disallowPassedDates").asBoolean(false)
        && day.isBefore(LocalDate.ofInstant(clock.instant(), Feel.LONDON))) {
      refuse(at, FormWords.notPast(label));
      return false;
    }
    return true;
  }

  private Set<String> optionsOf(Component c, Map<String, Object> context) {
    var options = new HashSet<String>();
    if (!c.json().path("values").isMissingNode()) {
      c.staticOptions().forEach(o -> options.add(o.value()));
    } else {
      Object source =
          c.text("valuesKey").isEmpty()
              ? feel.evaluate(c.text("valuesExpression"), context)
              : context.get(c.text("valuesKey"));
      if (source instanceof Iterable<?> list) {
        for (Object each : list) {
          String option = asOption(each instanceof Map<?, ?> map ? map.get("value") : each);
          if (!option.isEmpty()) {
            options.add(option);
          }
        }
      }
    }
    return options;
  }

  private static String asOption(@Nullable Object value) {
    return value instanceof String || value instanceof Number || value instanceof Boolean
        ? value.toString()
        : "";
  }

  /** A rule's value: written in the form, or worked out from the data. */
  private @Nullable Object valueOf(JsonNode rule, Map<String, Object> context) {
    if (rule.isNumber()) {
      return rule.decimalValue();
    }
    String text = rule.asString("");
    return Feel.isExpression(text) ? feel.evaluate(text, context) : text;
  }

  private Optional<Integer> limit(Component c, String rule, Map<String, Object> context) {
    return Optional.ofNullable(numberOf(valueOf(c.validate(rule), context)))
        .map(n -> n.setScale(0, RoundingMode.DOWN).intValueExact());
  }

  private static @Nullable BigDecimal numberOf(@Nullable Object value) {
    try {
      return switch (value) {
        case BigDecimal d ->
            d.precision() > LONGEST_NUMBER
                    || d.scale() > LONGEST_NUMBER
                    || d.scale() < -LONGEST_NUMBER
                ? null
                : d;
        case Number n -> numberOf(new BigDecimal(n.toString()));
        case String s when s.length() <= LONGEST_NUMBER && !s.isBlank() ->
            numberOf(new BigDecimal(s.strip()));
        case null, default -> null;
      };
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static boolean blank(String text) {
    return trimmed(text).isEmpty();
  }

  /** What JavaScript's trim takes off, so that both sides count the same. */
  static String trimmed(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isBlank(text.charAt(from))) {
      from++;
    }
    while (to > from && isBlank(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  private static boolean isBlank(char c) {
    return (c >= 9 && c <= 13)
        || c == 0xFEFF
        || c == 0x2028
        || c == 0x2029
        || Character.getType(c) == Character.SPACE_SEPARATOR;
  }

  /**
   * No control characters and no halves of a character: a database or a letter cannot hold them.
   */
  private static boolean showable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)) {
        if (i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))) {
          return false;
        }
        i++;
      } else if (Character.isLowSurrogate(c)
          || (Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t')) {
        return false;
      }
    }
    return true;
  }
}
