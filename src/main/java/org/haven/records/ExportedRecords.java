package org.haven.records;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.ExpandWildcard;
import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.SortOrder;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch.core.msearch.RequestItem;
import co.elastic.clients.elasticsearch.core.search.Hit;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * What happened in the engine, read from the records that its exporter writes to Elasticsearch. All
 * methods throw {@link RecordsUnavailableException} when it does not answer.
 */
@Component
public class ExportedRecords {
  private static final int MOST_PARTITIONS = 1_000;

  /** What Elasticsearch gives in one answer. */
  private static final int MOST_VARIABLES = 10_000;

  private static final String SEQUENCE = "sequence";

  private final ElasticsearchClient elasticsearch;
  private final RecordIndices exported;

  @Autowired
  ExportedRecords(
      ElasticsearchClient elasticsearch,
      @Value("${haven.records.prefix:zeebe-record}") String prefix) {
    this.elasticsearch = elasticsearch;
    this.exported = new RecordIndices(prefix);
  }

  /** The partitions that have written any record of the kinds we read. */
  public Set<Integer> partitions() {
    return asked(
        () -> {
          var answer =
              elasticsearch.search(
                  s ->
                      s.index(indices())
                          .ignoreUnavailable(true)
                          .allowNoIndices(true)
                          .size(0)
                          .aggregations(
                              "partitions",
                              a -> a.terms(t -> t.field("partitionId").size(MOST_PARTITIONS))),
                  Void.class);
          var found = new TreeSet<Integer>();
          var partitions = answer.aggregations().get("partitions");
          if (partitions != null && partitions.isLterms()) {
            partitions.lterms().buckets().array().forEach(b -> found.add((int) b.key()));
          }
          return found;
        });
  }

  /**
   * What follows each of the cursors, in one request.
   *
   * @param most records for each cursor
   */
  public List<RecordBatch> after(List<RecordCursor> cursors, int most) {
    if (cursors.isEmpty()) {
      return List.of();
    }
    return asked(
        () -> {
          var searches = cursors.stream().map(cursor -> search(cursor, most)).toList();
          var answer = elasticsearch.msearch(m -> m.searches(searches), Map.class);
          var batches = new ArrayList<RecordBatch>();
          for (int i = 0; i < cursors.size(); i++) {
            var item = answer.responses().get(i);
            if (item.isFailure()) {
              throw new IOException(String.valueOf(item.failure().error().type()));
            }
            var cursor = cursors.get(i);
            batches.add(
                RecordBatch.of(
                    cursor,
                    item.result().hits().hits().stream()
                        .map(hit -> record(cursor.type(), hit))
                        .toList()));
          }
          return batches;
        });
  }

  private RequestItem search(RecordCursor cursor, int most) {
    return RequestItem.of(
        r ->
            r.header(
                    h ->
                        h.index(exported.of(cursor.type()))
                            .ignoreUnavailable(true)
                            .allowNoIndices(true)
                            .expandWildcards(ExpandWildcard.Open))
                .body(
                    b ->
                        b.size(most)
                            .trackTotalHits(t -> t.enabled(false))
                            .sort(s -> s.field(f -> f.field(SEQUENCE).order(SortOrder.Asc)))
                            .source(s -> s.filter(f -> f.excludes("authorizations")))
                            .query(
                                q ->
                                    q.bool(
                                        x ->
                                            x.filter(
                                                List.of(
                                                    term("partitionId", cursor.partition()),
                                                    beyond(cursor.sequence())))))));
  }

  private static Query term(String field, long value) {
    return Query.of(q -> q.term(t -> t.field(field).value(value)));
  }

  private static Query beyond(long sequence) {
    // a number as text: as a double it would lose its last digits
    return Query.of(q -> q.range(r -> r.term(t -> t.field(SEQUENCE).gt(Long.toString(sequence)))));
  }

  @SuppressWarnings("unchecked")
  private static ExportedRecord record(RecordType type, Hit<Map> hit) {
    Map<String, Object> source = hit.source();
    if (source == null) {
      throw new IllegalStateException("A record without its source");
    }
    return new ExportedRecord(
        type,
        (int) number(source, "partitionId"),
        number(source, "position"),
        number(source, SEQUENCE),
        String.valueOf(source.get("intent")),
        number(source, "key"),
        Instant.ofEpochMilli(number(source, "timestamp")),
        source.get("value") instanceof Map<?, ?> value ? (Map<String, Object>) value : Map.of());
  }

  private static long number(Map<?, ?> source, String field) {
    if (source.get(field) instanceof Number number) {
      return number.longValue();
    }
    throw new IllegalStateException("A record without " + field);
  }

