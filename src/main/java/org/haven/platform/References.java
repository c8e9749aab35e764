package org.haven.platform;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.UUID;

/** Opaque references: they tell nothing of what they stand for, and are easy to read out. */
public final class References {
  /** Nothing that is taken for something else. */
  static final String ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int LENGTH = 10;
  private static final int LENGTH_OF_TOKEN = 12;

  private References() {}

  /** A new one, such as {@code PE-4XK9QTM2RB}. */
  public static String fresh(String prefix) {
    return fresh(prefix, LENGTH);
  }

  /** A new one of that many characters after the prefix. */
  public static String fresh(String prefix, int length) {
    var text = new StringBuilder(prefix).append('-');
    for (int i = 0; i < length; i++) {
      text.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
    }
    return text.toString();
  }

  /** The one of a page, such as {@code CO-0F1E2D3C4B5A}: sent twice it is the same. */
  public static String of(String prefix, UUID token) {
    return prefix
        + "-"
        + token.toString().replace("-", "").substring(0, LENGTH_OF_TOKEN).toUpperCase(Locale.ROOT);
  }
}
