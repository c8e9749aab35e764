package org.haven.platform;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The append-only trail of who did and who read what. Details are references, codes and dates;
 * never a name, an address or a text that somebody typed.
 */
public interface Audit {
  /**
   * Records an act of a person in the open transaction.
   *
   * @param action verb and object in kebab-case, such as {@code complete-task}
   */
  void record(ActingPerson who, String action, @Nullable CaseRef caseRef, Map<String, ?> details);

  /** Records the same act of a person for each of these cases, at once. */
  default void recordEach(ActingPerson who, String action, Collection<CaseRef> cases) {
    cases.forEach(caseRef -> record(who, action, caseRef, Map.of()));
  }

  /** Records what the system did by itself, such as a job of a journey. */
  void recordSystem(String action, @Nullable CaseRef caseRef, Map<String, ?> details);
}
