package org.haven.tasks.web;

import java.time.Instant;
import org.haven.platform.ActingPerson;
import org.haven.platform.web.StaffNames;
import org.haven.platform.web.Times;
import org.haven.tasks.ClaimResult;
import org.haven.tasks.ReleaseResult;
import org.haven.tasks.TaskActions;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Somebody takes a task, or lets it go. */
@Controller
class ClaimController {
  private final TaskActions actions;
  private final StaffNames names;
  private final Times times;

  ClaimController(TaskActions actions, StaffNames names, Times times) {
    this.actions = actions;
    this.names = names;
    this.times = times;
  }

  @PostMapping("/tasks/{id}/claim")
  String claim(ActingPerson who, @PathVariable long id, RedirectAttributes redirect) {
    return switch (actions.claim(who, id)) {
      case ClaimResult.Claimed() -> "redirect:/tasks/" + id;
      case ClaimResult.TakenBy(String username, Instant at) -> {
        redirect.addFlashAttribute("takenBy", names.of(username));
        redirect.addFlashAttribute("takenAt", times.at(at));
        yield "redirect:/tasks?list=team";
      }
      case ClaimResult.Gone() -> {
        redirect.addFlashAttribute("gone", true);
        yield "redirect:/tasks?list=team";
      }
    };
  }

  @PostMapping("/tasks/{id}/release")
  String release(ActingPerson who, @PathVariable long id, RedirectAttributes redirect) {
    return switch (actions.release(who, id)) {
      case ReleaseResult.Released() -> {
        redirect.addFlashAttribute("released", true);
        yield "redirect:/tasks?list=team";
      }
      case ReleaseResult.NotYours(String _) -> "redirect:/tasks/" + id;
      case ReleaseResult.Gone() -> {
        redirect.addFlashAttribute("gone", true);
        yield "redirect:/tasks?list=team";
      }
    };
  }
}
