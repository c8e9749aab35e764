package org.haven.supervision.levels.web;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.haven.casefile.register.CsvFile;
import org.haven.forms.FormProblem;
import org.haven.platform.ActingPerson;
import org.haven.platform.Team;
import org.haven.platform.calendar.Sla;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.platform.web.StaffNames;
import org.haven.platform.web.Times;
import org.haven.supervision.Board;
import org.haven.supervision.levels.LevelCounts;
import org.haven.supervision.levels.ServiceLevels;
import org.haven.supervision.levels.ServiceLevels.Asked;
import org.haven.supervision.levels.ServiceLevels.Levels;
import org.haven.supervision.levels.ServiceLevels.Unit;
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
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** How each limit is kept, over days, and what is about to be late; a page and a file. */
@Controller
class ServiceLevelController {
  private static final int USUAL_DAYS = 30;

  /** Longer periods are told by the month unless somebody wants weeks. */
  private static final int DAYS_BY_WEEK = 185;

  private static final int DAYS_IN_WEEKS = 366;

  private static final DateTimeFormatter WEEK =
      DateTimeFormatter.ofPattern("d MMM yyyy", Locale.UK);
  private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMM yyyy", Locale.UK);

  private final ServiceLevels levels;
  private final Periods periods;
  private final LimitWords words;
  private final Times times;
  private final StaffNames names;
  private final Clock clock;

  ServiceLevelController(
      ServiceLevels levels,
      Periods periods,
      LimitWords words,
      Times times,
      StaffNames names,
      Clock clock) {
    this.levels = levels;
    this.periods = periods;
    this.words = words;
    this.times = times;
    this.names = names;
    this.clock = clock;
  }

  /** What was chosen, and what is wrong with it by field; then it is what is usual. */
  private record Look(Asked asked, Map<String, String> problems) {}

  /** Limits of one kind of status. */
  record Group(String status, List<Row> rows, Row total) {}

  /** A line of the table. */
  record Row(String title, String source, LevelCounts counts, String share) {
    static Row of(String title, String source, LevelCounts counts) {
      Double share = counts.share();
      return new Row(
          title, source, counts, share == null ? "" : String.format(Locale.UK, "%.1f", cut(share)));
    }

    /** Never 100 if one was late. */
    private static double cut(double share) {
      return Math.floor(share * 10) / 10;
    }
  }

  /** What is about to be late: a team, or an officer of it. */
  record SoonRow(String title, @Nullable String officer, String kind, List<Long> counts) {}

  /** A period that is often wanted. */
  record Quick(String key, String query) {}

  @GetMapping("/supervision/service-levels")
  ModelAndView page(ActingPerson who, @RequestParam Map<String, String> typed) {
    Look look = look(typed);
    Asked asked = look.asked();
    Levels found = levels.of(who, asked);
    var view =
        new ModelAndView(
            "supervision/service-levels",
            look.problems().isEmpty() ? HttpStatus.OK : HttpStatus.BAD_REQUEST);
    view.addObject("problems", look.problems());
    view.addObject(
        "summary",
        look.problems().entrySet().stream()
            .map(e -> new FormProblem(e.getKey(), e.getValue()))
            .toList());
    view.addObject("from", Periods.parts(asked.from(), typed, "from"));
    view.addObject("to", Periods.parts(asked.to(), typed, "to"));
    view.addObject("first", times.date(asked.from()));
    view.addObject("last", times.date(asked.to()));
    view.addObject("by", asked.unit().code());
    view.addObject("units", Arrays.stream(Unit.values()).map(Unit::code).toList());
    view.addObject("team", typed.getOrDefault("team", ""));
    view.addObject("teams", Team.values());
    view.addObject("journey", typed.getOrDefault("journey", ""));
    view.addObject("journeys", levels.journeys());
    view.addObject("status", typed.getOrDefault("status", ""));
    view.addObject("statuses", Arrays.stream(Sla.Status.values()).map(LimitWords::code).toList());
    view.addObject("quick", quick(typed));
    view.addObject("file", "/supervision/service-levels.csv?" + query(asked));
    age(view, found.age());
    begin(view, found.begin(), asked);
    view.addObject("groups", groups(found));
    view.addObject("total", Row.of("", "", found.total()));
    trend(view, found, asked.unit());
    view.addObject("hours", ServiceLevels.SOON);
    view.addObject("soon", soon(who));
    return view;
  }

