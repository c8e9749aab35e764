package org.haven.casefile;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.haven.platform.CaseRef;
import org.jspecify.annotations.Nullable;

/**
 * What an area holds of a case that somebody may ask to see. Each area gives a bean for what it
 * keeps; they are collected as a list. Nobody is asked for a right here and nothing is audited: who
 * calls has done both. Source: policy 12.1; UK GDPR art. 15.
 */
public interface HeldRecords {
  /** Kebab-case, such as {@code incident}; its words are {@code record-request.kind.<kind>}. */
  String kind();

  /**
   * What there is, the oldest first; nothing sealed is opened for it.
   *
   * @param about whose records are asked for
   */
  List<Head> list(CaseRef caseRef, About about);

  /**
   * One of them, opened. Nothing of the address vault, the safeguarding log, minutes of meetings or
   * how she is reached is ever in it. Empty if the case has none such.
   *
   * @param ref as {@link #list} gave it
   */
  Optional<Held> open(CaseRef caseRef, String ref);

  /** Whose records they are. */
  enum About {
    HER,
    /** The person who is said to abuse: the letters that went to that person, and nothing else. */
    OTHER_PARTY
  }

  /**
   * @param what a code that tells it from others of its kind, such as the form's
   */
  record Head(String ref, String what, Instant at) {}

  /**
   * @param step in which it was answered, such as {@code Task_AgreeOptions}
   * @param fromAnother true if somebody else than her or the staff told it
   * @param unreadable fields that were changed behind our back
   */
  record Held(
      String what,
      @Nullable String step,
      Instant at,
      boolean fromAnother,
      List<Piece> pieces,
      Set<String> unreadable) {
    public Held {
      pieces = List.copyOf(pieces);
      unreadable = Set.copyOf(unreadable);
    }

    @Override
    public String toString() {
      return "Held[" + what + " ***]";
    }
  }

  /**
   * @param value a code, number, date, text, list or map, or a {@link TimelineEntry}
   * @param typed true if somebody said it in words of their own: shown as it stands
   */
  record Piece(String name, Object value, boolean typed) {
    @Override
    public String toString() {
      return "Piece[" + name + " ***]";
    }
  }
}
