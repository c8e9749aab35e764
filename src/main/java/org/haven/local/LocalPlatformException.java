package org.haven.local;

import org.jspecify.annotations.Nullable;

/** The local platform cannot start. The message is one plain sentence for who started it. */
public class LocalPlatformException extends RuntimeException {
  private final String cure;

  /**
   * @param message what is wrong, in a sentence
   * @param cure what to do about it, in a sentence
   */
  public LocalPlatformException(String message, String cure) {
    this(message, cure, null);
  }

  public LocalPlatformException(String message, String cure, @Nullable Throwable cause) {
    super(message, cause);
    this.cure = cure;
  }

  /** What to do about it. */
  public String cure() {
    return cure;
  }
}
