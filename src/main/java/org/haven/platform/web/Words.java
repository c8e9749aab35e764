package org.haven.platform.web;

import java.text.MessageFormat;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.context.support.AbstractMessageSource;

/**
 * The words of every area in one table: a page looks up hundreds, and none of them in thirty files.
 * They are English whatever is asked for.
 */
class Words extends AbstractMessageSource {
  private final Map<String, String> words = new HashMap<>();
  private final Map<String, MessageFormat> formats = new ConcurrentHashMap<>();

  /**
   * @param bundles by name; of two that have the same words the first counts
   */
  Words(Collection<String> bundles) {
    for (String name : bundles) {
      ResourceBundle bundle =
          ResourceBundle.getBundle(
              name,
              Locale.ROOT,
              ResourceBundle.Control.getNoFallbackControl(
                  ResourceBundle.Control.FORMAT_PROPERTIES));
      bundle.keySet().forEach(key -> words.putIfAbsent(key, bundle.getString(key)));
    }
  }

  @Override
  protected @Nullable String resolveCodeWithoutArguments(String code, Locale locale) {
    return words.get(code);
  }

  @Override
  protected @Nullable MessageFormat resolveCode(String code, Locale locale) {
    String pattern = words.get(code);
    return pattern == null
        ? null
        : formats.computeIfAbsent(code, _ -> new MessageFormat(pattern, Locale.UK));
  }
}
