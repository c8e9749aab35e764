package org.haven.supervision.reports.web;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.haven.forms.FormProblem;
import org.haven.platform.ActingPerson;
import org.haven.platform.Role;
import org.haven.platform.web.DateParts;
import org.haven.platform.web.Times;
import org.haven.supervision.reports.Measure;
import org.haven.supervision.reports.PublishedReports;
import org.haven.supervision.reports.PublishedReports.Edition;
import org.haven.supervision.reports.PublishedReports.State;
import org.haven.supervision.reports.Span;
import org.haven.supervision.web.Periods;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;

/** The published reports: what there is, each of them, and a period as a file or on paper. */
@Controller
class ReportController {
  private final PublishedReports reports;
  private final ReportWords words;
  private final ReportFiles files;
  private final Times times;

  ReportController(PublishedReports reports, ReportWords words, ReportFiles files, Times times) {
    this.reports = reports;
    this.words = words;
    this.files = files;
    this.times = times;
  }

  /** A line of the list: its total in the newest period, absent if that is hidden. */
  record Line(
      String id, String title, String sentence, @Nullable Span newest, @Nullable String total) {}

  /** Reports that belong together. */
  record Part(String code, List<Line> lines) {}

  @GetMapping("/supervision/reports")
  ModelAndView list(ActingPerson who) {
    require(who);
    Map<Span.Kind, Span> newest = reports.newest(who);
    Map<String, Long> totals = reports.newestTotals(who, newest);
    var parts = new EnumMap<Measure.Group, List<Line>>(Measure.Group.class);
    for (Measure one : reports.measures()) {
      Long total = totals.get(one.id());
      parts
          .computeIfAbsent(one.group(), _ -> new ArrayList<>())
          .add(
              new Line(
                  one.id(),
                  words.title(one),
                  words.say(one.id() + ".sentence"),
                  newest.get(one.kind()),
                  total == null ? null : words.number(total)));
    }
    var view = new ModelAndView("supervision/reports");
    view.addObject(
        "parts",
        parts.entrySet().stream()
            .map(e -> new Part(e.getKey().name().toLowerCase(Locale.ROOT), e.getValue()))
            .toList());
    view.addObject("newest", newest.values());
    view.addObject("why", words.why());
    frame(view, who);
    return view;
  }

  @GetMapping("/supervision/reports/{report}")
  ModelAndView report(
      ActingPerson who, @PathVariable String report, @RequestParam Map<String, String> typed) {
    require(who);
    Measure measure =
        reports
            .measure(report)
            .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    var problems = new LinkedHashMap<String, String>();
    Span span = span(who, measure.kind(), typed, problems);
    LocalDate asOf = asOf(typed, problems);
    Edition edition = reports.edition(who, span, asOf);
    var view =
        new ModelAndView(
            "supervision/report", problems.isEmpty() ? HttpStatus.OK : HttpStatus.BAD_REQUEST);
    view.addObject("problems", problems);
    view.addObject(
        "summary",
        problems.entrySet().stream().map(e -> new FormProblem(e.getKey(), e.getValue())).toList());
    view.addObject("report", words.section(measure, edition));
    view.addObject("kind", measure.kind().code());
    view.addObject("group", measure.group().name().toLowerCase(Locale.ROOT));
    view.addObject("span", span);
    view.addObject("spans", spans(who, span));
    view.addObject("asOf", Periods.parts(asOf, typed, "asOf"));
    view.addObject("edition", edition);
    view.addObject("told", told(edition));
    view.addObject("why", words.why());
    view.addObject("query", "period=" + span.code() + query(asOf));
    var trend = reports.trend(who, measure, span, asOf);
    view.addObject("trend", trend);
    view.addObject(
        "picture",
        trend.stream().anyMatch(PublishedReports.Point::published)
            ? TotalsPicture.of(trend)
            : null);
    frame(view, who);
    return view;
  }

  private static void frame(ModelAndView view, ActingPerson who) {
    boolean board = who.has(Role.SUPERVISOR);
    view.addObject("board", board);
    view.addObject("place", board ? "supervision" : "figures");
  }

  private List<Span> spans(ActingPerson who, Span chosen) {
    var spans = new ArrayList<>(reports.spans(who, chosen.kind()));
    if (!spans.contains(chosen)) {
      spans.add(chosen);
    }
    return spans;
  }

