package org.haven.tasks.web;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.haven.casefile.CaseFiles;
import org.haven.forms.CamundaForm;
import org.haven.forms.FormPage;
import org.haven.forms.FormProblem;
import org.haven.forms.Forms;
import org.haven.platform.ActingPerson;
import org.haven.platform.web.PageToken;
import org.haven.platform.web.StaffNames;
import org.haven.platform.web.Times;
import org.haven.tasks.OpenResult;
import org.haven.tasks.SubmitResult;
import org.haven.tasks.TaskActions;
import org.haven.tasks.TaskDraft;
import org.haven.tasks.TaskDrafts;
import org.haven.tasks.TaskList;
import org.haven.tasks.TaskNotes;
import org.haven.tasks.TaskPanel;
import org.haven.tasks.TaskStatus;
import org.haven.tasks.TaskView;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** One task: what to do and why, the case at a glance, the form. */
@Controller
class TaskController {
  /** Characters of a draft: several times what the longest form takes. */
  private static final int LONGEST_DRAFT = 500_000;

  private final TaskActions actions;
  private final TaskList tasks;
  private final CaseFiles cases;
  private final Forms forms;
  private final Times times;
  private final StaffNames names;
  private final ObjectProvider<TaskPanel> panels;
  private final TaskNotes notes;
  private final NotesBox box;
  private final TaskActsBar bar;
  private final TaskDrafts drafts;
  private final MessageSource messages;

  TaskController(
      TaskActions actions,
      TaskList tasks,
      CaseFiles cases,
      Forms forms,
      Times times,
      StaffNames names,
      ObjectProvider<TaskPanel> panels,
      TaskNotes notes,
      NotesBox box,
      TaskActsBar bar,
      TaskDrafts drafts,
      MessageSource messages) {
    this.actions = actions;
    this.tasks = tasks;
    this.cases = cases;
    this.forms = forms;
    this.times = times;
    this.names = names;
    this.panels = panels;
    this.notes = notes;
    this.box = box;
    this.bar = bar;
    this.drafts = drafts;
    this.messages = messages;
  }

  @GetMapping("/tasks/{id}")
  ModelAndView open(ActingPerson who, @PathVariable long id) {
    return switch (actions.open(who, id)) {
      case OpenResult.TaskPage page -> {
        var draft = drafts.of(who, page.task());
        var data = new HashMap<>(page.prefill());
        draft.ifPresent(kept -> data.putAll(kept.answers()));
        var view = form(who, page, HttpStatus.OK, data, List.of(), Standing.of(page, who));
        draft.ifPresent(kept -> addDraft(view, page.task(), kept));
        yield view;
      }
      case OpenResult.ContactNotSafe(TaskView task) -> {
        var draft = drafts.of(who, task);
        var view =
            contactNotSafe(who, task, HttpStatus.OK, draft.map(TaskDraft::answers).orElse(null));
        draft.ifPresent(kept -> addDraft(view, task, kept));
        yield view;
      }
      case OpenResult.Done(TaskView task) -> {
        var draft = drafts.of(who, task);
        var view =
            done(
                who,
                task,
                HttpStatus.OK,
                task.doneBy(),
                task.doneAt(),
                draft.map(TaskDraft::answers).orElse(null));
        draft.ifPresent(kept -> addDraft(view, task, kept));
        yield view;
      }
      case OpenResult.Gone() -> throw notFound();
    };
  }

  private void addDraft(ModelAndView view, TaskView task, TaskDraft draft) {
    view.addObject("draftAt", times.at(draft.savedAt()));
    view.addObject("draftTurn", draft.turn());
    view.addObject("draftStep", draft.step().isEmpty() ? null : draft.step());
    view.addObject("draftChanged", draft.formChanged());
    view.addObject("draftCarried", draft.answers().size());
    view.addObject(
        "draftLeft",
        draft.left().stream()
            .map(left -> Map.of("question", left.question(), "answer", inWords(left.answer())))
            .toList());
  }

  private static String inWords(Object answer) {
    return answer instanceof List<?> several
        ? String.join(", ", several.stream().map(String::valueOf).toList())
        : String.valueOf(answer);
  }

  /**
   * What the page's own script hears of a saving.
   *
   * @param words for the person
   */
  record Said(String state, int turn, String words) {}

