package org.haven.supervision.reports;

import java.sql.Date;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Counts everything anew from the plain rows of the tables, one thing after the other. */
@SuppressWarnings("NullAway") // the rows are there
final class OneByOne {
  private static final ZoneId LONDON = ZoneId.of("Europe/London");
  private static final Map<String, List<String>> ACHIEVED =
      Map.of(
          "support-plan", List.of("complete"),
          "sanctuary-scheme", List.of("fitted", "locks-only"),
          "perpetrator-response", List.of("acted", "handed-to-possession"),
          "end-tenancy", List.of("ended", "transferred", "possessed"),
          "reciprocal-move", List.of("moved"));

  private final JdbcClient db;
  private final Map<String, List<Event>> events = new HashMap<>();
  private final Map<Object, String> groups = new HashMap<>();

  /** Something that counts. */
  record Event(String caseRef, LocalDate day, Map<String, String> keys, @Nullable Double length) {}

  OneByOne(JdbcClient db) {
    this.db = db;
    rows("case_group").forEach(row -> groups.put(text(row, "case_ref"), text(row, "lead_case")));
    reports();
    contact();
    risk();
    marac();
    safeguarding();
    options();
    works();
    bands();
    returns();
    handling();
  }

  private List<Map<String, Object>> rows(String table) {
    return db.sql("select * from " + table).query().listOfRows();
  }

  private static String text(Map<String, Object> row, String column) {
    return String.valueOf(row.get(column));
  }

  private static @Nullable Instant at(Map<String, Object> row, String column) {
    Object value = row.get(column);
    return value == null ? null : ((Timestamp) value).toInstant();
  }

  private static LocalDate date(Map<String, Object> row, String column) {
    return ((Date) row.get(column)).toLocalDate();
  }

  private static LocalDate day(@Nullable Instant at) {
    return LocalDate.ofInstant(Objects.requireNonNull(at), LONDON);
  }

  private void add(String measure, Map<String, Object> row, LocalDate day, String... keys) {
    add(measure, text(row, "case_ref"), day, null, keys);
  }

  private void add(
      String measure, String caseRef, LocalDate day, @Nullable Double wait, String... keys) {
    var map = new HashMap<String, String>();
    for (int i = 0; i < keys.length; i += 2) {
      map.put(keys[i], keys[i + 1]);
    }
    events.computeIfAbsent(measure, _ -> new ArrayList<>()).add(new Event(caseRef, day, map, wait));
  }

  private void reports() {
    for (var row : rows("report")) {
      add(
          "reports",
          row,
          day(at(row, "received_at")),
          "channel",
          text(row, "channel"),
          "reporter",
          text(row, "reporter_kind").equals("survivor") ? "survivor" : "other");
    }
  }

  private void contact() {
    var reported = new TreeMap<String, Instant>();
    var held = new TreeMap<String, Instant>();
    for (var row : rows("report")) {
      reported.merge(lead(row), Objects.requireNonNull(at(row, "received_at")), OneByOne::first);
    }
    for (var row : rows("first_conversation")) {
      if (Boolean.TRUE.equals(row.get("held"))) {
        held.merge(lead(row), Objects.requireNonNull(at(row, "at")), OneByOne::first);
      }
    }
    reported.forEach(
        (ref, from) -> {
          Instant to = held.get(ref);
          if (to == null || to.isAfter(from.plus(Duration.ofHours(672)))) {
            add("first-contact", ref, day(from).plusDays(28), 673.0, "within", "not-made");
            return;
          }
          double hours = Math.max(0, Duration.between(from, to).toMillis() / 3_600_000.0);
          String band =
              hours <= 4
                  ? "4-hours"
                  : hours <= 24
                      ? "24-hours"
                      : hours <= 72 ? "3-days" : hours <= 168 ? "7-days" : "28-days";
          add("first-contact", ref, day(to), hours, "within", band);
        });
  }

  private String lead(Map<String, Object> row) {
    return groups.getOrDefault(row.get("case_ref"), text(row, "case_ref"));
  }

