package org.haven.casefile.register;

/** The file as a whole is not what the register expects: nothing of it was imported. */
public class RegisterFileException extends RuntimeException {
  public RegisterFileException(String message) {
    super(message);
  }
}
