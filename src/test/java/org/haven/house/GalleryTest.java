package org.haven.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/pages.md} shows every page that the browser tests opened. To take the pictures anew:
 * {@code mvn verify -Ddocs.pictures=true}, then {@code mvn test -Dtest=GalleryTest
 * -Ddocs.write=true}.
 */
class GalleryTest {
  private static final Path PICTURES = Path.of("docs", "images", "pages");
  private static final Path PAGE = Path.of("docs", "pages.md");

  @Test
  void shouldShowEveryPicture_whenThePagesAreRead() throws IOException {
    // given
    String wanted = page();
    // when
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(PAGE, wanted);
    }
    // then
    assertThat(Files.readString(PAGE))
        .as("docs/pages.md; write it with -Dtest=GalleryTest -Ddocs.write=true")
        .isEqualTo(wanted);
  }

  private static String page() throws IOException {
    List<String> names;
    try (var files = Files.list(PICTURES)) {
      names =
          files
              .map(file -> file.getFileName().toString())
              .filter(file -> file.endsWith(".png"))
              .map(file -> file.substring(0, file.length() - ".png".length()))
              .sorted()
              .toList();
    }
    var page =
        new StringBuilder(
            """
            # Haven's pages

            What the browser tests saw, %d pages as they stand on a screen of 1280 pixels. Everybody \
            in them is made up.
            """
                .formatted(names.size()));
    for (String name : names) {
      String words = Character.toUpperCase(name.charAt(0)) + name.substring(1).replace('-', ' ');
      page.append("\n## %1$s\n\n![%1$s](images/pages/%2$s.png)\n".formatted(words, name));
    }
    return page.toString();
  }
}
