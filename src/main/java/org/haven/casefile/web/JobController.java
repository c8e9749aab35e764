package org.haven.casefile.web;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.haven.casefile.works.ContractorJobs;
import org.haven.casefile.works.ContractorJobs.Job;
import org.haven.casefile.works.ContractorJobs.State;
import org.haven.casefile.works.ContractorJobs.Told;
import org.haven.platform.ActingPerson;
import org.haven.platform.Code;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.platform.web.DateParts;
import org.haven.platform.web.Times;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What a contractor sees: the jobs of their firm, and one of them to say how it went. */
@Controller
class JobController {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("H.mm", Locale.UK);

  private final ContractorJobs jobs;
  private final Times times;
  private final Clock clock;
  private final MessageSource messages;
  private final String telephone;

  JobController(
      ContractorJobs jobs,
      Times times,
      Clock clock,
      MessageSource messages,
      @Value("${haven.works-orders.telephone:}") String telephone) {
    this.jobs = jobs;
    this.times = times;
    this.clock = clock;
    this.messages = messages;
    this.telephone = telephone.strip();
  }

  /**
   * A job in words.
   *
   * @param address absent where the contractor telephones, or nobody need go there
   */
  record Shown(
      String id,
      String work,
      String window,
      String state,
      String stands,
      @Nullable String address,
      boolean toDo) {
    @Override
    public String toString() {
      return "***";
    }
  }

  @GetMapping("/jobs")
  ModelAndView list(ActingPerson who) {
    List<Job> all = jobs.list(who);
    var view = new ModelAndView("casefile/jobs");
    view.addObject("cancelled", of(all, State.CANCELLED));
    view.addObject("toDo", of(all, State.TO_DO));
    view.addObject("ended", of(all, State.DONE, State.NOT_DONE));
    view.addObject("days", ContractorJobs.SHOWN_FOR.toDays());
    view.addObject("call", call());
    return view;
  }

  private List<Shown> of(List<Job> all, State... states) {
    return all.stream()
        .filter(job -> List.of(states).contains(job.state()))
        .map(this::shown)
        .toList();
  }

  @GetMapping("/jobs/{id}")
  ModelAndView job(ActingPerson who, @PathVariable String id) {
    ZonedDateTime now = clock.instant().atZone(WorkingCalendar.LONDON);
    return page(
        jobs.find(who, id),
        Map.of(
            "doneOnDay", String.valueOf(now.getDayOfMonth()),
            "doneOnMonth", String.valueOf(now.getMonthValue()),
            "doneOnYear", String.valueOf(now.getYear()),
            "doneTime", TIME.format(now)),
        Map.of());
  }

  @PostMapping("/jobs/{id}/done")
  ModelAndView done(
      ActingPerson who,
      @PathVariable String id,
      @RequestParam Map<String, String> typed,
      RedirectAttributes redirect) {
    var problems = new LinkedHashMap<String, String>();
    LocalDate day = null;
    if (DateParts.of(typed, "doneOn") instanceof DateParts.Given(LocalDate given)) {
      day = given;
    } else {
      problems.put("doneOn", "jobs.doneOn.wrong");
    }
    Optional<LocalTime> time = time(typed.getOrDefault("doneTime", ""));
    if (time.isEmpty()) {
      problems.put("doneTime", "jobs.doneTime.wrong");
    }
    if (day == null || time.isEmpty()) {
      return page(jobs.find(who, id), typed, problems);
    }
    Instant at = day.atTime(time.get()).atZone(WorkingCalendar.LONDON).toInstant();
    Told told = jobs.done(who, id, at).orElseThrow(JobController::notFound);
    switch (told) {
      case TO_COME -> problems.put("doneOn", "jobs.doneOn.toCome");
      case TOO_EARLY -> problems.put("doneOn", "jobs.doneOn.tooEarly");
      default -> {}
    }
    return problems.isEmpty()
        ? after(who, id, told, "jobs.told.done", redirect)
        : page(jobs.find(who, id), typed, problems);
  }

