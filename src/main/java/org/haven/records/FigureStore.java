package org.haven.records;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.VersionType;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch.core.bulk.BulkOperation;
import co.elastic.clients.elasticsearch.core.search.Hit;
import java.io.IOException;
import java.io.StringReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The compact documents in Elasticsearch. An older state of a document never takes the place of a
 * newer one: the position of its last record is its version. All methods throw {@link
 * RecordsUnavailableException} when Elasticsearch does not answer.
 */
@Component
class FigureStore {
  private static final int CONFLICT = 409;
  private static final int NOT_FOUND = 404;

  /** How many documents are asked for or written at once. */
  private static final int AT_ONCE = 2_000;

  private static final String SCROLL = "1m";
  private static final String STATE_ID = "state";
  private static final String ASKED_ID = "asked";
  private static final String GENERATION = "generation";
  private static final String SETTINGS =
      """
      {"number_of_shards": 1, "number_of_replicas": 0, "auto_expand_replicas": "0-1",
       "refresh_interval": "5s", "codec": "default"}
      """;
  private static final String COMMON =
      """
      "position": {"type": "long", "index": false}, "partition": {"type": "integer", "index": false},
      "instance": {"type": "long"}, "case": {"type": "keyword"}, "process": {"type": "keyword"},
      "version": {"type": "integer"}, "element": {"type": "keyword"}, "place": {"type": "keyword"},
      "live": {"type": "boolean"}, "left": {"type": "date"}, "how": {"type": "keyword"}
      """;
  private static final Map<FigureKind, String> FIELDS = new EnumMap<>(FigureKind.class);

  static {
    FIELDS.put(
        FigureKind.STEPS,
        COMMON
            + """
            , "definition": {"type": "long", "index": false}, "type": {"type": "keyword"},
            "token": {"type": "boolean"}, "scope": {"type": "long", "index": false},
            "entered": {"type": "date"}, "took": {"type": "long"}, "bin": {"type": "short"},
            "enteredIn": {"type": "integer"}, "enteredAs": {"type": "keyword", "index": false},
            "parent": {"type": "long"}, "parentStep": {"type": "long"},
            "flows": {"type": "object", "enabled": false}
            """);
    FIELDS.put(
        FigureKind.TASKS,
        COMMON
            + """
            , "step": {"type": "long"}, "team": {"type": "keyword"}, "opened": {"type": "date"},
            "warn": {"type": "date"}, "due": {"type": "date"}
            """);
    FIELDS.put(
        FigureKind.INCIDENTS,
        COMMON
            + """
            , "step": {"type": "long"}, "definition": {"type": "long", "index": false},
            "error": {"type": "keyword"}, "job": {"type": "long"}, "entered": {"type": "date"}
            """);
    FIELDS.put(
        FigureKind.DAYS,
        """
        "position": {"type": "long", "index": false}, "partition": {"type": "integer"},
        "of": {"type": "keyword"}, "process": {"type": "keyword"}, "version": {"type": "integer"},
        "day": {"type": "date", "format": "yyyy-MM-dd"},
        "elements": {"type": "object", "enabled": false},
        "flows": {"type": "object", "enabled": false}
        """);
  }

  private final ElasticsearchClient elasticsearch;
  private final String prefix;

  FigureStore(
      ElasticsearchClient elasticsearch,
      @Value("${haven.figures.prefix:haven-figures}") String prefix) {
    this.elasticsearch = elasticsearch;
    this.prefix = prefix;
  }

  /** The name of an index; a generation is built beside the one that is read. */
  String index(FigureKind kind, int generation) {
    return prefix + "-" + kind.code() + "-" + FigureState.SHAPE + "-" + generation;
  }

  private String stateIndex() {
    return prefix + "-state";
  }

  /** Makes the templates, and the indices of a generation, where they are not there yet. */
  void prepare(int generation) {
    ask(
        () -> {
          for (var kind : FigureKind.values()) {
            elasticsearch
                .indices()
                .putIndexTemplate(
                    t ->
                        t.name(prefix + "-" + kind.code())
                            .withJson(
                                new StringReader(
                                    """
                                    {"index_patterns": ["%s-%s-*"], "priority": 50, "version": %d,
                                     "template": {"settings": %s,
                                       "mappings": {"dynamic": "strict", "properties": {%s}}}}
                                    """
                                        .formatted(
                                            prefix,
                                            kind.code(),
                                            FigureState.SHAPE,
                                            SETTINGS,
                                            FIELDS.get(kind)))));
            make(index(kind, generation), null);
          }
          make(
              stateIndex(),
              """
              {"settings": {"number_of_shards": 1, "number_of_replicas": 0,
                "auto_expand_replicas": "0-1"}, "mappings": {"dynamic": false}}
              """);
          return null;
        });
  }

