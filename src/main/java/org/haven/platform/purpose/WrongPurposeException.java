package org.haven.platform.purpose;

/** This Haven and what it was pointed at are not for the same: it does not start. */
public class WrongPurposeException extends RuntimeException {
  private final String cure;

  /**
   * @param problem what is wrong, in a sentence
   * @param cure what to do about it, in a sentence
   */
  public WrongPurposeException(String problem, String cure) {
    super(problem);
    this.cure = cure;
  }

  public String cure() {
    return cure;
  }
}
