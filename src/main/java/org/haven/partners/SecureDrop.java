package org.haven.partners;

/** Hands content over so that only the agency can read it. */
interface SecureDrop {
  /** Is there a place to put things? */
  boolean isOn();

  /** Can this agency get anything by it? */
  boolean reaches(String agency);

  /**
   * Puts something there, once: what is there already stays as it is.
   *
   * @param name of the file; a reference and nothing else
   * @throws NotDelivered if it could not be written
   */
  void put(String agency, String name, byte[] content);
}
