package org.haven.records;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What an engine would export of many made-up journeys, in the order of time: all kinds of endings
 * (to the end, cancelled or cut short wherever it stands, in a called process and where something
 * failed too), called processes that know their case by themselves or by their caller alone, steps
 * that an event on their edge or a supervisor ends, steps done once for each of several, tasks
 * whose date moves, incidents that are resolved or end with their step, instances that are moved to
 * another version, and a few whose case nobody knows. The same seed gives the same.
 */
@SuppressWarnings("NullAway")
public final class GeneratedRecords implements Iterator<GeneratedRecords.Raw> {
  /**
   * One record.
   *
   * @param sequence its number among those of its kind and partition
   */
  public record Raw(
      RecordType type,
      int partition,
      long position,
      long sequence,
      String intent,
      long key,
      Instant at,
      Map<String, Object> value) {
    /** The same as it is read. */
    public ExportedRecord exported() {
      return new ExportedRecord(type, partition, position, sequence, intent, key, at, value);
    }
  }

  private record Event(
      RecordType type, String intent, long key, Instant at, Map<String, Object> value) {}

  private record Running(int partition, long number, Iterator<Event> events, Event next) {}

  private static final int PARTITION_SHIFT = 51;

  /** Of a process whose instances have no case; one in so many. */
  public static final String NOBODYS = "no-case";

  private static final int WITHOUT_CASE = 150;

  private static final List<String> JOURNEYS = List.of("journey-a", "journey-b", "journey-c");
  private static final List<String> TEAMS =
      List.of("housing-solutions", "tenancy-services-sup", "legal-services");

  private final Random random;
  private final int first;
  private final int partitions;
  private final int instances;
  private final int cases;
  private final Instant from;
  private final Instant to;
  private final Duration usual;
  private final PriorityQueue<Running> running =
      new PriorityQueue<>(
          Comparator.comparing((Running r) -> r.next().at()).thenComparing(Running::number));
  private final Map<Integer, Long> positions = new HashMap<>();
  private final Map<String, Long> sequences = new HashMap<>();
  private final Map<Integer, Long> keys = new HashMap<>();
  private int begun;
  private @Nullable Raw ahead;

  /**
   * @param to nothing later is exported: what would happen then has not happened yet
   * @param usual how long a step that waits takes, about
   */
  public GeneratedRecords(
      long seed,
      int partitions,
      int instances,
      int cases,
      Instant from,
      Instant to,
      Duration usual) {
    this(seed, 1, partitions, instances, cases, from, to, usual);
  }

  /**
   * @param first partition: the same keys are never in two
   */
  public GeneratedRecords(
      long seed,
      int first,
      int partitions,
      int instances,
      int cases,
      Instant from,
      Instant to,
      Duration usual) {
    this.first = first;
    this.random = new Random(seed);
    this.partitions = partitions;
    this.instances = instances;
    this.cases = cases;
    this.from = from;
    this.to = to;
    this.usual = usual;
    this.ahead = produce();
  }

  public static String caseRef(int number) {
    var letters = new StringBuilder("HV-");
    for (int i = 7; i >= 0; i--) {
      letters.append("23456789ABCDEFGHJKMNPQRSTVWXYZ".charAt((number >> (4 * i)) & 15));
    }
    return letters.toString();
  }

  @Override
  public boolean hasNext() {
    return ahead != null;
  }

  @Override
  public Raw next() {
    var next = ahead;
    if (next == null) {
      throw new NoSuchElementException();
    }
    ahead = produce();
    return next;
  }

  private @Nullable Raw produce() {
    while (true) {
      Instant nextStart = startOf(begun);
      while (begun < instances
          && (running.isEmpty() || !running.element().next().at().isBefore(nextStart))) {
        var events = new Script(first + begun % partitions, begun, nextStart).events.iterator();
        running.add(new Running(first + begun % partitions, begun, events, events.next()));
        nextStart = startOf(++begun);
      }
      var first = running.poll();
      if (first == null) {
        return null;
      }
      if (first.events().hasNext()) {
        running.add(
            new Running(first.partition(), first.number(), first.events(), first.events().next()));
      }
      if (first.next().at().isBefore(to)) {
        return raw(first.partition(), first.next());
      }
    }
  }