  private static Optional<LocalTime> time(String typed) {
    try {
      return Optional.of(
          LocalTime.parse(typed.strip().replace('.', ':').replaceFirst("^(\\d):", "0$1:")));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  @PostMapping("/jobs/{id}/not-done")
  ModelAndView notDone(
      ActingPerson who,
      @PathVariable String id,
      @RequestParam Map<String, String> typed,
      RedirectAttributes redirect) {
    var problems = new LinkedHashMap<String, String>();
    String reason = typed.getOrDefault("reason", "");
    // browsers send two characters for the end of a line, and count one
    String note = typed.getOrDefault("note", "").replace("\r\n", "\n").strip();
    if (!ContractorJobs.REASONS.contains(reason)) {
      problems.put("reason", "jobs.reason.missing");
    }
    if (note.length() > ContractorJobs.LONGEST_NOTE) {
      problems.put("note", "jobs.note.long");
    }
    if (!problems.isEmpty()) {
      return page(jobs.find(who, id), typed, problems);
    }
    Told told = jobs.notDone(who, id, new Code(reason), note).orElseThrow(JobController::notFound);
    return after(who, id, told, "jobs.told.notDone", redirect);
  }

  /** Told once or twice, the list says so; what was called off meanwhile says it on its page. */
  private ModelAndView after(
      ActingPerson who, String id, Told told, String words, RedirectAttributes redirect) {
    if (told == Told.CANCELLED) {
      ModelAndView view = page(jobs.find(who, id), Map.of(), Map.of());
      view.setStatus(HttpStatus.BAD_REQUEST);
      view.addObject("tooLate", true);
      return view;
    }
    redirect.addFlashAttribute("done", told == Told.KNOWN ? "jobs.told.known" : words);
    return new ModelAndView("redirect:/jobs");
  }

  /**
   * @param problems fields to message keys
   */
  private ModelAndView page(
      Optional<Job> found, Map<String, String> typed, Map<String, String> problems) {
    Shown job = found.map(this::shown).orElseThrow(JobController::notFound);
    var said = new LinkedHashMap<String, String>();
    if (job.toDo()) {
      problems.forEach((field, key) -> said.put(field, say(key, ContractorJobs.LONGEST_NOTE)));
    }
    var view =
        new ModelAndView(
            "casefile/job", problems.isEmpty() ? HttpStatus.OK : HttpStatus.BAD_REQUEST);
    view.addObject("job", job);
    view.addObject("typed", typed);
    view.addObject("problems", said);
    view.addObject("reasons", ContractorJobs.REASONS);
    view.addObject("longest", ContractorJobs.LONGEST_NOTE);
    view.addObject("call", call());
    view.addObject("tooLate", false);
    return view;
  }

  private Shown shown(Job job) {
    String stands =
        switch (job.state()) {
          case DONE ->
              job.doneAt() == null
                  ? say("jobs.state.DONE")
                  : say("jobs.state.doneAt", times.at(job.doneAt()));
          case NOT_DONE -> say("jobs.state.notDone." + job.whyNot());
          default -> say("jobs.state." + job.state());
        };
    return new Shown(
        job.id(),
        CaseWords.begun(String.join(", ", job.jobs().stream().map(this::work).toList())),
        say("jobs.window.days", times.date(job.from()), times.date(job.to())),
        job.state().name(),
        stands,
        job.address(),
        job.state() == State.TO_DO);
  }

  /** Neutral words: a job's own name may be read by whoever looks over a shoulder. */
  private String work(Code code) {
    String words = messages.getMessage("jobs.work." + code, null, null, Locale.UK);
    return words == null ? CaseWords.plain(code.value()).toLowerCase(Locale.ROOT) : words;
  }

  private String call() {
    return telephone.isEmpty() ? say("jobs.call.office") : say("jobs.call", telephone);
  }

  private String say(String key, Object... arguments) {
    return messages.getMessage(key, arguments, Locale.UK);
  }

  private static ResponseStatusException notFound() {
    return new ResponseStatusException(HttpStatus.NOT_FOUND);
  }
}
