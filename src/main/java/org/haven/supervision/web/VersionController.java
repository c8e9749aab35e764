package org.haven.supervision.web;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.haven.forms.FormProblem;
import org.haven.platform.ActingPerson;
import org.haven.platform.MigrationPlan.Place;
import org.haven.platform.web.PageToken;
import org.haven.supervision.VersionMigrations;
import org.haven.supervision.VersionMigrations.Many;
import org.haven.supervision.VersionMigrations.Outcome;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The journeys that still run on an older version, and several of them gone on at once. */
@Controller
class VersionController {
  private final VersionMigrations versions;
  private final MigrationWords words;
  private final WrongWords wrongs;

  VersionController(VersionMigrations versions, MigrationWords words, WrongWords wrongs) {
    this.versions = versions;
    this.words = words;
    this.wrongs = wrongs;
  }

  /**
   * A journey.
   *
   * @param hindered why it cannot go on; with one of these it cannot be ticked
   */
  record Row(
      long id,
      String caseRef,
      String standsAt,
      List<String> hindered,
      List<String> begins,
      String field,
      boolean ticked) {}

  /** What came of one of them. */
  record Done(String caseRef, long id, String result, List<String> why) {}

  @GetMapping("/supervision/journeys/{process}/versions/{version}/move")
  ModelAndView list(
      ActingPerson who,
      @PathVariable String process,
      @PathVariable String version,
      @RequestParam Map<String, String> typed) {
    Many many = many(who, process, version, MigrationWords.chosen(typed));
    return page(many, Set.of(), "", UUID.randomUUID(), Map.of());
  }

  @PostMapping("/supervision/journeys/{process}/versions/{version}/move")
  ModelAndView move(
      ActingPerson who,
      @PathVariable String process,
      @PathVariable String version,
      @RequestParam MultiValueMap<String, String> typed,
      RedirectAttributes redirect) {
    var chosen = MigrationWords.chosen(typed.toSingleValueMap());
    Many many = many(who, process, version, chosen);
    var rows = rows(typed.getOrDefault("of", List.of()));
    String reason = String.join("", typed.getOrDefault("reason", List.of()));
    UUID once = PageToken.of(typed.getFirst("once"));
    var problems = new LinkedHashMap<String, String>();
    if (rows.isEmpty()) {
      problems.put("of", words.say("migration.many.none.ticked"));
    }
    for (var choice : MigrationWords.choices(many.asks())) {
      if (choice.chosen().isEmpty() && isAsked(many, rows, choice.field())) {
        problems.put(choice.field(), words.notChosen(choice.step()));
      }
    }
    if (reason.isBlank()) {
      problems.put("reason", words.say("instances.wrong.noReason"));
    } else {
      versions
          .wrongReason(who, rows, reason)
          .ifPresent(wrong -> problems.put("reason", wrongs.of(wrong)));
    }
    if (!problems.isEmpty()) {
      return page(many, new HashSet<>(rows), reason, once, problems);
    }
    redirect.addFlashAttribute(
        "done",
        versions.moveOn(who, process, many.from(), rows, chosen, reason, once).stream()
            .map(this::done)
            .toList());
    return new ModelAndView(
        "redirect:/supervision/journeys/" + process + "/versions/" + many.from() + "/move");
  }

  private static List<Long> rows(List<String> of) {
    var rows = new ArrayList<Long>();
    for (String one : of) {
      if (one.matches("[1-9]\\d{0,17}")) {
        rows.add(Long.parseLong(one));
      }
    }
    return rows;
  }

  private static boolean isAsked(Many many, List<Long> rows, String field) {
    return many.journeys().stream()
        .filter(one -> rows.contains(one.journeyRow()))
        .flatMap(one -> MigrationWords.choices(one.checked().asks()).stream())
        .anyMatch(choice -> choice.field().equals(field) && choice.chosen().isEmpty());
  }

  private Many many(ActingPerson who, String process, String version, Map<String, String> chosen) {
    if (!process.matches("[a-z0-9-]{1,80}") || !version.matches("[1-9]\\d{0,5}")) {
      throw InstanceController.notFound();
    }
    return versions
        .many(who, process, Integer.parseInt(version), chosen)
        .orElseThrow(InstanceController::notFound);
  }

  private Done done(Outcome one) {
    var why = new ArrayList<>(words.hindered(one.hindered()));
    one.asked().stream().map(Place::title).map(words::notChosen).forEach(why::add);
    return new Done(
        one.caseRef().value(),
        one.journeyRow(),
        one.result() == null ? "hindered" : one.result().code(),
        one.result() == null ? why : List.of());
  }

  private ModelAndView page(
      Many many, Set<Long> ticked, String reason, UUID once, Map<String, String> problems) {
    var view =
        new ModelAndView(
            "supervision/version", problems.isEmpty() ? HttpStatus.OK : HttpStatus.BAD_REQUEST);
    view.addObject("process", many.processId());
    view.addObject("named", many.title());
    view.addObject("from", many.from());
    view.addObject("to", many.to());
    view.addObject("more", many.more());
    view.addObject("most", VersionMigrations.MOST);
    view.addObject("choices", MigrationWords.choices(many.asks()));
    view.addObject("rows", rows(many, ticked));
    view.addObject(
        "movable", many.journeys().stream().anyMatch(one -> one.checked().hindered().isEmpty()));
    view.addObject("reason", reason);
    view.addObject("once", once);
    view.addObject("problems", problems);
    view.addObject(
        "summary",
        problems.entrySet().stream()
            .map(one -> new FormProblem(one.getKey(), one.getValue()))
            .toList());
    return view;
  }

  private List<Row> rows(Many many, Set<Long> ticked) {
    long first =
        many.journeys().stream()
            .filter(one -> one.checked().hindered().isEmpty())
            .mapToLong(VersionMigrations.One::journeyRow)
            .findFirst()
            .orElse(-1);
    return many.journeys().stream()
        .map(
            one ->
                new Row(
                    one.journeyRow(),
                    one.caseRef().value(),
                    String.join(", ", one.standsAt()),
                    words.hindered(one.checked().hindered()),
                    words.begins(one.checked()),
                    one.journeyRow() == first ? "of" : "of-" + one.journeyRow(),
                    ticked.contains(one.journeyRow())))
        .toList();
  }
}
