package org.haven.records;

import java.util.Set;

/**
 * The cases that somebody's figures leave out. Who is to know nothing of a case is not shown what
 * may be of it either: of an instance whose case nobody knows yet.
 *
 * @param cases references
 */
public record LeftOut(Set<String> cases) {
  public static final LeftOut NONE = new LeftOut(Set.of());

  public LeftOut {
    cases = Set.copyOf(cases);
  }
}
