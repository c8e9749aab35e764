package org.haven.platform.audit;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with the trail, at the first place where something is.
 *
 * @param row id of the audit row, if it is about one
 * @param checkpoint number of the checkpoint, if it is about one
 */
public record Problem(Kind kind, @Nullable Long row, @Nullable Long checkpoint) {
  /** The words of each are {@code audit.problem.<kind>} of the pages' messages. */
  public enum Kind {
    ROW_CHANGED,
    ROW_GONE,
    ROW_PUT_IN,
    LINK_GONE,
    LAST_ROWS_GONE,
    HEAD_CHANGED,
    FOUND_BROKEN,
    CHECKPOINT_CHANGED,
    CHECKPOINT_GONE,
    CHECKPOINT_AHEAD,
    CHECKPOINT_DISAGREES,
    LODGED_CHANGED,
    LODGED_DISAGREES
  }

  static Problem row(Kind kind, long id) {
    return new Problem(kind, id, null);
  }

  static Problem checkpoint(Kind kind, long number) {
    return new Problem(kind, null, number);
  }

  /** Which one, as kept with a verification. */
  String place() {
    return row != null ? "row " + row : "checkpoint " + checkpoint;
  }

  /** A sentence for people: what, where, and nothing of the content. */
  public String words() {
    return words(kind, String.valueOf(row != null ? row : checkpoint));
  }

  static String words(Kind kind, String number) {
    String pattern =
        ResourceBundle.getBundle("messages/audit", Locale.UK).getString("audit.problem." + kind);
    return new MessageFormat(pattern, Locale.UK).format(new Object[] {number});
  }

  @Override
  public String toString() {
    return words();
  }
}
