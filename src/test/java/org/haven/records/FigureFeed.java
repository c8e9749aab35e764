package org.haven.records;

import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.haven.records.GeneratedRecords.Raw;
import org.jspecify.annotations.Nullable;

/**
 * Figures of generated records on the real Elasticsearch, in indices of a name of their own; and
 * more of them by copying what is there.
 */
public final class FigureFeed implements AutoCloseable {
  private static final String BROKER = "8.6.0";

  private final RecordWriter writer;
  private final FigureStore store;
  private final String prefix;
  private final Clock clock;

  public FigureFeed(URI url, String prefix, Instant now) throws IOException {
    this.writer = new RecordWriter(url, prefix, "yyyy");
    this.prefix = prefix;
    this.clock = Clock.fixed(now, ZoneOffset.UTC);
    this.store = new FigureStore(writer.client(), prefix + "figures");
    clear();
  }

  private void clear() throws IOException {
    writer.client().indices().delete(d -> d.index(prefix + "*"));
  }

  public Figures figures() {
    return new Figures(store);
  }

  /** What was exported of one instance. */
  public InstanceRecords instances() {
    return new InstanceRecords(writer.client(), prefix);
  }

  /** Exports a record, as a broker of that version does; one may be told again. */
  public void export(Raw record, String brokerVersion) throws IOException {
    writer.write(record, brokerVersion);
  }

  /** Exports records that no figure is made of, and what an engine tells of the same steps. */
  public void exportAlone(Iterable<Raw> records) throws IOException {
    for (var record : records) {
      writer.write(record);
      for (var more : Beside.of(record)) {
        writer.write(more);
      }
    }
    writer.refresh();
  }

  /** Takes in what was exported. */
  public void readOn() throws IOException {
    writer.refresh();
    read(new ExportedRecords(writer.client(), prefix));
  }

  /**
   * Takes the records in as they come, and exports them beside: figures never look for them there,
   * pages of instances do.
   *
   * @return how many records were exported
   */
  public long read(GeneratedRecords records) throws IOException {
    var streamed = new Streamed(records);
    read((ExportedRecords) streamed);
    writer.refresh();
    return streamed.count;
  }

  private void read(ExportedRecords records) {
    var projector =
        new FigureProjector(
            records,
            store,
            new RecordsKeeping(records, store, new RecordsKept(24, Map.of()), clock),
            clock);
    AllRead.by(projector, store, records);
    projector.leave();
  }

  /**
   * Makes so many times as many of what there is: copies of the compact documents, each of a case
   * and an instance of its own, days that count so many times, and copies of the exported records'
   * indices. It is what so many times the records would have given, but for their luck.
   */
  public void multiply(int times) throws IOException {
    copyIndices(times);
    int generation = store.state().orElseThrow().state().reading();
    for (var kind : FigureKind.values()) {
      String index = store.index(kind, generation);
      refreshing(index, "-1");
      try (var writers = Executors.newFixedThreadPool(2)) {
        store.each(
            kind,
            generation,
            Query.of(q -> q.matchAll(m -> m)),
            docs ->
                together(
                    writers,
                    kind == FigureKind.DAYS
                        ? List.of(docs.stream().map(doc -> timesAsMuch(doc, times)).toList())
                        : IntStream.range(1, times)
                            .mapToObj(copy -> docs.stream().map(d -> copy(d, copy)).toList())
                            .toList(),
                    generation));
      }
      refreshing(index, "5s");
    }
    store.refresh(generation);
  }

  private void refreshing(String index, String every) throws IOException {
    writer
        .client()
        .indices()
        .putSettings(s -> s.index(index).settings(i -> i.refreshInterval(t -> t.time(every))));
  }

