package org.haven.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The tables in {@code docs/generated} are drawn from the models and fail when they drift. To write
 * them anew: {@code mvn test -Dtest=GeneratedDocsTest -Ddocs.write=true}.
 */
class GeneratedDocsTest {
  private static final Path FOLDER = Path.of("docs/generated");

  @Test
  void shouldSayWhatTheModelsSay_whenDocsAreRead() throws IOException {
    // given
    Map<String, String> wanted = ModelDocs.pages(Path.of("processes"));

    // when
    if (Boolean.getBoolean("docs.write")) {
      Files.createDirectories(FOLDER);
      for (var page : wanted.entrySet()) {
        Files.writeString(FOLDER.resolve(page.getKey()), page.getValue());
      }
    }

    // then
    for (var page : wanted.entrySet()) {
      assertThat(FOLDER.resolve(page.getKey()))
          .as("docs/generated/%s; write it with -Dtest=GeneratedDocsTest -Ddocs.write=true", page)
          .content()
          .isEqualTo(page.getValue());
    }
  }
}
