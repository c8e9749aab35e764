package org.haven.records;

/**
 * How far the records of one kind and partition have been read. The exporter numbers them without
 * gaps, and gives a record that it exports twice the same number: so what is missing can be told
 * from what is not there.
 *
 * @param sequence the number of the last record that was read
 * @param position that record's position in the engine's log
 */
public record RecordCursor(int partition, RecordType type, long sequence, long position) {
  /** The engine puts the partition into the upper bits of the numbers it gives. */
  private static final int PARTITION_SHIFT = 51;

  /** Before the first record. */
  public static RecordCursor start(int partition, RecordType type) {
    return new RecordCursor(partition, type, (long) partition << PARTITION_SHIFT, 0);
  }

  boolean atStart() {
    return sequence == (long) partition << PARTITION_SHIFT;
  }

  RecordCursor behind(ExportedRecord last) {
    return new RecordCursor(partition, type, last.sequence(), last.position());
  }
}