  /** Makes what has been exported of a kind searchable now, and not within the second. */
  public void refresh(Collection<RecordType> types) {
    refresh(types.stream().map(exported::of).toList());
  }

  /**
   * The same of all that figures are made of, as far as it was written today or yesterday: where
   * nothing is new it costs nothing.
   *
   * @param now by the engine's clock
   */
  void refreshLatest(Instant now) {
    refresh(
        Stream.concat(Stream.of(RecordType.VARIABLE), RecordType.readInOrder().stream())
            .map(type -> exported.latest(type, now))
            .toList());
  }

  private void refresh(List<String> indices) {
    asked(
        () ->
            elasticsearch
                .indices()
                .refresh(r -> r.index(indices).ignoreUnavailable(true).allowNoIndices(true)));
  }

  /**
   * The latest values of variables, as JSON text by name, of each scope that has any.
   *
   * @param scopes keys of element and process instances
   */
  public Map<Long, Map<String, String>> variables(Collection<Long> scopes, Set<String> names) {
    var found = new HashMap<Long, Map<String, String>>();
    var waiting = new ArrayDeque<List<Long>>();
    if (!scopes.isEmpty()) {
      waiting.add(List.copyOf(new TreeSet<>(scopes)));
    }
    while (!waiting.isEmpty()) {
      var asked = waiting.poll();
      var hits = asked(() -> variableRecords(asked, names));
      if (hits.size() == MOST_VARIABLES && asked.size() > 1) {
        // there may be more than one answer holds: ask for fewer scopes at once
        waiting.add(asked.subList(0, asked.size() / 2));
        waiting.add(asked.subList(asked.size() / 2, asked.size()));
        continue;
      }
      for (var hit : hits) {
        if (hit.source() != null && hit.source().get("value") instanceof Map<?, ?> value) {
          found
              .computeIfAbsent(
                  value.get("scopeKey") instanceof Number scope ? scope.longValue() : -1L,
                  _ -> new HashMap<>())
              .putIfAbsent(String.valueOf(value.get("name")), String.valueOf(value.get("value")));
        }
      }
    }
    return found;
  }

  /** That a variable went with its instance to another version is told without its value. */
  static Query withValue(Query ofIt) {
    return Query.of(
        q ->
            q.bool(
                b ->
                    b.filter(ofIt).mustNot(n -> n.term(t -> t.field("intent").value("MIGRATED")))));
  }

  /** The newest first. */
  private List<Hit<Map>> variableRecords(List<Long> scopes, Set<String> names) throws IOException {
    return elasticsearch
        .search(
            s ->
                s.index(exported.of(RecordType.VARIABLE))
                    .ignoreUnavailable(true)
                    .allowNoIndices(true)
                    .size(MOST_VARIABLES)
                    .sort(o -> o.field(f -> f.field("position").order(SortOrder.Desc)))
                    .query(
                        withValue(
                            Query.of(
                                q ->
                                    q.bool(
                                        b ->
                                            b.filter(
                                                anyOf(
                                                    "value.scopeKey",
                                                    scopes.stream().map(FieldValue::of).toList()),
                                                anyOf(
                                                    "value.name",
                                                    names.stream()
                                                        .map(FieldValue::of)
                                                        .toList())))))),
            Map.class)
        .hits()
        .hits();
  }

  private static Query anyOf(String field, List<FieldValue> values) {
    return Query.of(q -> q.terms(t -> t.field(field).terms(v -> v.value(values))));
  }

  /** When the newest record of the kinds we read was written, by the engine's clock. */
  public Optional<Instant> newest() {
    return when(SortOrder.Desc);
  }

  /** When the oldest record that is still kept was written. */
  public Optional<Instant> oldest() {
    return when(SortOrder.Asc);
  }

  private Optional<Instant> when(SortOrder order) {
    return asked(
        () ->
            elasticsearch
                .search(
                    s ->
                        s.index(indices())
                            .ignoreUnavailable(true)
                            .allowNoIndices(true)
                            .size(1)
                            .source(o -> o.filter(f -> f.includes("timestamp")))
                            .sort(o -> o.field(f -> f.field("timestamp").order(order))),
                    Map.class)
                .hits()
                .hits()
                .stream()
                .findFirst()
                .flatMap(hit -> Optional.ofNullable(hit.source()))
                .map(source -> source.get("timestamp"))
                .map(at -> Instant.ofEpochMilli(((Number) at).longValue())));
  }

