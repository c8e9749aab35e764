package org.haven.tasks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.haven.platform.OutboxWakeUp;
import org.haven.platform.UserTaskKeys;
import org.haven.records.ExportedRecord;
import org.haven.records.ExportedRecords;
import org.haven.records.RecordBatch;
import org.haven.records.RecordCursor;
import org.haven.records.RecordGaps;
import org.haven.records.RecordType;
import org.haven.records.RecordsUnavailableException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Reads the engine's exported records on and writes what they say, each batch and its cursor in one
 * transaction. Every node may run one: whoever moves a cursor first has done the batch, and the
 * other's transaction is given up.
 */
@Component
class Projector implements UserTaskKeys {
  static final int BATCH = 500;

  private static final Duration PARTITIONS_KEPT = Duration.ofSeconds(30);

  private final JdbcClient db;
  private final TransactionOperations transaction;
  private final ExportedRecords records;
  private final Projection projection;
  private final ObjectProvider<OutboxWakeUp> outbox;

  private final Map<Stream, RecordCursor> cursors = new TreeMap<>();
  private final RecordGaps gaps;
  private long partitionsAskedNanos;

  Projector(
      JdbcClient db,
      TransactionOperations transaction,
      ExportedRecords records,
      Projection projection,
      ObjectProvider<OutboxWakeUp> outbox) {
    this.db = db;
    this.transaction = transaction;
    this.records = records;
    this.projection = projection;
    this.outbox = outbox;
    this.gaps = new RecordGaps(records, "on the task list");
  }

  private record Stream(int partition, RecordType type) implements Comparable<Stream> {
    @Override
    public int compareTo(Stream other) {
      int byPartition = Integer.compare(partition, other.partition);
      return byPartition != 0 ? byPartition : type.compareTo(other.type);
    }
  }

  @Override
  public Optional<Long> userTaskKey(long elementInstanceKey) {
    return db.sql(
            "select user_task_key from task"
                + " where element_instance_key = ? and user_task_key is not null")
        .param(elementInstanceKey)
        .query(Long.class)
        .optional();
  }

  /** Is a submission waiting for the engine's key of its task? */
  boolean keysAwaited() {
    return db.sql(
            """
            select exists (select 1 from task t
              join task_claim c on c.element_instance_key = t.element_instance_key
              where t.status = 'OPEN' and t.user_task_key is null and c.submitted_at is not null)
            """)
        .query(Boolean.class)
        .single();
  }

  /**
   * Reads on once.
   *
   * @param now true to make what is exported searchable first: dearer for Elasticsearch, and for
   *     when somebody waits
   * @return whether there may be more at once
   * @throws RecordsUnavailableException if Elasticsearch does not answer
   */
  synchronized boolean turn(boolean now) {
    findPartitions();
    if (cursors.isEmpty()) {
      return false;
    }
    if (now) {
      records.refresh(Set.of(RecordType.USER_TASK));
    }
    var batches = records.after(List.copyOf(cursors.values()), BATCH);
    var steps = new ArrayList<Step>();
    for (var batch : batches) {
      steps.add(new Step(batch, gaps.next(batch)));
    }
    steps.removeIf(step -> step.to().equals(step.batch().from()));
    if (steps.isEmpty()) {
      return false;
    }
    boolean done =
        Boolean.TRUE.equals(
            transaction.execute(
                status -> {
                  for (var step : steps) {
                    if (!move(step)) {
                      status.setRollbackOnly();
                      return false;
                    }
                  }
                  return true;
                }));
    if (!done) {
      cursors.clear(); // another node was first: read on from where it is
      partitionsAskedNanos = 0;
      return true;
    }
    steps.forEach(step -> cursors.put(stream(step.to()), step.to()));
    if (steps.stream().anyMatch(step -> step.batch().from().type() == RecordType.USER_TASK)) {
      outbox.ifAvailable(OutboxWakeUp::wake);
    }
    return batches.stream().anyMatch(batch -> batch.records().size() == BATCH);
  }

  private record Step(RecordBatch batch, RecordCursor to) {}

  private boolean move(Step step) {
    var from = step.batch().from();
    boolean first =
        db.sql(
                    """
                    update record_cursor set sequence = ?, position = ?
                    where partition_id = ? and record_type = ? and sequence = ?
                    """)
                .params(
                    step.to().sequence(),
                    step.to().position(),
                    from.partition(),
                    from.type().name(),
                    from.sequence())
                .update()
            == 1;
    if (first) {
      apply(from.type(), step.batch().records(), step.batch().records());
    }
    return first;
  }

