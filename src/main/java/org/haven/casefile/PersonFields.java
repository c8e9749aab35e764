package org.haven.casefile;

import java.util.List;
import java.util.Set;

/** Which particulars of a person are on record by hand, seen from what they are to the case. */
public final class PersonFields {
  private static final List<String> EVERYBODY =
      List.of("name", "birthDate", "language", "interpreter", "access", "format", "phone");

  /** Days. */
  public static final Set<String> DATES = Set.of("birthDate", "leftOn");

  /** Answered by yes or no. */
  public static final Set<String> YES_NO = Set.of("interpreter", "socialCare");

  private PersonFields() {}

  /**
   * The survivor's address and numbers are no particulars: they are in the vault and with the safe
   * way to reach her. Source: procedure section 2.
   */
  public static List<String> of(PersonKind kind) {
    return switch (kind) {
      case VICTIM -> EVERYBODY.stream().filter(field -> !field.equals("phone")).toList();
      case PERPETRATOR, REPORTER -> with("address");
      case EMPLOYEE -> EVERYBODY;
      case CHILD -> with("relation", "school", "socialCare", "leftOn");
      case HOUSEHOLD -> with("relation", "socialCare", "leftOn");
    };
  }

  private static List<String> with(String... more) {
    return java.util.stream.Stream.concat(EVERYBODY.stream(), java.util.stream.Stream.of(more))
        .toList();
  }

  /** Who is a person of the case in their own right, and is added on the case page. */
  public static final List<PersonKind> ADDED = List.of(PersonKind.CHILD, PersonKind.HOUSEHOLD);
}