  private static void begin(ModelAndView view, @Nullable LocalDate begin, Asked asked) {
    String kind = "";
    if (begin == null) {
      kind = "none";
    } else if (asked.to().isBefore(begin)) {
      kind = "before";
    } else if (asked.from().isBefore(begin)) {
      kind = "within";
    }
    view.addObject("begin", kind);
    view.addObject("begins", begin);
  }

  private void age(ModelAndView view, Board.Age age) {
    var asOf = age.asOf();
    String kind = asOf == null ? "none" : age.away() ? "away" : age.behind() ? "behind" : "fresh";
    view.addObject("ageKind", kind);
    view.addObject("ageSince", asOf == null ? "" : times.since(asOf));
    view.addObject("ageAt", asOf == null ? "" : times.at(asOf));
  }

  private List<Group> groups(Levels found) {
    var groups = new ArrayList<Group>();
    for (Sla.Status status : Sla.Status.values()) {
      List<Row> rows =
          found.lines().stream()
              .filter(line -> line.status() == status)
              .map(
                  line ->
                      Row.of(
                          words.limit(line.slaKey(), line.whole()), line.source(), line.counts()))
              .toList();
      if (!rows.isEmpty()) {
        groups.add(new Group(LimitWords.code(status), rows, Row.of("", "", found.total(status))));
      }
    }
    return groups;
  }

  private void trend(ModelAndView view, Levels found, Unit unit) {
    var labels = unit == Unit.WEEK ? WEEK : MONTH;
    view.addObject(
        "trend",
        found.trend().stream()
            .map(one -> Row.of(labels.format(one.first()), "", one.counts()))
            .toList());
    view.addObject(
        "picture",
        found.total().decided() == 0
            ? null
            : TrendPicture.of(
                found.trend().stream()
                    .map(
                        one ->
                            new TrendPicture.Named(
                                (unit == Unit.WEEK
                                        ? DateTimeFormatter.ofPattern("d MMM", Locale.UK)
                                        : MONTH)
                                    .format(one.first()),
                                one.counts()))
                    .toList()));
  }

  private List<SoonRow> soon(ActingPerson who) {
    var rows = new ArrayList<SoonRow>();
    for (var team : levels.soon(who)) {
      rows.add(new SoonRow(team.team().title(), null, "team", team.tasks()));
      for (var officer : team.officers()) {
        rows.add(
            new SoonRow(
                names.of(officer.username()), officer.username(), "officer", officer.tasks()));
      }
      if (team.unclaimed().getLast() > 0) {
        rows.add(new SoonRow("", null, "unclaimed", team.unclaimed()));
      }
      if (team.whole().getLast() > 0) {
        rows.add(new SoonRow("", null, "whole", team.whole()));
      }
    }
    return rows;
  }

