package org.haven.records;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes records into the compact documents that they belong to. A document is what its records come
 * to in their order, whoever takes them in, in whatever portions, and however often they are told.
 */
final class FigureFold {
  static final ZoneId LONDON = ZoneId.of("Europe/London");

  /** What only holds others. */
  private static final Set<String> SCOPES =
      Set.of("PROCESS", "SUB_PROCESS", "EVENT_SUB_PROCESS", "MULTI_INSTANCE_BODY");

  private static final String TEAM_OF_SUPERVISORS = "-sup";

  private final Function<FigureDoc.Id, FigureDoc> docs;

  /**
   * @param docs gives a document as it is, empty if there is none
   */
  FigureFold(Function<FigureDoc.Id, FigureDoc> docs) {
    this.docs = docs;
  }

  /** True if the figures are made of such a record. */
  static boolean counts(ExportedRecord record) {
    return switch (record.type()) {
      case PROCESS_INSTANCE ->
          switch (record.intent()) {
            case "ELEMENT_ACTIVATING",
                "ELEMENT_COMPLETED",
                "ELEMENT_TERMINATED",
                "ELEMENT_MIGRATED",
                "SEQUENCE_FLOW_TAKEN" ->
                true;
            default -> false;
          };
      case USER_TASK ->
          switch (record.intent()) {
            case "CREATED", "UPDATED", "COMPLETED", "CANCELED", "MIGRATED" -> true;
            default -> false;
          };
      case INCIDENT ->
          switch (record.intent()) {
            case "CREATED", "RESOLVED", "MIGRATED" -> true;
            default -> false;
          };
      case VARIABLE, JOB, TIMER, PROCESS_MESSAGE_SUBSCRIPTION -> false;
    };
  }

  /**
   * @param caseRef of the instance; absent if nobody knows
   */
  void take(ExportedRecord record, @Nullable String caseRef) {
    switch (record.type()) {
      case PROCESS_INSTANCE -> step(record, caseRef);
      case USER_TASK -> task(record, caseRef);
      case INCIDENT -> incident(record, caseRef);
      case VARIABLE, JOB, TIMER, PROCESS_MESSAGE_SUBSCRIPTION ->
          throw new IllegalArgumentException("Such are looked up");
    }
  }

  /** The documents that have to be at hand before a record is taken in. */
  static List<FigureDoc.Id> touched(ExportedRecord record) {
    return switch (record.type()) {
      case PROCESS_INSTANCE -> {
        var day = day(record, "steps", (int) record.number("version"));
        var instance = FigureDoc.Id.of(FigureKind.STEPS, record.number("processInstanceKey"));
        yield record.intent().equals("SEQUENCE_FLOW_TAKEN")
            ? List.of(instance, day)
            : List.of(FigureDoc.Id.of(FigureKind.STEPS, record.key()), instance, day);
      }
      case USER_TASK ->
          List.of(
              FigureDoc.Id.of(FigureKind.TASKS, record.number("userTaskKey")),
              FigureDoc.Id.of(FigureKind.STEPS, record.number("processInstanceKey")),
              day(record, "tasks", (int) record.number("processDefinitionVersion")));
      case INCIDENT ->
          List.of(
              FigureDoc.Id.of(FigureKind.INCIDENTS, record.key()),
              FigureDoc.Id.of(FigureKind.STEPS, record.number("elementInstanceKey")),
              FigureDoc.Id.of(FigureKind.STEPS, record.number("processInstanceKey")));
      case VARIABLE, JOB, TIMER, PROCESS_MESSAGE_SUBSCRIPTION -> List.of();
    };
  }

  private static FigureDoc.Id day(ExportedRecord record, String of, int version) {
    return new FigureDoc.Id(
        FigureKind.DAYS,
        String.join(
            "|",
            of,
            Integer.toString(record.partition()),
            record.text("bpmnProcessId"),
            Integer.toString(version),
            dayOf(record.at()).toString()));
  }

