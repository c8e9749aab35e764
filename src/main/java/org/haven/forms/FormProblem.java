package org.haven.forms;

/**
 * One thing that is wrong with what was entered.
 *
 * @param key the field's key in the form, {@link #WHOLE_FORM} if it is no single field's; a field
 *     in a list stands as {@code children[0].name}
 * @param message what to do, in the user's words
 */
public record FormProblem(String key, String message) {
  /** The key of a problem that no single field has. */
  public static final String WHOLE_FORM = "";
}