  private Instant startOf(int number) {
    long span = Duration.between(from, to).toMillis();
    return from.plusMillis(span / instances * number);
  }

  private Raw raw(int partition, Event event) {
    return new Raw(
        event.type(),
        partition,
        positions.merge(partition, 1L, Long::sum),
        sequences.merge(
            event.type() + " " + partition,
            ((long) partition << PARTITION_SHIFT) + 1,
            (a, _) -> a + 1),
        event.intent(),
        event.key(),
        event.at(),
        event.value());
  }

  /** It is over in the middle of whatever it did. */
  private static final class Halted extends RuntimeException {
    Halted() {
      super("over", null, false, false);
    }
  }

  /** All that happens to one journey and what it calls. */
  private final class Script {
    private final List<Event> events = new ArrayList<>();
    private final int partition;
    private final String caseRef;
    private Instant at;

    /** Steps that were entered and not left, the outermost first. */
    private final List<Map<String, Object>> open = new ArrayList<>();

    /** Open tasks and incidents, which end with their step. */
    private final Map<Long, Map<String, Object>> tasks = new HashMap<>();

    private final Map<Long, Event> incidents = new HashMap<>();

    Script(int partition, int number, Instant start) {
      this.partition = partition;
      this.caseRef = caseRef(number % cases);
      this.at = start;
      try {
        journey(
            random.nextInt(WITHOUT_CASE) == 0
                ? NOBODYS
                : JOURNEYS.get(random.nextInt(JOURNEYS.size())),
            -1,
            -1);
      } catch (Halted e) {
        // all that it had open has ended
      }
    }

    private long key() {
      return ((long) partition << PARTITION_SHIFT) + keys.merge(partition, 1L, Long::sum);
    }

    private void journey(String process, long parent, long parentStep) {
      long instance = key();
      int version = at.isBefore(from.plus(Duration.between(from, to).dividedBy(2))) ? 1 : 2;
      var me = element(process, version, instance, -1, process, "PROCESS");
      me.put("parentProcessInstanceKey", parent);
      me.put("parentElementInstanceKey", parentStep);
      enter(instance, me);
      if (!process.equals(NOBODYS) && (parent < 0 || random.nextBoolean())) {
        variable(instance);
      }
      pass(process, version, instance, instance, "StartEvent_Asked", "START_EVENT");
      flow(process, version, instance, "Flow_1");
      user(process, version, instance, instance, "Task_Ask");
      mayStop();
      flow(process, version, instance, "Flow_2");
      pass(process, version, instance, instance, "Gateway_Which", "EXCLUSIVE_GATEWAY");
      if (JOURNEYS.contains(process) && random.nextInt(3) == 0) {
        flow(process, version, instance, "Flow_Call");
        call(process, version, instance);
      } else {
        flow(process, version, instance, "Flow_Direct");
      }
      mayStop();
      long scope = key();
      var part = element(process, version, instance, instance, "Sub_Part", "SUB_PROCESS");
      enter(scope, part);
      service(process, version, instance, scope);
      user(process, version, instance, scope, "Task_Decide");
      leave(scope, part, "ELEMENT_COMPLETED");
      if (random.nextInt(6) == 0) {
        forEach(process, version, instance);
      }
      flow(process, version, instance, "Flow_3");
      receive(process, version, instance);
      mayStop();
      pass(process, version, instance, instance, "EndEvent_Done", "END_EVENT");
      leave(instance, me, "ELEMENT_COMPLETED");
    }

    private void mayStop() {
      if (random.nextInt(10) == 0) {
        halts(random.nextBoolean());
      }
    }

    /** Somebody cancels it, or an event cuts it short, with a task open. */
    private void halts(boolean cancelled) {
      var process = open.getFirst();
      long running = number(process, "processInstanceKey");
      open(
          String.valueOf(process.get("bpmnProcessId")),
          (int) process.get("version"),
          running,
          running,
          "Task_CutShort");
      waits(5);
      ends(cancelled);
    }

