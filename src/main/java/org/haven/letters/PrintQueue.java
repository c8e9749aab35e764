package org.haven.letters;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * The folder that the print room empties. For each letter a PDF, and a text with what goes on the
 * envelope; the text is written last, so that a letter without one is not yet whole.
 */
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
class PrintQueue implements LetterPost {
  private final Path folder;

  PrintQueue(LettersProperties letters) {
    this.folder = letters.printQueue();
  }

  @Override
  public boolean takes(Route route, String recipient) {
    return true;
  }

  @Override
  public void send(Outgoing letter) {
    try {
      Files.createDirectories(folder);
      put(letter.letterId() + ".pdf", letter.pdf());
      put(letter.letterId() + ".txt", envelope(letter).getBytes(UTF_8));
    } catch (IOException e) {
      // the path is told, never what is in the letter
      throw new UncheckedIOException("The print queue cannot be written to", e);
    }
  }

  private static String envelope(Outgoing letter) {
    String how =
        letter.route() == Route.POST
            ? "Post in a plain envelope"
            : letter.route() == Route.SECURE_DROP
                ? "Hand to the agency, or send by its secure way"
                : "Do not post: the officer hands it over";
    return how + "\nFrom: " + letter.sender() + "\n\n" + String.join("\n", letter.label()) + "\n";
  }

  private void put(String name, byte[] content) throws IOException {
    Path part = folder.resolve("." + name + ".part");
    Files.write(part, content);
    Files.move(
        part,
        folder.resolve(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }
}
