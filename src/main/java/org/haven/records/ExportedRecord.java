package org.haven.records;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One thing that happened in the engine, as its exporter wrote it.
 *
 * @param position in the log of its partition
 * @param sequence its number among the records of its kind and partition
 * @param intent what happened, such as {@code CREATED}
 * @param key of what it happened to
 * @param at by the engine's clock, in milliseconds
 * @param value the kind's own fields
 */
public record ExportedRecord(
    RecordType type,
    int partition,
    long position,
    long sequence,
    String intent,
    long key,
    Instant at,
    Map<String, Object> value) {

  /** Empty if there is no such text. */
  public String text(String field) {
    return value.get(field) instanceof String text ? text : "";
  }

  /** -1, the engine's own word for none, if there is no such number. */
  public long number(String field) {
    return value.get(field) instanceof Number number ? number.longValue() : -1;
  }

  public List<String> texts(String field) {
    return value.get(field) instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of();
  }
}
