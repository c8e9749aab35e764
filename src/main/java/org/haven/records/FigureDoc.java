package org.haven.records;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A compact document: what all records of one thing come to. It knows the position of the last
 * record that was taken into it, and takes none twice.
 */
final class FigureDoc {
  static final String POSITION = "position";

  record Id(FigureKind kind, String id) {
    static Id of(FigureKind kind, long key) {
      return new Id(kind, Long.toString(key));
    }
  }

  private final Id id;
  private final Map<String, Object> fields;
  private boolean changed;

  FigureDoc(Id id, Map<String, Object> fields) {
    this.id = id;
    this.fields = new LinkedHashMap<>(fields);
  }

  Id id() {
    return id;
  }

  Map<String, Object> fields() {
    return fields;
  }

  long position() {
    return number(POSITION);
  }

  boolean changed() {
    return changed;
  }

  void kept() {
    changed = false;
  }

  /** True if the record is new to the document, which then is at its position. */
  boolean takes(ExportedRecord record) {
    if (record.position() <= position()) {
      return false;
    }
    fields.put(POSITION, record.position());
    fields.put("partition", record.partition());
    changed = true;
    return true;
  }

  FigureDoc set(String field, @Nullable Object value) {
    if (value == null) {
      fields.remove(field);
    } else {
      fields.put(field, value instanceof Instant at ? at.toEpochMilli() : value);
    }
    return this;
  }

  /** -1 if there is none. */
  long number(String field) {
    return fields.get(field) instanceof Number number ? number.longValue() : -1;
  }

  @Nullable String text(String field) {
    return fields.get(field) instanceof String text ? text : null;
  }

  /** A part of the document, made if it is not there. */
  @SuppressWarnings("unchecked")
  Map<String, Object> part(String... path) {
    Map<String, Object> at = fields;
    for (String name : path) {
      at = (Map<String, Object>) at.computeIfAbsent(name, _ -> new LinkedHashMap<>());
    }
    return at;
  }

  static void add(Map<String, Object> counts, String name, long more) {
    long now = counts.get(name) instanceof Number number ? number.longValue() : 0;
    counts.put(name, now + more);
  }
}
