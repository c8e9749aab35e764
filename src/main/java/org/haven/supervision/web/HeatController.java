package org.haven.supervision.web;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.haven.forms.FormProblem;
import org.haven.platform.ActingPerson;
import org.haven.platform.web.Times;
import org.haven.supervision.JourneyHeat;
import org.haven.supervision.JourneyHeat.Asked;
import org.haven.supervision.JourneyHeat.Heat;
import org.haven.supervision.JourneyHeat.Step;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;

/** A journey's diagram with what its steps did in a period, and the same as a table. */
@Controller
class HeatController {
  private static final int USUAL_DAYS = 90;
  private static final int LEVELS = 5;

  private final JourneyHeat heat;
  private final Periods periods;
  private final Lengths lengths;
  private final Times times;
  private final MessageSource words;

  HeatController(
      JourneyHeat heat, Periods periods, Lengths lengths, Times times, MessageSource words) {
    this.heat = heat;
    this.periods = periods;
    this.lengths = lengths;
    this.times = times;
    this.words = words;
  }

  /** By what steps are coloured. */
  enum Measure {
    MEDIAN(step -> step.medianMillis()),
    P90(step -> step.p90Millis()),
    VOLUME(Step::visits),
    LATE(step -> step.late() + step.lateNow());

    private final ToDoubleFunction<Step> of;

    Measure(ToDoubleFunction<Step> of) {
      this.of = of;
    }

    static Measure of(String code) {
      for (Measure measure : values()) {
        if (measure.code().equals(code)) {
          return measure;
        }
      }
      return MEDIAN;
    }

    String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    boolean isLength() {
      return this == MEDIAN || this == P90;
    }
  }

  /**
   * A row of the table; what a second look adds is empty without one.
   *
   * @param difference of the measure, in words, with its sign
   */
  record Row(
      String title,
      String visits,
      String median,
      String p90,
      String met,
      String late,
      String cutShort,
      long now,
      long lateNow,
      long incidents,
      String other,
      String difference) {}

  /** What the diagram shows. */
  record Diagram(String xml, List<Heated> heat, Map<String, Double> flows, String name) {}

  /**
   * A coloured step.
   *
   * @param level 0 to 5
   * @param words the measure
   * @param now how many stand there
   */
  record Heated(String id, int level, String words, long now, long late, long incidents) {}

  private record Look(
      Asked first, @Nullable Asked second, Measure measure, Map<String, String> problems) {}

  @GetMapping("/supervision/journeys/{process}")
  ModelAndView page(
      ActingPerson who, @PathVariable String process, @RequestParam Map<String, String> typed) {
    Look look = look(process, typed);
    String title =
        heat.title(process).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    var view =
        new ModelAndView(
            "supervision/heat", look.problems().isEmpty() ? HttpStatus.OK : HttpStatus.BAD_REQUEST);
    view.addObject("process", process);
    view.addObject("typed", typed);
    view.addObject("problems", look.problems());
    view.addObject(
        "summary",
        look.problems().entrySet().stream()
            .map(e -> new FormProblem(e.getKey(), e.getValue()))
            .toList());
    view.addObject("measure", look.measure().code());
    view.addObject("measures", List.of(Measure.values()).stream().map(Measure::code).toList());
    view.addObject("first", said(look.first()));
    view.addObject("second", look.second() == null ? null : said(look.second()));
    view.addObject("against", typed.getOrDefault("against", ""));
    view.addObject("from", Periods.parts(look.first().from(), typed, "from"));
    view.addObject("to", Periods.parts(look.first().to(), typed, "to"));
    view.addObject("firstDiagram", address(look, look.first()));
    view.addObject("secondDiagram", look.second() == null ? null : address(look, look.second()));
    Heat found = heat.of(who, look.first()).orElse(null);
    Heat other = look.second() == null ? null : heat.of(who, look.second()).orElse(null);
    view.addObject("named", title);
    view.addObject("found", found != null);
    view.addObject("age", found == null ? AgeRow.NONE : AgeRow.of(found.age(), times));
    view.addObject("versions", found == null ? List.of() : found.versions());
    view.addObject("version", look.first().version());
    view.addObject("older", found == null ? List.of() : found.older());
    view.addObject(
        "whole",
        found == null || found.whole() == null
            ? null
            : row(found.whole(), other == null ? null : other.whole(), look.measure(), other));
    view.addObject("rows", found == null ? List.of() : rows(found, other, look.measure()));
    return view;
  }

  @GetMapping("/supervision/journeys/{process}/diagram")
  @ResponseBody
  Diagram diagram(
      ActingPerson who, @PathVariable String process, @RequestParam Map<String, String> typed) {
    Look look = look(process, typed);
    String xml =
        heat.diagram(who, process, look.first().version())
            .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    String name = process + "-" + look.measure().code() + "-" + look.first().to();
    return heat.of(who, look.first())
        .map(found -> new Diagram(xml, heated(found, look.measure()), shares(found.flows()), name))
        .orElseGet(() -> new Diagram(xml, List.of(), Map.of(), name));
  }

