package org.haven.supervision.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.haven.forms.FormProblem;
import org.haven.platform.ActingPerson;
import org.haven.platform.JourneyPlan;
import org.haven.platform.web.PageToken;
import org.haven.supervision.ActKind;
import org.haven.supervision.ActResult;
import org.haven.supervision.InstanceActs;
import org.haven.supervision.InstanceActs.Offer;
import org.haven.supervision.InstanceActs.Wrong;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * What a supervisor has done to a journey: a page says what will happen, asks why, and where a
 * value or a step is chosen shows what was chosen once more before it is done.
 */
@Controller
class InstanceActController {
  private final InstanceActs acts;
  private final FactWords facts;
  private final WrongWords wrongs;
  private final MessageSource words;

  InstanceActController(
      InstanceActs acts, FactWords facts, WrongWords wrongs, MessageSource words) {
    this.acts = acts;
    this.facts = facts;
    this.wrongs = wrongs;
    this.words = words;
  }

  /** What may be chosen. */
  record Choice(String value, String title) {}

  private record Typed(String of, String to, String reason, UUID once) {}

  @GetMapping("/supervision/instances/{id}/acts/{kind}")
  ModelAndView ask(
      ActingPerson who,
      @PathVariable String id,
      @PathVariable String kind,
      @RequestParam(defaultValue = "") String of,
      @RequestParam(defaultValue = "") String to) {
    return page(
        offer(who, id, kind, of), new Typed(of, to, "", UUID.randomUUID()), Map.of(), false);
  }

  @PostMapping("/supervision/instances/{id}/acts/{kind}")
  ModelAndView act(
      ActingPerson who,
      @PathVariable String id,
      @PathVariable String kind,
      @RequestParam(defaultValue = "") String of,
      @RequestParam(defaultValue = "") String to,
      @RequestParam(defaultValue = "") String reason,
      @RequestParam(defaultValue = "") String once,
      @RequestParam(defaultValue = "") String sure,
      RedirectAttributes redirect) {
    Offer offer = offer(who, id, kind, of);
    var typed = new Typed(of, asks(offer) ? to.strip() : "", reason, PageToken.of(once));
    var wrong = acts.wrong(offer, typed.to(), reason);
    if (!wrong.isEmpty() || !sure.equals("yes") && asks(offer)) {
      return page(offer, typed, wrong, wrong.isEmpty());
    }
    ActResult result = acts.act(who, offer, typed.to(), reason, typed.once());
    redirect.addFlashAttribute("acted", result.code());
    return new ModelAndView("redirect:/supervision/instances/" + offer.journey().id());
  }

  private static boolean asks(Offer offer) {
    return offer.asksWhat() || offer.asksWhere();
  }

  private Offer offer(ActingPerson who, String id, String kind, String of) {
    return ActKind.of(kind)
        .flatMap(one -> acts.offer(who, InstanceController.whole(id), one, of))
        .orElseThrow(InstanceController::notFound);
  }

  private ModelAndView page(Offer offer, Typed typed, Map<String, Wrong> wrong, boolean look) {
    var problems = new LinkedHashMap<String, String>();
    wrong.forEach((field, one) -> problems.put(field, wrongs.of(one)));
    var view =
        new ModelAndView(
            "supervision/act", problems.isEmpty() ? HttpStatus.OK : HttpStatus.BAD_REQUEST);
    String kind = offer.kind().code();
    view.addObject("id", offer.journey().id());
    view.addObject("ref", offer.journey().caseRef().value());
    view.addObject("named", offer.journeyTitle());
    view.addObject("kind", kind);
    view.addObject("of", typed.of());
    view.addObject("to", typed.to());
    view.addObject("reason", typed.reason());
    view.addObject("once", typed.once());
    view.addObject("look", look);
    view.addObject("problems", problems);
    view.addObject(
        "summary",
        problems.entrySet().stream()
            .map(one -> new FormProblem(one.getKey(), one.getValue()))
            .toList());
    String subject = offer.asksWhat() ? FactWords.plain(offer.subject()) : offer.subjectTitle();
    view.addObject("subject", subject);
    view.addObject("was", facts.value(offer.was()));
    view.addObject("choices", choices(offer));
    view.addObject("asks", asks(offer));
    view.addObject(
        "free",
        offer.shape() != null && offer.shape().kind() != JourneyPlan.FactKind.CHOICE
            ? offer.shape().kind().name().toLowerCase(Locale.ROOT)
            : null);
    view.addObject("what", say("instances.act." + kind + ".what", subject));
    view.addObject("undo", say("instances.act." + kind + ".undo"));
    view.addObject(
        "preview",
        look
            ? say(
                "instances.act." + kind + ".preview",
                subject,
                facts.value(offer.was()),
                chosen(offer, typed.to()))
            : "");
    return view;
  }

  private List<Choice> choices(Offer offer) {
    if (offer.asksWhere()) {
      return offer.targets().stream()
          .map(target -> new Choice(target.elementId(), target.title()))
          .toList();
    }
    return offer.shape() == null
        ? List.of()
        : offer.shape().values().stream()
            .map(value -> new Choice(value, facts.value(value)))
            .toList();
  }

  private String chosen(Offer offer, String to) {
    return choices(offer).stream()
        .filter(choice -> choice.value().equals(to))
        .map(Choice::title)
        .findFirst()
        .orElse(to);
  }

  private String say(String key, Object... arguments) {
    return words.getMessage(key, arguments, Locale.UK);
  }
}
