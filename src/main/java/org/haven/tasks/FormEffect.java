package org.haven.tasks;

import java.util.Map;
import org.haven.forms.Submission;
import org.haven.platform.ActingPerson;

/**
 * What happens besides keeping the answers when a form is sent, such as a meeting or a flag put on
 * record. It runs in the transaction that submits the task: both are kept or neither.
 */
public interface FormEffect {
  /** The form's id and file name, such as {@code record-meeting}. */
  String formId();

  /**
   * @return routing facts that the task is completed with besides the form's own; those of the
   *     later effect count
   */
  Map<String, ?> save(TaskView task, Submission submission, ActingPerson who);
}
