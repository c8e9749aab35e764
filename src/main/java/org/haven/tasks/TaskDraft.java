package org.haven.tasks;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What somebody typed into the form of a task and has not sent.
 *
 * @param answers by field key, those that the form still asks for
 * @param left what was typed into an earlier version of the form and is not asked any more
 * @param turn counts the savings
 * @param formChanged the form is another one than it was typed into
 * @param step id of the part of a long form at which the person was; empty if it has no parts
 */
public record TaskDraft(
    Map<String, Object> answers,
    List<Left> left,
    int turn,
    Instant savedAt,
    boolean formChanged,
    String step) {
  /**
   * An answer to a question that is gone, or that can be answered otherwise by now.
   *
   * @param question as it was asked
   */
  public record Left(String key, String question, Object answer) {
    @Override
    public String toString() {
      return "Left[" + key + ", ***]";
    }
  }

  @Override
  public String toString() {
    return "TaskDraft[***]";
  }
}
