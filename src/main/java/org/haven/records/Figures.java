package org.haven.records;

import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.SortOrder;
import co.elastic.clients.elasticsearch._types.aggregations.Aggregate;
import co.elastic.clients.elasticsearch._types.aggregations.Aggregation;
import co.elastic.clients.elasticsearch._types.aggregations.StringTermsBucket;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch.core.msearch.MultiSearchItem;
import co.elastic.clients.elasticsearch.core.msearch.RequestItem;
import co.elastic.clients.elasticsearch.core.search.Hit;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.haven.records.Standings.Freshness;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Figures of what happened in the engine, from the compact documents that are kept of its exported
 * records. Days are London days. All methods throw {@link RecordsUnavailableException} when
 * Elasticsearch does not answer or has no figures yet.
 */
@Component
public class Figures {
  /** More steps and versions than all diagrams of the procedure have together. */
  private static final int PLACES = 20_000;

  private final FigureStore store;

  Figures(FigureStore store) {
    this.store = store;
  }

  /** What stands where now. */
  public Standings standings(LeftOut leftOut, Instant now) {
    var state = state();
    int read = state.reading();
    LocalDate today = FigureFold.dayOf(now);
    String begin = today.atStartOfDay(FigureFold.LONDON).toInstant().toString();
    String end = today.plusDays(1).atStartOfDay(FigureFold.LONDON).toInstant().toString();
    var live = is("live", true);
    var token = is("token", true);
    var process = is("type", "PROCESS");
    var oldest = Map.of("oldest", Aggregation.of(a -> a.min(m -> m.field("entered"))));
    var due =
        Map.of(
            "late", Aggregation.of(a -> a.filter(range("due", null, now.toString()))),
            "today", Aggregation.of(a -> a.filter(range("due", now.toString(), end))));
    var answers =
        search(
            counted(FigureKind.STEPS, read, leftOut, oldest, live, token),
            counted(
                FigureKind.STEPS, read, leftOut, Map.of(), token, range("entered", begin, null)),
            counted(FigureKind.STEPS, read, leftOut, Map.of(), token, range("left", begin, null)),
            counted(FigureKind.TASKS, read, leftOut, due, live),
            counted(FigureKind.INCIDENTS, read, leftOut, Map.of(), live),
            counted(FigureKind.STEPS, read, leftOut, oldest, live, process),
            counted(
                FigureKind.STEPS, read, leftOut, Map.of(), process, range("entered", begin, null)),
            counted(
                FigureKind.STEPS, read, leftOut, Map.of(), process, range("left", begin, null)));
    var places = new TreeMap<String, StringTermsBucket[]>();
    for (int i = 0; i < 5; i++) {
      gather(answers.get(i), i, 5, places);
    }
    var processes = new TreeMap<String, StringTermsBucket[]>();
    for (int i = 0; i < 3; i++) {
      gather(answers.get(5 + i), i, 3, processes);
    }
    return new Standings(
        places.entrySet().stream().map(e -> place(e.getKey(), e.getValue())).toList(),
        processes.entrySet().stream().map(e -> running(e.getKey(), e.getValue())).toList(),
        freshness(state));
  }

  private static Standings.Place place(String place, StringTermsBucket[] found) {
    var name = Name.of(place);
    return new Standings.Place(
        name.processId(),
        name.version(),
        name.elementId(),
        count(found[0]),
        oldest(found[0]),
        count(found[1]),
        count(found[2]),
        found[3] == null ? 0 : part(found[3], "today"),
        found[3] == null ? 0 : part(found[3], "late"),
        count(found[4]));
  }

  private static Standings.Running running(String place, StringTermsBucket[] found) {
    var name = Name.of(place);
    return new Standings.Running(
        name.processId(),
        name.version(),
        count(found[0]),
        oldest(found[0]),
        count(found[1]),
        count(found[2]));
  }

  private record Name(String processId, int version, String elementId) {
    static Name of(String place) {
      String[] parts = place.split(" ", 3);
      return new Name(parts[0], Integer.parseInt(parts[1]), parts[2]);
    }
  }

  private static long count(@Nullable StringTermsBucket bucket) {
    return bucket == null ? 0 : bucket.docCount();
  }

  private static long part(StringTermsBucket bucket, String name) {
    var part = bucket.aggregations().get(name);
    return part == null ? 0 : part.filter().docCount();
  }

  private static @Nullable Instant oldest(@Nullable StringTermsBucket bucket) {
    var oldest = bucket == null ? null : bucket.aggregations().get("oldest");
    Double at = oldest == null ? null : oldest.min().value();
    return at == null || at.isInfinite() ? null : Instant.ofEpochMilli(at.longValue());
  }

  private static void gather(
      Aggregate answer, int at, int width, Map<String, StringTermsBucket[]> into) {
    if (!answer.isSterms()) {
      return;
    }
    for (var bucket : answer.sterms().buckets().array()) {
      into.computeIfAbsent(bucket.key().stringValue(), _ -> new StringTermsBucket[width])[at] =
          bucket;
    }
  }

