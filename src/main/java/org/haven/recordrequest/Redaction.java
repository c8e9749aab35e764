package org.haven.recordrequest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.haven.recordrequest.ListedRecords.Line;

/** The words of a record, and what is left when some are taken out. */
final class Redaction {
  private Redaction() {}

  static String text(String title, List<Line> lines) {
    return title
        + "\n"
        + lines.stream().map(l -> l.label() + ": " + l.text()).collect(Collectors.joining("\n"));
  }

  /** Letters and digits alone, to compare words. */
  static String plain(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{M}\\p{N}]+", " ").strip();
  }

  static boolean finds(String passage, String text) {
    return pattern(passage).matcher(text).find();
  }

  /** What is left: the words are gone, and not only hidden. */
  static List<Line> without(List<Line> lines, Set<Integer> leftOut, List<String> passages) {
    // the longest first: a name is not taken apart by a part of it
    List<Pattern> patterns =
        passages.stream()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .map(Redaction::pattern)
            .toList();
    var left = new ArrayList<Line>();
    for (int at = 0; at < lines.size(); at++) {
      String text = lines.get(at).text();
      if (leftOut.contains(at)) {
        text = ExportFiles.LEFT_OUT;
      } else {
        for (Pattern pattern : patterns) {
          text = pattern.matcher(text).replaceAll(ExportFiles.LEFT_OUT);
        }
      }
      left.add(new Line(lines.get(at).label(), text));
    }
    return left;
  }

  /** Words however they are broken over lines, in any case. */
  private static Pattern pattern(String passage) {
    return Pattern.compile(
        Arrays.stream(passage.strip().split("\\s+"))
            .map(Pattern::quote)
            .collect(Collectors.joining("\\s+")),
        Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }
}
