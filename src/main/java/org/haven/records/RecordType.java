package org.haven.records;

/** The kinds of exported records that Haven reads. */
public enum RecordType {
  USER_TASK("user-task"),
  PROCESS_INSTANCE("process-instance"),
  INCIDENT("incident");

  private final String index;

  RecordType(String index) {
    this.index = index;
  }

  /** All daily indices of all broker versions. */
  String indices() {
    return "zeebe-record_" + index + "_*";
  }

  /** The index templates that the exporter makes for every kind that it is told to export. */
  String templates() {
    return "zeebe-record_" + index + "_*";
  }
}
