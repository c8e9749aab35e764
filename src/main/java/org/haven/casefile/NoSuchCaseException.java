package org.haven.casefile;

/** There is no such case for this person; whether there is one at all is not told. */
public class NoSuchCaseException extends RuntimeException {
  public NoSuchCaseException() {
    super("There is no such case");
  }
}
