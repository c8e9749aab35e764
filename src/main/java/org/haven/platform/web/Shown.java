package org.haven.platform.web;

/** What somebody sent, as it may be said back to them. */
public final class Shown {
  private static final int LONGEST = 60;

  private Shown() {}

  /**
   * A name of at most 60 characters, dots standing for the rest. What no answer can hold, such as
   * half a character, is a question mark.
   */
  public static String name(String sent) {
    var shown = new StringBuilder();
    sent.codePoints()
        .limit(LONGEST)
        .forEach(
            letter ->
                shown.appendCodePoint(
                    Character.isISOControl(letter)
                            || Character.getType(letter) == Character.SURROGATE
                        ? '?'
                        : letter));
    return sent.codePointCount(0, sent.length()) > LONGEST ? shown + "..." : shown.toString();
  }
}
