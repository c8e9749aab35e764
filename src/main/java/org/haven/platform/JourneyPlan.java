package org.haven.platform;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What may be done to an instance by the model that it runs on, before the engine is asked. */
public interface JourneyPlan {
  /** Why a journey cannot be moved from a step to another. */
  enum Hindrance {
    /** The model has no such step. */
    UNKNOWN_STEP,
    SAME_STEP,
    /** A start or an event on the edge of a step: the engine enters these by itself. */
    NOT_ENTERED,
    /** Inside of what is done once for each of several. */
    INSIDE_REPEATED,
    /** Inside of what only an event begins. */
    INSIDE_EVENT,
    /** Where branches wait for each other: one that comes alone would go on without the others. */
    PARALLEL_JOIN,
    /** One of several events of which the first one counts. */
    ONE_OF_SEVERAL
  }

  /** Empty if nothing hinders. */
  Optional<Hindrance> hindrance(String processId, int version, String from, String to);

  /** The steps that a journey can be moved to from a step, in the order of the model. */
  List<Models.Element> targets(String processId, int version, String from);

  /** The names of the facts that the model or a worker reads or writes: no others are shown. */
  Set<String> facts(String processId, int version);

  /** What a fact may be set to; empty if it is not for people to set, such as a reference. */
  Optional<FactShape> shape(String processId, int version, String fact);

  enum FactKind {
    CHOICE,
    NUMBER,
    DATE
  }

  /**
   * @param values of a choice: as the engine has them, in words
   */
  record FactShape(FactKind kind, List<String> values) {
    private static final int HIGHEST = 100_000;
    private static final LocalDate FIRST = LocalDate.of(1900, 1, 1);
    private static final LocalDate LAST = LocalDate.of(2200, 1, 1);

    public FactShape {
      values = List.copyOf(values);
    }

    /** What somebody chose or typed as the engine takes it; empty if it does not fit. */
    public Optional<Object> read(String typed) {
      return switch (kind) {
        case CHOICE ->
            !values.contains(typed)
                ? Optional.empty()
                : Optional.of(
                    typed.equals("true") || typed.equals("false") ? Boolean.valueOf(typed) : typed);
        case NUMBER ->
            typed.matches("\\d{1,6}") && Integer.parseInt(typed) <= HIGHEST
                ? Optional.of(Integer.valueOf(typed))
                : Optional.empty();
        case DATE -> day(typed);
      };
    }

    private static Optional<Object> day(String typed) {
      try {
        LocalDate day = LocalDate.parse(typed);
        return day.isBefore(FIRST) || day.isAfter(LAST) ? Optional.empty() : Optional.of(day);
      } catch (DateTimeParseException e) {
        return Optional.empty();
      }
    }
  }
}