  @PostMapping(value = "/tasks/{id}/draft", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<Said> draft(
      ActingPerson who,
      @PathVariable long id,
      @RequestParam(defaultValue = "") String answers,
      @RequestParam(defaultValue = "") String version,
      @RequestParam(defaultValue = "") String turn,
      @RequestParam(defaultValue = "") String step,
      @RequestParam(defaultValue = "") String force) {
    if (tasks.find(who, id).isEmpty()) {
      throw notFound();
    }
    if (answers.length() > LONGEST_DRAFT
        || !version.matches("[0-9a-f]{16}")
        || !step.matches("\\w{0,64}")) {
      throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
    }
    int known = turn.matches("\\d{1,9}") ? Integer.parseInt(turn) : 0;
    return switch (drafts.save(
        who, id, version, read(answers), step, known, force.equals("true"))) {
      case TaskDrafts.Saved.Kept(int next, Instant at) ->
          said(HttpStatus.OK, "kept", next, say("tasks.draft.kept", times.at(at)));
      case TaskDrafts.Saved.Newer(int newest, Instant at) ->
          said(HttpStatus.CONFLICT, "newer", newest, say("tasks.draft.newer", times.at(at)));
      case TaskDrafts.Saved.Ended(Instant at) ->
          said(HttpStatus.OK, "ended", known, say("tasks.draft.ended", times.at(at)));
      case TaskDrafts.Saved.Gone() ->
          said(HttpStatus.NOT_FOUND, "gone", known, say("tasks.draft.gone"));
    };
  }

  private static ResponseEntity<Said> said(
      HttpStatus status, String state, int turn, String words) {
    return ResponseEntity.status(status).body(new Said(state, turn, words));
  }

  @PostMapping("/tasks/{id}/draft/remove")
  String throwAway(ActingPerson who, @PathVariable long id) {
    if (tasks.find(who, id).isEmpty()) {
      throw notFound();
    }
    drafts.throwAway(who, id);
    return "redirect:/tasks/" + id;
  }

  private static Map<String, Object> read(String answers) {
    try {
      return FormPage.read(answers);
    } catch (FormPage.UnreadableAnswersException e) {
      throw new ResponseStatusException(HttpStatus.BAD_REQUEST, e.getMessage(), e);
    }
  }

  @PostMapping("/tasks/{id}")
  ModelAndView submit(
      ActingPerson who,
      @PathVariable long id,
      @RequestParam String answers,
      RedirectAttributes redirect) {
    Map<String, Object> posted = read(answers);
    return switch (actions.submit(who, id, posted)) {
      case SubmitResult.Saved() -> {
        redirect.addFlashAttribute("saved", true);
        yield new ModelAndView("redirect:/tasks");
      }
      case SubmitResult.Invalid(List<FormProblem> problems) ->
          again(who, id, posted, problems, HttpStatus.BAD_REQUEST);
      case SubmitResult.NotYours(String _) ->
          again(who, id, posted, List.of(), HttpStatus.CONFLICT);
      case SubmitResult.AlreadyDone(String by, Instant at) ->
          done(
              who,
              tasks.find(who, id).orElseThrow(TaskController::notFound),
              HttpStatus.CONFLICT,
              by,
              at,
              posted);
      case SubmitResult.ContactNotSafe() ->
          contactNotSafe(
              who,
              tasks.find(who, id).orElseThrow(TaskController::notFound),
              HttpStatus.CONFLICT,
              posted);
      case SubmitResult.Gone() -> throw notFound();
    };
  }

  @PostMapping("/tasks/{id}/notes")
  ModelAndView note(
      ActingPerson who,
      @PathVariable long id,
      @RequestParam(defaultValue = "") String words,
      @RequestParam(defaultValue = "") String once,
      RedirectAttributes redirect) {
    String wrong =
        switch (notes.write(who, id, PageToken.of(once), words.strip())) {
          case TaskNotes.Written.Kept() -> null;
          case TaskNotes.Written.Empty() -> say("tasks.notes.empty");
          case TaskNotes.Written.TooLong() -> say("tasks.notes.tooLong");
          case TaskNotes.Written.NamesVault() -> say("tasks.notes.vault");
          case TaskNotes.Written.NobodyOfThatName(String name) -> say("tasks.notes.nobody", name);
          case TaskNotes.Written.Gone() -> throw notFound();
        };
    if (wrong == null) {
      redirect.addFlashAttribute("noteKept", true);
      return new ModelAndView("redirect:/tasks/" + id);
    }
    ModelAndView view = open(who, id);
    view.setStatus(HttpStatus.BAD_REQUEST);
    view.addObject("noteProblems", Map.of("words", wrong));
    view.addObject("noteTyped", words);
    view.addObject("summary", List.of(new FormProblem("words", wrong)));
    return view;
  }

  private String say(String key, Object... with) {
    return messages.getMessage(key, with, Locale.UK);
  }

  /** The page as it was sent, with every value that was typed laid over what is on record. */
  private ModelAndView again(
      ActingPerson who,
      long id,
      Map<String, Object> posted,
      List<FormProblem> problems,
      HttpStatus status) {
    return switch (actions.open(who, id)) {
      case OpenResult.TaskPage page -> {
        var data = new HashMap<>(page.prefill());
        data.putAll(posted);
        var view = form(who, page, status, data, problems, Standing.of(page, who));
        // what was sent is not the draft: the page keeps it as one
        view.addObject("draftDirty", true);
        view.addObject("draftTurn", drafts.of(who, page.task()).map(TaskDraft::turn).orElse(0));
        yield view;
      }
      case OpenResult.ContactNotSafe(TaskView task) ->
          contactNotSafe(who, task, HttpStatus.CONFLICT, posted);
      case OpenResult.Done(TaskView task) ->
          done(who, task, HttpStatus.CONFLICT, task.doneBy(), task.doneAt(), posted);
      case OpenResult.Gone() -> throw notFound();
    };
  }

  /** Whose the task is, seen by the person who looks. */
  enum Standing {
    NOBODYS,
    MINE,
    A_COLLEAGUES;

    static Standing of(OpenResult.TaskPage page, ActingPerson who) {
      String assignee = page.task().assignee();
      return assignee == null ? NOBODYS : assignee.equals(who.username()) ? MINE : A_COLLEAGUES;
    }
  }

  private ModelAndView form(
      ActingPerson who,
      OpenResult.TaskPage page,
      HttpStatus status,
      Map<String, Object> data,
      List<FormProblem> problems,
      Standing standing) {
    CamundaForm form = forms.form(page.task().formId());
    var view = frame(who, "tasks/task", page.task(), status);
    view.addObject("problems", problems);
    view.addObject(
        "panels",
        panels.orderedStream().flatMap(panel -> panel.of(who, page.task()).stream()).toList());
    view.addObject("formJson", FormPage.json(form, form.asAnswers(data), problems, page.prefill()));
    view.addObject("formVersion", form.version());
    view.addObject("standing", standing.name());
    view.addObject(
        "mayRelease",
        standing == Standing.MINE
            || (standing == Standing.A_COLLEAGUES && who.supervises(page.task().team())));
    view.addObject("conflict", status == HttpStatus.CONFLICT);
    bar.add(view, who, page.task(), box.add(view, who, page.task()));
    return view;
  }

  private ModelAndView contactNotSafe(
      ActingPerson who, TaskView task, HttpStatus status, @Nullable Map<String, Object> posted) {
    var view = frame(who, "tasks/contact-not-safe", task, status);
    view.addObject(
        "checks",
        tasks.forCase(who, task.caseRef()).stream()
            .filter(t -> t.status() == TaskStatus.OPEN && t.formId().equals("check-safe-contact"))
            .map(t -> TaskRow.of(t, times, names))
            .toList());
    bar.add(view, who, task, box.add(view, who, task));
    typed(view, task, posted);
    return view;
  }

  private ModelAndView done(
      ActingPerson who,
      TaskView task,
      HttpStatus status,
      @Nullable String by,
      @Nullable Instant at,
      @Nullable Map<String, Object> posted) {
    var view = new ModelAndView("tasks/done", status);
    view.addObject("task", task);
    view.addObject("caseRef", task.caseRef().value());
    view.addObject("by", by == null ? null : names.of(by));
    view.addObject("at", at == null ? null : times.at(at));
    view.addObject("cancelled", task.status() == TaskStatus.CANCELLED);
    box.add(view, who, task);
    typed(view, task, posted);
    return view;
  }

  private void typed(ModelAndView view, TaskView task, @Nullable Map<String, Object> posted) {
    view.addObject(
        "formJson",
        posted == null ? null : FormPage.json(forms.form(task.formId()), posted, List.of()));
  }

  private ModelAndView frame(ActingPerson who, String template, TaskView task, HttpStatus status) {
    var view = new ModelAndView(template, status);
    view.addObject("task", task);
    view.addObject("row", TaskRow.of(task, times, names));
    view.addObject(
        "casefile", cases.find(who, task.caseRef()).orElseThrow(TaskController::notFound));
    return view;
  }

  private static ResponseStatusException notFound() {
    return new ResponseStatusException(HttpStatus.NOT_FOUND);
  }
}