  @GetMapping("/supervision/service-levels.csv")
  ResponseEntity<byte[]> file(ActingPerson who, @RequestParam Map<String, String> typed) {
    Look look = look(typed);
    if (!look.problems().isEmpty()) {
      return ResponseEntity.badRequest()
          .contentType(new MediaType("text", "plain", StandardCharsets.UTF_8))
          .body(String.join("\n", look.problems().values()).getBytes(StandardCharsets.UTF_8));
    }
    Asked asked = look.asked();
    Levels found = levels.of(who, asked);
    var bytes = new ByteArrayOutputStream();
    var csv = CsvFile.to(bytes);
    csv.line(
        List.of(
            "from",
            "to",
            "limit",
            "name",
            "bounds",
            "status",
            "source",
            "met",
            "met-more-time",
            "late",
            "late-still-open",
            "met-percent",
            "given-more-time",
            "stood-still",
            "open-now",
            "standing-still-now"));
    for (var line : found.lines()) {
      LevelCounts counts = line.counts();
      csv.line(
          List.of(
              asked.from().toString(),
              asked.to().toString(),
              line.slaKey(),
              words.limit(line.slaKey(), line.whole()),
              line.whole() ? "several steps" : "a task",
              LimitWords.code(line.status()),
              line.source(),
              Long.toString(counts.met()),
              Long.toString(counts.metExtended()),
              Long.toString(counts.late()),
              Long.toString(counts.lateOpen()),
              Row.of("", "", counts).share(),
              Long.toString(counts.extended()),
              Long.toString(counts.stoodStill()),
              Long.toString(counts.open()),
              Long.toString(counts.pausedNow())));
    }
    csv.end();
    return ResponseEntity.ok()
        .contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
        .cacheControl(CacheControl.noStore())
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment()
                .filename("service-levels-" + asked.from() + "-" + asked.to() + ".csv")
                .build()
                .toString())
        .body(bytes.toByteArray());
  }

  // what was chosen

  private Look look(Map<String, String> typed) {
    LocalDate today = WorkingCalendar.dateOf(clock.instant());
    var period = periods.of(typed, today, USUAL_DAYS);
    var problems = new LinkedHashMap<>(period.problems());
    LocalDate from = period.from();
    LocalDate to = period.to();
    if (problems.isEmpty() && to.isAfter(today)) {
      problems.put("to", words.say("service-levels.problem.future"));
      from = today.minusDays(USUAL_DAYS - 1L);
      to = today;
    }
    Team team = chosen(typed, "team", problems, Team::ofCode);
    String journey =
        chosen(
            typed,
            "journey",
            problems,
            id -> Optional.of(id).filter(levels.journeys()::containsKey));
    Sla.Status status = chosen(typed, "status", problems, LimitWords::status);
    Unit unit =
        chosen(
            typed,
            "by",
            problems,
            code -> Arrays.stream(Unit.values()).filter(u -> u.code().equals(code)).findFirst());
    if (unit == Unit.WEEK && to.isAfter(from.plusDays(DAYS_IN_WEEKS))) {
      problems.put("by", words.say("service-levels.problem.weeks"));
      unit = Unit.MONTH;
    }
    if (unit == null) {
      unit = to.isAfter(from.plusDays(DAYS_BY_WEEK)) ? Unit.MONTH : Unit.WEEK;
    }
    return new Look(new Asked(from, to, unit, team, journey, status, null), problems);
  }

  private <T> @Nullable T chosen(
      Map<String, String> typed,
      String field,
      Map<String, String> problems,
      Function<String, Optional<T>> of) {
    String value = typed.getOrDefault(field, "");
    if (value.isEmpty()) {
      return null;
    }
    Optional<T> found = of.apply(value);
    if (found.isEmpty()) {
      problems.put(field, words.say("service-levels.problem.choice"));
    }
    return found.orElse(null);
  }

  private List<Quick> quick(Map<String, String> typed) {
    LocalDate today = WorkingCalendar.dateOf(clock.instant());
    LocalDate month = today.withDayOfMonth(1);
    var kept = new StringBuilder();
    for (String field : List.of("team", "journey", "status")) {
      String value = typed.getOrDefault(field, "");
      if (value.matches("[a-z0-9-]{1,80}")) {
        kept.append('&').append(field).append('=').append(value);
      }
    }
    return List.of(
        new Quick("this-month", days(month, today) + kept),
        new Quick("last-month", days(month.minusMonths(1), month.minusDays(1)) + kept),
        new Quick("quarter", days(today.minusMonths(3).plusDays(1), today) + kept),
        new Quick("year", days(today.minusMonths(12).plusDays(1), today) + kept));
  }

  private static String query(Asked asked) {
    var query = new StringBuilder(days(asked.from(), asked.to()));
    query.append("&by=").append(asked.unit().code());
    if (asked.team() != null) {
      query.append("&team=").append(asked.team().code());
    }
    if (asked.processId() != null) {
      query.append("&journey=").append(asked.processId());
    }
    if (asked.status() != null) {
      query.append("&status=").append(LimitWords.code(asked.status()));
    }
    return query.toString();
  }

  private static String days(LocalDate from, LocalDate to) {
    return day("from", from) + "&" + day("to", to);
  }

  private static String day(String field, LocalDate day) {
    return "%1$sDay=%2$d&%1$sMonth=%3$d&%1$sYear=%4$d"
        .formatted(field, day.getDayOfMonth(), day.getMonthValue(), day.getYear());
  }
}
