package org.haven.casefile;

import org.haven.platform.ActingPerson;

/**
 * Who signs an entry of the case record: a member of staff by sign-in name, the system itself, or a
 * partner agency through the reporting endpoint.
 */
public record By(String name) {
  public static final By SYSTEM = new By("system");
  public static final By PARTNER = new By("partner");

  public static By of(ActingPerson person) {
    return new By(person.username());
  }

  @Override
  public String toString() {
    return name;
  }
}