  static LocalDate dayOf(Instant at) {
    return at.atZone(LONDON).toLocalDate();
  }

  static String place(String processId, long version, String elementId) {
    return processId + " " + version + " " + elementId;
  }

  private void step(ExportedRecord record, @Nullable String caseRef) {
    int version = (int) record.number("version");
    var day = docs.apply(day(record, "steps", version));
    boolean counted = day.takes(record);
    describe(day, record, "steps", version);
    String element = record.text("elementId");
    if (record.intent().equals("SEQUENCE_FLOW_TAKEN")) {
      if (counted) {
        FigureDoc.add(day.part("flows"), element, 1);
      }
      var instance =
          docs.apply(FigureDoc.Id.of(FigureKind.STEPS, record.number("processInstanceKey")));
      // the process itself is left after all its flows: only what is told again is older
      if (instance.takes(record)) {
        FigureDoc.add(instance.part("flows", dayOf(record.at()) + " " + version), element, 1);
      }
      return;
    }
    var step = docs.apply(FigureDoc.Id.of(FigureKind.STEPS, record.key()));
    long entered = step.number("entered");
    var stats = day.part("elements", element);
    switch (record.intent()) {
      case "ELEMENT_ACTIVATING" -> {
        if (counted) {
          FigureDoc.add(stats, "entered", 1);
        }
      }
      case "ELEMENT_COMPLETED", "ELEMENT_TERMINATED" -> {
        if (counted) {
          FigureDoc.add(
              stats, record.intent().equals("ELEMENT_COMPLETED") ? "completed" : "terminated", 1);
          if (entered >= 0) {
            FigureDoc.add(
                day.part("elements", element, "bins"),
                Integer.toString(Spans.bin(record.at().toEpochMilli() - entered)),
                1);
          }
        }
      }
      default -> {}
    }
    if (!step.takes(record)) {
      return;
    }
    String type = record.text("bpmnElementType");
    step.set("instance", record.number("processInstanceKey"))
        .set("process", record.text("bpmnProcessId"))
        .set("version", version)
        .set("definition", record.number("processDefinitionKey"))
        .set("element", element)
        .set("place", place(record.text("bpmnProcessId"), version, element))
        .set("type", type)
        .set("token", !SCOPES.contains(type))
        .set("scope", record.number("flowScopeKey"));
    if (caseRef != null) {
      step.set("case", caseRef);
    }
    long parent = record.number("parentProcessInstanceKey");
    if (type.equals("PROCESS") && parent > 0) {
      step.set("parent", parent).set("parentStep", record.number("parentElementInstanceKey"));
    }
    switch (record.intent()) {
      case "ELEMENT_ACTIVATING" ->
          step.set("entered", record.at())
              .set("enteredAs", element)
              .set("enteredIn", version)
              .set("live", true);
      case "ELEMENT_COMPLETED", "ELEMENT_TERMINATED" -> {
        step.set("left", record.at())
            .set("live", false)
            .set("how", record.intent().equals("ELEMENT_COMPLETED") ? "completed" : "terminated");
        if (entered >= 0) {
          long took = Math.max(0, record.at().toEpochMilli() - entered);
          step.set("took", took).set("bin", Spans.bin(took));
        }
      }
      default -> {}
    }
  }

  private static void describe(FigureDoc day, ExportedRecord record, String of, int version) {
    if (day.text("of") == null) {
      day.set("of", of)
          .set("process", record.text("bpmnProcessId"))
          .set("version", version)
          .set("day", dayOf(record.at()).toString());
    }
  }

