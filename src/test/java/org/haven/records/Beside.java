package org.haven.records;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.haven.records.GeneratedRecords.Raw;

/** What an engine tells beside a step: its job, its timers, the message that it waits for. */
final class Beside {
  /** Of the listener's job of a user task, and so on: keys that no step has. */
  private static final long JOBS = 1L << 40;

  private static final long TIMERS = 1L << 41;

  private Beside() {}

  static List<Raw> of(Raw record) {
    var found = new ArrayList<Raw>();
    if (record.type() != RecordType.PROCESS_INSTANCE) {
      return found;
    }
    String type = String.valueOf(record.value().get("bpmnElementType"));
    boolean begins = record.intent().equals("ELEMENT_ACTIVATED");
    boolean ends =
        record.intent().equals("ELEMENT_COMPLETED") || record.intent().equals("ELEMENT_TERMINATED");
    if (!begins && !ends) {
      return found;
    }
    if (type.equals("SERVICE_TASK") || type.equals("USER_TASK")) {
      found.add(
          raw(
              record,
              RecordType.JOB,
              begins ? "CREATED" : "COMPLETED",
              JOBS,
              Map.of("type", "a-job", "retries", 3)));
    }
    if (type.equals("USER_TASK")) {
      found.add(
          raw(
              record,
              RecordType.TIMER,
              begins ? "CREATED" : "CANCELED",
              TIMERS,
              Map.of("dueDate", record.at().plusSeconds(86_400).toEpochMilli())));
    }
    if (type.equals("INTERMEDIATE_CATCH_EVENT")) {
      found.add(
          raw(
              record,
              RecordType.PROCESS_MESSAGE_SUBSCRIPTION,
              begins ? "CREATED" : "DELETED",
              0,
              Map.of("messageName", "answered", "correlationKey", "key-" + record.key())));
    }
    return found;
  }

  private static Raw raw(
      Raw of, RecordType type, String intent, long shift, Map<String, Object> more) {
    var value = new HashMap<String, Object>(more);
    value.put("processInstanceKey", of.value().get("processInstanceKey"));
    value.put("elementInstanceKey", of.key());
    value.put("elementId", of.value().get("elementId"));
    value.put("targetElementId", of.value().get("elementId"));
    return new Raw(
        type,
        of.partition(),
        of.position(),
        of.sequence(),
        intent,
        of.key() + shift,
        of.at(),
        value);
  }
}
