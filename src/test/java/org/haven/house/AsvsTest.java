package org.haven.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of security requirements answers all of them, with files that there are. */
class AsvsTest {
  private static final Path PAGE = Path.of("docs", "asvs.md");

  /**
   * How many requirements each section has at levels 1 and 2, which are its first ones; V8 at all
   * levels. Source: OWASP ASVS 5.0.0.
   */
  private static final String SECTIONS =
      """
      1.1 2, 1.2 9, 1.3 11, 1.4 3, 1.5 2, 2.1 3, 2.2 3, 2.3 4, 2.4 1, 3.2 2, 3.3 4, 3.4 6, 3.5 5,
      3.7 2, 4.1 3, 4.2 1, 4.3 2, 4.4 4, 5.1 1, 5.2 3, 5.3 2, 5.4 3, 6.1 3, 6.2 12, 6.3 4, 6.4 4,
      6.5 5, 6.6 3, 6.8 4, 7.1 3, 7.2 4, 7.3 2, 7.4 5, 7.5 2, 7.6 2, 8.1 4, 8.2 4, 8.3 3, 8.4 2,
      9.1 3, 9.2 4, 10.1 2, 10.2 2, 10.3 4, 10.4 11, 10.5 5, 10.6 2, 10.7 3, 11.1 2, 11.2 3,
      11.3 3, 11.4 4, 11.5 1, 11.6 1, 12.1 3, 12.2 2, 12.3 4, 13.1 1, 13.2 5, 13.3 2, 13.4 5,
      14.1 2, 14.2 4, 14.3 3, 15.1 3, 15.2 3, 15.3 7, 16.1 1, 16.2 5, 16.3 4, 16.4 3, 16.5 3,
      17.1 1, 17.2 4, 17.3 2\
      """;

  /** The first cell of a row, such as {@code V1.2.3} or {@code V4.3.1–2, V4.4.1–4}. */
  private static final Pattern ROW = Pattern.compile("(?m)^\\| (V[^|]*) \\|.*\\|$");

  private static final Pattern IDS = Pattern.compile("V(\\d+\\.\\d+)\\.(\\d+)(?:–(\\d+))?");
  private static final Pattern LINK = Pattern.compile("]\\(((?!https?:)[^)#]+)");

  @Test
  void shouldAnswerEachRequirementOnce() throws IOException {
    // given
    var expected = new TreeMap<String, Integer>();
    for (String section : SECTIONS.split(",\\s+")) {
      String[] parts = section.strip().split(" ");
      for (int i = 1; i <= Integer.parseInt(parts[1]); i++) {
        expected.put(parts[0] + "." + i, 1);
      }
    }
    // not of these levels, but asked for
    expected.put("1.2.10", 1);
    // when
    var answered = new TreeMap<String, Integer>();
    var rows = ROW.matcher(Files.readString(PAGE));
    while (rows.find()) {
      var ids = IDS.matcher(rows.group(1));
      while (ids.find()) {
        int from = Integer.parseInt(ids.group(2));
        int to = ids.group(3) == null ? from : Integer.parseInt(ids.group(3));
        for (int i = from; i <= to; i++) {
          answered.merge(ids.group(1) + "." + i, 1, Integer::sum);
        }
      }
    }
    // then
    assertThat(answered).isEqualTo(expected);
  }

  @Test
  void shouldNameFilesThatThereAre() throws IOException {
    var links = LINK.matcher(Files.readString(PAGE)).results().map(r -> r.group(1)).toList();
    assertThat(links).hasSizeGreaterThan(100);
    assertThat(links)
        .allSatisfy(link -> assertThat(PAGE.resolveSibling(link).normalize()).exists());
  }

  @Test
  void shouldCountAsItSays() throws IOException {
    String page = Files.readString(PAGE);
    var counted = new ArrayList<Long>();
    for (String state :
        List.of(
            "\\| met \\|$",
            "^\\| V[^|]*\\|[^|]*\\| partly \\|",
            "^\\| V[^|]*\\|[^|]*\\| gap \\|")) {
      counted.add(Pattern.compile("(?m)" + state).matcher(page).results().count());
    }
    assertThat(page)
        .contains("%d are met, %d are met in part, %d are gaps".formatted(counted.toArray()));
  }
}
