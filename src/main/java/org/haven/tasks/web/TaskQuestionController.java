package org.haven.tasks.web;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.haven.platform.ActingPerson;
import org.haven.platform.web.PageToken;
import org.haven.platform.web.StaffNames;
import org.haven.platform.web.Times;
import org.haven.tasks.Acted;
import org.haven.tasks.TaskNotes;
import org.haven.tasks.TaskQuestions;
import org.haven.tasks.TaskQuestions.Question;
import org.haven.tasks.TaskView;
import org.haven.tasks.web.TaskActPages.Page;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** A question at a task is answered by whoever was asked, or taken back. */
@Controller
class TaskQuestionController {
  private final TaskQuestions questions;
  private final TaskNotes notes;
  private final TaskActPages pages;
  private final StaffNames names;
  private final Times times;

  TaskQuestionController(
      TaskQuestions questions, TaskNotes notes, TaskActPages pages, StaffNames names, Times times) {
    this.questions = questions;
    this.notes = notes;
    this.pages = pages;
    this.names = names;
    this.times = times;
  }

  @GetMapping("/tasks/{id}/questions/{question}")
  ModelAndView answer(ActingPerson who, @PathVariable long id, @PathVariable String question) {
    TaskView task = pages.task(who, id);
    Question asked = asked(who, task, question);
    return pages.show(
        page(who, task, asked),
        asked.open() ? questions.openHindrance(task) : Acted.Refused.of(Acted.Why.QUESTION_ENDED));
  }

  @PostMapping("/tasks/{id}/questions/{question}")
  ModelAndView answer(
      ActingPerson who,
      @PathVariable long id,
      @PathVariable String question,
      @RequestParam Map<String, String> sent,
      RedirectAttributes redirect) {
    TaskView task = pages.task(who, id);
    Question asked = asked(who, task, question);
    var typed = TaskActPages.typed(sent);
    return pages.result(
        who,
        page(who, task, asked),
        questions.answer(
            who, id, asked.id(), PageToken.of(typed.get("once")), typed.getOrDefault("words", "")),
        typed,
        pages.say("tasks.act.answer.done", names.of(asked.askedBy())),
        redirect);
  }

  @PostMapping("/tasks/{id}/questions/{question}/take-back")
  ModelAndView takeBack(
      ActingPerson who,
      @PathVariable long id,
      @PathVariable String question,
      RedirectAttributes redirect) {
    pages.task(who, id);
    String said =
        switch (questions.takeBack(who, id, uuid(question))) {
          case Acted.Done() -> pages.say("tasks.question.takenBack");
          case Acted.Refused refused -> pages.words(refused, "");
          case Acted.Gone() -> throw TaskActPages.notFound();
        };
    redirect.addFlashAttribute("acted", said);
    return new ModelAndView("redirect:/tasks/" + id);
  }

  /** Only whoever was asked has a page to answer on. */
  private Question asked(ActingPerson who, TaskView task, String question) {
    return questions
        .find(task, uuid(question))
        .filter(one -> who.username().equals(one.askedOf()))
        .orElseThrow(TaskActPages::notFound);
  }

  private static UUID uuid(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw TaskActPages.notFound();
    }
  }

  private Page page(ActingPerson who, TaskView task, Question asked) {
    var more = new HashMap<String, Object>();
    more.put("askedBy", names.of(asked.askedBy()));
    more.put("askedAt", times.at(asked.askedAt()));
    notes.of(who, task.id()).stream()
        .filter(note -> note.id().equals(asked.id()))
        .findFirst()
        .ifPresent(
            note -> {
              if (note.words() != null) {
                more.put("question", note.words().clear());
              }
            });
    return new Page(task, "answer", "/tasks/" + task.id() + "/questions/" + asked.id(), more);
  }
}
