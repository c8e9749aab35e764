package org.haven.tasks.web;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.haven.platform.ActingPerson;
import org.haven.platform.Team;
import org.haven.tasks.ListChoices;
import org.haven.tasks.ListChoices.Column;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Which columns somebody's lists have, and the filters that they keep. */
@Controller
class ListChoicesController {
  private final ListChoices choices;
  private final TaskListPage page;
  private final MessageSource messages;

  ListChoicesController(ListChoices choices, TaskListPage page, MessageSource messages) {
    this.choices = choices;
    this.page = page;
    this.messages = messages;
  }

  @PostMapping("/tasks/columns")
  String columns(
      ActingPerson who,
      @RequestParam Map<String, String> said,
      @RequestParam(name = "column", required = false) @Nullable List<String> column) {
    List<String> chosen = column == null ? List.of() : column;
    Set<Column> columns =
        Arrays.stream(Column.values())
            .filter(one -> chosen.contains(one.name().toLowerCase(Locale.ROOT).replace('_', '-')))
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Column.class)));
    choices.choose(who, columns);
    return "redirect:" + Asked.of(said).address();
  }

  @PostMapping("/tasks/filters")
  ModelAndView keep(
      ActingPerson who, @RequestParam Map<String, String> said, RedirectAttributes redirect) {
    Asked asked = Asked.of(said);
    String share = said.getOrDefault("share", "");
    var fault =
        choices.keep(
            who,
            said.getOrDefault("name", "").strip(),
            asked.said(),
            Team.ofCode(share).orElse(null));
    if (fault != null) {
      String field = fault == ListChoices.Fault.NOT_YOUR_TEAM ? "share" : "name";
      return page.of(
          who,
          said,
          false,
          new TaskListPage.Tried(
              said,
              Set.of(),
              Map.of(
                  field,
                  messages.getMessage(
                      "tasks.kept." + fault.name(),
                      new Object[] {ListChoices.LONGEST_NAME, ListChoices.MOST},
                      Locale.UK))));
    }
    redirect.addFlashAttribute("filterKept", true);
    return new ModelAndView("redirect:" + asked.address());
  }

  @PostMapping("/tasks/filters/{id}/remove")
  String remove(ActingPerson who, @PathVariable String id, @RequestParam Map<String, String> said) {
    try {
      choices.remove(who, UUID.fromString(id));
    } catch (IllegalArgumentException e) {
      // no filter has such an id: there is nothing to remove
    }
    return "redirect:" + Asked.of(said).address();
  }
}
