package org.haven.supervision.alerts.web;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.haven.platform.ActingPerson;
import org.haven.platform.Team;
import org.haven.supervision.alerts.AlertRule;
import org.haven.supervision.alerts.AlertRule.Quiet;
import org.haven.supervision.alerts.AlertRule.Recipients;
import org.haven.supervision.alerts.Measure;
import org.haven.supervision.alerts.Measure.Amount;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/**
 * An alert as it is typed; every field is read again on the server.
 *
 * @param named sign-in names that were ticked
 * @param quietDays days that were ticked, in English
 */
record AlertForm(
    String measure,
    String amount,
    String journey,
    String team,
    String limit,
    String comparison,
    String threshold,
    String minutes,
    String recipients,
    List<String> named,
    String channel,
    String quietFrom,
    String quietTo,
    List<String> quietDays,
    String urgent) {
  private static final int MOST_MINUTES = 14_400;

  static final AlertForm NEW =
      new AlertForm(
          "", "", "", "", "", "above", "", "0", "me", List.of(), "page", "", "", List.of(), "no");

  static AlertForm of(MultiValueMap<String, String> typed) {
    return new AlertForm(
        one(typed, "measure"),
        one(typed, "amount"),
        one(typed, "journey"),
        one(typed, "team"),
        one(typed, "limit"),
        one(typed, "comparison"),
        one(typed, "threshold"),
        one(typed, "minutes"),
        one(typed, "recipients"),
        typed.getOrDefault("named", List.of()),
        one(typed, "channel"),
        one(typed, "quietFrom"),
        one(typed, "quietTo"),
        typed.getOrDefault("quietDays", List.of()),
        one(typed, "urgent"));
  }

  private static String one(MultiValueMap<String, String> typed, String field) {
    String value = typed.getFirst(field);
    return value == null ? "" : value.strip();
  }

  static AlertForm of(AlertRule rule) {
    return new AlertForm(
        rule.measure().code(),
        rule.amount() == null ? "" : rule.amount().toString(),
        rule.processId() == null ? "" : rule.processId(),
        rule.team() == null ? "" : rule.team().code(),
        rule.slaKey() == null ? "" : rule.slaKey(),
        rule.above() ? "above" : "below",
        Integer.toString(rule.threshold()),
        Integer.toString(rule.minutes()),
        rule.recipients().code(),
        rule.named(),
        rule.mail() ? "mail" : "page",
        time(rule.quiet().from()),
        time(rule.quiet().to()),
        rule.quiet().days().stream().sorted().map(AlertForm::code).toList(),
        rule.urgent() ? "yes" : "no");
  }

  private static String time(@Nullable LocalTime time) {
    return time == null ? "" : "%d.%02d".formatted(time.getHour(), time.getMinute());
  }

  static String code(DayOfWeek day) {
    return day.name().toLowerCase(Locale.ROOT);
  }

  /** What may be chosen. */
  record Choices(Set<String> journeys, List<String> limits, List<ActingPerson> people) {}

  /** What was read: the rule, or by field why there is none. */
  record Read(@Nullable AlertRule rule, Map<String, String> problems) {}

  /**
   * @param version of the rule that the person saw
   */
  Read read(UUID id, String owner, boolean active, int version, Choices choices) {
    var problems = new LinkedHashMap<String, String>();
    Measure what = Measure.ofCode(measure).orElse(null);
    if (what == null) {
      problems.put("measure", "alerts.problem.measure");
    }
    Integer number = amount(what, problems);
    if (!journey.isEmpty() && !choices.journeys().contains(journey)) {
      problems.put("journey", "alerts.problem.choice");
    }
    Team of = team.isEmpty() ? null : Team.ofCode(team).orElse(null);
    if (!team.isEmpty() && of == null) {
      problems.put("team", "alerts.problem.choice");
    } else if (of != null && what != null && !what.byTeam()) {
      problems.put("team", "alerts.problem.noTeam");
    }
    limit(what, choices, problems);
    if (!Set.of("above", "below").contains(comparison)) {
      problems.put("comparison", "alerts.problem.comparison");
    }
    int most = what == null ? 100_000 : what.most();
    Integer than = whole(threshold, 0, most);
    if (than == null) {
      problems.put(
          "threshold", most == 100 ? "alerts.problem.percent" : "alerts.problem.threshold");
    }
    Integer so = whole(minutes, 0, MOST_MINUTES);
    if (so == null) {
      problems.put("minutes", "alerts.problem.minutes");
    }
    Recipients whom = recipients(choices, problems);
    if (!Set.of("page", "mail").contains(channel)) {
      problems.put("channel", "alerts.problem.channel");
    }
    Quiet quiet = quiet(problems);
    if (!Set.of("yes", "no").contains(urgent)) {
      problems.put("urgent", "alerts.problem.urgent");
    }
    if (!problems.isEmpty() || what == null || than == null || so == null || whom == null) {
      return new Read(null, problems);
    }
    return new Read(
        new AlertRule(
            id,
            owner,
            what,
            number,
            journey.isEmpty() ? null : journey,
            of,
            limit.isEmpty() ? null : limit,
            comparison.equals("above"),
            than,
            so,
            whom,
            whom == Recipients.NAMED ? named.stream().distinct().sorted().toList() : List.of(),
            channel.equals("mail"),
            quiet,
            urgent.equals("yes"),
            active,
            version),
        problems);
  }

  private @Nullable Integer amount(@Nullable Measure what, Map<String, String> problems) {
    if (what == null || what.amount() == Amount.NONE) {
      return null;
    }
    Integer number = whole(amount, 1, what.amount().most());
    if (number == null) {
      problems.put(
          "amount", what.amount() == Amount.HOURS ? "alerts.problem.hours" : "alerts.problem.days");
    }
    return number;
  }

  private void limit(@Nullable Measure what, Choices choices, Map<String, String> problems) {
    if (!limit.isEmpty() && !choices.limits().contains(limit)) {
      problems.put("limit", "alerts.problem.choice");
    } else if (what == Measure.SHARE_MET && limit.isEmpty()) {
      problems.put("limit", "alerts.problem.limit");
    } else if (what != null && !what.byLimit() && !limit.isEmpty()) {
      problems.put("limit", "alerts.problem.noLimit");
    }
  }

  private @Nullable Recipients recipients(Choices choices, Map<String, String> problems) {
    for (Recipients one : Recipients.values()) {
      if (one.code().equals(recipients)) {
        Set<String> known =
            choices.people().stream().map(ActingPerson::username).collect(Collectors.toSet());
        if (one == Recipients.NAMED && (named.isEmpty() || !known.containsAll(named))) {
          problems.put("named", "alerts.problem.named");
        }
        return one;
      }
    }
    problems.put("recipients", "alerts.problem.recipients");
    return null;
  }

  private Quiet quiet(Map<String, String> problems) {
    LocalTime from = time(quietFrom, "quietFrom", problems);
    LocalTime to = time(quietTo, "quietTo", problems);
    if (quietFrom.isEmpty() != quietTo.isEmpty()) {
      problems.putIfAbsent(quietFrom.isEmpty() ? "quietFrom" : "quietTo", "alerts.problem.both");
    } else if (from != null && from.equals(to)) {
      problems.put("quietTo", "alerts.problem.sameTime");
    }
    Set<DayOfWeek> days =
        Set.of(DayOfWeek.values()).stream()
            .filter(day -> quietDays.contains(code(day)))
            .collect(Collectors.toSet());
    if (days.size() != Set.copyOf(quietDays).size()) {
      problems.put("quietDays", "alerts.problem.choice");
    } else if (days.size() == 7 && !urgent.equals("yes")) {
      problems.put("quietDays", "alerts.problem.never");
    }
    return problems.containsKey("quietFrom") || problems.containsKey("quietTo")
        ? Quiet.NEVER
        : new Quiet(from, to, days);
  }

  private static @Nullable LocalTime time(
      String typed, String field, Map<String, String> problems) {
    if (typed.isEmpty()) {
      return null;
    }
    if (typed.matches("\\d{1,2}[.:]\\d{2}")) {
      String[] parts = typed.split("[.:]");
      try {
        return LocalTime.of(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
      } catch (DateTimeException _) {
        // said below
      }
    }
    problems.put(field, "alerts.problem.time");
    return null;
  }

  private static @Nullable Integer whole(String typed, int least, int most) {
    if (!typed.matches("\\d{1,6}")) {
      return null;
    }
    int number = Integer.parseInt(typed);
    return number >= least && number <= most ? number : null;
  }
}