  private void apply(RecordType type, List<ExportedRecord> batch, List<ExportedRecord> unheard) {
    switch (type) {
      case USER_TASK -> projection.userTasks(batch);
      case PROCESS_INSTANCE -> {
        projection.steps(batch);
        projection.endedJourneys(unheard);
      }
      case INCIDENT -> projection.incidents(batch);
      case VARIABLE, JOB, TIMER, PROCESS_MESSAGE_SUBSCRIPTION ->
          throw new IllegalArgumentException("Such are looked up");
    }
  }

  private void findPartitions() {
    long nanos = System.nanoTime();
    if (!cursors.isEmpty() && nanos - partitionsAskedNanos < PARTITIONS_KEPT.toNanos()) {
      return;
    }
    for (int partition : records.partitions()) {
      for (var type : RecordType.readInOrder()) {
        cursors.computeIfAbsent(new Stream(partition, type), s -> stored(s.partition(), s.type()));
      }
    }
    partitionsAskedNanos = nanos;
  }

  private RecordCursor stored(int partition, RecordType type) {
    var start = RecordCursor.start(partition, type);
    db.sql(
            "insert into record_cursor (partition_id, record_type, sequence, position)"
                + " values (?, ?, ?, ?) on conflict do nothing")
        .params(partition, type.name(), start.sequence(), start.position())
        .update();
    return cursor(partition, type).orElse(start);
  }

  private Optional<RecordCursor> cursor(int partition, RecordType type) {
    return db.sql(
            "select sequence, position from record_cursor"
                + " where partition_id = ? and record_type = ?")
        .params(partition, type.name())
        .query(
            (row, _) ->
                new RecordCursor(partition, type, row.getLong("sequence"), row.getLong("position")))
        .optional();
  }

  /** Tasks whose step was left before their listener's job came to its end. */
  void sweep() {
    transaction.executeWithoutResult(_ -> projection.sweep());
  }

  /**
   * Empties what came from the engine and reads all exported records again, in one transaction:
   * until it commits everybody sees the list as it was, and nothing of ours is touched. Tasks whose
   * record is not exported yet stay, and so does what is older than the oldest record that is kept.
   *
   * @return how many records were read
   * @throws RecordsUnavailableException if Elasticsearch does not answer; nothing is changed then
   */
  synchronized long rebuild() {
    records.refresh(Set.copyOf(RecordType.readInOrder()));
    var oldest = records.oldest().orElse(null);
    var partitions = records.partitions();
    if (oldest == null) {
      return 0;
    }
    Long read = transaction.execute(_ -> rebuild(oldest, partitions));
    cursors.clear();
    gaps.forget();
    outbox.ifAvailable(OutboxWakeUp::wake);
    return read == null ? 0 : read;
  }

  private long rebuild(Instant oldest, Set<Integer> partitions) {
    var from = TaskRows.sql(oldest);
    db.sql("select 1 from record_cursor for update").query(Integer.class).list();
    db.sql(
            "delete from task where opened_at >= ? and (user_task_key is not null or status <>"
                + " 'OPEN')")
        .param(from)
        .update();
    db.sql("delete from journey_step where entered_at >= ?").param(from).update();
    db.sql("delete from journey_incident where raised_at >= ?").param(from).update();
    long read = 0;
    for (int partition : partitions) {
      for (var type : RecordType.readInOrder()) {
        read += replay(partition, type, cursor(partition, type).orElse(null));
      }
    }
    return read;
  }

  private long replay(int partition, RecordType type, @Nullable RecordCursor heard) {
    var cursor = RecordCursor.start(partition, type);
    long read = 0;
    while (true) {
      var batch = records.after(List.of(cursor), BATCH).getFirst();
      // journeys that ended before have been told so
      var unheard =
          batch.records().stream()
              .filter(record -> heard == null || record.sequence() > heard.sequence())
              .toList();
      apply(type, batch.records(), unheard);
      read += batch.records().size();
      cursor = batch.next();
      if (batch.gap()) {
        cursor = batch.gapEnd(); // after the refresh only dropped records are missing
      } else if (batch.records().isEmpty()) {
        break;
      }
    }
    db.sql(
            """
            insert into record_cursor (partition_id, record_type, sequence, position)
            values (?, ?, ?, ?) on conflict (partition_id, record_type) do update
              set sequence = excluded.sequence, position = excluded.position
            """)
        .params(partition, type.name(), cursor.sequence(), cursor.position())
        .update();
    return read;
  }

  private static Stream stream(RecordCursor cursor) {
    return new Stream(cursor.partition(), cursor.type());
  }
}
