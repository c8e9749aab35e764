package org.haven.records;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ExpandWildcard;
import co.elastic.clients.elasticsearch._types.SortOrder;
import co.elastic.clients.elasticsearch._types.aggregations.Aggregate;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch.core.msearch.MultisearchBody;
import co.elastic.clients.elasticsearch.core.msearch.RequestItem;
import co.elastic.clients.elasticsearch.core.search.Hit;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * What the engine last told of one process instance: its facts, jobs, timers, what it waits for.
 * Asked by the instance's key, which the exporter's indices keep as a number; one request.
 */
@Component
public class InstanceRecords {
  /** Of each kind; an instance of the procedure has some tens. */
  private static final int MOST = 500;

  private static final int MOST_FLOWS = 1_000;

  private final ElasticsearchClient elasticsearch;
  private final RecordIndices exported;

  @Autowired
  InstanceRecords(
      ElasticsearchClient elasticsearch,
      @Value("${haven.records.prefix:zeebe-record}") String prefix) {
    this.elasticsearch = elasticsearch;
    this.exported = new RecordIndices(prefix);
  }

  /**
   * A variable.
   *
   * @param scopeKey the instance itself or one of its steps
   * @param json as the engine has it
   */
  public record Fact(long scopeKey, String name, String json, Instant at) {}

  /**
   * A step that a worker does.
   *
   * @param intent what happened to it last, such as {@code FAILED}
   */
  public record Job(
      long key,
      long stepKey,
      String elementId,
      String type,
      int retries,
      String intent,
      Instant at) {}

  /**
   * A date on which something happens.
   *
   * @param intent {@code CREATED} while it is to come, {@code MIGRATED} if it is to come and went
   *     with its journey to another version
   */
  public record Timer(long key, long stepKey, String elementId, Instant dueAt, String intent) {
    public boolean isToCome() {
      return intent.equals("CREATED") || intent.equals("MIGRATED");
    }
  }

  /** A message that it waits or waited for. */
  public record Subscription(
      long stepKey,
      String elementId,
      String message,
      String correlationKey,
      String intent,
      Instant at) {
    public boolean isOpen() {
      return Set.of("CREATING", "CREATED", "MIGRATED").contains(intent);
    }
  }

  /**
   * A place where something failed.
   *
   * @param jobKey -1 if no job did
   * @param missing the fact that was not there, if that is all that is wrong
   */
  public record Incident(
      long key,
      long stepKey,
      long jobKey,
      String elementId,
      String errorType,
      @Nullable String missing,
      Instant at,
      boolean resolved) {}

  /**
   * All of it.
   *
   * @param taken how often each sequence flow was taken, by what holds it
   */
  public record Told(
      List<Fact> facts,
      List<Job> jobs,
      List<Timer> timers,
      List<Subscription> subscriptions,
      List<Incident> incidents,
      Map<Long, Map<String, Long>> taken) {
    /** Ids of the sequence flows that were taken. */
    public Set<String> flows() {
      var ids = new TreeSet<String>();
      taken.values().forEach(counts -> ids.addAll(counts.keySet()));
      return ids;
    }
  }

  /**
   * @param since before it began: days of long ago need not be looked through
   * @throws RecordsUnavailableException if Elasticsearch does not answer
   */
  public Told of(long processInstanceKey, Instant since) {
    Query ofIt = ofInstance(processInstanceKey, since);
    return ExportedRecords.asked(
        () -> {
          var answer =
              elasticsearch.msearch(
                  m ->
                      m.searches(
                          latest(RecordType.VARIABLE, ExportedRecords.withValue(ofIt)),
                          latest(RecordType.JOB, ofIt, "value.variables", "value.errorMessage"),
                          latest(RecordType.TIMER, ofIt),
                          latest(RecordType.PROCESS_MESSAGE_SUBSCRIPTION, ofIt, "value.variables"),
                          latest(RecordType.INCIDENT, ofIt),
                          flows(ofIt)),
                  Map.class);
          var found = new ArrayList<List<Hit<Map>>>();
          var taken = new HashMap<Long, Map<String, Long>>();
          for (var item : answer.responses()) {
            if (item.isFailure()) {
              throw new IOException(String.valueOf(item.failure().error().type()));
            }
            found.add(item.result().hits().hits());
            take(item.result().aggregations().get("scopes"), taken);
          }
          return new Told(
              found.get(0).stream().map(One::of).map(InstanceRecords::fact).toList(),
              found.get(1).stream().map(One::of).map(InstanceRecords::job).toList(),
              found.get(2).stream().map(One::of).map(InstanceRecords::timer).toList(),
              found.get(3).stream().map(One::of).map(InstanceRecords::subscription).toList(),
              found.get(4).stream().map(One::of).map(InstanceRecords::incident).toList(),
              taken);
        });
  }

