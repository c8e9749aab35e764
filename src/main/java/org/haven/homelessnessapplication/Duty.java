package org.haven.homelessnessapplication;

import java.util.List;
import java.util.Set;

/**
 * How decisions compare for her. Source: procedure section 3, override; Housing Act 1996 Part 7.
 */
public final class Duty {
  /** From what gives her least to what gives her most, in the first decision. */
  private static final List<Set<String>> FIRST =
      List.of(Set.of("ineligible", "no-duty"), Set.of("prevention"), Set.of("relief"));

  /** The same when relief has ended. */
  private static final List<Set<String>> AFTER_RELIEF =
      List.of(Set.of("end-notice"), Set.of("advice-short-stay"), Set.of("main-duty"));

  /** Decisions that are reviewed within three weeks. Source: SI 2018/223 reg. 9. */
  private static final Set<String> REVIEWED_SOON = Set.of("prevention-ended");

  private Duty() {}

  /** How a decision stands to what the table advises. */
  public enum Compared {
    SAME,
    MORE,
    LESS,
    /** It belongs to another stage of the application. */
    OTHER
  }

  public static Compared compare(String advised, String decided) {
    if (advised.equals(decided)) {
      return Compared.SAME;
    }
    for (var stage : List.of(FIRST, AFTER_RELIEF)) {
      int from = rank(stage, advised);
      int to = rank(stage, decided);
      if (from >= 0 && to >= 0) {
        return to > from ? Compared.MORE : Compared.LESS;
      }
    }
    return Compared.OTHER;
  }

  private static int rank(List<Set<String>> stage, String duty) {
    for (int i = 0; i < stage.size(); i++) {
      if (stage.get(i).contains(duty)) {
        return i;
      }
    }
    return -1;
  }

  /** True if three weeks are allowed for its review, and not eight. */
  public static boolean reviewedSoon(String duty) {
    return REVIEWED_SOON.contains(duty);
  }
}