    private void ends(boolean cancelled) {
      var process = open.getFirst();
      long halted = key();
      if (!cancelled) {
        waits(5);
        enter(
            halted,
            element(
                String.valueOf(process.get("bpmnProcessId")),
                (int) process.get("version"),
                number(process, "processInstanceKey"),
                number(process, "processInstanceKey"),
                "Event_Stopped",
                "EVENT_SUB_PROCESS"));
      }
      while (open.size() > 1) {
        var step = open.getLast();
        boolean ours = number(step, "key") == halted;
        leave(number(step, "key"), step, ours ? "ELEMENT_COMPLETED" : "ELEMENT_TERMINATED");
      }
      leave(
          number(process, "key"), process, cancelled ? "ELEMENT_TERMINATED" : "ELEMENT_COMPLETED");
      throw new Halted();
    }

    private void call(String process, int version, long instance) {
      long step = key();
      var calls = element(process, version, instance, instance, "Call_Letter", "CALL_ACTIVITY");
      enter(step, calls);
      journey("check-letter", instance, step);
      leave(step, calls, "ELEMENT_COMPLETED");
    }

    private void user(String process, int version, long instance, long scope, String element) {
      var task = open(process, version, instance, scope, element);
      long step = number(task, "key");
      var value = tasks.get(step);
      long userTask = number(value, "userTaskKey");
      if (random.nextInt(10) == 0) {
        waits(6);
        var moved = new HashMap<>(value);
        moved.put("dueDate", at.plusMillis(share(1)).toString());
        events.add(new Event(RecordType.USER_TASK, "UPDATED", userTask, at, moved));
        tasks.put(step, moved);
      }
      if (random.nextInt(40) == 0 && version == 1) {
        waits(6);
        task.put("version", 2);
        step("ELEMENT_MIGRATED", step, task);
        var moved = new HashMap<>(tasks.get(step));
        moved.put("processDefinitionVersion", 2);
        events.add(new Event(RecordType.USER_TASK, "MIGRATED", userTask, at, moved));
        tasks.put(step, moved);
      }
      waits(1);
      switch (random.nextInt(30)) {
        case 0 -> {
          // an event on its edge
          leave(step, task, "ELEMENT_TERMINATED");
          pass(process, version, instance, scope, "BoundaryEvent_TooLate", "BOUNDARY_EVENT");
        }
        case 1 -> {
          // a supervisor moves it
          leave(step, task, "ELEMENT_TERMINATED");
          var moved = open(process, version, instance, scope, "Task_MovedTo");
          waits(1);
          leave(number(moved, "key"), moved, "ELEMENT_COMPLETED");
        }
        default -> leave(step, task, "ELEMENT_COMPLETED");
      }
    }

    /** A step that is done for each of two: what holds them has their name. */
    private void forEach(String process, int version, long instance) {
      long body = key();
      var both = element(process, version, instance, instance, "Task_Each", "MULTI_INSTANCE_BODY");
      enter(body, both);
      for (int i = 0; i < 2; i++) {
        var each = open(process, version, instance, body, "Task_Each");
        waits(2);
        leave(number(each, "key"), each, "ELEMENT_COMPLETED");
      }
      leave(body, both, "ELEMENT_COMPLETED");
    }

    private Map<String, Object> open(
        String process, int version, long instance, long scope, String element) {
      long step = key();
      var task = element(process, version, instance, scope, element, "USER_TASK");
      enter(step, task);
      long userTask = key();
      var value = new HashMap<String, Object>();
      value.put("userTaskKey", userTask);
      value.put("elementInstanceKey", step);
      value.put("processInstanceKey", instance);
      value.put("bpmnProcessId", process);
      value.put("processDefinitionVersion", version);
      value.put("processDefinitionKey", (long) version);
      value.put("elementId", element);
      value.put("candidateGroupsList", List.of(TEAMS.get(random.nextInt(TEAMS.size()))));
      value.put("creationTimestamp", at.toEpochMilli());
      value.put("dueDate", at.plusMillis(share(2)).toString());
      value.put("followUpDate", at.plusMillis(share(1)).toString());
      events.add(new Event(RecordType.USER_TASK, "CREATED", userTask, at, value));
      tasks.put(step, value);
      return task;
    }

