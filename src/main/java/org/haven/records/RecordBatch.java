package org.haven.records;

import java.util.ArrayList;
import java.util.List;

/**
 * The records that follow a cursor without a gap.
 *
 * @param from the cursor that was asked with
 * @param records in order; each numbered one more than the one before
 * @param gap true if later records are there already but the next one is not: it is about to be
 *     searchable, since daily indices and their shards show new records at different times, or was
 *     dropped with its index
 * @param gapEnd the cursor from which the records behind the gap follow; the same as {@link
 *     #next()} without a gap
 * @param found how many were found, those that were exported twice and those behind a gap too: as
 *     many as were asked for, if there may be more
 */
public record RecordBatch(
    RecordCursor from, List<ExportedRecord> records, boolean gap, RecordCursor gapEnd, int found) {

  static RecordBatch of(RecordCursor from, List<ExportedRecord> found) {
    var records = new ArrayList<ExportedRecord>();
    long expected = from.sequence() + 1;
    for (var record : found) {
      if (record.sequence() < expected) {
        continue; // exported twice
      }
      if (record.sequence() > expected) {
        return new RecordBatch(
            from,
            records,
            true,
            new RecordCursor(
                from.partition(), from.type(), record.sequence() - 1, record.position() - 1),
            found.size());
      }
      records.add(record);
      expected++;
    }
    return new RecordBatch(
        from,
        records,
        false,
        records.isEmpty() ? from : from.behind(records.getLast()),
        found.size());
  }

  /** Where to read on. */
  public RecordCursor next() {
    return records.isEmpty() ? from : from.behind(records.getLast());
  }
}
