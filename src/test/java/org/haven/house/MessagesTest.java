package org.haven.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The words of all pages, which one message source reads from many files. */
class MessagesTest {
  private static final Path MESSAGES = Path.of("src/main/resources/messages");
  private static final Path LETTERS = Path.of("src/main/resources/letters");
  private static final Pattern TITLE = Pattern.compile("<title>([^<]+)</title>");

  private static Map<String, Properties> files() throws IOException {
    var files = new TreeMap<String, Properties>();
    for (Path file : list(MESSAGES, ".properties")) {
      var words = new Properties();
      try (Reader reader = Files.newBufferedReader(file)) {
        words.load(reader);
      }
      files.put(file.getFileName().toString(), words);
    }
    return files;
  }

  private static List<Path> list(Path folder, String end) throws IOException {
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
    }
  }

  @Test
  void shouldDoubleNoApostrophe_whereNothingIsFilledIn() throws IOException {
    var doubled = new ArrayList<String>();
    files()
        .forEach(
            (file, words) ->
                words.forEach(
                    (key, text) -> {
                      if (text.toString().contains("''")
                          && !text.toString().matches("(?s).*\\{\\d.*")) {
                        doubled.add(file + ": " + key);
                      }
                    }));
    assertThat(doubled).as("shown as they stand").isEmpty();
  }

  @Test
  void shouldCallEveryLetterAsItIsHeaded() throws IOException {
    var words = new HashMap<String, String>();
    files().values().forEach(file -> file.forEach((k, v) -> words.put(k.toString(), v.toString())));
    for (Path letter : list(LETTERS, ".html")) {
      String id = letter.getFileName().toString().replace(".html", "");
      var title = TITLE.matcher(Files.readString(letter));
      assertThat(title.find()).as(id).isTrue();
      assertThat(words).containsEntry("casefile.value.letter." + id, title.group(1).strip());
    }
  }
}
