package org.haven.casefile;

import org.haven.platform.ActingPerson;

/**
 * Who signs an entry of the case record: a member of staff by sign-in name, the system itself, a
 * partner agency through the reporting endpoint, as {@code partner} or {@code partner.<agency>}, or
 * whoever used the public pages, which ask nobody to sign in.
 */
public record By(String name) {
  public static final By SYSTEM = new By("system");
  public static final By PARTNER = new By("partner");
  public static final By PUBLIC = new By("public");

  public static By of(ActingPerson person) {
    return new By(person.username());
  }

  /** A member of staff, neither the system nor the public nor a partner agency, named or not. */
  boolean isStaff() {
    return !equals(SYSTEM)
        && !equals(PUBLIC)
        && !equals(PARTNER)
        && !name.startsWith(PARTNER.name + ".");
  }

  @Override
  public String toString() {
    return name;
  }
}
