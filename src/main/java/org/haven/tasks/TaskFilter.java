package org.haven.tasks;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.haven.platform.CaseRef;
import org.jspecify.annotations.Nullable;

/**
 * What a list is narrowed to; what is absent narrows nothing.
 *
 * @param journey a process id
 * @param risk a level, such as {@code high}; {@link #NOT_ASSESSED} for cases without one
 * @param officer the sign-in name of whoever has claimed it; {@link #NOBODY} for free ones
 */
public record TaskFilter(
    @Nullable String journey,
    @Nullable Due due,
    @Nullable String risk,
    @Nullable String officer,
    @Nullable CaseRef caseRef) {
  public static final TaskFilter ALL = new TaskFilter(null, null, null, null, null);

  /** No level has been worked out yet. */
  public static final String NOT_ASSESSED = "none";

  /** No sign-in name has a space in it. */
  public static final String NOBODY = "no one";

  /** By when. Days are London's. */
  public enum Due {
    LATE,
    /** Later today. */
    TODAY,
    /** From now to the end of the seventh day, today being the first. */
    WEEK,
    /** To be looked at again today, or before. */
    FOLLOW_UP;

    /** As it stands in addresses. */
    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Due> ofCode(String code) {
      return Arrays.stream(values()).filter(one -> one.code().equals(code)).findFirst();
    }
  }
}
