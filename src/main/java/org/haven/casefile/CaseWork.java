package org.haven.casefile;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.jspecify.annotations.Nullable;

/**
 * What is done on a case, as the task list knows it. The case page shows it; the task list, which
 * builds on the case record, implements it.
 */
public interface CaseWork {
  /**
   * The tasks of a case that the person may open: open ones by limit, then those done, newest
   * first.
   */
  List<Item> tasks(ActingPerson who, CaseRef caseRef);

  /** What the case's journeys wait for and an officer may record, the oldest first. */
  List<Answer> awaited(ActingPerson who, CaseRef caseRef);

  /**
   * An answer that is awaited.
   *
   * @param id of the wait, for the address of its page
   * @param title the step's name in the model
   * @param about a code that tells it from others, such as the agency's
   */
  record Answer(String id, String title, @Nullable String about, Instant since) {}

  /**
   * Where process instances stand and how they came there; of each that is asked for, with empty
   * steps if nothing is known yet.
   */
  Map<Long, Progress> progress(Collection<Long> processInstanceKeys);

  /** What became of a task. */
  enum State {
    OPEN,
    SUBMITTED,
    DONE,
    ENDED_BY_PROCEDURE
  }

  /**
   * One task in a line.
   *
   * @param elementId of its step in the model
   * @param team its team's name as pages show it
   * @param assignee sign-in name
   */
  record Item(
      long taskId,
      String elementId,
      String title,
      String team,
      State state,
      @Nullable String assignee,
      @Nullable Instant warnAt,
      @Nullable Instant dueAt,
      @Nullable String doneBy,
      @Nullable Instant doneAt) {}

  /**
   * One step of a journey, in the order in which it was entered.
   *
   * @param leftAt absent while the journey stands there
   * @param endedEarly true if the procedure took it away before it was finished
   * @param waitsFor where the journey stands until one of several things happens: what they are
   */
  record Step(
      String elementId,
      String type,
      String name,
      Instant enteredAt,
      @Nullable Instant leftAt,
      boolean endedEarly,
      List<String> waitsFor) {}

  /**
   * @param processVersion the version of the model that this instance runs on, 0 if not known
   * @param incidents ids of elements at which something failed and waits for an administrator
   */
  record Progress(int processVersion, List<Step> steps, Set<String> incidents) {
    public static final Progress NONE = new Progress(0, List.of(), Set.of());
  }
}
