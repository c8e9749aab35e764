package org.haven.meetings.web;

import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.haven.casefile.CaseAccess;
import org.haven.forms.FormProblem;
import org.haven.meetings.AgendaItem;
import org.haven.meetings.Agendas;
import org.haven.meetings.LiveMinutes;
import org.haven.meetings.MeetingKind;
import org.haven.meetings.Sitting;
import org.haven.platform.ActingPerson;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.platform.web.Times;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;

/** The page of a meeting, as one person sees it. */
@Component
class MeetingPages {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("H.mm", Locale.UK);

  private final Agendas agendas;
  private final CaseAccess access;
  private final ItemViews items;
  private final Map<String, MeetingKind> kinds = new LinkedHashMap<>();
  private final Times times;
  private final MessageSource messages;

  MeetingPages(
      Agendas agendas,
      CaseAccess access,
      ItemViews items,
      ObjectProvider<MeetingKind> kinds,
      Times times,
      MessageSource messages) {
    this.agendas = agendas;
    this.access = access;
    this.items = items;
    this.times = times;
    this.messages = messages;
    kinds.orderedStream().forEach(kind -> this.kinds.put(kind.code(), kind));
  }

  /**
   * What somebody has just done on the page and what came of it.
   *
   * @param item at which, if at one
   * @param problems field to message, in words
   * @param typed by field
   * @param opened guarded minutes that they gave a reason for
   */
  record Shown(
      HttpStatus status,
      @Nullable UUID item,
      Map<String, String> problems,
      Map<String, String> typed,
      LiveMinutes.@Nullable Read opened) {
    static final Shown PLAIN = new Shown(HttpStatus.OK, null, Map.of(), Map.of(), null);

    @Override
    public String toString() {
      return "Shown[***]";
    }
  }

  /** No such meeting, and one with nothing on it for this person, read the same. */
  Sitting require(ActingPerson who, String id) {
    return uuid(id).flatMap(known -> agendas.find(who, known)).orElseThrow(MeetingPages::notFound);
  }

  AgendaItem require(Sitting sitting, String itemId) {
    return sitting.items().stream()
        .filter(item -> item.id().toString().equals(itemId))
        .findFirst()
        .orElseThrow(MeetingPages::notFound);
  }

  /** Those who set its day and order: a matter of its kind, and never of a mere look. */
  boolean mayArrange(ActingPerson who, Sitting sitting) {
    MeetingKind kind = kinds.get(sitting.kind());
    return kind != null
        && kind.mayArrange(who)
        && sitting.items().stream().anyMatch(item -> access.mayWork(who, item.caseRef()));
  }

  Set<String> forms(Sitting sitting) {
    MeetingKind kind = kinds.get(sitting.kind());
    return kind == null ? Set.of() : kind.forms();
  }

  static Optional<UUID> uuid(String text) {
    try {
      return Optional.of(UUID.fromString(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  static ResponseStatusException notFound() {
    return new ResponseStatusException(HttpStatus.NOT_FOUND);
  }

  String say(String key, Object... with) {
    return messages.getMessage(key, with.length == 0 ? null : with, Locale.UK);
  }

  /** A meeting in a list. */
  record Row(String id, String title, String when, int cases, String state) {}

  List<Row> rows(List<Sitting> sittings) {
    return sittings.stream()
        .map(
            sitting ->
                new Row(
                    sitting.id().toString(),
                    title(sitting),
                    when(sitting),
                    sitting.items().size(),
                    state(sitting)))
        .toList();
  }

  private static String state(Sitting sitting) {
    return sitting.cancelled() ? "cancelled" : sitting.left() ? "left" : "";
  }

  private String title(Sitting sitting) {
    return say("meetings.kind." + sitting.kind());
  }

  private String when(Sitting sitting) {
    return sitting.wholeDay()
        ? times.date(WorkingCalendar.dateOf(sitting.startsAt()))
        : times.at(sitting.startsAt());
  }

  ModelAndView page(ActingPerson who, Sitting sitting, Shown shown) {
    var view = new ModelAndView("meetings/meeting", shown.status());
    boolean arranges = mayArrange(who, sitting);
    view.addObject("meeting", sitting.id().toString());
    view.addObject("called", title(sitting));
    view.addObject("when", when(sitting));
    view.addObject("state", state(sitting));
    view.addObject("mayArrange", arranges);
    view.addObject("date", date(sitting, shown));
    var problems = new LinkedHashMap<>(shown.problems());
    view.addObject("problems", problems);
    view.addObject(
        "summary",
        problems.entrySet().stream()
            .map(problem -> new FormProblem(field(shown.item(), problem), problem.getValue()))
            .toList());
    List<ItemViews.Item> all = new ArrayList<>();
    int place = 1;
    for (AgendaItem item : sitting.items()) {
      all.add(
          items.of(
              who,
              sitting,
              item,
              place++,
              Optional.ofNullable(kinds.get(sitting.kind())),
              item.id().equals(shown.item()) ? shown : Shown.PLAIN));
    }
    view.addObject("items", all);
    view.addObject("owners", HandOver.OWNERS);
    return view;
  }

  private static String field(@Nullable UUID item, Map.Entry<String, String> problem) {
    return item == null ? problem.getKey() : problem.getKey() + "-" + item;
  }

  private static Map<String, String> date(Sitting sitting, Shown shown) {
    if (shown.typed().containsKey("onDay") && shown.item() == null) {
      return shown.typed();
    }
    ZonedDateTime at = sitting.startsAt().atZone(WorkingCalendar.LONDON);
    LocalDate day = at.toLocalDate();
    return Map.of(
        "onDay", String.valueOf(day.getDayOfMonth()),
        "onMonth", String.valueOf(day.getMonthValue()),
        "onYear", String.valueOf(day.getYear()),
        "time", sitting.wholeDay() ? "" : TIME.format(at));
  }
}
