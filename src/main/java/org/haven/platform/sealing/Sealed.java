package org.haven.platform.sealing;

/** The clear value of a sealed field. It prints as {@code ***}, so that no log line tells it. */
public record Sealed(String clear) {
  @Override
  public String toString() {
    return "***";
  }
}
