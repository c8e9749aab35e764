package org.haven.casefile;

/**
 * Hands content to an agency so that it alone can read it. The partners' room implements it; what
 * sends content builds on the case record and asks for it here.
 */
public interface AgencyDrop {
  /** Can this agency get anything by it? */
  boolean reaches(String agency);

  /**
   * Puts something there, once.
   *
   * @param name a reference and nothing else
   */
  void put(String agency, String name, byte[] content);
}
