package org.haven.forms;

/**
 * One thing that is wrong with what was entered.
 *
 * @param key the field's key in the form
 * @param message what to do, in the user's words
 */
public record FormProblem(String key, String message) {}
