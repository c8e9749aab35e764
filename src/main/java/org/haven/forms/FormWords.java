package org.haven.forms;

import java.math.BigDecimal;

/** What a person is told to do, by question. The browser's {@code words.ts} says the same. */
final class FormWords {
  private FormWords() {}

  /** A question keeps its words; another label loses its first capital inside a sentence. */
  private static String inside(String label) {
    if (label.isEmpty()
        || isQuestion(label)
        || (label.length() > 1 && Character.isUpperCase(label.charAt(1)))
        || label.startsWith("I ")) {
      return label;
    }
    return Character.toLowerCase(label.charAt(0)) + label.substring(1);
  }

  private static boolean isQuestion(String label) {
    return label.strip().endsWith("?");
  }

  private static String quoted(String label) {
    return "“" + label.strip() + "”";
  }

  private static String forWhat(String label) {
    return isQuestion(label) ? "to " + quoted(label) : "for " + quoted(label);
  }

  static String enter(String label) {
    return isQuestion(label) ? "Enter an answer to " + quoted(label) : "Enter " + inside(label);
  }

  static String chooseOne(String label) {
    return "Choose one of the answers " + forWhat(label);
  }

  static String chooseSome(String label) {
    return "Choose one or more of the answers " + forWhat(label);
  }

  static String chooseFromList(String label) {
    return "Choose from the answers on the list " + forWhat(label);
  }

  static String tick(String label) {
    return "Tick " + quoted(label) + " to go on";
  }

  static String enterDate(String label) {
    return "Enter a date " + forWhat(label);
  }

  static String realDate(String label) {
    return "Enter a real date " + forWhat(label) + ", such as 27 3 2026";
  }

  static String notPast(String label) {
    return "Enter today’s date or a later one " + forWhat(label);
  }

  static String enterTime(String label) {
    return "Enter a time " + forWhat(label) + ", such as 14:30";
  }

  static String enterDateTime(String label) {
    return "Enter a date and a time " + forWhat(label);
  }

  static String shorten(String label, int longest, int has) {
    return "Shorten what you wrote "
        + forWhat(label)
        + " to "
        + characters(longest)
        + " or fewer. It has "
        + grouped(has);
  }

  static String lengthen(String label, int shortest) {
    return "Write " + characters(shortest) + " or more " + forWhat(label);
  }

  static String plainText(String label) {
    return "Take out the characters that cannot be shown from what you wrote " + forWhat(label);
  }

  static String enterText(String label) {
    return "Enter text " + forWhat(label);
  }

  static String asAsked(String label) {
    return "Enter what is asked " + forWhat(label) + " in the form that the hint shows";
  }

  static String enterEmail(String label) {
    return "Enter an email address " + forWhat(label) + ", such as name@example.org";
  }

  static String enterPhone(String label) {
    return "Enter a phone number " + forWhat(label) + ", such as 01632 960 001 or +44 1632 960 001";
  }

  static String enterNumber(String label) {
    return "Enter a number " + forWhat(label);
  }

  static String wholeNumber(String label) {
    return "Enter a whole number " + forWhat(label);
  }

  static String fewerDecimals(String label, int decimals) {
    return "Enter a number with at most "
        + decimals
        + (decimals == 1 ? " decimal place " : " decimal places ")
        + forWhat(label);
  }

  static String multipleOf(String label, BigDecimal step) {
    return "Enter a multiple of " + step.toPlainString() + " " + forWhat(label);
  }

  static String atLeast(String label, BigDecimal least) {
    return "Enter " + least.toPlainString() + " or more " + forWhat(label);
  }

  static String atMost(String label, BigDecimal most) {
    return "Enter " + most.toPlainString() + " or less " + forWhat(label);
  }

  static String notAsked(String label) {
    return quoted(label)
        + " is not asked with your other answers, so its answer was not taken."
        + " Check the form and send it again";
  }

  static String fixed(String label) {
    return quoted(label) + " cannot be changed here. Check the form and send it again";
  }

  static String unknownAnswers() {
    return "The form came with answers that it does not ask for."
        + " Check the form and send it again";
  }

  static String fewerRows(String label, int most) {
    return "Enter " + most + " or fewer entries " + forWhat(label);
  }

  private static String characters(int count) {
    return grouped(count) + (count == 1 ? " character" : " characters");
  }

  private static String grouped(int count) {
    return String.format(java.util.Locale.UK, "%,d", count);
  }
}
