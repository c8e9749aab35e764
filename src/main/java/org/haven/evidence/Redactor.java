package org.haven.evidence;

import java.text.Normalizer;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Words that must not stand in a bundle. They are taken out of the text before a page is made of
 * it, so that there is nothing under a black box to be found.
 */
final class Redactor {
  /** What stands in their place: always the same, so that not even a length is told. */
  static final String REMOVED = "[removed]";

  private static final Pattern SEPARATORS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

  /** Letters that make a word long enough to be looked for where it is hyphenated or spaced out. */
  private static final int LONG = 5;

  private final List<Pattern> patterns;

  /**
   * @param phrases words, names, numbers; upper and lower case, blanks and punctuation between
   *     words make no difference
   */
  Redactor(List<String> phrases) {
    this.patterns =
        phrases.stream()
            .map(phrase -> Normalizer.normalize(phrase, Normalizer.Form.NFC))
            .map(phrase -> SEPARATORS.splitAsStream(phrase).filter(w -> !w.isEmpty()).toList())
            .filter(words -> !words.isEmpty())
            .map(Redactor::pattern)
            .toList();
  }

  private static Pattern pattern(List<String> words) {
    String text =
        words.stream().map(Redactor::word).collect(Collectors.joining("[^\\p{L}\\p{N}]{0,8}"));
    return Pattern.compile(
        "(?<![\\p{L}\\p{N}])" + text + "(?![\\p{L}\\p{N}])",
        Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }

  /**
   * A number is the same however its digits are grouped, and a long word where it goes over the end
   * of a line. What nobody sees, such as a soft hyphen, hides no word.
   */
  private static String word(String word) {
    boolean apart = word.matches("\\d{2,}") || word.codePointCount(0, word.length()) >= LONG;
    return word.codePoints()
        .mapToObj(letter -> Pattern.quote(Character.toString(letter)))
        .collect(Collectors.joining(apart ? "[^\\p{L}\\p{N}]{0,3}" : "\\p{Cf}{0,2}"));
  }

  List<Pattern> patterns() {
    return patterns;
  }

  String apply(String text) {
    String left = Normalizer.normalize(text, Normalizer.Form.NFC);
    for (Pattern pattern : patterns) {
      left = pattern.matcher(left).replaceAll(java.util.regex.Matcher.quoteReplacement(REMOVED));
    }
    return left;
  }

  boolean finds(String text) {
    String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
    return patterns.stream().anyMatch(pattern -> pattern.matcher(composed).find());
  }
}
