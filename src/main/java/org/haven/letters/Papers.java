package org.haven.letters;

import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Papers that go with a letter or stand alone: an accessible PDF, made in memory, as letters are.
 */
@Component
public class Papers {
  private final LetterWriter writer;

  Papers(LetterWriter writer) {
    this.writer = writer;
  }

  /**
   * Makes a paper from {@code letters/papers/<name>.html}.
   *
   * @param data what the template shows; characters that no page can hold are left out before
   */
  public byte[] pdf(String name, Map<String, Object> data) {
    return writer.pdf(writer.page("papers/" + name, data));
  }
}
