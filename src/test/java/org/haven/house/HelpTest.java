package org.haven.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each page of staff has its guide, and each guide its page. */
class HelpTest {
  private static final Path TEMPLATES = Path.of("src/main/resources/templates");

  /**
   * Not of staff at work: nobody is signed in, or something went wrong, or the guides themselves.
   */
  private static final List<String> WITHOUT =
      List.of("platform/sign-in", "platform/signed-out", "platform/help");

  private static Map<String, String> words() throws IOException {
    var words = new Properties();
    try (Reader file =
        Files.newBufferedReader(Path.of("src/main/resources/messages/help.properties"))) {
      words.load(file);
    }
    var found = new HashMap<String, String>();
    words.forEach((key, text) -> found.put(key.toString(), text.toString()));
    return found;
  }

  private static List<String> pages() throws IOException {
    try (Stream<Path> files = Files.walk(TEMPLATES)) {
      return files
          .filter(file -> file.toString().endsWith(".html"))
          .filter(HelpTest::isFullPage)
          .map(file -> TEMPLATES.relativize(file).toString().replace('\\', '/'))
          .map(name -> name.replaceFirst("\\.html$", ""))
          .filter(name -> !name.startsWith("platform/error/") && !WITHOUT.contains(name))
          .sorted()
          .toList();
    }
  }

  private static boolean isFullPage(Path file) {
    try {
      return Files.readString(file).contains("platform/layout :: page (");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> guides(Map<String, String> words) {
    return List.of(words.getOrDefault("help.guides", "").split(",\\s*"));
  }

  @Test
  void shouldHaveOneGuide_forEachPageOfStaff() throws IOException {
    // given
    var words = words();
    // when
    var helped =
        guides(words).stream()
            .flatMap(
                guide ->
                    Arrays.stream(
                        words.getOrDefault("help." + guide + ".pages", "none").split(",\\s*")))
            .sorted()
            .toList();
    // then
    assertThat(helped)
        .as("a page's template belongs into help.NAME.pages of one guide in help.properties")
        .doesNotHaveDuplicates()
        .containsExactlyElementsOf(pages());
  }

  @Test
  void shouldBeShort_andHaveNoWordsThatNobodySees() throws IOException {
    var words = words();
    var guides = guides(words);
    assertThat(guides).doesNotHaveDuplicates();
    for (String guide : guides) {
      assertThat(words).containsKey("help." + guide + ".title");
      long lines = 0;
      while (words.containsKey("help." + guide + "." + (lines + 1))) {
        lines++;
      }
      assertThat(lines).as(guide).isBetween(3L, 6L);
      for (long i = 1; i <= lines; i++) {
        assertThat(words.get("help." + guide + "." + i))
            .as(guide)
            .endsWith(".")
            .hasSizeLessThan(120);
      }
    }
    assertThat(
            words.keySet().stream()
                .filter(key -> key.matches("help\\.[^.]+\\.(\\d|title|pages)"))
                .map(key -> key.split("\\.")[1])
                .distinct())
        .containsExactlyInAnyOrderElementsOf(guides);
  }
}