  /** How a period stands, in words. */
  private String told(Edition edition) {
    String day = times.date(edition.asOf());
    return switch (edition.state()) {
      case PUBLISHED ->
          edition
              .inForce()
              .map(
                  one ->
                      words.say("told.published", day, one.number(), times.at(one.publishedAt())))
              .orElse("");
      case NOTHING -> words.say("told.nothing");
      case BEFORE_RECORDS -> words.say("told.before", times.date(edition.begin()));
      case NOT_OVER -> words.say("told.not-over", times.date(edition.span().last()));
      case NOT_YET ->
          edition.versions().isEmpty()
              ? words.say("told.not-yet", times.date(edition.span().last()))
              : words.say("told.later", day, times.at(edition.versions().getLast().publishedAt()));
    };
  }

  @GetMapping("/supervision/reports.csv")
  ResponseEntity<byte[]> csv(ActingPerson who, @RequestParam Map<String, String> typed) {
    require(who);
    return file(who, typed, new MediaType("text", "csv", StandardCharsets.UTF_8), "csv");
  }

  @GetMapping("/supervision/reports.pdf")
  ResponseEntity<byte[]> pdf(ActingPerson who, @RequestParam Map<String, String> typed) {
    require(who);
    return file(who, typed, MediaType.APPLICATION_PDF, "pdf");
  }

  /** All reports of a period, or one of them. */
  private ResponseEntity<byte[]> file(
      ActingPerson who, Map<String, String> typed, MediaType type, String ending) {
    var problems = new LinkedHashMap<String, String>();
    Span span = Span.ofCode(typed.getOrDefault("period", "")).orElse(null);
    LocalDate asOf = asOf(typed, problems);
    String report = typed.getOrDefault("report", "");
    Optional<Measure> one = reports.measure(report);
    if (span == null) {
      problems.put("period", words.say("problem.period"));
    } else if (!report.isEmpty() && one.filter(m -> m.kind() == span.kind()).isEmpty()) {
      problems.put("report", words.say("problem.report"));
    }
    if (span == null || !problems.isEmpty()) {
      return ResponseEntity.badRequest()
          .contentType(MediaType.TEXT_PLAIN)
          .body(String.join("\n", problems.values()).getBytes(StandardCharsets.UTF_8));
    }
    Edition edition = reports.edition(who, span, asOf);
    if (edition.state() != State.PUBLISHED) {
      return ResponseEntity.status(HttpStatus.NOT_FOUND)
          .contentType(MediaType.TEXT_PLAIN)
          .body(told(edition).getBytes(StandardCharsets.UTF_8));
    }
    List<Measure> measures =
        one.map(List::of)
            .orElseGet(
                () -> reports.measures().stream().filter(m -> m.kind() == span.kind()).toList());
    byte[] body =
        ending.equals("csv")
            ? files.csv(edition, measures)
            : files.pdf(edition, measures, told(edition));
    return ResponseEntity.ok()
        .contentType(type)
        .cacheControl(CacheControl.noStore())
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment()
                .filename((one.isPresent() ? report : "reports") + "-" + span.code() + "." + ending)
                .build()
                .toString())
        .body(body);
  }

  // what was chosen

  /** The newest period if none is chosen, or one that is none. */
  private Span span(
      ActingPerson who, Span.Kind kind, Map<String, String> typed, Map<String, String> problems) {
    Span usual =
        Optional.ofNullable(reports.newest(who).get(kind))
            .orElseGet(() -> Span.of(kind, reports.today()).before());
    String code = typed.getOrDefault("period", "");
    if (code.isEmpty()) {
      return usual;
    }
    Optional<Span> chosen = Span.ofCode(code).filter(span -> span.kind() == kind);
    if (chosen.isEmpty()) {
      problems.put("period", words.say("problem.period"));
    }
    return chosen.orElse(usual);
  }

  private LocalDate asOf(Map<String, String> typed, Map<String, String> problems) {
    LocalDate today = reports.today();
    return switch (DateParts.of(typed, "asOf")) {
      case DateParts.Given(LocalDate day) when !day.isAfter(today) -> day;
      case DateParts.Given _ -> {
        problems.put("asOf", words.say("problem.future"));
        yield today;
      }
      case DateParts.Open() -> today;
      case DateParts.Wrong() -> {
        problems.put("asOf", words.say("problem.day"));
        yield today;
      }
    };
  }

  private static String query(LocalDate asOf) {
    return "&asOfDay="
        + asOf.getDayOfMonth()
        + "&asOfMonth="
        + asOf.getMonthValue()
        + "&asOfYear="
        + asOf.getYear();
  }

  private static void require(ActingPerson who) {
    if (!PublishedReports.mayRead(who)) {
      throw new ResponseStatusException(HttpStatus.FORBIDDEN);
    }
  }
}