  /**
   * The kinds that the exporter is not told to export, which we read and would never get. Empty
   * also while the exporter has not begun.
   */
  public Set<RecordType> missingTypes() {
    return asked(
        () -> {
          var templates =
              elasticsearch
                  .indices()
                  .getIndexTemplate(g -> g.name(exported.all()))
                  .indexTemplates();
          var missing = new TreeSet<RecordType>();
          if (!templates.isEmpty()) {
            for (var type : RecordType.values()) {
              var prefix = exported.template(type);
              if (templates.stream().noneMatch(t -> t.name().startsWith(prefix))) {
                missing.add(type);
              }
            }
          }
          return missing;
        });
  }

  /**
   * The kinds that we need and that do not arrive: the exporter is not told to export them, or
   * exports what they go with and not them.
   *
   * @param now by the engine's clock; what is younger than a minute may still be on its way
   */
  public Set<RecordType> absentTypes(Instant now) {
    var absent = new TreeSet<>(missingTypes());
    String then = now.minusSeconds(60).toString();
    if (any(RecordType.PROCESS_INSTANCE, then, null) && !any(RecordType.VARIABLE, null, null)) {
      absent.add(RecordType.VARIABLE);
    }
    if (any(RecordType.PROCESS_INSTANCE, then, "USER_TASK")
        && !any(RecordType.USER_TASK, null, null)) {
      absent.add(RecordType.USER_TASK);
    }
    if (any(RecordType.USER_TASK, then, null) && !any(RecordType.PROCESS_INSTANCE, null, null)) {
      absent.add(RecordType.PROCESS_INSTANCE);
    }
    return absent;
  }

  private boolean any(RecordType type, @Nullable String before, @Nullable String elementType) {
    var filters = new ArrayList<Query>();
    if (before != null) {
      filters.add(Query.of(q -> q.range(r -> r.date(d -> d.field("timestamp").lt(before)))));
    }
    if (elementType != null) {
      filters.add(Query.of(q -> q.term(t -> t.field("value.bpmnElementType").value(elementType))));
      filters.add(Query.of(q -> q.term(t -> t.field("intent").value("ELEMENT_ACTIVATED"))));
    }
    return asked(
        () ->
            !elasticsearch
                .search(
                    s ->
                        s.index(exported.of(type))
                            .ignoreUnavailable(true)
                            .allowNoIndices(true)
                            .size(1)
                            .terminateAfter(1L)
                            .trackTotalHits(t -> t.enabled(false))
                            .source(o -> o.fetch(false))
                            .query(q -> q.bool(b -> b.filter(filters))),
                    Void.class)
                .hits()
                .hits()
                .isEmpty());
  }

  /** The number of the last record of a kind; empty if there is none. */
  OptionalLong last(int partition, RecordType type) {
    return asked(
        () ->
            elasticsearch
                .search(
                    s ->
                        s.index(exported.of(type))
                            .ignoreUnavailable(true)
                            .allowNoIndices(true)
                            .size(1)
                            .source(o -> o.filter(f -> f.includes(SEQUENCE)))
                            .query(term("partitionId", partition))
                            .sort(o -> o.field(f -> f.field(SEQUENCE).order(SortOrder.Desc))),
                    Map.class)
                .hits()
                .hits()
                .stream()
                .flatMap(hit -> Stream.ofNullable(hit.source()))
                .mapToLong(source -> number(source, SEQUENCE))
                .findFirst());
  }

  /**
   * Deletes the daily indices of a kind whose day is over for so long.
   *
   * @param before days before this one, by the date that stands in the name
   * @return their names
   */
  List<String> drop(RecordKind kind, LocalDate before) {
    return asked(
        () -> {
          var old =
              elasticsearch
                  .indices()
                  .get(g -> g.index(exported.of(kind)).ignoreUnavailable(true).allowNoIndices(true))
                  .result()
                  .keySet()
                  .stream()
                  .filter(name -> exported.day(name).filter(before::isAfter).isPresent())
                  .sorted()
                  .toList();
          for (String name : old) {
            elasticsearch.indices().delete(d -> d.index(name).ignoreUnavailable(true));
          }
          return old;
        });
  }

  /** The kinds of which anything is kept, whether we read them or not. */
  Set<RecordKind> kinds() {
    return asked(
        () -> {
          var kinds = new TreeSet<RecordKind>();
          elasticsearch
              .indices()
              .get(g -> g.index(exported.all()).ignoreUnavailable(true).allowNoIndices(true))
              .result()
              .keySet()
              .forEach(name -> exported.kind(name).ifPresent(kinds::add));
          return kinds;
        });
  }

  private List<String> indices() {
    return RecordType.readInOrder().stream().map(exported::of).toList();
  }

  static <T> T asked(Callable<T> question) {
    try {
      return question.call();
    } catch (IOException | ElasticsearchException e) {
      throw new RecordsUnavailableException(e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new RecordsUnavailableException(e);
    }
  }
}
