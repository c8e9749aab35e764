package org.haven.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The pages and pictures in {@code docs/generated} are drawn from the models and fail when they
 * drift. To write them anew: {@code mvn test -Dtest=GeneratedDocsTest -Ddocs.write=true}.
 */
class GeneratedDocsTest {
  private static final Path FOLDER = Path.of("docs/generated");

  @Test
  void shouldSayWhatTheModelsSay_whenDocsAreRead() throws IOException {
    // given
    Map<String, String> wanted = ModelDocs.pages(Path.of("processes"));

    // when
    if (Boolean.getBoolean("docs.write")) {
      write(wanted);
    }

    // then
    assertThat(there()).isEqualTo(new TreeSet<>(wanted.keySet()));
    for (var page : wanted.entrySet()) {
      assertThat(Files.readString(FOLDER.resolve(page.getKey())).equals(page.getValue()))
          .as(
              "docs/generated/%s says what the models say; write it with"
                  + " -Dtest=GeneratedDocsTest -Ddocs.write=true",
              page.getKey())
          .isTrue();
    }
  }

  @Test
  void shouldFindEveryClauseInItsJourney_whenTheProceduresTableIsRead() throws IOException {
    var clauses =
        new Clauses(
            ModelDocs.files(Path.of("processes"), ".bpmn"),
            ModelDocs.files(Path.of("processes"), ".dmn"));
    assertThat(clauses.missing())
        .as("what the procedure's table of clauses names and the models do not have")
        .isEmpty();
  }

  private static TreeSet<String> there() throws IOException {
    var there = new TreeSet<String>();
    try (var files = Files.walk(FOLDER)) {
      files
          .filter(Files::isRegularFile)
          .forEach(f -> there.add(FOLDER.relativize(f).toString().replace('\\', '/')));
    }
    return there;
  }

  private static void write(Map<String, String> wanted) throws IOException {
    for (String old : there()) {
      if (!wanted.containsKey(old)) {
        Files.delete(FOLDER.resolve(old));
      }
    }
    for (var page : wanted.entrySet()) {
      Path file = FOLDER.resolve(page.getKey());
      Files.createDirectories(file.getParent());
      Files.writeString(file, page.getValue());
    }
  }
}