  private void make(String index, @Nullable String body) throws IOException {
    if (elasticsearch.indices().exists(e -> e.index(index)).value()) {
      return;
    }
    try {
      elasticsearch
          .indices()
          .create(
              c -> {
                c.index(index);
                return body == null ? c : c.withJson(new StringReader(body));
              });
    } catch (ElasticsearchException e) {
      if (!"resource_already_exists_exception".equals(e.error().type())) {
        throw e;
      }
    }
  }

  /** Deletes a generation; one that is not there is no matter. */
  void drop(int generation) {
    ask(
        () -> {
          for (var kind : FigureKind.values()) {
            elasticsearch
                .indices()
                .delete(d -> d.index(index(kind, generation)).ignoreUnavailable(true));
          }
          return elasticsearch.delete(d -> d.index(stateIndex()).id("cursors-" + generation));
        });
  }

  /** Documents as they are now, those that were written a moment ago too. */
  Map<FigureDoc.Id, FigureDoc> get(Collection<FigureDoc.Id> ids, int generation) {
    var found = new HashMap<FigureDoc.Id, FigureDoc>();
    var all = List.copyOf(ids);
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      var some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
      var answer =
          ask(
              () ->
                  elasticsearch.mget(
                      m -> {
                        for (var id : some) {
                          m.docs(d -> d.index(index(id.kind(), generation)).id(id.id()));
                        }
                        return m;
                      },
                      Map.class));
      for (int i = 0; i < some.size(); i++) {
        var item = answer.docs().get(i);
        if (item.isFailure()) {
          throw new RecordsUnavailableException(
              new IOException("mget: " + item.failure().error().type()));
        }
        if (item.isResult() && item.result().source() instanceof Map<?, ?> source) {
          found.put(some.get(i), new FigureDoc(some.get(i), fields(source)));
        }
      }
    }
    return found;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> fields(Map<?, ?> source) {
    return (Map<String, Object>) source;
  }

