package org.haven.platform.sealing;

/**
 * A sealed value is not what we sealed for this place: it was changed, moved from another row, or
 * sealed with another key. The message names the field and nothing of its content.
 */
public class TamperedValueException extends RuntimeException {
  public TamperedValueException(String field) {
    super("The sealed field " + field + " was changed outside Haven and is not shown");
  }
}