  private RequestItem counted(
      FigureKind kind,
      int generation,
      LeftOut leftOut,
      Map<String, Aggregation> within,
      Query... filters) {
    return RequestItem.of(
        r ->
            r.header(h -> h.index(store.index(kind, generation)))
                .body(
                    b ->
                        b.size(0)
                            .trackTotalHits(t -> t.enabled(false))
                            .query(all(leftOut, filters))
                            .aggregations(
                                "places",
                                a ->
                                    a.terms(t -> t.field("place").size(PLACES))
                                        .aggregations(within))));
  }

  private List<Aggregate> search(RequestItem... items) {
    return ExportedRecords.asked(
        () -> {
          var answer = store.client().msearch(m -> m.searches(List.of(items)), Void.class);
          var found = new ArrayList<Aggregate>();
          for (MultiSearchItem<Void> item : results(answer.responses())) {
            found.add(Objects.requireNonNull(item.aggregations().get("places")));
          }
          return found;
        });
  }

  private static <T> List<MultiSearchItem<T>> results(
      List<co.elastic.clients.elasticsearch.core.msearch.MultiSearchResponseItem<T>> items)
      throws IOException {
    var found = new ArrayList<MultiSearchItem<T>>();
    for (var item : items) {
      if (item.isFailure()) {
        throw new IOException(String.valueOf(item.failure().error().type()));
      }
      found.add(item.result());
    }
    return found;
  }

  // what stands at a place

  /** Which of those that stand at a place. */
  public enum Which {
    ALL,
    DUE_TODAY,
    LATE,
    INCIDENTS
  }

  /**
   * One that stands somewhere.
   *
   * @param stepKey element instance key
   * @param caseRef absent if nobody knows
   */
  public record Standing(
      long stepKey,
      long instanceKey,
      String processId,
      int version,
      String elementId,
      @Nullable String caseRef,
      Instant since,
      @Nullable Instant dueAt,
      @Nullable String error) {}

  /**
   * Those that stand at places of a process, the oldest or those due first before the others.
   *
   * @param elementId absent for the whole process
   * @param most how many at most
   * @param from how many to pass over; with {@code most} at most 10,000
   */
  public List<Standing> standing(
      LeftOut leftOut,
      Which which,
      String processId,
      @Nullable String elementId,
      Instant now,
      int from,
      int most) {
    int read = state().reading();
    var filters = new ArrayList<Query>(List.of(is("live", true), is("process", processId)));
    if (elementId != null) {
      filters.add(is("element", elementId));
    }
    var kind =
        switch (which) {
          case ALL -> FigureKind.STEPS;
          case DUE_TODAY, LATE -> FigureKind.TASKS;
          case INCIDENTS -> FigureKind.INCIDENTS;
        };
    String end =
        FigureFold.dayOf(now).plusDays(1).atStartOfDay(FigureFold.LONDON).toInstant().toString();
    switch (which) {
      case ALL -> filters.add(is("token", true));
      case DUE_TODAY -> filters.add(range("due", now.toString(), end));
      case LATE -> filters.add(range("due", null, now.toString()));
      case INCIDENTS -> {}
    }
    String order = kind == FigureKind.TASKS ? "due" : "entered";
    return ExportedRecords.asked(
            () ->
                store
                    .client()
                    .search(
                        s ->
                            s.index(store.index(kind, read))
                                .from(from)
                                .size(most)
                                .trackTotalHits(t -> t.enabled(false))
                                .query(all(leftOut, filters.toArray(Query[]::new)))
                                .sort(o -> o.field(f -> f.field(order).order(SortOrder.Asc)))
                                .sort(o -> o.field(f -> f.field("instance").order(SortOrder.Asc))),
                        Map.class))
        .hits()
        .hits()
        .stream()
        .map(hit -> standing(kind, hit))
        .toList();
  }

  private static Standing standing(FigureKind kind, Hit<Map> hit) {
    var doc = doc(kind, hit);
    return new Standing(
        kind == FigureKind.STEPS ? Long.parseLong(doc.id().id()) : doc.number("step"),
        doc.number("instance"),
        text(doc, "process"),
        (int) doc.number("version"),
        text(doc, "element"),
        doc.text("case"),
        Instant.ofEpochMilli(doc.number(kind == FigureKind.TASKS ? "opened" : "entered")),
        doc.number("due") < 0 ? null : Instant.ofEpochMilli(doc.number("due")),
        doc.text("error"));
  }

  @SuppressWarnings("unchecked")
  private static FigureDoc doc(FigureKind kind, Hit<Map> hit) {
    var source = Objects.requireNonNull(hit.source());
    return new FigureDoc(
        new FigureDoc.Id(kind, Objects.requireNonNull(hit.id())), (Map<String, Object>) source);
  }

