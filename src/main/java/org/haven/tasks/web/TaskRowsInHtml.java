package org.haven.tasks.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;

/**
 * The rows of lists as HTML. Open lists look again and again at rows that have not changed, and
 * colleagues at the same ones: each is made once. All that a row says is in its {@link TaskLine},
 * so whatever changes for somebody, a word or a right, makes another row.
 */
@Component
class TaskRowsInHtml {
  /** Some 3 kB each. */
  private static final int MOST = 5_000;

  private static final Duration KEPT = Duration.ofMinutes(10);

  private final ITemplateEngine templates;
  private final Cache<Row, String> made =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterAccess(KEPT).build();

  TaskRowsInHtml(ITemplateEngine templates) {
    this.templates = templates;
  }

  private record Row(TaskLine line, boolean done) {}

  /**
   * @param done they stand in the list of what was answered
   */
  String of(List<TaskLine> lines, boolean done) {
    var html = new StringBuilder();
    for (TaskLine line : lines) {
      html.append(made.get(new Row(line, done), this::make));
    }
    return html.toString();
  }

  private String make(Row row) {
    return templates.process(
        "tasks/row", new Context(Locale.UK, Map.of("task", row.line(), "done", row.done())));
  }
}
