package org.haven.tasks;

import java.util.List;
import org.haven.forms.FormProblem;
import org.haven.forms.Submission;
import org.haven.platform.ActingPerson;

/**
 * A check of a form that the form itself cannot state, such as one answer against another or
 * against the record. Journeys give beans; several may check one form.
 */
public interface FormRule {
  /** The form's id and file name, such as {@code check-offer-is-safe}. */
  String formId();

  /** What is wrong; empty if nothing is. The form's own rules have passed by then. */
  List<FormProblem> check(TaskView task, Submission submission, ActingPerson who);
}
