package org.haven.local;

import java.io.PrintStream;

/** The lines that the person at the console reads while the platform comes up. */
final class Console {
  private final PrintStream out;
  private final boolean quiet;

  Console(PrintStream out, boolean quiet) {
    this.out = out;
    this.quiet = quiet;
  }

  /** One line about a part, or about the platform when the name is {@code Haven}. */
  void say(String part, String line) {
    if (!quiet) {
      synchronized (out) {
        out.printf("  %-14s %s%n", part, line);
        out.flush();
      }
    }
  }
}