  /** Writes documents; what is newer in the store stays. */
  void put(Collection<FigureDoc> docs, int generation) {
    var all = List.copyOf(docs);
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      var operations = new ArrayList<BulkOperation>();
      for (var doc : all.subList(from, Math.min(all.size(), from + AT_ONCE))) {
        operations.add(
            BulkOperation.of(
                o ->
                    o.index(
                        i ->
                            i.index(index(doc.id().kind(), generation))
                                .id(doc.id().id())
                                .version(doc.position())
                                .versionType(VersionType.ExternalGte)
                                .document(doc.fields()))));
      }
      var answer = ask(() -> elasticsearch.bulk(b -> b.operations(operations)));
      for (var item : answer.items()) {
        var error = item.error();
        if (error != null && item.status() != CONFLICT) {
          throw new RecordsUnavailableException(
              new IOException("bulk: " + item.status() + " " + error.type()));
        }
      }
    }
  }

  /** Makes what was written searchable. */
  void refresh(int generation) {
    ask(
        () ->
            elasticsearch
                .indices()
                .refresh(
                    r -> {
                      for (var kind : FigureKind.values()) {
                        r.index(index(kind, generation));
                      }
                      return r.ignoreUnavailable(true);
                    }));
  }

  /**
   * The state, and by which it can be changed.
   *
   * @param seqNo with {@code term}: nobody has changed it since it was read
   */
  record Seen(FigureState state, long seqNo, long term) {}

  /** Empty before the first figures. */
  Optional<Seen> state() {
    return found(STATE_ID)
        .map(doc -> new Seen(FigureState.of(doc.source()), doc.seqNo(), doc.term()));
  }

  private record Raw(Map<?, ?> source, long seqNo, long term) {}

  private Optional<Raw> found(String id) {
    return ask(
        () -> {
          try {
            var answer = elasticsearch.get(g -> g.index(stateIndex()).id(id), Map.class);
            var source = answer.source();
            Long seqNo = answer.seqNo();
            Long term = answer.primaryTerm();
            return source == null || seqNo == null || term == null
                ? Optional.<Raw>empty()
                : Optional.of(new Raw(source, seqNo, term));
          } catch (ElasticsearchException e) {
            if (e.status() == NOT_FOUND) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  /**
   * Changes the state, unless somebody else did.
   *
   * @param seen absent for the very first
   * @return what stands there now; empty if somebody else was first
   */
  Optional<Seen> change(@Nullable Seen seen, FigureState to) {
    return ask(
        () -> {
          try {
            var answer =
                elasticsearch.index(
                    i -> {
                      i.index(stateIndex()).id(STATE_ID).document(to.fields());
                      return seen == null
                          ? i.opType(co.elastic.clients.elasticsearch._types.OpType.Create)
                          : i.ifSeqNo(seen.seqNo()).ifPrimaryTerm(seen.term());
                    });
            Long seqNo = answer.seqNo();
            Long term = answer.primaryTerm();
            return seqNo == null || term == null
                ? Optional.<Seen>empty()
                : Optional.of(new Seen(to, seqNo, term));
          } catch (ElasticsearchException e) {
            if (e.status() == CONFLICT) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  /** Asks whoever writes for another generation than this. */
  void ask(int generation) {
    ask(
        () ->
            elasticsearch.index(
                i -> i.index(stateIndex()).id(ASKED_ID).document(Map.of(GENERATION, generation))));
  }

  /** Has somebody asked for another generation than this? */
  boolean isAskedFor(int generation) {
    return found(ASKED_ID)
        .filter(doc -> Integer.valueOf(generation).equals(doc.source().get(GENERATION)))
        .isPresent();
  }

  /** How far each stream of records is taken into a generation. */
  List<RecordCursor> cursors(int generation) {
    var cursors = new ArrayList<RecordCursor>();
    found("cursors-" + generation)
        .ifPresent(
            doc -> {
              if (doc.source().get("cursors") instanceof List<?> list) {
                for (Object each : list) {
                  if (each instanceof Map<?, ?> cursor) {
                    cursors.add(
                        new RecordCursor(
                            (int) number(cursor, "partition"),
                            RecordType.valueOf(String.valueOf(cursor.get("type"))),
                            number(cursor, "sequence"),
                            number(cursor, "position")));
                  }
                }
              }
            });
    return cursors;
  }

  private static long number(Map<?, ?> source, String field) {
    if (source.get(field) instanceof Number number) {
      return number.longValue();
    }
    throw new IllegalStateException("A cursor without " + field);
  }

  void cursors(int generation, Collection<RecordCursor> cursors) {
    var list =
        cursors.stream()
            .map(
                cursor ->
                    Map.of(
                        "partition", cursor.partition(),
                        "type", cursor.type().name(),
                        "sequence", cursor.sequence(),
                        "position", cursor.position()))
            .toList();
    ask(
        () ->
            elasticsearch.index(
                i ->
                    i.index(stateIndex())
                        .id("cursors-" + generation)
                        .document(Map.of("cursors", list))));
  }

  /** Gives all documents of a kind that a query finds, some at a time. */
  void each(FigureKind kind, int generation, Query query, Consumer<List<FigureDoc>> use) {
    ask(
        () -> {
          var found =
              elasticsearch.search(
                  s ->
                      s.index(index(kind, generation))
                          .ignoreUnavailable(true)
                          .size(AT_ONCE)
                          .scroll(t -> t.time(SCROLL))
                          .sort(o -> o.doc(d -> d))
                          .query(query),
                  Map.class);
          String scroll = found.scrollId();
          List<Hit<Map>> hits = found.hits().hits();
          while (!hits.isEmpty() && scroll != null) {
            use.accept(docs(kind, hits));
            String next = scroll;
            var more =
                elasticsearch.scroll(s -> s.scrollId(next).scroll(t -> t.time(SCROLL)), Map.class);
            scroll = more.scrollId();
            hits = more.hits().hits();
          }
          String last = scroll;
          return last == null || elasticsearch.clearScroll(c -> c.scrollId(last)).succeeded();
        });
  }

  private static List<FigureDoc> docs(FigureKind kind, List<Hit<Map>> hits) {
    var docs = new ArrayList<FigureDoc>();
    for (var hit : hits) {
      if (hit.id() != null && hit.source() instanceof Map<?, ?> source) {
        docs.add(new FigureDoc(new FigureDoc.Id(kind, hit.id()), fields(source)));
      }
    }
    return docs;
  }

  /** Deletes documents. */
  void delete(Collection<FigureDoc> docs, int generation) {
    if (docs.isEmpty()) {
      return;
    }
    var operations =
        docs.stream()
            .map(
                doc ->
                    BulkOperation.of(
                        o ->
                            o.delete(
                                d ->
                                    d.index(index(doc.id().kind(), generation)).id(doc.id().id()))))
            .toList();
    ask(() -> elasticsearch.bulk(b -> b.operations(operations)));
  }

  /** Deletes what ended before that moment; counts of days hold no case and stay. */
  long drop(int generation, Instant before) {
    var old =
        Query.of(
            q ->
                q.bool(
                    b ->
                        b.filter(f -> f.term(t -> t.field("live").value(false)))
                            .filter(
                                f ->
                                    f.range(
                                        r -> r.date(d -> d.field("left").lt(before.toString()))))));
    long[] dropped = new long[1];
    for (var kind : List.of(FigureKind.STEPS, FigureKind.TASKS, FigureKind.INCIDENTS)) {
      each(
          kind,
          generation,
          old,
          docs -> {
            delete(docs, generation);
            dropped[0] += docs.size();
          });
    }
    return dropped[0];
  }

  ElasticsearchClient client() {
    return elasticsearch;
  }

  private static <T> T ask(java.util.concurrent.Callable<T> question) {
    return ExportedRecords.asked(question);
  }
}
