package org.haven.tasks;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.haven.platform.sealing.Sealed;
import org.jspecify.annotations.Nullable;

/**
 * What a colleague wrote at a task.
 *
 * @param words absent if they were changed behind our back
 * @param named sign-in names of those who were named in it and told
 */
public record TaskNote(
    UUID id, Kind kind, @Nullable Sealed words, List<String> named, Instant at, String by) {
  /** What a note is. */
  public enum Kind {
    NOTE,
    /** Why somebody gave the task to the colleague who is named. */
    HANDED_OVER,
    /** Why somebody gave it back, to the colleague who is named or to the team. */
    SENT_BACK,
    /** Asked of the colleague who is named. */
    QUESTION,
    /** To whoever asked, who is named. */
    ANSWER;

    String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Kind of(String code) {
      return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
  }
}
