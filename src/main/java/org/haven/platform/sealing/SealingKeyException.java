package org.haven.platform.sealing;

/** The key-encryption key is missing, malformed, or not the one that sealed the database. */
public class SealingKeyException extends RuntimeException {
  private final String cure;

  SealingKeyException(String problem, String cure) {
    super(problem);
    this.cure = cure;
  }

  public String cure() {
    return cure;
  }
}