  private static Instant first(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private void risk() {
    for (var row : rows("risk_assessment")) {
      String judgement =
          row.get("override") != null
              ? text(row, "override")
              : text(row, "level").equals(text(row, "advised")) ? "as-advised" : "raised";
      add("risk", row, day(at(row, "at")), "level", text(row, "level"), "judgement", judgement);
    }
  }

  private void marac() {
    var facts =
        rows("case_fact").stream()
            .filter(row -> row.get("name").equals("maracOutcome"))
            .sorted(Comparator.comparing(row -> (Long) row.get("id")))
            .toList();
    for (var row : rows("referral")) {
      if (!row.get("agency").equals("marac-hub") || row.get("sent_at") == null) {
        continue;
      }
      Instant sent = Objects.requireNonNull(at(row, "sent_at"));
      String kind = "not-known";
      for (var fact : facts) {
        if (fact.get("case_ref").equals(row.get("case_ref"))
            && !Objects.requireNonNull(at(fact, "at")).isAfter(sent)) {
          kind = String.valueOf(fact.get("value")).replace("\"", "");
        }
      }
      add("marac-referrals", row, day(sent), "marac", kind);
      if (row.get("answered_at") != null) {
        add("marac-answers", row, day(at(row, "answered_at")), "answer", text(row, "answer"));
      }
    }
    for (var row : rows("meeting_action")) {
      Instant closed = at(row, "closed_at");
      LocalDate due = date(row, "due_on");
      boolean late = closed == null || day(closed).isAfter(due);
      add("marac-actions", row, due, "action", late ? "late" : text(row, "status"));
    }
    flags();
  }

  private void flags() {
    for (LocalDate month = LocalDate.of(2025, 1, 1);
        month.isBefore(LocalDate.of(2026, 12, 1));
        month = month.plusMonths(1)) {
      LocalDate last = month.plusMonths(1).minusDays(1);
      var standing = new HashMap<String, Map<String, Object>>();
      for (var row : rows("tenancy_flag")) {
        var known = standing.get(text(row, "case_ref"));
        if (!day(at(row, "at")).isAfter(last)
            && (known == null || (Long) known.get("id") < (Long) row.get("id"))) {
          standing.put(text(row, "case_ref"), row);
        }
      }
      for (var row : standing.values()) {
        if (!date(row, "from_on").isAfter(last) && !date(row, "ends_on").isBefore(last)) {
          add(
              "flags",
              row,
              last,
              "flag",
              date(row, "ends_on").isAfter(last.plusDays(28)) ? "later" : "soon");
        }
      }
    }
  }

  private void safeguarding() {
    for (var row : rows("safeguarding_log")) {
      LocalDate day = day(at(row, "at"));
      switch (text(row, "kind")) {
        case "person" -> add("safeguarding", row, day, "route", text(row, "route"));
        case "sent", "not-sent" -> add("safeguarding-sent", row, day, "sent", text(row, "kind"));
        case "outcome" ->
            add(
                "safeguarding-outcomes",
                row,
                day,
                "outcome",
                text(row, "routing").replaceAll(".*\"outcome\": ?\"([^\"]*)\".*", "$1"));
        default -> {}
      }
    }
  }

  private void options() {
    for (var row : rows("option_offered")) {
      add(
          "options-offered",
          row,
          day(at(row, "at")),
          "offered",
          row.get("option") + (Boolean.TRUE.equals(row.get("chosen")) ? "/chosen" : "/not-chosen"));
    }
    for (var row : rows("journey")) {
      String option = text(row, "process_id");
      String state = text(row, "end_state");
      if (row.get("ended_at") != null && ACHIEVED.containsKey(option)) {
        String result =
            ACHIEVED.get(option).contains(state)
                ? "/achieved"
                : List.of("withdrawn", "declined").contains(state) ? "/withdrawn" : "/otherwise";
        add("options-ended", row, day(at(row, "ended_at")), "ended", option + result);
      }
    }
  }

  private void works() {
    for (var row : rows("works_order")) {
      boolean locks = text(row, "jobs").contains("change-locks");
      LocalDate ordered = day(at(row, "ordered_at"));
      boolean done = "completed".equals(row.get("outcome"));
      LocalDate on =
          !done
              ? null
              : row.get("completed_on") == null
                  ? day(at(row, "closed_at"))
                  : date(row, "completed_on");
      String measure = locks ? "locks" : "sanctuary";
      long days = on == null ? 99 : ChronoUnit.DAYS.between(ordered, on);
      if (days <= 28) {
        String band =
            days <= 0
                ? "same-day"
                : days == 1 ? "1-day" : days <= 3 ? "3-days" : days <= 7 ? "7-days" : "28-days";
        add(
            measure,
            text(row, "case_ref"),
            Objects.requireNonNull(on),
            Math.max(0.0, days),
            "taken",
            band);
      } else if (done
          || row.get("closed_at") == null
          || day(at(row, "closed_at")).isAfter(ordered.plusDays(28))) {
        add(measure, text(row, "case_ref"), ordered.plusDays(28), 29.0, "taken", "not-done");
      }
    }
  }

  private void bands() {
    for (var row : rows("journey where process_id = 'management-transfer'")) {
      if (row.get("ended_at") == null) {
        continue;
      }
      LocalDate ended = day(at(row, "ended_at"));
      String state = text(row, "end_state");
      Double wait = null;
      for (var award : rows("band_award where journey_id = '" + row.get("journey_id") + "'")) {
        if (state.equals("moved")) {
          wait = (double) ChronoUnit.DAYS.between(date(award, "awarded_on"), ended);
        }
      }
      String result =
          wait == null
              ? state.equals("withdrawn") ? "withdrawn" : "otherwise"
              : wait <= 28
                  ? "28-days"
                  : wait <= 84 ? "84-days" : wait <= 182 ? "182-days" : "longer";
      add("band-a", text(row, "case_ref"), ended, wait, "moved", result);
    }
  }

  private void returns() {
    var reasons = new HashMap<Object, Map<String, Object>>();
    rows("hclic_reason").forEach(row -> reasons.put(row.get("journey_id"), row));
    for (var row : rows("journey where process_id = 'homelessness-application'")) {
      String state = text(row, "end_state");
      if (row.get("ended_at") == null || state.startsWith("review-")) {
        continue;
      }
      var reason = reasons.getOrDefault(row.get("journey_id"), Map.of());
      String duty =
          switch (String.valueOf(reason.get("duty"))) {
            case "prevention", "prevention-ended" -> "prevention";
            case "null", "ineligible", "no-duty" -> "no-duty";
            default -> "relief";
          };
      add(
          "loss-of-home",
          row,
          day(at(row, "ended_at")),
          "loss",
          duty
              + "/"
              + (reason.get("loss_reason") == null ? "not-known" : reason.get("loss_reason")),
          "result",
          List.of("housed", "withdrawn").contains(state) ? state : "otherwise");
    }
    for (var row : rows("form_record where form_id = 'place-safely'")) {
      add(
          "safe-accommodation",
          row,
          day(at(row, "at")),
          "place",
          text(row, "routing").replaceAll(".*\"kind\": ?\"([^\"]*)\".*", "$1"));
    }
  }

  private void handling() {
    var named = List.of("landlord-service", "homelessness", "allocations", "data");
    for (var row : rows("complaint")) {
      String subject = text(row, "subject");
      add(
          "complaints",
          row,
          date(row, "received_on"),
          "subject",
          named.contains(subject) ? subject : "other");
    }
    rows("complaint_finding")
        .forEach(r -> add("complaint-answers", r, day(at(r, "at")), "finding", text(r, "finding")));
    rows("data_breach")
        .forEach(
            r -> add("breaches", r, day(at(r, "aware_at")), "address", text(r, "address_out")));
    rows("data_breach_decision")
        .forEach(
            r -> add("breach-decisions", r, day(at(r, "at")), "decision", text(r, "decision")));
    rows("break_glass").forEach(r -> add("looks", r, day(at(r, "at"))));
    rows("break_glass_review")
        .forEach(r -> add("look-reviews", r, day(at(r, "at")), "verdict", text(r, "verdict")));
  }

  /** The team that led a case when a period ended, else the first that ever did. */
  private Map<String, List<Map<String, Object>>> leads() {
    var leads = new HashMap<String, List<Map<String, Object>>>();
    rows("case_lead order by id")
        .forEach(
            row -> leads.computeIfAbsent(text(row, "case_ref"), _ -> new ArrayList<>()).add(row));
    return leads;
  }

  private static String team(@Nullable List<Map<String, Object>> leads, LocalDate end) {
    if (leads == null) {
      return "other";
    }
    String team = text(leads.getFirst(), "lead_team");
    for (var row : leads) {
      if (day(at(row, "at")).isBefore(end)) {
        team = text(row, "lead_team");
      }
    }
    return Measure.TEAM.keys().contains(team) ? team : "other";
  }

  /** What there is of a measure in a period: breakdown and key to count. */
  Map<String, Integer> counts(Measure measure, Span span) {
    var leads = leads();
    var counts = new TreeMap<String, Integer>();
    for (Event event : of(measure, span)) {
      counts.merge("total", 1, Integer::sum);
      counts.merge(
          "team " + team(leads.get(event.caseRef()), span.next().first()), 1, Integer::sum);
      event
          .keys()
          .forEach((breakdown, key) -> counts.merge(breakdown + " " + key, 1, Integer::sum));
    }
    return counts;
  }

  /** The value that so many percent do not exceed, rounded up. */
  @Nullable Long percentile(Measure measure, Span span, int percent) {
    List<Double> waits =
        of(measure, span).stream()
            .flatMap(event -> Stream.ofNullable(event.length()))
            .sorted()
            .toList();
    return waits.isEmpty()
        ? null
        : (long) Math.ceil(waits.get((waits.size() * percent + 99) / 100 - 1));
  }

  private List<Event> of(Measure measure, Span span) {
    return events.getOrDefault(measure.id(), List.of()).stream()
        .filter(e -> !e.day().isBefore(span.first()) && !e.day().isAfter(span.last()))
        .toList();
  }
}
