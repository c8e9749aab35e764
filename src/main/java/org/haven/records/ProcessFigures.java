package org.haven.records;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a process did in a period.
 *
 * @param elements by element id; under the process id its instances as a whole
 * @param flows by id of the sequence flow, how often each was taken
 */
public record ProcessFigures(Map<String, ElementFigures> elements, Map<String, Long> flows) {

  /**
   * What a step did in the period.
   *
   * @param entered visits that began
   * @param completed visits that ended by themselves
   * @param terminated visits that were cut short
   * @param medianMillis of the visits that ended; -1 if none did
   * @param p90Millis the length that nine of ten of them did not exceed
   * @param tasksMet user tasks that were done in time
   * @param tasksLate user tasks that were done late
   * @param tasksCancelled user tasks that were taken away
   */
  public record ElementFigures(
      long entered,
      long completed,
      long terminated,
      double medianMillis,
      double p90Millis,
      long tasksMet,
      long tasksLate,
      long tasksCancelled) {}

  /** Adds days up. */
  static final class Sum {
    private static final class Element {
      final Map<String, Long> counts = new HashMap<>();
      final Map<Integer, Long> bins = new TreeMap<>();
    }

    private final Map<String, Element> elements = new TreeMap<>();
    private final Map<String, Long> flows = new TreeMap<>();

    void add(FigureDoc day) {
      day.part("elements")
          .forEach(
              (id, stats) -> {
                var element = elements.computeIfAbsent(id, _ -> new Element());
                ((Map<?, ?>) stats)
                    .forEach(
                        (name, value) -> {
                          if (value instanceof Number count) {
                            element.counts.merge(
                                String.valueOf(name), count.longValue(), Long::sum);
                          } else if (value instanceof Map<?, ?> bins) {
                            bins.forEach(
                                (bin, count) ->
                                    element.bins.merge(
                                        Integer.valueOf(String.valueOf(bin)),
                                        ((Number) count).longValue(),
                                        Long::sum));
                          }
                        });
              });
      day.part("flows")
          .forEach((id, count) -> flows.merge(id, ((Number) count).longValue(), Long::sum));
    }

    /**
     * @param version absent for all: a step may have been moved to another since it was entered
     */
    void withoutStep(
        FigureDoc step,
        @Nullable Integer version,
        long first,
        long end,
        LocalDate from,
        LocalDate to) {
      if (within(step.number("entered"), first, end)
          && (version == null || version == step.number("enteredIn"))) {
        of(step.text("enteredAs"))
            .ifPresent(element -> element.counts.merge("entered", -1L, Long::sum));
      }
      String how = step.text("how");
      if (how != null
          && within(step.number("left"), first, end)
          && (version == null || version == step.number("version"))) {
        of(step.text("element"))
            .ifPresent(
                element -> {
                  element.counts.merge(how, -1L, Long::sum);
                  if (step.number("bin") >= 0) {
                    element.bins.merge((int) step.number("bin"), -1L, Long::sum);
                  }
                });
      }
      if (step.fields().get("flows") instanceof Map<?, ?> days) {
        days.forEach(
            (day, counts) -> {
              String[] when = String.valueOf(day).split(" ");
              var at = LocalDate.parse(when[0]);
              if (!at.isBefore(from)
                  && !at.isAfter(to)
                  && (version == null || version == Integer.parseInt(when[1]))) {
                ((Map<?, ?>) counts)
                    .forEach(
                        (flow, count) ->
                            flows.merge(
                                String.valueOf(flow), -((Number) count).longValue(), Long::sum));
              }
            });
      }
    }

    private Optional<Element> of(@Nullable String id) {
      return id == null ? Optional.empty() : Optional.ofNullable(elements.get(id));
    }

    void withoutTask(FigureDoc task, long first, long end) {
      String id = task.text("element");
      var element = id == null ? null : elements.get(id);
      if (element != null && within(task.number("left"), first, end)) {
        boolean late = task.number("due") >= 0 && task.number("left") > task.number("due");
        String how = "cancelled".equals(task.text("how")) ? "cancelled" : late ? "late" : "met";
        element.counts.merge(how, -1L, Long::sum);
      }
    }

    private static boolean within(long at, long first, long end) {
      return at >= first && at < end;
    }

    ProcessFigures figures() {
      var found = new TreeMap<String, ElementFigures>();
      elements.forEach(
          (id, element) -> {
            var figures =
                new ElementFigures(
                    of(element, "entered"),
                    of(element, "completed"),
                    of(element, "terminated"),
                    Spans.percentile(element.bins, 50),
                    Spans.percentile(element.bins, 90),
                    of(element, "met"),
                    of(element, "late"),
                    of(element, "cancelled"));
            if (!figures.equals(NOTHING)) {
              found.put(id, figures);
            }
          });
      flows.values().removeIf(count -> count <= 0);
      return new ProcessFigures(found, flows);
    }

    private static final ElementFigures NOTHING = new ElementFigures(0, 0, 0, -1, -1, 0, 0, 0);

    private static long of(Element element, String name) {
      return element.counts.getOrDefault(name, 0L);
    }
  }
}
