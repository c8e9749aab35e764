package org.haven.tasks.web;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.haven.casefile.web.CaseWords;
import org.haven.forms.FormProblem;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.web.StaffNames;
import org.haven.platform.web.Times;
import org.haven.tasks.ListChoices;
import org.haven.tasks.ListChoices.Column;
import org.haven.tasks.NoticeView;
import org.haven.tasks.Notices;
import org.haven.tasks.TaskChoices;
import org.haven.tasks.TaskCounts;
import org.haven.tasks.TaskFilter;
import org.haven.tasks.TaskList;
import org.haven.tasks.TaskLook;
import org.haven.tasks.TaskSlice;
import org.haven.tasks.Whose;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** A list of tasks as a page: all that its routes show again when something is wrong. */
@Component
class TaskListPage {
  private static final int NOTICES_SHOWN = 5;

  private final TaskList tasks;
  private final ListChoices kept;
  private final Notices notices;
  private final Times times;
  private final StaffNames names;
  private final CaseWords words;
  private final TaskLines lines;
  private final TaskRowsInHtml inHtml;
  private final MessageSource messages;

  TaskListPage(
      TaskList tasks,
      ListChoices kept,
      Notices notices,
      Times times,
      StaffNames names,
      CaseWords words,
      TaskLines lines,
      TaskRowsInHtml inHtml,
      MessageSource messages) {
    this.tasks = tasks;
    this.kept = kept;
    this.notices = notices;
    this.times = times;
    this.names = names;
    this.words = words;
    this.lines = lines;
    this.inHtml = inHtml;
    this.messages = messages;
  }

  /** A notice in the list's own words. */
  record NoticeRow(
      long id,
      String kind,
      @Nullable String caseRef,
      @Nullable Long taskId,
      @Nullable String task,
      String at) {}

  /** A list by its name, with how many tasks it has. */
  record Tab(String code, String address, String words, boolean current) {}

  /** What a list can be narrowed to, in words with its figure. */
  record Choice(String value, String words, boolean chosen) {}

  /** What narrows the list by now, and the address without it. */
  record Narrowing(String words, String without) {}

  /**
   * What was tried from the page and is wrong.
   *
   * @param typed by field, as it was sent
   * @param tasks those that were chosen
   * @param problems by field
   */
  record Tried(Map<String, String> typed, Set<String> tasks, Map<String, String> problems) {
    static final Tried NOTHING = new Tried(Map.of(), Set.of(), Map.of());
  }

  /**
   * @param fragment true for the list alone, which refreshes itself
   */
  ModelAndView of(ActingPerson who, Map<String, String> said, boolean fragment, Tried tried) {
    Asked asked = Asked.of(said);
    Whose whose = asked.whose();
    String after = said.get("after");
    // what each choice leaves is counted for whoever narrows the list, not for everybody who looks
    boolean filters = !fragment && "open".equals(said.get("filter"));
    TaskLook look = tasks.look(who, whose, asked.filter(), after, filters);
    TaskSlice slice = look.slice();
    TaskCounts counts = look.figures().counts();
    List<NoticeView> unread = notices.unread(who);
    List<Column> columns = kept.columns(who);
    var problems = new LinkedHashMap<>(tried.problems());
    if (asked.typed() != null) {
      problems.put("ref", say("tasks.ref.wrong"));
    }
    var view =
        new ModelAndView(
            fragment ? "tasks/list :: live" : "tasks/list",
            problems.isEmpty() ? HttpStatus.OK : HttpStatus.BAD_REQUEST);
    view.addObject("list", whose.code());
    CaseRef caseRef = asked.filter().caseRef();
    view.addObject("caseRef", caseRef == null ? null : caseRef.value());
    view.addObject(
        "ref", asked.typed() == null && caseRef != null ? caseRef.value() : asked.typed());
    view.addObject("start", asked.address());
    view.addObject("unclaimed", asked.of(Whose.UNCLAIMED));
    view.addObject("refresh", asked.refreshed(after));
    view.addObject("said", asked.said());
    view.addObject("after", after);
    view.addObject("problems", problems);
    view.addObject("typed", tried.typed());
    view.addObject("columns", code(columns));
    view.addObject(
        "tabs",
        Arrays.stream(Whose.values())
            .map(
                one ->
                    new Tab(
                        one.code(),
                        asked.of(one),
                        say(
                            "tasks." + one.code(),
                            one == Whose.DONE && whose != Whose.DONE ? -1 : counts.of(one)),
                        one == whose))
            .toList());
    view.addObject("count", counts.of(whose));
    view.addObject("late", counts.late(whose));
    view.addObject("inTeam", counts.unclaimed());
    List<TaskLine> rows = lines.of(slice.rows(), columns, tried.tasks(), who);
    view.addObject("rows", rows);
    view.addObject("rowsInHtml", inHtml.of(rows, whose == Whose.DONE));
    view.addObject("next", slice.next() == null ? null : asked.from(slice.next()));
    view.addObject("notices", unread.stream().limit(NOTICES_SHOWN).map(this::row).toList());
    view.addObject("moreNotices", Math.max(0, unread.size() - NOTICES_SHOWN));
    view.addObject("narrowings", narrowings(asked));
    if (!fragment) {
      view.addObject("openFilter", asked.address() + "&filter=open#filter");
      view.addObject("choices", filters ? choices(asked, look.figures().choices()) : Map.of());
      view.addObject("allColumns", code(Arrays.asList(Column.values())));
      view.addObject("kept", kept.filters(who).stream().map(this::kept).toList());
      view.addObject("teams", who.teams().stream().sorted().toList());
      view.addObject("colleagues", look.colleagues());
      var summary = new ArrayList<FormProblem>();
      problems.forEach((field, problem) -> summary.add(new FormProblem(field, problem)));
      view.addObject("summary", summary);
    }
    return view;
  }