  private static String text(FigureDoc doc, String field) {
    return Objects.requireNonNullElse(doc.text(field), "");
  }

  // what was done over time

  /**
   * What a process did in a period, step by step; lengths of time within {@link Spans#ERROR}.
   *
   * @param version absent for all versions
   * @param from first day
   * @param to last day
   */
  public ProcessFigures process(
      LeftOut leftOut, String processId, @Nullable Integer version, LocalDate from, LocalDate to) {
    int read = state().reading();
    var days = new ArrayList<Query>(List.of(is("process", processId)));
    if (version != null) {
      days.add(is("version", version));
    }
    days.add(range("day", from.toString(), to.plusDays(1).toString()));
    var sum = new ProcessFigures.Sum();
    ExportedRecords.asked(
        () -> {
          store.each(
              FigureKind.DAYS,
              read,
              Query.of(q -> q.bool(b -> b.filter(days))),
              docs -> docs.forEach(sum::add));
          return null;
        });
    if (!leftOut.cases().isEmpty()) {
      takeAway(sum, leftOut, processId, version, from, to, read);
    }
    return sum.figures();
  }

  /** What the cases that are left out had their part in; their instances are few. */
  private void takeAway(
      ProcessFigures.Sum sum,
      LeftOut leftOut,
      String processId,
      @Nullable Integer version,
      LocalDate from,
      LocalDate to,
      int read) {
    long first = from.atStartOfDay(FigureFold.LONDON).toInstant().toEpochMilli();
    long end = to.plusDays(1).atStartOfDay(FigureFold.LONDON).toInstant().toEpochMilli();
    var theirs = List.of(is("process", processId), anyOf(ofCases(leftOut.cases()), withoutCase()));
    var steps = new ArrayList<>(theirs);
    var tasks = new ArrayList<>(theirs);
    if (version != null) {
      steps.add(anyOf(is("version", version), is("enteredIn", version)));
      tasks.add(is("version", version));
    }
    store.each(
        FigureKind.STEPS,
        read,
        Query.of(q -> q.bool(b -> b.filter(steps))),
        docs -> docs.forEach(doc -> sum.withoutStep(doc, version, first, end, from, to)));
    store.each(
        FigureKind.TASKS,
        read,
        Query.of(q -> q.bool(b -> b.filter(tasks))),
        docs -> docs.forEach(doc -> sum.withoutTask(doc, first, end)));
  }

  // how far it can be trusted

  public Freshness freshness() {
    return freshness(state());
  }

  private static Freshness freshness(FigureState state) {
    var missing = new ArrayList<>(state.missing());
    state.absent().forEach(type -> missing.add("no records of the kind " + type + " arrive"));
    return new Freshness(Instant.ofEpochMilli(state.asOf()), state.building(), missing);
  }

  /**
   * Asks for all figures to be built anew from the records that are kept. Until that is done those
   * of before are shown; asked again meanwhile, it begins again.
   */
  public void buildAnew() {
    store.ask(state().writing());
  }

  private FigureState state() {
    return store
        .state()
        .map(FigureStore.Seen::state)
        .filter(state -> state.shape() == FigureState.SHAPE && state.asOf() > 0)
        .orElseThrow(
            () -> new RecordsUnavailableException(new IllegalStateException("no figures yet")));
  }

  // queries

  private static Query all(LeftOut leftOut, Query... filters) {
    return Query.of(
        q ->
            q.bool(
                b -> {
                  b.filter(List.of(filters));
                  if (!leftOut.cases().isEmpty()) {
                    b.mustNot(ofCases(leftOut.cases())).mustNot(withoutCase());
                  }
                  return b;
                }));
  }

  private static Query ofCases(Set<String> cases) {
    return Query.of(
        q ->
            q.terms(
                t ->
                    t.field("case")
                        .terms(v -> v.value(cases.stream().map(FieldValue::of).toList()))));
  }

  private static Query withoutCase() {
    return Query.of(q -> q.bool(b -> b.mustNot(n -> n.exists(e -> e.field("case")))));
  }

  private static Query is(String field, boolean value) {
    return Query.of(q -> q.term(t -> t.field(field).value(value)));
  }

  private static Query is(String field, int value) {
    return Query.of(q -> q.term(t -> t.field(field).value(value)));
  }

  private static Query anyOf(Query... queries) {
    return Query.of(q -> q.bool(b -> b.should(List.of(queries)).minimumShouldMatch("1")));
  }

  private static Query is(String field, String value) {
    return Query.of(q -> q.term(t -> t.field(field).value(value)));
  }

  /** From the first on, before the second. */
  private static Query range(String field, @Nullable String from, @Nullable String before) {
    return Query.of(
        q ->
            q.range(
                r ->
                    r.date(
                        d -> {
                          d.field(field);
                          if (from != null) {
                            d.gte(from);
                          }
                          return before == null ? d : d.lt(before);
                        })));
  }
}