    private void service(String process, int version, long instance, long scope) {
      long step = key();
      var task = element(process, version, instance, scope, "Task_Send", "SERVICE_TASK");
      enter(step, task);
      if (random.nextInt(15) == 0) {
        long incident = key();
        var value = new HashMap<String, Object>();
        value.put("errorType", "JOB_NO_RETRIES");
        value.put("errorMessage", "no words of it are kept");
        value.put("bpmnProcessId", process);
        value.put("processDefinitionKey", (long) version);
        value.put("processInstanceKey", instance);
        value.put("elementId", "Task_Send");
        value.put("elementInstanceKey", step);
        value.put("jobKey", key());
        events.add(new Event(RecordType.INCIDENT, "CREATED", incident, at, value));
        incidents.put(step, new Event(RecordType.INCIDENT, "RESOLVED", incident, at, value));
        waits(1);
        if (random.nextInt(4) == 0) {
          ends(random.nextBoolean());
        }
        resolved(step);
      }
      at = at.plusMillis(40 + random.nextInt(400));
      leave(step, task, "ELEMENT_COMPLETED");
    }

    private void receive(String process, int version, long instance) {
      long step = key();
      var wait =
          element(process, version, instance, instance, "Wait_Answer", "INTERMEDIATE_CATCH_EVENT");
      enter(step, wait);
      waits(1);
      leave(step, wait, "ELEMENT_COMPLETED");
    }

    private void pass(
        String process, int version, long instance, long scope, String element, String type) {
      long step = key();
      var value = element(process, version, instance, scope, element, type);
      enter(step, value);
      leave(step, value, "ELEMENT_COMPLETED");
    }

    private void flow(String process, int version, long instance, String id) {
      events.add(
          new Event(
              RecordType.PROCESS_INSTANCE,
              "SEQUENCE_FLOW_TAKEN",
              key(),
              at,
              element(process, version, instance, instance, id, "SEQUENCE_FLOW")));
    }

    private Map<String, Object> element(
        String process, int version, long instance, long scope, String element, String type) {
      var value = new HashMap<String, Object>();
      value.put("bpmnProcessId", process);
      value.put("version", version);
      value.put("processDefinitionKey", (long) version);
      value.put("processInstanceKey", instance);
      value.put("elementId", element);
      value.put("flowScopeKey", scope);
      value.put("bpmnElementType", type);
      value.put("bpmnEventType", "UNSPECIFIED");
      value.put("parentProcessInstanceKey", -1L);
      value.put("parentElementInstanceKey", -1L);
      return value;
    }

    private void enter(long key, Map<String, Object> value) {
      step("ELEMENT_ACTIVATING", key, value);
      step("ELEMENT_ACTIVATED", key, value);
      value.put("key", key);
      open.add(value);
    }

    private void resolved(long step) {
      var incident = incidents.remove(step);
      if (incident != null) {
        events.add(
            new Event(incident.type(), incident.intent(), incident.key(), at, incident.value()));
      }
    }

    private void leave(long key, Map<String, Object> value, String how) {
      resolved(key);
      step(how.replace("ED", "ING"), key, value);
      step(how, key, value);
      open.removeIf(step -> number(step, "key") == key);
      var task = tasks.remove(key);
      if (task != null) {
        events.add(
            new Event(
                RecordType.USER_TASK,
                how.equals("ELEMENT_COMPLETED") ? "COMPLETED" : "CANCELED",
                number(task, "userTaskKey"),
                at,
                task));
      }
    }

    private void step(String intent, long key, Map<String, Object> value) {
      var said = new HashMap<>(value);
      said.remove("key");
      events.add(new Event(RecordType.PROCESS_INSTANCE, intent, key, at, said));
    }

    private void variable(long instance) {
      events.add(
          new Event(
              RecordType.VARIABLE,
              "CREATED",
              key(),
              at,
              Map.of(
                  "name",
                  "caseRef",
                  "value",
                  "\"" + caseRef + "\"",
                  "scopeKey",
                  instance,
                  "processInstanceKey",
                  instance)));
    }

    private void waits(int parts) {
      at = at.plusMillis(share(1) / parts);
    }

    private long share(int times) {
      double luck = -Math.log(1 - random.nextDouble());
      return 1 + (long) (usual.toMillis() * luck * times);
    }

    private static long number(Map<String, Object> value, String name) {
      return ((Number) value.get(name)).longValue();
    }
  }
}
