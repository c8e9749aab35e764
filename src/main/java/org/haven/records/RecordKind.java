package org.haven.records;

/**
 * A kind of exported records by the name that its indices have, such as {@code job}; there are more
 * than Haven reads.
 */
record RecordKind(String code) implements Comparable<RecordKind> {
  @Override
  public int compareTo(RecordKind other) {
    return code.compareTo(other.code);
  }
}
