package org.haven.tasks.web;

import java.util.List;
import org.haven.platform.ActingPerson;
import org.haven.platform.web.StaffNames;
import org.haven.platform.web.Times;
import org.haven.tasks.NoticeView;
import org.haven.tasks.Notices;
import org.haven.tasks.TaskList;
import org.haven.tasks.TaskSlice;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What waits: for the person, and for the person's teams. */
@Controller
class TaskListController {
  private static final int NOTICES_SHOWN = 5;

  private final TaskList tasks;
  private final Notices notices;
  private final Times times;
  private final StaffNames names;

  TaskListController(TaskList tasks, Notices notices, Times times, StaffNames names) {
    this.tasks = tasks;
    this.notices = notices;
    this.times = times;
    this.names = names;
  }

  /** A notice in the list's own words. */
  record NoticeRow(
      long id,
      String kind,
      @Nullable String caseRef,
      @Nullable Long taskId,
      @Nullable String task,
      String at) {}

  @GetMapping("/tasks")
  String list(
      ActingPerson who,
      Model model,
      @RequestParam(defaultValue = "mine") String list,
      @RequestParam(required = false) @Nullable String after,
      @RequestHeader(name = "HX-Request", required = false) @Nullable String fragment) {
    boolean team = list.equals("team");
    TaskSlice slice = team ? tasks.team(who, after) : tasks.mine(who, after);
    List<NoticeView> unread = notices.unread(who);
    model.addAttribute("list", team ? "team" : "mine");
    model.addAttribute("after", after);
    model.addAttribute("counts", tasks.counts(who));
    model.addAttribute(
        "rows", slice.tasks().stream().map(t -> TaskRow.of(t, who, times, names)).toList());
    model.addAttribute("next", slice.next());
    model.addAttribute("notices", unread.stream().limit(NOTICES_SHOWN).map(this::row).toList());
    model.addAttribute("moreNotices", Math.max(0, unread.size() - NOTICES_SHOWN));
    return fragment == null ? "tasks/list" : "tasks/list :: live";
  }

  @PostMapping("/notices/{id}/read")
  String read(
      ActingPerson who,
      @PathVariable long id,
      @RequestParam(defaultValue = "mine") String list,
      RedirectAttributes redirect) {
    notices.markRead(who, id);
    redirect.addAttribute("list", list.equals("team") ? "team" : "mine");
    return "redirect:/tasks";
  }

  private NoticeRow row(NoticeView notice) {
    return new NoticeRow(
        notice.id(),
        notice.kind().name(),
        notice.caseRef() == null ? null : notice.caseRef().value(),
        notice.taskId(),
        notice.taskTitle(),
        times.at(notice.at()));
  }
}
