package org.haven.records;

import java.io.IOException;
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
import org.haven.records.GeneratedRecords.Raw;

/** Figures of generated records on the real Elasticsearch, in indices of a name of their own. */
public final class FigureFeed implements AutoCloseable {

  private final RecordWriter writer;
  private final FigureStore store;
  private final String prefix;
  private final Clock clock;

  public FigureFeed(URI url, String prefix, Instant now) throws IOException {
    this.writer = new RecordWriter(url, prefix, "yyyy-MM");
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

  /**
   * Exports the records to Elasticsearch and takes them in from there.
   *
   * @return how many there were
   */
  public long exportAndRead(GeneratedRecords records) throws IOException {
    long written = 0;
    while (records.hasNext()) {
      writer.write(records.next());
      written++;
    }
    readOn();
    return written;
  }

  /** Exports a record, as a broker of that version does; one may be told again. */
  public void export(Raw record, String brokerVersion) throws IOException {
    writer.write(record, brokerVersion);
  }

  /** Takes in what was exported. */
  public void readOn() throws IOException {
    writer.refresh();
    read(new ExportedRecords(writer.client(), prefix));
  }

  /**
   * Takes the records in without their being in Elasticsearch, where figures never look for them.
   *
   * @return how many there were
   */
  public long read(GeneratedRecords records) {
    var streamed = new Streamed(records);
    read((ExportedRecords) streamed);
    return streamed.count;
  }

  private void read(ExportedRecords records) {
    var projector =
        new FigureProjector(
            records,
            store,
            new RecordsKeeping(records, store, new RecordsKept(24, Map.of()), clock),
            clock);
    boolean more = true;
    for (int turn = 0; more || turn < 3; turn++) {
      more = projector.turn();
    }
    projector.leave();
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
      count++;
      partitions.add(raw.partition());
      if (raw.type() == RecordType.VARIABLE) {
        cases.put(
            (Long) raw.value().get("scopeKey"), String.valueOf(raw.value().get("value")).intern());
        return;
      }
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
      return OptionalLong.empty();
    }

    @Override
    public void refresh(Collection<RecordType> types) {}

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
