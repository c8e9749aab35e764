package org.haven.records;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for records that are missing, which as a rule are searchable within the second. What stays
 * missing was dropped with its index, or the exporter gave it up: it is passed over, and said. Each
 * reader has its own.
 */
public final class RecordGaps {
  /** How long a gap may last before it is taken for records that are gone. */
  public static final Duration HELD = Duration.ofMinutes(2);

  private static final Logger LOG = LoggerFactory.getLogger(RecordGaps.class);

  private final ExportedRecords records;
  private final String where;
  private final Duration held;
  private final Map<List<Object>, Waited> waits = new HashMap<>();

  /**
   * @param where what the records are missing in, for whoever reads the log
   */
  public RecordGaps(ExportedRecords records, String where) {
    this(records, where, HELD);
  }

  RecordGaps(ExportedRecords records, String where, Duration held) {
    this.records = records;
    this.where = where;
    this.held = held;
  }

  private record Waited(long sequence, long sinceNanos) {}

  /**
   * Where to read on after this batch.
   *
   * @throws RecordsUnavailableException if Elasticsearch does not answer
   */
  public RecordCursor next(RecordBatch batch) {
    var next = batch.next();
    List<Object> stream = List.of(next.partition(), next.type());
    if (!batch.gap()) {
      waits.remove(stream);
      return next;
    }
    var waited = waits.get(stream);
    if (waited == null || waited.sequence() != next.sequence()) {
      waits.put(stream, new Waited(next.sequence(), System.nanoTime()));
      records.refresh(Set.copyOf(RecordType.readInOrder()));
      return next;
    }
    var since = Duration.ofNanos(System.nanoTime() - waited.sinceNanos());
    if (since.compareTo(held) < 0 || !batch.records().isEmpty()) {
      return next;
    }
    LOG.atError()
        .addKeyValue("partition", next.partition())
        .addKeyValue("type", next.type())
        .addKeyValue("from", next.sequence() + 1)
        .addKeyValue("to", batch.gapEnd().sequence())
        .log("Exported records are missing for good: what they said is not {}", where);
    waits.remove(stream);
    return batch.gapEnd();
  }

  public void forget() {
    waits.clear();
  }
}
