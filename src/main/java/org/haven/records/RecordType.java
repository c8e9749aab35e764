package org.haven.records;

import java.util.List;

/** The kinds of exported records that Haven reads. */
public enum RecordType {
  USER_TASK("user-task"),
  PROCESS_INSTANCE("process-instance"),
  INCIDENT("incident"),
  /** Looked up, not read in order: which case an instance is of. */
  VARIABLE("variable"),
  /** Of one instance at a time, as those that follow. */
  JOB("job"),
  TIMER("timer"),
  PROCESS_MESSAGE_SUBSCRIPTION("process-message-subscription");

  private static final List<RecordType> READ_IN_ORDER =
      List.of(USER_TASK, PROCESS_INSTANCE, INCIDENT);

  private final String index;

  RecordType(String index) {
    this.index = index;
  }

  /** Those of which every record is read, one after the other. */
  public static List<RecordType> readInOrder() {
    return READ_IN_ORDER;
  }

  /** As the exporter's indices call it. */
  String index() {
    return index;
  }
}