  private List<Heated> heated(Heat found, Measure measure) {
    double most = found.steps().stream().mapToDouble(measure.of).max().orElse(0);
    return found.steps().stream()
        .map(
            step ->
                new Heated(
                    step.elementId(),
                    level(measure.of.applyAsDouble(step), most),
                    said(step, measure),
                    step.now(),
                    step.lateNow(),
                    step.incidents()))
        .toList();
  }

  private static Map<String, Double> shares(Map<String, Long> flows) {
    double most = flows.values().stream().mapToLong(Long::longValue).max().orElse(1);
    return flows.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue() / most));
  }

  /** Lengths differ by orders of magnitude: half of the longest is nearly as hot. */
  private static int level(double value, double most) {
    return value <= 0 || most <= 0
        ? 0
        : (int) Math.clamp(Math.ceil(LEVELS * Math.sqrt(value / most)), 1, LEVELS);
  }

  private Look look(String process, Map<String, String> typed) {
    if (!process.matches("[a-z0-9-]{1,80}")) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
    var period = periods.of(typed, heat.today(), USUAL_DAYS);
    LocalDate from = period.from();
    LocalDate to = period.to();
    Integer version = whole(typed.getOrDefault("version", ""));
    var first = new Asked(process, version, from, to);
    String against = typed.getOrDefault("against", "");
    Asked second = null;
    if (against.equals("before")) {
      long days = from.until(to, java.time.temporal.ChronoUnit.DAYS) + 1;
      second = new Asked(process, version, from.minusDays(days), from.minusDays(1));
    } else if (whole(against) != null) {
      second = new Asked(process, whole(against), from, to);
    }
    return new Look(
        first, second, Measure.of(typed.getOrDefault("measure", "")), period.problems());
  }

  private static @Nullable Integer whole(String number) {
    return number.matches("[1-9]\\d{0,5}") ? Integer.valueOf(number) : null;
  }

  private static Map<String, Object> address(Look look, Asked asked) {
    var query = new LinkedHashMap<String, Object>();
    query.put("measure", look.measure().code());
    query.put("version", asked.version() == null ? "" : asked.version());
    for (var end : List.of("from", "to")) {
      LocalDate day = end.equals("from") ? asked.from() : asked.to();
      query.put(end + "Day", day.getDayOfMonth());
      query.put(end + "Month", day.getMonthValue());
      query.put(end + "Year", day.getYear());
    }
    return query;
  }

  private String said(Asked asked) {
    String period =
        say("supervision.heat.period", times.date(asked.from()), times.date(asked.to()));
    return asked.version() == null
        ? period
        : say("supervision.heat.versionPeriod", asked.version(), period);
  }

  private List<Row> rows(Heat found, @Nullable Heat other, Measure measure) {
    Map<String, Step> others =
        other == null
            ? Map.of()
            : other.steps().stream().collect(Collectors.toMap(Step::elementId, step -> step));
    var sorted = new ArrayList<>(found.steps());
    sorted.sort(
        java.util.Comparator.comparingDouble(measure.of).reversed().thenComparing(Step::title));
    var shown = sorted.stream().map(Step::elementId).collect(Collectors.toSet());
    var rows = new ArrayList<Row>();
    sorted.forEach(step -> rows.add(row(step, others.get(step.elementId()), measure, other)));
    others.values().stream()
        .filter(step -> !shown.contains(step.elementId()))
        .sorted(java.util.Comparator.comparing(Step::title))
        .forEach(step -> rows.add(row(nothing(step), step, measure, other)));
    return rows;
  }

  private static Step nothing(Step like) {
    return new Step(like.elementId(), like.title(), 0, 0, -1, -1, 0, 0, 0, 0, 0);
  }

  private Row row(Step step, @Nullable Step second, Measure measure, @Nullable Heat other) {
    double now = measure.of.applyAsDouble(step);
    double then = second == null ? (measure.isLength() ? -1 : 0) : measure.of.applyAsDouble(second);
    return new Row(
        step.title(),
        number(step.visits()),
        lengths.of(step.medianMillis()),
        lengths.of(step.p90Millis()),
        number(step.met()),
        number(step.late()),
        number(step.cutShort()),
        step.now(),
        step.lateNow(),
        step.incidents(),
        other == null ? "" : measure.isLength() ? lengths.of(then) : number((long) then),
        other == null ? "" : difference(now, then, measure));
  }

  private String difference(double now, double then, Measure measure) {
    if (now < 0 || then < 0) {
      return "";
    }
    double by = now - then;
    String sign = by > 0 ? "+" : by < 0 ? "−" : "";
    if (by == 0) {
      return "0";
    }
    return sign + (measure.isLength() ? lengths.of(Math.abs(by)) : number((long) Math.abs(by)));
  }

  private String said(Step step, Measure measure) {
    double value = measure.of.applyAsDouble(step);
    return measure.isLength() ? lengths.of(value) : value == 0 ? "" : number((long) value);
  }

  private static String number(long number) {
    return String.format(Locale.UK, "%,d", number);
  }

  private String say(String key, Object... arguments) {
    return words.getMessage(key, arguments, Locale.UK);
  }
}