  private static void take(@Nullable Aggregate scopes, Map<Long, Map<String, Long>> taken) {
    if (scopes != null && scopes.isLterms()) {
      for (var scope : scopes.lterms().buckets().array()) {
        var counts = taken.computeIfAbsent(scope.key(), _ -> new HashMap<>());
        var flows = scope.aggregations().get("flows");
        if (flows != null && flows.isSterms()) {
          flows
              .sterms()
              .buckets()
              .array()
              .forEach(flow -> counts.merge(flow.key().stringValue(), flow.docCount(), Long::sum));
        }
      }
    }
  }

  /** The newest record of each thing. */
  private RequestItem latest(RecordType type, Query ofIt, String... without) {
    return item(
        type,
        b ->
            b.size(MOST)
                .trackTotalHits(t -> t.enabled(false))
                .source(s -> s.filter(f -> f.excludes(List.of(without))))
                .query(ofIt)
                .collapse(c -> c.field("key"))
                .sort(o -> o.field(f -> f.field("position").order(SortOrder.Desc))));
  }

  private RequestItem flows(Query ofIt) {
    var taken = Query.of(q -> q.term(t -> t.field("intent").value("SEQUENCE_FLOW_TAKEN")));
    return item(
        RecordType.PROCESS_INSTANCE,
        b ->
            b.size(0)
                .trackTotalHits(t -> t.enabled(false))
                .query(q -> q.bool(x -> x.filter(List.of(ofIt, taken))))
                .aggregations(
                    "scopes",
                    a ->
                        a.terms(t -> t.field("value.flowScopeKey").size(MOST))
                            .aggregations(
                                "flows",
                                f -> f.terms(t -> t.field("value.elementId").size(MOST_FLOWS)))));
  }

  private RequestItem item(
      RecordType type,
      java.util.function.Function<
              MultisearchBody.Builder, co.elastic.clients.util.ObjectBuilder<MultisearchBody>>
          body) {
    return RequestItem.of(
        r ->
            r.header(
                    h ->
                        h.index(exported.of(type))
                            .ignoreUnavailable(true)
                            .allowNoIndices(true)
                            .expandWildcards(ExpandWildcard.Open))
                .body(body));
  }

  private static Query ofInstance(long instance, Instant since) {
    var key = Query.of(q -> q.term(t -> t.field("value.processInstanceKey").value(instance)));
    var time = Query.of(q -> q.range(r -> r.date(d -> d.field("timestamp").gte(since.toString()))));
    return Query.of(q -> q.bool(b -> b.filter(List.of(key, time))));
  }

  /** A record as far as all kinds are alike. */
  private record One(long key, String intent, Instant at, Map<?, ?> value) {
    static One of(Hit<Map> hit) {
      Map<?, ?> source = hit.source() == null ? Map.of() : hit.source();
      return new One(
          number(source, "key"),
          String.valueOf(source.get("intent")),
          Instant.ofEpochMilli(number(source, "timestamp")),
          source.get("value") instanceof Map<?, ?> value ? value : Map.of());
    }

    long number(String field) {
      return number(value, field);
    }

    String text(String field) {
      return value.get(field) instanceof String text ? text : "";
    }

    private static long number(Map<?, ?> from, String field) {
      return from.get(field) instanceof Number number ? number.longValue() : -1;
    }
  }

  private static Fact fact(One one) {
    return new Fact(one.number("scopeKey"), one.text("name"), one.text("value"), one.at());
  }

  private static Job job(One one) {
    return new Job(
        one.key(),
        one.number("elementInstanceKey"),
        one.text("elementId"),
        one.text("type"),
        (int) one.number("retries"),
        one.intent(),
        one.at());
  }

  private static Timer timer(One one) {
    return new Timer(
        one.key(),
        one.number("elementInstanceKey"),
        one.text("targetElementId"),
        Instant.ofEpochMilli(one.number("dueDate")),
        one.intent());
  }

  private static Subscription subscription(One one) {
    return new Subscription(
        one.number("elementInstanceKey"),
        one.text("elementId"),
        one.text("messageName"),
        one.text("correlationKey"),
        one.intent(),
        one.at());
  }

  private static Incident incident(One one) {
    return new Incident(
        one.key(),
        one.number("elementInstanceKey"),
        one.number("jobKey"),
        one.text("elementId"),
        one.text("errorType"),
        MissingFact.in(one.text("errorMessage")).orElse(null),
        one.at(),
        one.intent().equals("RESOLVED"));
  }
}
