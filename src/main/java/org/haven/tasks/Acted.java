package org.haven.tasks;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** What came of what somebody did with a task besides answering it. */
public sealed interface Acted {
  /** It is done, or was by the same form before. */
  record Done() implements Acted {}

  /** There is no such task for this person. */
  record Gone() implements Acted {}

  /**
   * Nothing changed.
   *
   * @param who a colleague whom the reason is about
   * @param until a day that it is about
   */
  record Refused(Why why, @Nullable String who, @Nullable LocalDate until) implements Acted {
    public static Refused of(Why why) {
      return new Refused(why, null, null);
    }

    static Refused of(Why why, @Nullable String who) {
      return new Refused(why, who, null);
    }
  }

  /** Why nothing changed. */
  enum Why {
    /** The task was finished, or the procedure moved on. */
    NOT_OPEN,
    /** Somebody else holds it, and the person does not supervise its team. */
    NOT_YOURS,
    /** Nobody holds it. */
    NOBODYS,
    /** The colleague holds it already. */
    HOLDS_IT,
    /** The colleague may not take it. */
    CANNOT_HOLD,
    /** The colleague is away, and somebody covers for them. */
    AWAY,
    /** Nobody of that name may be asked here. */
    CANNOT_BE_ASKED,
    /** The colleague has not answered an earlier question at this task. */
    ASKED_ALREADY,
    /** The question was answered or taken back. */
    QUESTION_ENDED,
    /** Only a supervisor of the team may do this. */
    SUPERVISOR_ONLY,
    /** This limit always runs, or is given no more time. */
    NOT_IN_TABLE,
    PAUSED_ALREADY,
    RUNS_ALREADY,
    EXTENDED_ALREADY,
    /** The journey itself waits for something. */
    JOURNEY_WAITS,
    /** The table names no such reason. */
    NO_REASON,
    /** The due date is another than the person was shown. */
    DATE_MOVED,
    EMPTY,
    TOO_LONG,
    NAMES_VAULT
  }

  /** What is wrong with words, as a reason. */
  static @Nullable Refused wrong(TaskNotes.@Nullable Written words) {
    return switch (words) {
      case TaskNotes.Written.Empty() -> Refused.of(Why.EMPTY);
      case TaskNotes.Written.TooLong() -> Refused.of(Why.TOO_LONG);
      case TaskNotes.Written.NamesVault() -> Refused.of(Why.NAMES_VAULT);
      case null, default -> null;
    };
  }
}
