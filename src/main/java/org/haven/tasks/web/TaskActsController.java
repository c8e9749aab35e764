package org.haven.tasks.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.haven.platform.ActingPerson;
import org.haven.platform.web.PageToken;
import org.haven.platform.web.StaffNames;
import org.haven.tasks.TaskHandOver;
import org.haven.tasks.TaskNotes;
import org.haven.tasks.TaskQuestions;
import org.haven.tasks.TaskView;
import org.haven.tasks.web.TaskActPages.Page;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** A task goes to a colleague or back, or a colleague is asked; each on a page of its own. */
@Controller
class TaskActsController {
  private static final String TEAM = "team";
  private static final String GIVER = "giver";

  private final TaskHandOver handOver;
  private final TaskQuestions questions;
  private final TaskNotes notes;
  private final TaskActPages pages;
  private final StaffNames names;

  TaskActsController(
      TaskHandOver handOver,
      TaskQuestions questions,
      TaskNotes notes,
      TaskActPages pages,
      StaffNames names) {
    this.handOver = handOver;
    this.questions = questions;
    this.notes = notes;
    this.pages = pages;
    this.names = names;
  }

  // to a colleague

  @GetMapping("/tasks/{id}/hand-over")
  ModelAndView handOver(ActingPerson who, @PathVariable long id) {
    TaskView task = pages.task(who, id);
    return pages.show(handOverPage(task), handOver.hindrance(who, task));
  }

  @PostMapping("/tasks/{id}/hand-over")
  ModelAndView handOver(
      ActingPerson who,
      @PathVariable long id,
      @RequestParam Map<String, String> sent,
      RedirectAttributes redirect) {
    TaskView task = pages.task(who, id);
    var typed = TaskActPages.typed(sent);
    String to = typed.getOrDefault("to", "");
    return pages.result(
        who,
        handOverPage(task),
        handOver.handOver(
            who, id, PageToken.of(typed.get("once")), to, typed.getOrDefault("words", "")),
        typed,
        pages.say("tasks.act.hand-over.done", names.of(to)),
        redirect);
  }

  private Page handOverPage(TaskView task) {
    return new Page(
        task,
        "hand-over",
        "/tasks/" + task.id() + "/hand-over",
        Map.of("people", TaskActPages.people(handOver.colleagues(task))));
  }

  // back to where it came from

  @GetMapping("/tasks/{id}/send-back")
  ModelAndView sendBack(ActingPerson who, @PathVariable long id) {
    TaskView task = pages.task(who, id);
    return pages.show(sendBackPage(task), handOver.backHindrance(who, task));
  }

  @PostMapping("/tasks/{id}/send-back")
  ModelAndView sendBack(
      ActingPerson who,
      @PathVariable long id,
      @RequestParam Map<String, String> sent,
      RedirectAttributes redirect) {
    TaskView task = pages.task(who, id);
    var typed = TaskActPages.typed(sent);
    boolean toGiver = typed.getOrDefault("to", TEAM).equals(GIVER);
    return pages.result(
        who,
        sendBackPage(task),
        handOver.sendBack(
            who, id, PageToken.of(typed.get("once")), toGiver, typed.getOrDefault("words", "")),
        typed,
        pages.say("tasks.act.send-back.done"),
        redirect);
  }

  private Page sendBackPage(TaskView task) {
    Optional<String> giver = handOver.giver(task);
    return new Page(
        task,
        "send-back",
        "/tasks/" + task.id() + "/send-back",
        Map.of(
            "backTo",
            giver
                .map(
                    one ->
                        List.of(
                            new TaskActPages.Person(TEAM, task.team().title()),
                            new TaskActPages.Person(GIVER, names.of(one))))
                .orElse(List.of())));
  }

  // a question to a colleague

  @GetMapping("/tasks/{id}/ask")
  ModelAndView ask(ActingPerson who, @PathVariable long id) {
    TaskView task = pages.task(who, id);
    return pages.show(askPage(who, task), questions.hindrance(who, task));
  }

  @PostMapping("/tasks/{id}/ask")
  ModelAndView ask(
      ActingPerson who,
      @PathVariable long id,
      @RequestParam Map<String, String> sent,
      RedirectAttributes redirect) {
    TaskView task = pages.task(who, id);
    var typed = TaskActPages.typed(sent);
    String of = typed.getOrDefault("to", "");
    return pages.result(
        who,
        askPage(who, task),
        questions.ask(
            who, id, PageToken.of(typed.get("once")), of, typed.getOrDefault("words", "")),
        typed,
        pages.say("tasks.act.ask.done", names.of(of)),
        redirect);
  }

  private Page askPage(ActingPerson who, TaskView task) {
    return new Page(
        task,
        "ask",
        "/tasks/" + task.id() + "/ask",
        Map.of("people", TaskActPages.people(notes.colleagues(who, task))));
  }
}
