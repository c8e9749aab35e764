package org.haven.tasks;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.haven.platform.Models;
import org.haven.platform.Models.Element;
import org.haven.platform.Models.Flow;
import org.haven.platform.calendar.Sla;
import org.haven.platform.calendar.SlaTable;
import org.haven.platform.calendar.Term;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * What the model has come after a task: the next steps that somebody does or waits for, and ends,
 * each with the answers that lead there. Read from the model that the task was opened by, once for
 * each version; nobody is asked.
 */
@Service
public class NextSteps {
  /** How many are told; a step with more ways on is looked up in the diagram. */
  public static final int MOST = 8;

  private static final int DEEPEST = 40;

  private final Models models;
  private final SlaTable limits;
  private final Map<Asked, List<Step>> read = new ConcurrentHashMap<>();

  NextSteps(Models models, SlaTable limits) {
    this.models = models;
    this.limits = limits;
  }

  private record Asked(String processId, int version, String elementId) {}

  /** What kind of thing comes. */
  public enum Kind {
    /** A task for somebody. */
    TASK,
    /** Another journey or a shared part of one. */
    CALL,
    /** Something is waited for. */
    WAIT,
    END
  }

  /** A gateway's question with one answer; the question or the answer may be empty. */
  public record Answer(String question, String answer) {}

  /**
   * One that may come next.
   *
   * @param name its label in the model
   * @param when what leads there, in order; empty if it comes anyway, or by several ways
   * @param slaKey its limit, if it has exactly one
   */
  public record Step(Kind kind, String name, List<Answer> when, @Nullable String slaKey) {}

  /**
   * The same with its limit.
   *
   * @param within how long it may take; absent if it is not known here without asking
   */
  public record Next(Step step, @Nullable Term within) {}

  /** In the order of the model, {@link #MOST} at most; empty if the model is not known. */
  public List<Next> after(TaskView task) {
    var asked = new Asked(task.processId(), task.processVersion(), task.elementId());
    List<Step> steps = read.get(asked);
    if (steps == null) {
      steps = read(asked);
      // a model that another node is just deploying is looked for again
      if (!steps.isEmpty()) {
        read.put(asked, steps);
      }
    }
    return steps.stream().limit(MOST).map(step -> new Next(step, within(step))).toList();
  }

  private @Nullable Term within(Step step) {
    return Optional.ofNullable(step.slaKey()).flatMap(limits::lastRead).map(Sla::term).orElse(null);
  }

  private List<Step> read(Asked asked) {
    Map<String, List<Flow>> from = new HashMap<>();
    for (Flow flow : models.flows(asked.processId(), asked.version())) {
      from.computeIfAbsent(flow.source(), _ -> new ArrayList<>()).add(flow);
    }
    var found = new ArrayList<Step>();
    new Walk(asked, from, found).on(asked.elementId(), List.of());
    return List.copyOf(found);
  }

  /** Goes on through what Haven does by itself. */
  private final class Walk {
    private final Asked asked;
    private final Map<String, List<Flow>> from;
    private final List<Step> found;
    private final Set<String> seen = new HashSet<>();
    private final Deque<String> path = new ArrayDeque<>();

    Walk(Asked asked, Map<String, List<Flow>> from, List<Step> found) {
      this.asked = asked;
      this.from = from;
      this.found = found;
    }

    void on(String id, List<Answer> when) {
      if (path.size() > DEEPEST || found.size() > MOST) {
        return;
      }
      path.addLast(id);
      ways(id, when);
      path.removeLast();
    }

    private void ways(String id, List<Answer> when) {
      List<Flow> ways = from.getOrDefault(id, List.of());
      String question =
          ways.size() > 1
              ? models.element(asked.processId(), asked.version(), id).map(Element::name).orElse("")
              : "";
      for (Flow way : ways) {
        boolean chosen = ways.size() > 1 && !(question.isEmpty() && way.name().isEmpty());
        List<Answer> with = chosen ? and(when, new Answer(question, way.name())) : when;
        models
            .element(asked.processId(), asked.version(), way.target())
            .ifPresent(next -> reach(next, with));
      }
    }

    private void reach(Element next, List<Answer> when) {
      // a way round comes back to where it began
      if (path.contains(next.id()) || !seen.add(next.id() + when)) {
        return;
      }
      Optional<Kind> kind = kind(next);
      if (kind.isEmpty()) {
        on(next.id(), when);
      } else if (!next.name().isEmpty()) {
        add(new Step(kind.get(), next.name(), when, limit(next)));
      }
    }

    /** A step that several ways lead to is told once, with what they have in common. */
    private void add(Step step) {
      for (int i = 0; i < found.size(); i++) {
        Step known = found.get(i);
        if (known.kind() == step.kind() && known.name().equals(step.name())) {
          found.set(
              i,
              new Step(
                  step.kind(), step.name(), common(known.when(), step.when()), known.slaKey()));
          return;
        }
      }
      found.add(step);
    }
  }

  private static List<Answer> common(List<Answer> one, List<Answer> other) {
    int same = 0;
    while (same < Math.min(one.size(), other.size()) && one.get(same).equals(other.get(same))) {
      same++;
    }
    return one.subList(0, same);
  }

  private static List<Answer> and(List<Answer> when, Answer more) {
    var all = new ArrayList<>(when);
    all.add(more);
    return List.copyOf(all);
  }

  private static Optional<Kind> kind(Element element) {
    return switch (element.type()) {
      case "userTask" -> Optional.of(Kind.TASK);
      case "callActivity" -> Optional.of(Kind.CALL);
      case "receiveTask", "intermediateCatchEvent" -> Optional.of(Kind.WAIT);
      case "endEvent" -> Optional.of(Kind.END);
      default -> Optional.empty();
    };
  }

  private static @Nullable String limit(Element element) {
    return element
        .property("slaKey")
        .filter(key -> !key.contains(",") && !key.isBlank())
        .orElse(null);
  }
}
