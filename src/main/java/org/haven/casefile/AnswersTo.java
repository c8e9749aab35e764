package org.haven.casefile;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.jspecify.annotations.Nullable;

/**
 * What an awaited answer is addressed to, where it is not the journey itself: a referral, a works
 * order. What was sent knows best which answers still count, so it takes them.
 */
public interface AnswersTo {
  /** The variable that models name as correlation key, such as {@code referralId}. */
  String variable();

  /** What of a journey still waits for this message, the oldest first. */
  List<Open> open(CaseRef caseRef, JourneyId journeyId, String message);

  /** What keeps an answer from being one, by field; empty if nothing does. */
  default Map<String, String> faults(
      String id, @Nullable Code answer, Map<String, LocalDate> dates) {
    return Map.of();
  }

  /**
   * Takes the answer and tells the journey, in the open transaction.
   *
   * @param words what else was said; kept sealed
   * @return false if it was answered or closed meanwhile and nothing moves
   */
  boolean answer(
      CaseRef caseRef,
      String id,
      @Nullable Code answer,
      Map<String, LocalDate> dates,
      @Nullable String words,
      By by);

  /**
   * One thing that waits.
   *
   * @param id the correlation key
   * @param about a code that tells it from the others, such as the agency's
   */
  record Open(String id, Code about) {}
}
