package org.haven.records;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.haven.records.GeneratedRecords.Raw;
import org.jspecify.annotations.Nullable;

/** All figures by going through all records, each time from the first. */
@SuppressWarnings("NullAway")
public final class BruteForce {
  public static final Set<String> HOLD_OTHERS =
      Set.of("PROCESS", "SUB_PROCESS", "EVENT_SUB_PROCESS", "MULTI_INSTANCE_BODY");

  public static final class Visit {
    public String process = "";
    public String element = "";
    public String type = "";
    public long instance;
    public @Nullable Instant entered;
    public @Nullable Instant left;
    public @Nullable Instant due;

    /** The group whose task it is; of a task alone. */
    public String group = "";

    int version;
    String how = "";

    /** It may have been moved to another version since. */
    int enteredIn;

    String place() {
      return process + " " + version + " " + element;
    }
  }

  public final Map<Long, Visit> steps = new TreeMap<>();
  public final Map<Long, Visit> tasks = new TreeMap<>();
  public final Map<Long, Visit> incidents = new TreeMap<>();
  private final List<Raw> flows = new ArrayList<>();
  private final Map<Long, Long> parents = new HashMap<>();
  private final Map<Long, String> cases = new HashMap<>();

  public BruteForce(List<Raw> records) {
    for (var record : records) {
      var value = record.value();
      switch (record.type()) {
        case VARIABLE, JOB, TIMER, PROCESS_MESSAGE_SUBSCRIPTION ->
            cases.put(
                (Long) value.get("scopeKey"), String.valueOf(value.get("value")).replace("\"", ""));
        case PROCESS_INSTANCE -> step(record);
        case USER_TASK -> {
          var task = visit(tasks, record, "processDefinitionVersion");
          task.due = Instant.parse(String.valueOf(value.get("dueDate")));
          task.group = String.valueOf(((List<?>) value.get("candidateGroupsList")).getFirst());
          if (record.intent().equals("COMPLETED") || record.intent().equals("CANCELED")) {
            task.left = record.at();
            task.how = record.intent();
          }
        }
        case INCIDENT -> {
          var incident = visit(incidents, record, "none");
          if (record.intent().equals("RESOLVED")) {
            incident.left = record.at();
          }
        }
      }
    }
    incidents
        .values()
        .forEach(
            incident ->
                incident.version = Objects.requireNonNull(steps.get(incident.instance)).version);
  }

  private void step(Raw record) {
    if (record.intent().equals("SEQUENCE_FLOW_TAKEN")) {
      flows.add(record);
      return;
    }
    var step = visit(steps, record, "version");
    step.type = String.valueOf(record.value().get("bpmnElementType"));
    long parent = (Long) record.value().get("parentProcessInstanceKey");
    if (parent > 0) {
      parents.put(step.instance, parent);
    }
    if (record.intent().equals("ELEMENT_COMPLETED")
        || record.intent().equals("ELEMENT_TERMINATED")) {
      step.left = record.at();
      step.how = record.intent();
    }
  }

  private static Visit visit(Map<Long, Visit> all, Raw record, String version) {
    var visit = all.computeIfAbsent(record.key(), _ -> new Visit());
    visit.process = String.valueOf(record.value().get("bpmnProcessId"));
    visit.element = String.valueOf(record.value().get("elementId"));
    visit.instance = (Long) record.value().get("processInstanceKey");
    if (record.value().get(version) instanceof Integer number) {
      visit.version = number;
    }
    if (visit.entered == null) {
      visit.entered = record.at();
      visit.enteredIn = visit.version;
    }
    return visit;
  }

  /** Absent if nobody knows. */
  public @Nullable String caseOf(long instance) {
    Long parent = parents.get(instance);
    return parent == null ? cases.get(instance) : caseOf(parent);
  }

  /** What nobody knows the case of may be of one that is left out. */
  public boolean shown(Set<String> leftOut, long instance) {
    String caseRef = caseOf(instance);
    return leftOut.isEmpty() || (caseRef != null && !leftOut.contains(caseRef));
  }

  Set<Standings.Place> places(Set<String> leftOut, Instant now) {
    Instant begin = FigureFold.dayOf(now).atStartOfDay(FigureFold.LONDON).toInstant();
    Instant end = FigureFold.dayOf(now).plusDays(1).atStartOfDay(FigureFold.LONDON).toInstant();
    Predicate<Visit> shown = visit -> shown(leftOut, visit.instance);
    var tokens = byPlace(steps, shown.and(s -> !HOLD_OTHERS.contains(s.type)));
    var open = byPlace(tasks, shown.and(t -> t.left == null));
    var stuck = byPlace(incidents, shown.and(i -> i.left == null));
    var found = new java.util.HashSet<Standings.Place>();
    var names = new java.util.TreeSet<>(tokens.keySet());
    names.addAll(open.keySet());
    names.addAll(stuck.keySet());
    for (String name : names) {
      var parts = name.split(" ");
      var here = tokens.getOrDefault(name, List.of());
      var due = open.getOrDefault(name, List.of());
      var place =
          new Standings.Place(
              parts[0],
              Integer.parseInt(parts[1]),
              parts[2],
              here.stream().filter(s -> s.left == null).count(),
              here.stream()
                  .filter(s -> s.left == null)
                  .map(s -> s.entered)
                  .filter(Objects::nonNull)
                  .min(Instant::compareTo)
                  .orElse(null),
              here.stream().filter(s -> !before(s.entered, begin)).count(),
              here.stream().filter(s -> s.left != null && !before(s.left, begin)).count(),
              due.stream().filter(t -> !before(t.due, now) && before(t.due, end)).count(),
              due.stream().filter(t -> before(t.due, now)).count(),
              stuck.getOrDefault(name, List.of()).size());
      if (place.now() + place.cameIn() + place.wentOn() + place.incidents() > 0 || !due.isEmpty()) {
        found.add(place);
      }
    }
    return found;
  }

