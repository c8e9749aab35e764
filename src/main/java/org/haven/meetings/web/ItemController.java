package org.haven.meetings.web;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.haven.casefile.NoSuchCaseException;
import org.haven.meetings.AgendaItem;
import org.haven.meetings.AgreedActions;
import org.haven.meetings.LiveMinutes;
import org.haven.meetings.LiveMinutes.Saved;
import org.haven.meetings.Sitting;
import org.haven.platform.ActingPerson;
import org.haven.platform.Team;
import org.haven.platform.web.DateParts;
import org.haven.platform.web.PageToken;
import org.haven.platform.web.StaffNames;
import org.haven.platform.web.Times;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What is written at one case of an agenda: minutes, actions, and the way to the record. */
@Controller
class ItemController {
  private static final int LONGEST_REASON = 2_000;

  private final MeetingPages pages;
  private final LiveMinutes minutes;
  private final AgreedActions agreed;
  private final HandOver handOver;
  private final Times times;
  private final StaffNames names;

  ItemController(
      MeetingPages pages,
      LiveMinutes minutes,
      AgreedActions agreed,
      HandOver handOver,
      Times times,
      StaffNames names) {
    this.pages = pages;
    this.minutes = minutes;
    this.agreed = agreed;
    this.handOver = handOver;
    this.times = times;
    this.names = names;
  }

  private record At(Sitting sitting, AgendaItem item) {}

  private At at(ActingPerson who, String id, String itemId) {
    MeetingController.require(who);
    Sitting sitting = pages.require(who, id);
    return new At(sitting, pages.require(sitting, itemId));
  }

  private At writable(ActingPerson who, String id, String itemId) {
    At at = at(who, id, itemId);
    if (!minutes.mayWrite(who, at.item())) {
      throw MeetingPages.notFound();
    }
    return at;
  }

  /** Guarded minutes for somebody who says why; each opening is on record. */
  @PostMapping("/meetings/{id}/items/{item}/open")
  ModelAndView open(
      ActingPerson who,
      @PathVariable String id,
      @PathVariable String item,
      @RequestParam(defaultValue = "") String reason) {
    At at = at(who, id, item);
    if (!at.item().guarded()) {
      throw MeetingPages.notFound();
    }
    if (reason.isBlank()) {
      return refused(who, at, "reason", pages.say("meetings.reason.missing"), Map.of());
    }
    if (reason.length() > LONGEST_REASON) {
      return refused(
          who, at, "reason", pages.say("meetings.reason.long"), Map.of("reason", reason));
    }
    return opened(who, at, reason, HttpStatus.OK, Map.of(), Map.of());
  }

  private ModelAndView opened(
      ActingPerson who,
      At at,
      String reason,
      HttpStatus status,
      Map<String, String> problems,
      Map<String, String> typed) {
    try {
      var read = minutes.open(who, at.item(), reason.strip());
      var kept = new LinkedHashMap<>(typed);
      kept.put("reason", reason);
      return pages.page(
          who, at.sitting(), new MeetingPages.Shown(status, at.item().id(), problems, kept, read));
    } catch (NoSuchCaseException e) {
      throw MeetingPages.notFound();
    }
  }

  private ModelAndView refused(
      ActingPerson who, At at, String field, String problem, Map<String, String> typed) {
    return pages.page(
        who,
        at.sitting(),
        new MeetingPages.Shown(
            HttpStatus.BAD_REQUEST, at.item().id(), Map.of(field, problem), typed, null));
  }

  @PostMapping("/meetings/{id}/items/{item}/minutes")
  ModelAndView save(
      ActingPerson who,
      @PathVariable String id,
      @PathVariable String item,
      @RequestParam(defaultValue = "") String words,
      @RequestParam(defaultValue = "") String turn,
      @RequestParam(defaultValue = "") String reason,
      @RequestParam(defaultValue = "") String then,
      RedirectAttributes redirect) {
    At at = writable(who, id, item);
    String text = lines(words);
    if (text.length() > LiveMinutes.LONGEST) {
      return again(who, at, reason, HttpStatus.BAD_REQUEST, pages.say("meetings.words.long"), text);
    }
    return switch (minutes.save(who, at.item(), turn(turn), text)) {
      case Saved.Kept _ ->
          then.equals("record")
              ? record(who, at, text, redirect)
              : MeetingController.back(
                  at.sitting(), redirect, "meetings.kept", "#item-" + at.item().id());
      // theirs stands in the box, what was typed beside it
      case Saved.Beside(var when, String by) ->
          told(
              at,
              redirect,
              pages.say(
                  at.item().guarded() ? "meetings.beside.guarded" : "meetings.beside",
                  names.of(by),
                  times.at(when)));
      case Saved.Closed() ->
          again(who, at, reason, HttpStatus.CONFLICT, pages.say("meetings.closed"), text);
      case Saved.NamesVault() ->
          again(who, at, reason, HttpStatus.BAD_REQUEST, pages.say("meetings.vault"), text);
    };
  }

  /** Takes what was typed into the form of the journey's own task, for its reader to send. */
  private ModelAndView record(ActingPerson who, At at, String text, RedirectAttributes redirect) {
    OptionalLong task =
        handOver.take(who, at.sitting(), at.item(), pages.forms(at.sitting()), text);
    return task.isPresent()
        ? new ModelAndView("redirect:/tasks/" + task.getAsLong())
        : told(at, redirect, pages.say("meetings.noTask"));
  }

