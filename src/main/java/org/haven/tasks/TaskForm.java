package org.haven.tasks;

import java.util.List;
import java.util.Map;
import org.haven.forms.FormProblem;
import org.haven.forms.Submission;
import org.haven.platform.ActingPerson;

/**
 * Binds one Camunda Form to the case record: what it is prefilled with, where its answers go. Each
 * journey gives a bean per form of its own; they are collected as a list.
 */
public interface TaskForm {
  /** The form's id and file name, such as {@code hold-first-conversation}. */
  String formId();

  /**
   * The data that the form is shown with: answers on record by field key, and what the form's
   * conditions and dynamic options read. Called only for somebody who may see the case.
   */
  Map<String, Object> prefill(TaskView task, ActingPerson who);

  /** What only the record can tell is wrong; the form's own rules have passed by then. */
  default List<FormProblem> check(TaskView task, Submission submission, ActingPerson who) {
    return List.of();
  }

  /**
   * Writes the answers to the case record, inside the transaction that submits the task.
   *
   * @return the routing facts that the task is completed with, the submission's own or more
   */
  Map<String, ?> save(TaskView task, Submission submission, ActingPerson who);
}
