package org.haven.platform.web;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import org.haven.platform.Training;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * The short guide of each page. All of it is in {@code messages/help.properties}: the guides in
 * their order, their words, and the templates of the pages that each is for.
 */
@Component("help")
public class Help {
  private static final String PREFIX = "help.";

  private final List<Guide> guides = new ArrayList<>();
  private final Map<String, Guide> byTemplate = new HashMap<>();

  /**
   * A guide.
   *
   * @param key names it in addresses
   * @param lines a sentence or two each
   * @param templates of the pages that it is for
   */
  public record Guide(String key, String title, List<String> lines, List<String> templates) {}

  Help(ObjectProvider<Training> training) {
    ResourceBundle words = ResourceBundle.getBundle("messages/help", Locale.UK);
    for (String key : list(words, "guides")) {
      if (key.equals(Training.PROFILE) && training.getIfAvailable() == null) {
        continue; // its page is nowhere else
      }
      var lines = new ArrayList<String>();
      for (int i = 1; words.containsKey(PREFIX + key + "." + i); i++) {
        lines.add(words.getString(PREFIX + key + "." + i));
      }
      var guide =
          new Guide(
              key,
              words.getString(PREFIX + key + ".title"),
              List.copyOf(lines),
              list(words, key + ".pages"));
      guides.add(guide);
      guide.templates().forEach(template -> byTemplate.put(template, guide));
    }
  }

  private static List<String> list(ResourceBundle words, String key) {
    return List.of(words.getString(PREFIX + key).split(",\\s*"));
  }

  public List<Guide> guides() {
    return List.copyOf(guides);
  }

  /** The guide of the page with this template, if it has one. */
  public @Nullable Guide of(String template) {
    return byTemplate.get(template);
  }
}
