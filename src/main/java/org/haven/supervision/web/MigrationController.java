package org.haven.supervision.web;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.haven.forms.FormProblem;
import org.haven.platform.ActingPerson;
import org.haven.platform.web.PageToken;
import org.haven.supervision.ActResult;
import org.haven.supervision.JourneyMigrations;
import org.haven.supervision.JourneyMigrations.Offer;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** One journey goes on by another version: what becomes of it is shown before it does. */
@Controller
class MigrationController {
  private final JourneyMigrations journeys;
  private final MigrationWords words;
  private final WrongWords wrongs;

  MigrationController(JourneyMigrations journeys, MigrationWords words, WrongWords wrongs) {
    this.journeys = journeys;
    this.words = words;
    this.wrongs = wrongs;
  }

  private record Typed(String reason, UUID once) {}

  @GetMapping("/supervision/instances/{id}/version")
  ModelAndView ask(
      ActingPerson who, @PathVariable String id, @RequestParam Map<String, String> typed) {
    return page(offer(who, id, typed), new Typed("", UUID.randomUUID()), Map.of(), false);
  }

  @PostMapping("/supervision/instances/{id}/version")
  ModelAndView act(
      ActingPerson who,
      @PathVariable String id,
      @RequestParam Map<String, String> typed,
      RedirectAttributes redirect) {
    UUID once = PageToken.of(typed.get("once"));
    var before = journeys.done(once);
    if (before.isPresent() && journeys.mayAct(who, InstanceController.whole(id))) {
      return told(redirect, id, before.get());
    }
    Offer offer = offer(who, id, typed);
    String reason = typed.getOrDefault("reason", "");
    var problems = problems(offer, reason);
    boolean look = !offer.checked().asks().isEmpty() && !"yes".equals(typed.get("sure"));
    if (!problems.isEmpty() || look) {
      return page(offer, new Typed(reason, once), problems, problems.isEmpty());
    }
    return told(redirect, id, journeys.act(who, offer, reason, once));
  }

  private static ModelAndView told(RedirectAttributes redirect, String id, ActResult result) {
    redirect.addFlashAttribute("acted", result.code());
    return new ModelAndView("redirect:/supervision/instances/" + id);
  }

  private Offer offer(ActingPerson who, String id, Map<String, String> typed) {
    String to = typed.getOrDefault("to", "");
    if (!to.matches("[1-9]\\d{0,5}")) {
      throw InstanceController.notFound();
    }
    return journeys
        .offer(
            who, InstanceController.whole(id), Integer.parseInt(to), MigrationWords.chosen(typed))
        .orElseThrow(InstanceController::notFound);
  }

  private Map<String, String> problems(Offer offer, String reason) {
    var problems = new LinkedHashMap<String, String>();
    words.hindered(offer.checked().hindered()).stream()
        .findFirst()
        .ifPresent(first -> problems.put("hindered", first));
    for (var choice : MigrationWords.choices(offer.checked().asks())) {
      if (choice.chosen().isEmpty()) {
        problems.put(choice.field(), words.notChosen(choice.step()));
      }
    }
    journeys
        .wrongReason(offer.journey().caseRef(), reason)
        .ifPresent(wrong -> problems.put("reason", wrongs.of(wrong)));
    return problems;
  }

  private ModelAndView page(Offer offer, Typed typed, Map<String, String> problems, boolean look) {
    var view =
        new ModelAndView(
            "supervision/migrate", problems.isEmpty() ? HttpStatus.OK : HttpStatus.BAD_REQUEST);
    var checked = offer.checked();
    view.addObject("id", offer.journey().id());
    view.addObject("ref", offer.journey().caseRef().value());
    view.addObject("named", offer.journeyTitle());
    view.addObject("from", offer.from());
    view.addObject("to", offer.to());
    view.addObject("back", offer.back());
    view.addObject("choices", MigrationWords.choices(checked.asks()));
    view.addObject("hindered", words.hindered(checked.hindered()));
    view.addObject("becomes", words.becomes(checked));
    view.addObject("begins", words.begins(checked));
    view.addObject("ends", words.ends(checked));
    view.addObject("reason", typed.reason());
    view.addObject("once", typed.once());
    view.addObject("look", look);
    view.addObject("problems", problems);
    view.addObject(
        "summary",
        problems.entrySet().stream()
            .map(one -> new FormProblem(one.getKey(), one.getValue()))
            .toList());
    return view;
  }
}
