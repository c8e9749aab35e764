package org.haven.assessrisk;

import java.time.LocalDate;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The answers to the 24 risk questions. It prints nothing of what it holds.
 *
 * @param withHer true if she answered herself, false if they were taken from records
 * @param answers by key, {@code risk01} to {@code risk24}: yes, no, or that it is not known; a
 *     question without an answer was not asked
 * @param incidentOn the day of the incident that led to this assessment
 */
public record RiskAnswers(
    boolean withHer, Map<String, String> answers, @Nullable LocalDate incidentOn) {
  public static final int QUESTIONS = 24;

  public RiskAnswers {
    answers = Map.copyOf(answers);
  }

  /** The key of a question, from 1. */
  public static String key(int question) {
    return "risk%02d".formatted(question);
  }

  /** How many were answered with yes. */
  public int yes() {
    return (int) questions().filter(q -> "yes".equals(answers.get(key(q)))).count();
  }

  /** How many are not known or were not asked: neither counts as no. */
  public int missing() {
    return (int)
        questions()
            .filter(q -> !"yes".equals(answers.get(key(q))) && !"no".equals(answers.get(key(q))))
            .count();
  }

  /**
   * Did they say yes to a weapon, a threat to kill, or pressure on the neck? The officer is then
   * asked to weigh the count of answers with special care.
   */
  public boolean prompting() {
    return IntStream.of(13, 14, 15).anyMatch(q -> "yes".equals(answers.get(key(q))));
  }

  private static IntStream questions() {
    return IntStream.rangeClosed(1, QUESTIONS);
  }

  @Override
  public String toString() {
    return "RiskAnswers[***]";
  }
}
