package org.haven.casefile.web;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.haven.casefile.CaseView;
import org.haven.casefile.JourneyView;
import org.haven.casefile.TimelineEntry;
import org.haven.casefile.TimelinePages;
import org.haven.forms.FormProblem;
import org.haven.platform.ActingPerson;
import org.haven.platform.JourneyId;
import org.haven.platform.web.DateParts;
import org.haven.platform.web.Times;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;

/** What happened in a case, by what somebody looks for; the address holds codes and days alone. */
@Component
class TimelineFilter {
  private static final Pattern KIND = Pattern.compile("[a-z][a-z-]{0,39}");

  private final TimelinePages timeline;
  private final CaseWords words;
  private final Times times;
  private final SignedBy signed;
  private final MessageSource messages;

  TimelineFilter(
      TimelinePages timeline,
      CaseWords words,
      Times times,
      SignedBy signed,
      MessageSource messages) {
    this.timeline = timeline;
    this.words = words;
    this.times = times;
    this.signed = signed;
    this.messages = messages;
  }

  /** A line of the timeline. */
  record Line(String at, String by, String text, @Nullable String note) {
    @Override
    public String toString() {
      return "***";
    }
  }

  /** One of the answers of a list of choices. */
  record Option(String value, String label) {}

  /**
   * @param typed what was asked, as it was sent
   * @param found how many lines fit, those of other pages included
   * @param narrowed true if less than everything was asked for
   * @param newest address of the first page; absent on it
   * @param older address of the next page; absent on the last
   */
  record Shown(
      List<Line> lines,
      List<Option> kinds,
      List<Option> journeys,
      Map<String, String> typed,
      Map<String, String> problems,
      int found,
      boolean narrowed,
      @Nullable String newest,
      @Nullable String older) {
    /** What is wrong, for the head of the page. */
    public List<FormProblem> summary() {
      return problems.entrySet().stream()
          .map(problem -> new FormProblem(problem.getKey(), problem.getValue()))
          .toList();
    }

    @Override
    public String toString() {
      return "Shown[***]";
    }
  }

  /** A kind, journey or page that there is none of is not asked for; a day that is none is told. */
  Shown of(ActingPerson who, CaseView file, Map<String, String> sent) {
    var problems = new LinkedHashMap<String, String>();
    LocalDate from = day(sent, "from", problems);
    LocalDate to = day(sent, "to", problems);
    if (from != null && to != null && to.isBefore(from)) {
      problems.put("to", say("case-page.timeline.order"));
    }
    String kind = sent.getOrDefault("kind", "");
    JourneyView journey =
        file.journeys().stream()
            .filter(one -> String.valueOf(one.id()).equals(sent.get("journey")))
            .findFirst()
            .orElse(null);
    JourneyId journeyId = journey == null ? null : journey.journeyId();
    Long before = before(sent.getOrDefault("before", ""));
    boolean refused = !problems.isEmpty();
    var asked =
        new TimelinePages.Asked(
            KIND.matcher(kind).matches() ? kind : null,
            journeyId,
            refused ? null : from,
            refused ? null : to,
            before);
    TimelinePages.Page page = timeline.of(who, file.caseRef(), asked);
    var query = query(sent);
    return new Shown(
        page.entries().stream().map(this::line).toList(),
        page.kinds().entrySet().stream()
            .map(one -> new Option(one.getKey(), kind(one.getKey()) + " (" + one.getValue() + ")"))
            .sorted(Comparator.comparing(Option::label))
            .toList(),
        file.journeys().stream()
            .map(
                one ->
                    new Option(
                        String.valueOf(one.id()),
                        words.journey(one.processId()) + ", " + times.at(one.requestedAt())))
            .toList(),
        sent,
        problems,
        page.fitting(),
        !query.isEmpty(),
        before == null ? null : address(file, query, null),
        page.older() == null ? null : address(file, query, page.older()));
  }

  /**
   * @param query codes and days that were checked before
   */
  private static String address(CaseView file, Map<String, String> query, @Nullable Long before) {
    var address = UriComponentsBuilder.fromPath("/cases/" + file.caseRef().value());
    query.forEach(address::queryParam);
    if (before != null) {
      address.queryParam("before", before);
    }
    return address.fragment("timeline-title").toUriString();
  }

  private static Map<String, String> query(Map<String, String> sent) {
    var query = new LinkedHashMap<String, String>();
    for (String name :
        List.of(
            "kind", "journey", "fromDay", "fromMonth", "fromYear", "toDay", "toMonth", "toYear")) {
      String value = sent.getOrDefault(name, "").strip();
      if (value.matches("[a-z0-9-]{1,40}")) {
        query.put(name, value);
      }
    }
    return query;
  }

  private static @Nullable Long before(String id) {
    return id.matches("\\d{1,18}") ? Long.valueOf(id) : null;
  }

  private @Nullable LocalDate day(
      Map<String, String> sent, String field, Map<String, String> problems) {
    return switch (DateParts.of(sent, field)) {
      case DateParts.Given(LocalDate day) -> day;
      case DateParts.Open _ -> null;
      case DateParts.Wrong _ -> {
        problems.put(field, say("case-page.timeline.day"));
        yield null;
      }
    };
  }

  private Line line(TimelineEntry entry) {
    return new Line(
        times.at(entry.at()),
        signed.of(entry.by()),
        words.sentence(entry),
        entry.note() == null ? null : entry.note().clear());
  }

  private String kind(String kind) {
    return Objects.requireNonNull(
        messages.getMessage("case-page.kind." + kind, null, CaseWords.plain(kind), Locale.UK));
  }

  private String say(String key) {
    return messages.getMessage(key, null, Locale.UK);
  }
}