  private void together(ExecutorService writers, List<List<FigureDoc>> batches, int generation) {
    var done = new ArrayList<Future<?>>();
    batches.forEach(batch -> done.add(writers.submit(() -> store.put(batch, generation))));
    for (var one : done) {
      try {
        one.get();
      } catch (InterruptedException | ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Keys of the engine leave the upper half of a partition's numbers free. */
  private static FigureDoc copy(FigureDoc doc, int copy) {
    long shift = (long) copy << 44;
    var other =
        new FigureDoc(
            FigureDoc.Id.of(doc.id().kind(), Long.parseLong(doc.id().id()) + shift), doc.fields());
    for (String key : List.of("instance", "step", "scope", "parent", "parentStep", "job")) {
      if (doc.number(key) > 0) {
        other.set(key, doc.number(key) + shift);
      }
    }
    String caseRef = doc.text("case");
    return other.set("case", caseRef == null ? null : "H" + copy + caseRef.substring(2));
  }

  private static FigureDoc timesAsMuch(FigureDoc day, int times) {
    var more = new FigureDoc(day.id(), day.fields());
    for (String part : List.of("elements", "flows")) {
      more.set(part, timesAsMuch(day.fields().get(part), times));
    }
    return more;
  }

  private static @Nullable Object timesAsMuch(@Nullable Object of, int times) {
    return switch (of) {
      case Number number -> number.longValue() * times;
      case Map<?, ?> map -> {
        var more = new HashMap<Object, @Nullable Object>();
        map.forEach((name, value) -> more.put(name, timesAsMuch(value, times)));
        yield more;
      }
      case null, default -> of;
    };
  }

  private void copyIndices(int times) throws IOException {
    writer.refresh();
    var indices = writer.client().indices();
    for (String index : indices.get(g -> g.index(prefix + "_*")).result().keySet()) {
      indices.putSettings(s -> s.index(index).settings(i -> i.blocks(b -> b.write(true))));
      for (int i = 1; i < times; i++) {
        String copy = index.replace(BROKER, "8.5." + i);
        indices.clone(c -> c.index(index).target(copy));
      }
      indices.putSettings(s -> s.index(index).settings(i -> i.blocks(b -> b.write(false))));
    }
  }

  @Override
  public void close() throws IOException {
    clear();
    writer.close();
  }

  /** Records that are there as far as somebody reads. */
  private final class Streamed extends ExportedRecords {
    private final GeneratedRecords source;
    private final Map<String, Deque<ExportedRecord>> ahead = new HashMap<>();
    private final Map<Long, String> cases = new HashMap<>();
    private final Map<String, Long> lasts = new HashMap<>();
    private final Set<Integer> partitions = new TreeSet<>();
    private long count;

    Streamed(GeneratedRecords source) {
      super(writer.client(), prefix);
      this.source = source;
      for (int i = 0; i < 1_000 && source.hasNext(); i++) {
        pull();
      }
    }

    private void pull() {
      Raw raw = source.next();
      try {
        writer.write(raw);
        for (var more : Beside.of(raw)) {
          writer.write(more);
          count++;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      count++;
      partitions.add(raw.partition());
      if (raw.type() == RecordType.VARIABLE) {
        cases.put(
            (Long) raw.value().get("scopeKey"), String.valueOf(raw.value().get("value")).intern());
        return;
      }
      lasts.put(raw.type() + " " + raw.partition(), raw.sequence());
      ahead
          .computeIfAbsent(raw.type() + " " + raw.partition(), _ -> new ArrayDeque<>())
          .add(raw.exported());
    }

    private Deque<ExportedRecord> stream(RecordCursor cursor) {
      return ahead.getOrDefault(cursor.type() + " " + cursor.partition(), new ArrayDeque<>());
    }

    @Override
    public List<RecordBatch> after(List<RecordCursor> cursors, int most) {
      for (var cursor : cursors) {
        var stream = stream(cursor);
        while (!stream.isEmpty() && stream.getFirst().sequence() <= cursor.sequence()) {
          stream.removeFirst();
        }
      }
      while (source.hasNext()
          && partitions.stream()
              .anyMatch(
                  p ->
                      ahead.getOrDefault("PROCESS_INSTANCE " + p, new ArrayDeque<>()).size()
                          < most)) {
        pull();
      }
      var batches = new ArrayList<RecordBatch>();
      for (var cursor : cursors) {
        batches.add(RecordBatch.of(cursor, stream(cursor).stream().limit(most).toList()));
      }
      return batches;
    }

    @Override
    public Set<Integer> partitions() {
      return partitions;
    }

    @Override
    OptionalLong last(int partition, RecordType type) {
      Long last = lasts.get(type + " " + partition);
      return last == null ? OptionalLong.empty() : OptionalLong.of(last);
    }

    @Override
    public void refresh(Collection<RecordType> types) {}

    @Override
    void refreshLatest(Instant now) {}

    @Override
    public Map<Long, Map<String, String>> variables(Collection<Long> scopes, Set<String> names) {
      var found = new HashMap<Long, Map<String, String>>();
      for (long scope : scopes) {
        String caseRef = cases.get(scope);
        if (caseRef != null) {
          found.put(scope, Map.of("caseRef", caseRef));
        }
      }
      return found;
    }

    @Override
    public Set<RecordType> absentTypes(Instant now) {
      return Set.of();
    }
  }
}
