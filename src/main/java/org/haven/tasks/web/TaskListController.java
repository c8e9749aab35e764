package org.haven.tasks.web;

import java.util.Map;
import org.haven.platform.ActingPerson;
import org.haven.tasks.Notices;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** What waits: for the person, and for the person's teams. */
@Controller
class TaskListController {
  private final TaskListPage page;
  private final Notices notices;

  TaskListController(TaskListPage page, Notices notices) {
    this.page = page;
    this.notices = notices;
  }

  @GetMapping("/tasks")
  ModelAndView list(
      ActingPerson who,
      @RequestParam Map<String, String> said,
      @RequestHeader(name = "HX-Request", required = false) @Nullable String fragment) {
    return page.of(who, said, fragment != null, TaskListPage.Tried.NOTHING);
  }

  @PostMapping("/notices/{id}/read")
  String read(ActingPerson who, @PathVariable long id, @RequestParam Map<String, String> said) {
    notices.markRead(who, id);
    return "redirect:" + Asked.of(said).address();
  }
}
