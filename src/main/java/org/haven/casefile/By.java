package org.haven.casefile;

import java.util.Optional;
import org.haven.platform.ActingPerson;

/**
 * Who signs an entry of the case record: a member of staff by sign-in name, the system itself, a
 * partner agency through the reporting endpoint, as {@code partner} or {@code partner.<agency>},
 * somebody of a contractor as {@code contractor.<firm>}, or whoever used the public pages, which
 * ask nobody to sign in.
 */
public record By(String name) {
  public static final By SYSTEM = new By("system");
  public static final By PARTNER = new By("partner");
  public static final By PUBLIC = new By("public");

  private static final String FIRM = "contractor.";

  public static By of(ActingPerson person) {
    return new By(person.username());
  }

  /**
   * Somebody of a contractor; the trail names the person.
   *
   * @param firm its code
   */
  public static By ofFirm(String firm) {
    return new By(FIRM + firm);
  }

  /** The firm that this is, if it is one. */
  public static Optional<String> firmOf(String name) {
    return name.startsWith(FIRM) ? Optional.of(name.substring(FIRM.length())) : Optional.empty();
  }

  /** A member of staff, neither the system nor the public, a partner agency or a contractor. */
  boolean isStaff() {
    return !equals(SYSTEM)
        && !equals(PUBLIC)
        && !equals(PARTNER)
        && firmOf(name).isEmpty()
        && !name.startsWith(PARTNER.name + ".");
  }

  @Override
  public String toString() {
    return name;
  }
}
