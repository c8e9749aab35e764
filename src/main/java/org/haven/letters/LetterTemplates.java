package org.haven.letters;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/** The letters that journeys bring, each a file of {@code letters/}; one unfit stops the start. */
@Component
public class LetterTemplates {
  private final Map<String, LetterTemplate> templates = new TreeMap<>();

  LetterTemplates() {
    try {
      for (Resource file :
          new PathMatchingResourcePatternResolver().getResources("classpath*:letters/*.html")) {
        String name = String.valueOf(file.getFilename()).replace(".html", "");
        templates.put(
            name, LetterTemplate.read(name, file.getContentAsString(StandardCharsets.UTF_8)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Collection<LetterTemplate> all() {
    return templates.values();
  }

  /**
   * @throws IllegalStateException if no journey brings such a letter
   */
  public LetterTemplate get(String id) {
    LetterTemplate template = templates.get(id);
    if (template == null) {
      throw new IllegalStateException("There is no letter " + id + ": add letters/" + id + ".html");
    }
    return template;
  }
}