  /** It is kept, and there is something to know. */
  private static ModelAndView told(At at, RedirectAttributes redirect, String words) {
    redirect.addFlashAttribute("told", words);
    return new ModelAndView("redirect:/meetings/" + at.sitting().id() + "#item-" + at.item().id());
  }

  private ModelAndView again(
      ActingPerson who, At at, String reason, HttpStatus status, String problem, String typed) {
    Map<String, String> kept = Map.of("words", typed);
    boolean reasoned = !reason.isBlank() && reason.length() <= LONGEST_REASON;
    if (at.item().guarded() && reasoned) {
      return opened(who, at, reason, status, Map.of("words", problem), kept);
    }
    return pages.page(
        who,
        at.sitting(),
        new MeetingPages.Shown(
            status,
            at.item().id(),
            Map.of(at.item().guarded() ? "reason" : "words", problem),
            kept,
            null));
  }

  /**
   * What the page's own script hears of a saving.
   *
   * @param words for the person
   */
  record Said(String state, int turn, String words) {}

  @PostMapping(
      value = "/meetings/{id}/items/{item}/typing",
      produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<Said> typing(
      ActingPerson who,
      @PathVariable String id,
      @PathVariable String item,
      @RequestParam(defaultValue = "") String words,
      @RequestParam(defaultValue = "") String turn) {
    At at = writable(who, id, item);
    int known = turn(turn);
    String text = lines(words);
    if (text.length() > LiveMinutes.LONGEST) {
      return said(HttpStatus.BAD_REQUEST, "refused", known, pages.say("meetings.words.long"));
    }
    return switch (minutes.save(who, at.item(), known, text)) {
      case Saved.Kept(int next, var when) ->
          said(HttpStatus.OK, "kept", next, pages.say("meetings.saved", times.at(when)));
      case Saved.Beside(var when, String by) ->
          said(
              HttpStatus.OK,
              "beside",
              known,
              pages.say("meetings.saved.beside", names.of(by), times.at(when)));
      case Saved.Closed() ->
          said(HttpStatus.CONFLICT, "refused", known, pages.say("meetings.closed"));
      case Saved.NamesVault() ->
          said(HttpStatus.BAD_REQUEST, "refused", known, pages.say("meetings.vault"));
    };
  }

  private static ResponseEntity<Said> said(
      HttpStatus status, String state, int turn, String words) {
    return ResponseEntity.status(status).body(new Said(state, turn, words));
  }

  /** A browser sends each end of a line as two characters. */
  private static String lines(String words) {
    return words.replace("\r\n", "\n").strip();
  }

  private static int turn(String turn) {
    return turn.matches("\\d{1,9}") ? Integer.parseInt(turn) : 0;
  }

  @PostMapping("/meetings/{id}/items/{item}/actions")
  ModelAndView add(
      ActingPerson who,
      @PathVariable String id,
      @PathVariable String item,
      @RequestParam Map<String, String> typed,
      RedirectAttributes redirect) {
    At at = at(who, id, item);
    if (!agreed.mayAct(who, at.item())) {
      throw MeetingPages.notFound();
    }
    var problems = new LinkedHashMap<String, String>();
    String what = lines(typed.getOrDefault("what", ""));
    if (what.isEmpty()) {
      problems.put("what", pages.say("meetings.what.missing"));
    } else if (what.length() > AgreedActions.LONGEST) {
      problems.put("what", pages.say("meetings.what.long"));
    }
    var owner = Team.ofCode(typed.getOrDefault("owner", "")).filter(HandOver.OWNERS::contains);
    if (owner.isEmpty()) {
      problems.put("owner", pages.say("meetings.owner.missing"));
    }
    LocalDate due = null;
    switch (DateParts.of(typed, "due")) {
      case DateParts.Given(LocalDate given) -> due = given;
      case DateParts.Open() -> problems.put("due", pages.say("meetings.due.missing"));
      case DateParts.Wrong() -> problems.put("due", pages.say("meetings.due.wrong"));
    }
    if (problems.isEmpty() && owner.isPresent() && due != null) {
      UUID mark = PageToken.of(typed.get("once"));
      switch (agreed.add(who, at.item(), mark, owner.get(), due, what)) {
        case KEPT -> {
          return MeetingController.back(
              at.sitting(), redirect, "meetings.agreed", "#item-" + at.item().id());
        }
        case CLOSED -> problems.put("what", pages.say("meetings.closed"));
        case TOO_MANY -> problems.put("what", pages.say("meetings.what.many"));
        case NAMES_VAULT -> problems.put("what", pages.say("meetings.vault"));
      }
    }
    var kept = new LinkedHashMap<String, String>();
    for (String field : new String[] {"what", "owner", "dueDay", "dueMonth", "dueYear"}) {
      kept.put(field, typed.getOrDefault(field, ""));
    }
    return pages.page(
        who,
        at.sitting(),
        new MeetingPages.Shown(HttpStatus.BAD_REQUEST, at.item().id(), problems, kept, null));
  }

  @PostMapping("/meetings/{id}/items/{item}/actions/{action}/remove")
  ModelAndView remove(
      ActingPerson who,
      @PathVariable String id,
      @PathVariable String item,
      @PathVariable String action,
      RedirectAttributes redirect) {
    At at = at(who, id, item);
    if (!agreed.mayAct(who, at.item())) {
      throw MeetingPages.notFound();
    }
    MeetingPages.uuid(action).ifPresent(known -> agreed.remove(who, at.item(), known));
    return MeetingController.back(
        at.sitting(), redirect, "meetings.dropped", "#item-" + at.item().id());
  }
}
