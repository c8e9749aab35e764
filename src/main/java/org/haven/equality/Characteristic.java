package org.haven.equality;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is asked, if she wants to tell: the protected characteristics of the Equality Act 2010 s. 4,
 * with answers that are few enough to say something about many people and nothing about one.
 */
public enum Characteristic {
  AGE("16-24", "25-34", "35-44", "45-54", "55-64", "65-over"),
  DISABILITY("yes", "no"),
  GENDER_REASSIGNMENT("yes", "no"),
  MARRIAGE("single", "married-or-civil-partner", "separated", "widowed"),
  PREGNANCY("yes", "no"),
  RACE("asian", "black", "mixed", "white", "other"),
  RELIGION("none", "christian", "buddhist", "hindu", "jewish", "muslim", "sikh", "other"),
  SEX("female", "male"),
  ORIENTATION("straight", "gay-or-lesbian", "bisexual", "other");

  public static final String PREFER_NOT_TO_SAY = "prefer-not-to-say";

  /** She was not asked this, or gave no answer; nobody can choose it. */
  public static final String NOT_ANSWERED = "not-answered";

  private final List<String> answers;

  Characteristic(String... answers) {
    this.answers = Stream.concat(Arrays.stream(answers), Stream.of(PREFER_NOT_TO_SAY)).toList();
  }

  /** The field of the page and the key in the totals. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What may be answered. */
  public List<String> answers() {
    return answers;
  }

  /** What is counted. */
  public List<String> counted() {
    return Stream.concat(answers.stream(), Stream.of(NOT_ANSWERED)).toList();
  }

  public static Optional<Characteristic> ofCode(String code) {
    return Arrays.stream(values()).filter(one -> one.code().equals(code)).findFirst();
  }
}
