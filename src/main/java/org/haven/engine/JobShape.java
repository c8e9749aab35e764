package org.haven.engine;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.haven.platform.Known;
import org.haven.platform.RoutingFacts;
import org.haven.platform.RoutingFacts.OpenTypeException;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.ResolvableType;

/**
 * What a worker takes and gives, read from its two records. A worker whose records could carry a
 * name, a text or a whole map is refused when the application starts, not when it first leaks one.
 */
final class JobShape {
  private final String type;
  private final Constructor<? extends Record> in;
  private final RecordComponent[] takes;
  private final RecordComponent[] gives;

  private JobShape(
      String type,
      Constructor<? extends Record> in,
      RecordComponent[] takes,
      RecordComponent[] gives) {
    this.type = type;
    this.in = in;
    this.takes = takes;
    this.gives = gives;
  }

  /**
   * @throws UnfitWorkerException if a component is not of a closed type
   */
  static JobShape of(JobWorker<?, ?> worker) {
    Class<?> workerClass = AopUtils.getTargetClass(worker);
    ResolvableType declared = ResolvableType.forClass(workerClass).as(JobWorker.class);
    Class<? extends Record> in = record(workerClass, declared.getGeneric(0));
    Class<? extends Record> out = record(workerClass, declared.getGeneric(1));
    for (RecordComponent c : in.getRecordComponents()) {
      if (c.getType() != JobContext.class) {
        requireClosed(workerClass, in, c);
      }
    }
    for (RecordComponent c : out.getRecordComponents()) {
      requireClosed(workerClass, out, c);
    }
    try {
      Constructor<? extends Record> make =
          in.getDeclaredConstructor(
              Arrays.stream(in.getRecordComponents())
                  .map(RecordComponent::getType)
                  .toArray(Class[]::new));
      make.setAccessible(true);
      // each call gives new component objects: keep the ones that were opened
      RecordComponent[] gives = out.getRecordComponents();
      for (RecordComponent c : gives) {
        c.getAccessor().setAccessible(true);
      }
      return new JobShape(worker.type(), make, in.getRecordComponents(), gives);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Class<? extends Record> record(Class<?> worker, ResolvableType generic) {
    Class<?> resolved = generic.resolve();
    if (resolved == null || !resolved.isRecord()) {
      throw new UnfitWorkerException(
          worker.getSimpleName() + " does not say which records it takes and gives",
          "Declare it as implements JobWorker<In, Out>, both records of its own.");
    }
    return resolved.asSubclass(Record.class);
  }

  private static void requireClosed(Class<?> worker, Class<?> record, RecordComponent c) {
    if (!RoutingFacts.isClosed(c.getGenericType())) {
      throw new UnfitWorkerException(
          "%s.%s(%s %s) is not of a closed type"
              .formatted(
                  worker.getSimpleName(),
                  record.getSimpleName(),
                  c.getType().getSimpleName(),
                  c.getName()),
          "Only references, codes, enums, boolean, int, long, LocalDate, Instant and lists of them"
              + " may be engine variables. Keep anything else in the case record and let the"
              + " service load it by its reference.");
    }
  }

  String type() {
    return type;
  }

  /** The variables to fetch: the components of {@code In}, and no others. */
  List<String> variables() {
    return Arrays.stream(takes)
        .filter(c -> c.getType() != JobContext.class)
        .map(RecordComponent::getName)
        .toList();
  }

  /** The facts that it takes or gives, each with its type; of both the one that it takes. */
  Map<String, Type> facts() {
    var facts = new LinkedHashMap<String, Type>();
    for (RecordComponent c : gives) {
      facts.put(c.getName(), c.getGenericType());
    }
    for (RecordComponent c : takes) {
      if (c.getType() != JobContext.class) {
        facts.put(c.getName(), c.getGenericType());
      }
    }
    return facts;
  }

  /**
   * @throws UnfitVariableException if a variable is missing or of another type; the message names
   *     it and never its value
   */
  Record bind(JobContext context, Map<String, Object> variables) {
    var arguments = new ArrayList<@Nullable Object>();
    for (RecordComponent c : takes) {
      arguments.add(c.getType() == JobContext.class ? context : value(c, variables));
    }
    try {
      return in.newInstance(arguments.toArray());
    } catch (InvocationTargetException e) {
      // the record's own check refused it, and its message may quote the value
      throw new UnfitVariableException(
          "the variables do not fit together for " + in.getDeclaringClass().getSimpleName());
    } catch (InstantiationException | IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static @Nullable Object value(RecordComponent c, Map<String, Object> variables) {
    Object value = variables.get(c.getName());
    if (value == null) {
      if (c.getType() == Known.class) {
        return Known.UNKNOWN; // what was never asked is unknown, not "no"
      }
      if (c.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
        return null;
      }
      throw new UnfitVariableException("the variable " + c.getName() + " is missing");
    }
    try {
      return RoutingFacts.fromEngine(c.getGenericType(), value);
    } catch (OpenTypeException e) {
      throw new UnfitVariableException("the variable " + c.getName() + " " + e.getMessage());
    }
  }

  /** The variables that go back: the components of {@code Out}. */
  Map<String, Object> unbind(Record out) {
    var variables = new LinkedHashMap<String, Object>();
    for (RecordComponent c : gives) {
      try {
        variables.put(c.getName(), RoutingFacts.toEngine(c.getName(), c.getAccessor().invoke(out)));
      } catch (OpenTypeException e) {
        throw new UnfitVariableException(e.getMessage() == null ? c.getName() : e.getMessage());
      } catch (InvocationTargetException | IllegalAccessException e) {
        throw new IllegalStateException(e);
      }
    }
    return variables;
  }

  /** A variable does not fit; its message is ours and safe to show. */
  static final class UnfitVariableException extends RuntimeException {
    UnfitVariableException(String message) {
      super(message);
    }
  }
}