  /** A kept filter with its own address. */
  record KeptRow(
      String id, String name, String address, @Nullable String team, boolean mayRemove) {}

  private KeptRow kept(ListChoices.Kept one) {
    return new KeptRow(
        one.id().toString(),
        one.name().clear(),
        Asked.of(one.said()).address(),
        one.team() == null ? null : one.team().title(),
        one.mayRemove());
  }

  private static List<String> code(List<Column> columns) {
    return columns.stream().map(TaskLines::code).toList();
  }

  private List<Narrowing> narrowings(Asked asked) {
    TaskFilter filter = asked.filter();
    var narrowings = new ArrayList<Narrowing>();
    if (filter.caseRef() != null) {
      narrowings.add(new Narrowing(filter.caseRef().value(), asked.without("ref")));
    }
    if (filter.journey() != null) {
      narrowings.add(new Narrowing(words.journey(filter.journey()), asked.without("journey")));
    }
    if (filter.due() != null) {
      narrowings.add(new Narrowing(say("tasks.due." + filter.due().code()), asked.without("due")));
    }
    if (filter.risk() != null) {
      narrowings.add(new Narrowing(lines.risk(filter.risk()), asked.without("risk")));
    }
    if (filter.officer() != null) {
      narrowings.add(new Narrowing(officer(filter.officer()), asked.without("officer")));
    }
    return narrowings;
  }

  private Map<String, List<Choice>> choices(Asked asked, TaskChoices found) {
    TaskFilter filter = asked.filter();
    var dues = new LinkedHashMap<String, Integer>();
    var counted = new EnumMap<TaskFilter.Due, Integer>(TaskFilter.Due.class);
    counted.putAll(found.dues());
    for (TaskFilter.Due due : TaskFilter.Due.values()) {
      dues.put(due.code(), counted.getOrDefault(due, 0));
    }
    var all = new LinkedHashMap<String, List<Choice>>();
    all.put("journey", sorted(found.journeys(), filter.journey(), words::journey));
    all.put(
        "due",
        dues.entrySet().stream()
            .map(
                e ->
                    choice(
                        e.getKey(),
                        say("tasks.due." + e.getKey()),
                        e.getValue(),
                        filter.due() == null ? null : filter.due().code()))
            .toList());
    all.put("risk", sorted(found.risks(), filter.risk(), lines::risk));
    all.put("officer", sorted(found.officers(), filter.officer(), this::officer));
    return all;
  }

  private List<Choice> sorted(
      Map<String, Integer> counts,
      @Nullable String chosen,
      java.util.function.UnaryOperator<String> inWords) {
    var all = new LinkedHashMap<>(counts);
    if (chosen != null) {
      all.putIfAbsent(chosen, 0);
    }
    return all.entrySet().stream()
        .map(e -> choice(e.getKey(), inWords.apply(e.getKey()), e.getValue(), chosen))
        .sorted(Comparator.comparing(Choice::words))
        .toList();
  }

  private Choice choice(String value, String words, int count, @Nullable String chosen) {
    return new Choice(value, say("tasks.filter.counted", words, count), value.equals(chosen));
  }

  private String officer(String username) {
    return username.equals(TaskFilter.NOBODY) ? say("tasks.officer.nobody") : names.of(username);
  }

  private String say(String key, Object... with) {
    return messages.getMessage(key, with, Locale.UK);
  }

  private NoticeRow row(NoticeView notice) {
    return new NoticeRow(
        notice.id(),
        notice.kind().name(),
        notice.caseRef() == null ? null : notice.caseRef().value(),
        notice.taskId(),
        notice.taskTitle(),
        times.at(notice.at()));
  }
}