  private void task(ExportedRecord record, @Nullable String caseRef) {
    int version = (int) record.number("processDefinitionVersion");
    String element = record.text("elementId");
    var task = docs.apply(FigureDoc.Id.of(FigureKind.TASKS, record.number("userTaskKey")));
    boolean known = task.position() >= record.position();
    Instant due = date(record, "dueDate");
    long before = task.number("due");
    boolean ends = record.intent().equals("COMPLETED") || record.intent().equals("CANCELED");
    if (ends) {
      var day = docs.apply(day(record, "tasks", version));
      if (day.takes(record)) {
        describe(day, record, "tasks", version);
        var stats = day.part("elements", element);
        long dueAt = before >= 0 ? before : due == null ? Long.MAX_VALUE : due.toEpochMilli();
        if (record.intent().equals("CANCELED")) {
          FigureDoc.add(stats, "cancelled", 1);
        } else {
          FigureDoc.add(stats, record.at().toEpochMilli() > dueAt ? "late" : "met", 1);
        }
      }
    }
    if (known || !task.takes(record)) {
      return;
    }
    task.set("instance", record.number("processInstanceKey"))
        .set("step", record.number("elementInstanceKey"))
        .set("process", record.text("bpmnProcessId"))
        .set("version", version)
        .set("element", element)
        .set("place", place(record.text("bpmnProcessId"), version, element));
    if (caseRef != null) {
      task.set("case", caseRef);
    }
    if (due != null) {
      task.set("due", due);
    }
    var warn = date(record, "followUpDate");
    if (warn != null) {
      task.set("warn", warn);
    }
    var groups = record.texts("candidateGroupsList");
    if (!groups.isEmpty()) {
      task.set("team", groups.getFirst().replaceFirst(TEAM_OF_SUPERVISORS + "$", ""));
    }
    if (task.number("opened") < 0) {
      long created = record.number("creationTimestamp");
      task.set("opened", created > 0 ? created : record.at().toEpochMilli());
    }
    task.set("live", !ends);
    if (ends) {
      task.set("left", record.at())
          .set("how", record.intent().equals("COMPLETED") ? "completed" : "cancelled");
    }
  }

  private void incident(ExportedRecord record, @Nullable String caseRef) {
    var incident = docs.apply(FigureDoc.Id.of(FigureKind.INCIDENTS, record.key()));
    if (!incident.takes(record)) {
      return;
    }
    long instance = record.number("processInstanceKey");
    long version = versionOf(record);
    incident
        .set("instance", instance)
        .set("step", record.number("elementInstanceKey"))
        .set("process", record.text("bpmnProcessId"))
        .set("version", (int) version)
        .set("definition", record.number("processDefinitionKey"))
        .set("element", record.text("elementId"))
        .set("place", place(record.text("bpmnProcessId"), version, record.text("elementId")))
        .set("error", record.text("errorType"))
        .set("job", record.number("jobKey"));
    if (caseRef != null) {
      incident.set("case", caseRef);
    }
    if (record.intent().equals("CREATED")) {
      incident.set("entered", record.at()).set("live", true);
    } else if (record.intent().equals("RESOLVED")) {
      incident.set("left", record.at()).set("live", false);
    }
  }

  /**
   * True of an incident of which nothing else is known yet, or which went on by another version
   * while its step is not yet known to have done so.
   */
  boolean lacksItsStep(ExportedRecord record) {
    if (record.type() != RecordType.INCIDENT) {
      return false;
    }
    var step = docs.apply(FigureDoc.Id.of(FigureKind.STEPS, record.number("elementInstanceKey")));
    boolean behind =
        record.intent().equals("MIGRATED")
            && step.position() < record.position()
            && step.number("definition") != record.number("processDefinitionKey");
    return behind || versionOf(record) < 0;
  }

  /** The version of the step, which may have been moved; else that of the process; else -1. */
  private long versionOf(ExportedRecord record) {
    long step =
        docs.apply(FigureDoc.Id.of(FigureKind.STEPS, record.number("elementInstanceKey")))
            .number("version");
    return step >= 0
        ? step
        : docs.apply(FigureDoc.Id.of(FigureKind.STEPS, record.number("processInstanceKey")))
            .number("version");
  }

  private static @Nullable Instant date(ExportedRecord record, String field) {
    try {
      String text = record.text(field);
      return text.isEmpty() ? null : ZonedDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }
}
