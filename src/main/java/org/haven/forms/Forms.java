package org.haven.forms;

import java.util.Set;

/** The forms that are deployed with Haven: every file {@code forms/**}{@code /*.form}. */
public interface Forms {
  /**
   * @throws NoSuchFormException if no file has this id
   */
  CamundaForm form(String formId);

  Set<String> ids();

  /** A model or a page names a form that no file holds. */
  class NoSuchFormException extends RuntimeException {
    public NoSuchFormException(String formId) {
      super("There is no form " + formId + " in forms/");
    }
  }
}
