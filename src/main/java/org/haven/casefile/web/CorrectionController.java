package org.haven.casefile.web;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.Corrections;
import org.haven.casefile.SafeContacts;
import org.haven.forms.FormField;
import org.haven.forms.Forms;
import org.haven.forms.RoutingKind;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.sealing.Sealed;
import org.haven.platform.web.DateParts;
import org.haven.platform.web.StaffNames;
import org.haven.platform.web.Times;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Puts right a fact, a number by which she is reached, or what the vault holds. */
@Controller
class CorrectionController {
  /** Answers that are put right elsewhere, or that somebody decided and did not record. */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "consent",
          "contactAllowed",
          "decision",
          "level",
          "outcome",
          "override",
          "riskLevel",
          "victimWishes");

  private static final List<String> KNOWN = List.of("yes", "no", "unknown");

  private final CaseAccess access;
  private final Corrections corrections;
  private final SafeContacts contacts;
  private final CaseWords words;
  private final Times times;
  private final StaffNames names;
  private final CorrectionPages pages;
  private final Map<String, FormField> asked;

  CorrectionController(
      CaseAccess access,
      Corrections corrections,
      SafeContacts contacts,
      CaseWords words,
      Times times,
      StaffNames names,
      CorrectionPages pages,
      Forms forms) {
    this.access = access;
    this.corrections = corrections;
    this.contacts = contacts;
    this.words = words;
    this.times = times;
    this.names = names;
    this.pages = pages;
    this.asked = asked(forms);
  }

  /** What a form asks for can be put right; what a table works out is worked out again. */
  private static Map<String, FormField> asked(Forms forms) {
    var asked = new TreeMap<String, FormField>();
    for (String id : forms.ids().stream().sorted().toList()) {
      for (FormField field : forms.form(id).fields()) {
        boolean one =
            switch (field.routing()) {
              case BOOLEAN, DATE, NUMBER -> true;
              case CODE -> !field.options().isEmpty();
              default -> false;
            };
        if (one && !ELSEWHERE.contains(field.key())) {
          asked.merge(
              field.key(),
              field,
              (here, there) -> here.options().size() >= there.options().size() ? here : there);
        }
      }
    }
    return asked;
  }

  // facts

  /** A fact in words. */
  record FactLine(
      String name,
      String label,
      String value,
      String at,
      String by,
      boolean correctable,
      List<EarlierLine> before) {}

  /** What was answered before. */
  record EarlierLine(String value, String at, String by, @Nullable String why) {}

  @GetMapping("/cases/{ref}/facts")
  ModelAndView facts(ActingPerson who, @PathVariable String ref) {
    CaseRef caseRef = open(who, ref);
    var view = pages.page("casefile/facts", caseRef, new CorrectionPages.Problems());
    view.addObject("mayWork", access.mayWork(who, caseRef));
    view.addObject(
        "facts",
        corrections.facts(who, caseRef).stream()
            .map(this::line)
            .sorted(Comparator.comparing(FactLine::label))
            .toList());
    return view;
  }

  private FactLine line(Corrections.Fact fact) {
    return new FactLine(
        fact.name(),
        CaseWords.plain(fact.name()),
        words.value(fact.name(), fact.value()),
        times.at(fact.at()),
        by(fact.by()),
        asked.containsKey(fact.name()),
        fact.before().stream()
            .map(
                one ->
                    new EarlierLine(
                        words.value(fact.name(), one.value()),
                        times.at(one.at()),
                        by(one.by()),
                        one.why() == null ? null : one.why().clear()))
            .toList());
  }

  private String by(String by) {
    return switch (by) {
      case "system" -> "Haven";
      case "partner" -> "a partner agency";
      case "public" -> "the online report";
      default -> names.of(by);
    };
  }

  @GetMapping("/cases/{ref}/facts/{id}")
  ModelAndView fact(ActingPerson who, @PathVariable String ref, @PathVariable("id") String name) {
    CaseRef caseRef = open(who, ref);
    Corrections.Fact fact = find(who, caseRef, name);
    return factPage(caseRef, fact, typed(fact), new CorrectionPages.Problems());
  }

  private Corrections.Fact find(ActingPerson who, CaseRef caseRef, String name) {
    return corrections.facts(who, caseRef).stream()
        .filter(fact -> fact.name().equals(name) && asked.containsKey(name))
        .findFirst()
        .orElseThrow(CorrectionPages::notFound);
  }

  private static Map<String, String> typed(Corrections.Fact fact) {
    var typed = new LinkedHashMap<String, String>();
    String value =
        switch (fact.value()) {
          case Boolean b -> b ? "yes" : "no";
          default -> fact.value().toString();
        };
    typed.put("value", value);
    if (value.matches("\\d{4}-\\d{2}-\\d{2}")) {
      LocalDate day = LocalDate.parse(value);
      typed.put("valueDay", String.valueOf(day.getDayOfMonth()));
      typed.put("valueMonth", String.valueOf(day.getMonthValue()));
      typed.put("valueYear", String.valueOf(day.getYear()));
    }
    return typed;
  }

  /** One of the answers to choose from. */
  record Option(String value, String label) {}

  private ModelAndView factPage(
      CaseRef caseRef,
      Corrections.Fact fact,
      Map<String, String> typed,
      CorrectionPages.Problems problems) {
    FormField field = asked.get(fact.name());
    if (field == null) {
      throw CorrectionPages.notFound();
    }
    var view = pages.page("casefile/fact", caseRef, problems);
    view.addObject("fact", line(fact));
    view.addObject("id", fact.id());
    view.addObject("typed", typed);
    view.addObject("type", field.routing().name());
    view.addObject("options", options(field));
    view.addObject("yesNo", List.of("yes", "no"));
    return view;
  }

  private List<Option> options(FormField field) {
    return switch (field.routing()) {
      case BOOLEAN ->
          KNOWN.stream().map(one -> new Option(one, pages.say("correction.known." + one))).toList();
      case CODE -> {
        var options = new ArrayList<Option>();
        field.options().forEach(one -> options.add(new Option(one.value(), one.label())));
        if (options.stream().noneMatch(one -> one.value().equals("unknown"))) {
          options.add(new Option("unknown", pages.say("correction.known.unknown")));
        }
        yield options;
      }
      default -> List.of();
    };
  }

  @PostMapping("/cases/{ref}/facts/{id}")
  ModelAndView fact(
      ActingPerson who,
      @PathVariable String ref,
      @PathVariable("id") String name,
      @RequestParam Map<String, String> typed,
      RedirectAttributes redirect) {
    CaseRef caseRef = work(who, ref);
    Corrections.Fact fact = find(who, caseRef, name);
    var problems = new CorrectionPages.Problems();
    Optional<Object> value = value(name, typed, problems);
    String again = typed.getOrDefault("assessAgain", "");
    if (!List.of("yes", "no").contains(again)) {
      problems.byField.put("assessAgain", pages.say("correction.assessAgain.missing"));
    }
    String why = typed.getOrDefault("why", "").strip();
    pages.requireReason(problems, why);
    if (problems.none() && value.isPresent()) {
      switch (corrections.fact(
          who, caseRef, name, id(typed), value.get(), again.equals("yes"), why)) {
        case DONE -> {
          redirect.addFlashAttribute("done", "correction.done");
          return new ModelAndView("redirect:/cases/" + ref + "/facts");
        }
        case NOTHING_NEW -> problems.byField.put("value", pages.say("correction.nothingNew"));
        case CHANGED_MEANWHILE ->
            problems.byField.put("value", pages.say("correction.changedMeanwhile"));
        case SUPERVISOR_ONLY ->
            problems.byField.put("value", pages.say("correction.supervisorOnly"));
      }
    }
    return factPage(caseRef, fact, typed, problems);
  }

  private static long id(Map<String, String> typed) {
    String id = typed.getOrDefault("id", "");
    return id.matches("\\d{1,18}") ? Long.parseLong(id) : 0;
  }

  private Optional<Object> value(
      String name, Map<String, String> typed, CorrectionPages.Problems problems) {
    FormField field = asked.get(name);
    if (field == null) {
      throw CorrectionPages.notFound();
    }
    String said = typed.getOrDefault("value", "").strip();
    if (field.routing() == RoutingKind.DATE) {
      switch (DateParts.of(typed, "value")) {
        case DateParts.Given(LocalDate day) -> {
          return Optional.of(day.toString());
        }
        case DateParts.Wrong(), DateParts.Open() ->
            problems.byField.put("value", pages.say("casefile.notADate"));
      }
    } else if (field.routing() == RoutingKind.NUMBER) {
      if (said.matches("\\d{1,7}")) {
        return Optional.of(Integer.parseInt(said));
      }
      problems.byField.put("value", pages.say("correction.notANumber"));
    } else if (options(field).stream().anyMatch(one -> one.value().equals(said))) {
      return Optional.of(
          field.routing() == RoutingKind.BOOLEAN && !said.equals("unknown")
              ? (Object) said.equals("yes")
              : said);
    } else {
      problems.byField.put("value", pages.say("correction.value.missing"));
    }
    return Optional.empty();
  }

  // how she is reached

  @GetMapping("/cases/{ref}/contact/correct")
  ModelAndView contact(ActingPerson who, @PathVariable String ref) {
    return pages
        .page("casefile/correct-contact", open(who, ref), new CorrectionPages.Problems())
        .addObject("typed", Map.of());
  }

  @PostMapping("/cases/{ref}/contact/correct")
  ModelAndView contact(
      ActingPerson who,
      @PathVariable String ref,
      @RequestParam Map<String, String> typed,
      RedirectAttributes redirect) {
    CaseRef caseRef = work(who, ref);
    var problems = new CorrectionPages.Problems();
    Map<String, String> sealed = given(typed, problems, "detail", "codeWord");
    if (sealed.isEmpty() && problems.none()) {
      problems.byField.put("detail", pages.say("correction.detail.missing"));
    }
    String why = typed.getOrDefault("why", "").strip();
    pages.requireReason(problems, why);
    if (problems.none()) {
      if (corrections.contact(who, caseRef, sealed, why) == Corrections.Result.DONE) {
        redirect.addFlashAttribute("done", "correction.contact.done");
        return new ModelAndView("redirect:/cases/" + ref);
      }
      problems.byField.put("detail", pages.say("correction.detail.same"));
    }
    return pages.page("casefile/correct-contact", caseRef, problems).addObject("typed", typed);
  }

  private Map<String, String> given(
      Map<String, String> typed, CorrectionPages.Problems problems, String... fields) {
    var given = new LinkedHashMap<String, String>();
    for (String field : fields) {
      String value = typed.getOrDefault(field, "").strip();
      pages.tooLong(problems, field, value);
      if (!value.isEmpty()) {
        given.put(field, value);
      }
    }
    return given;
  }

  /** A number and code word that are not to be used any more. */
  record EarlierContact(@Nullable String detail, @Nullable String codeWord, String at) {}

  @GetMapping("/cases/{ref}/contact/earlier")
  ModelAndView earlier(ActingPerson who, @PathVariable String ref) {
    return earlierPage(open(who, ref), "", null, new CorrectionPages.Problems());
  }

  private ModelAndView earlierPage(
      CaseRef caseRef,
      String reason,
      @Nullable List<EarlierContact> shown,
      CorrectionPages.Problems problems) {
    return pages
        .page("casefile/contact-earlier", caseRef, problems)
        .addObject("reason", reason)
        .addObject("shown", shown);
  }

  @PostMapping("/cases/{ref}/contact/earlier")
  ModelAndView earlier(
      ActingPerson who, @PathVariable String ref, @RequestParam(defaultValue = "") String reason) {
    CaseRef caseRef = open(who, ref);
    var problems = new CorrectionPages.Problems();
    if (reason.isBlank()) {
      problems.byField.put("reason", pages.say("casefile.contact.reason.missing"));
    }
    pages.tooLong(problems, "reason", reason);
    if (!problems.none()) {
      return earlierPage(caseRef, reason, null, problems);
    }
    return earlierPage(
        caseRef,
        reason,
        contacts.revealEarlier(who, caseRef, reason.strip()).stream()
            .map(
                one ->
                    new EarlierContact(
                        clear(one.detail()), clear(one.codeWord()), times.at(one.checkedAt())))
            .toList(),
        problems);
  }

  private static @Nullable String clear(@Nullable Sealed sealed) {
    return sealed == null ? null : sealed.clear();
  }

  // the vault

  @GetMapping("/cases/{ref}/vault/correct")
  ModelAndView vault(ActingPerson who, @PathVariable String ref) {
    return pages
        .page("casefile/correct-vault", open(who, ref), new CorrectionPages.Problems())
        .addObject("typed", Map.of());
  }

  @PostMapping("/cases/{ref}/vault/correct")
  ModelAndView vault(
      ActingPerson who,
      @PathVariable String ref,
      @RequestParam Map<String, String> typed,
      RedirectAttributes redirect) {
    CaseRef caseRef = work(who, ref);
    var problems = new CorrectionPages.Problems();
    Map<String, String> sealed = given(typed, problems, "safeAddress", "area", "noGoAreas");
    switch (DateParts.of(typed, "moveDate")) {
      case DateParts.Given(LocalDate day) -> sealed.put("moveDate", day.toString());
      case DateParts.Wrong() -> problems.byField.put("moveDate", pages.say("casefile.notADate"));
      case DateParts.Open() -> {}
    }
    if (sealed.isEmpty() && problems.none()) {
      problems.byField.put("safeAddress", pages.say("correction.vault.missing"));
    }
    String why = typed.getOrDefault("why", "").strip();
    pages.requireReason(problems, why);
    if (problems.none()) {
      if (corrections.safeAddress(who, caseRef, sealed, why) == Corrections.Result.DONE) {
        redirect.addFlashAttribute("done", "correction.vault.done");
        return new ModelAndView("redirect:/cases/" + ref);
      }
      problems.byField.put("safeAddress", pages.say("correction.vault.empty"));
    }
    return pages.page("casefile/correct-vault", caseRef, problems).addObject("typed", typed);
  }

  private CaseRef open(ActingPerson who, String ref) {
    CaseRef caseRef = CorrectionPages.ref(ref);
    if (!access.mayOpen(who, caseRef)) {
      throw CorrectionPages.notFound();
    }
    return caseRef;
  }

  private CaseRef work(ActingPerson who, String ref) {
    CaseRef caseRef = CorrectionPages.ref(ref);
    if (!access.mayWork(who, caseRef)) {
      throw CorrectionPages.notFound();
    }
    return caseRef;
  }
}
