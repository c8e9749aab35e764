package org.haven.local;

import java.util.List;

/** Outside services are wanted, and it was not said where they are. */
class MissingSettingsException extends RuntimeException {
  private final List<String> sentences;

  MissingSettingsException(List<String> sentences) {
    super(String.join(" ", sentences));
    this.sentences = List.copyOf(sentences);
  }

  List<String> sentences() {
    return sentences;
  }
}