  private static Map<String, List<Visit>> byPlace(Map<Long, Visit> all, Predicate<Visit> which) {
    return all.values().stream().filter(which).collect(Collectors.groupingBy(Visit::place));
  }

  Set<Standings.Running> running(Set<String> leftOut, Instant now) {
    Instant begin = FigureFold.dayOf(now).atStartOfDay(FigureFold.LONDON).toInstant();
    var instances =
        steps.values().stream()
            .filter(s -> s.type.equals("PROCESS"))
            .filter(s -> shown(leftOut, s.instance))
            .collect(Collectors.groupingBy(Visit::place));
    var found = new java.util.HashSet<Standings.Running>();
    instances.forEach(
        (_, all) -> {
          var live = all.stream().filter(s -> s.left == null).toList();
          long begun = all.stream().filter(s -> !before(s.entered, begin)).count();
          long ended = all.stream().filter(s -> s.left != null && !before(s.left, begin)).count();
          if (live.size() + begun + ended > 0) {
            found.add(
                new Standings.Running(
                    all.getFirst().process,
                    all.getFirst().version,
                    live.size(),
                    live.stream()
                        .map(s -> s.entered)
                        .filter(Objects::nonNull)
                        .min(Instant::compareTo)
                        .orElse(null),
                    begun,
                    ended));
          }
        });
    return found;
  }

  private static boolean before(@Nullable Instant at, Instant then) {
    return at != null && at.isBefore(then);
  }

  private static boolean within(@Nullable Instant at, LocalDate from, LocalDate to) {
    if (at == null) {
      return false;
    }
    var day = FigureFold.dayOf(at);
    return !day.isBefore(from) && !day.isAfter(to);
  }

  /** Counts of a step over a period: entered, completed, terminated, met, late, cancelled. */
  Map<String, List<Long>> counts(
      Set<String> leftOut,
      String process,
      @Nullable Integer version,
      LocalDate from,
      LocalDate to) {
    var found = new TreeMap<String, List<Long>>();
    for (String element : steps.values().stream().map(s -> s.element).collect(Collectors.toSet())) {
      Predicate<Visit> any =
          v -> v.process.equals(process) && v.element.equals(element) && shown(leftOut, v.instance);
      Predicate<Visit> of = any.and(v -> version == null || v.version == version);
      var visits = steps.values().stream().filter(of).toList();
      var left = visits.stream().filter(s -> within(s.left, from, to)).toList();
      var done = tasks.values().stream().filter(of).filter(t -> within(t.left, from, to)).toList();
      var counts =
          List.of(
              steps.values().stream()
                  .filter(any)
                  .filter(s -> version == null || s.enteredIn == version)
                  .filter(s -> within(s.entered, from, to))
                  .count(),
              left.stream().filter(s -> s.how.equals("ELEMENT_COMPLETED")).count(),
              left.stream().filter(s -> s.how.equals("ELEMENT_TERMINATED")).count(),
              done.stream()
                  .filter(t -> t.how.equals("COMPLETED") && !t.left.isAfter(t.due))
                  .count(),
              done.stream().filter(t -> t.how.equals("COMPLETED") && t.left.isAfter(t.due)).count(),
              done.stream().filter(t -> t.how.equals("CANCELED")).count());
      if (counts.stream().anyMatch(count -> count > 0)) {
        found.put(element, counts);
      }
    }
    return found;
  }

  /** How long the visits took that ended in the period, the shortest first, in milliseconds. */
  List<Long> took(
      Set<String> leftOut, String process, String element, LocalDate from, LocalDate to) {
    return steps.values().stream()
        .filter(s -> s.process.equals(process) && s.element.equals(element))
        .filter(s -> shown(leftOut, s.instance))
        .filter(s -> within(s.left, from, to))
        .map(s -> s.left.toEpochMilli() - s.entered.toEpochMilli())
        .sorted()
        .toList();
  }

  Map<String, Long> flows(Set<String> leftOut, String process, LocalDate from, LocalDate to) {
    return flows.stream()
        .filter(r -> r.value().get("bpmnProcessId").equals(process))
        .filter(r -> within(r.at(), from, to))
        .filter(r -> shown(leftOut, (Long) r.value().get("processInstanceKey")))
        .collect(
            Collectors.groupingBy(
                r -> String.valueOf(r.value().get("elementId")),
                TreeMap::new,
                Collectors.counting()));
  }
}
