package org.haven.casefile.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.haven.casefile.CaseHead;
import org.haven.casefile.PeopleSearch;
import org.haven.casefile.PeopleSearch.Asked;
import org.haven.casefile.PersonView;
import org.haven.forms.FormProblem;
import org.haven.platform.ActingPerson;
import org.haven.platform.sealing.SealedFields;
import org.haven.platform.web.DateParts;
import org.haven.platform.web.Times;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Where a person is looked for. What is typed is sent in the body: it stands in no address. */
@Controller
class PeopleController {
  private static final int LONGEST = 200;

  private final PeopleSearch people;
  private final Times times;
  private final MessageSource messages;

  PeopleController(PeopleSearch people, Times times, MessageSource messages) {
    this.people = people;
    this.times = times;
    this.messages = messages;
  }

  @GetMapping("/people")
  ModelAndView ask() {
    return page(Map.of(), Map.of(), null);
  }

  @PostMapping("/people")
  ModelAndView find(ActingPerson who, @RequestParam Map<String, String> typed) {
    var problems = new LinkedHashMap<String, String>();
    String name = typed(typed, "name");
    if (name != null && (name.length() > LONGEST || !PeopleSearch.hasWords(name))) {
      problems.put("name", say("casefile.people.name.wrong"));
    }
    DateParts born = DateParts.of(typed, "born");
    if (born instanceof DateParts.Wrong) {
      problems.put("born", say("casefile.people.born.wrong"));
    }
    String phone = typed(typed, "phone");
    if (phone != null && (phone.length() > LONGEST || !PeopleSearch.isPhone(phone))) {
      problems.put("phone", say("casefile.people.phone.wrong"));
    }
    String uprn = typed(typed, "uprn");
    if (uprn != null && !uprn.matches("\\d{1,12}")) {
      problems.put("uprn", say("casefile.people.uprn.wrong"));
    }
    var asked =
        new Asked(name, born instanceof DateParts.Given given ? given.day() : null, phone, uprn);
    if (problems.isEmpty() && asked.isEmpty()) {
      problems.put("name", say("casefile.people.nothing"));
    }
    return page(typed, problems, problems.isEmpty() ? people.find(who, asked) : null);
  }

  /** A person found; the name is absent if it was changed behind our back, or is not asked for. */
  record Row(
      String caseRef,
      String status,
      String reported,
      @Nullable String lead,
      @Nullable String kind,
      @Nullable String name,
      @Nullable String born,
      boolean spoilt) {}

  private ModelAndView page(
      Map<String, String> typed,
      Map<String, String> problems,
      PeopleSearch.@Nullable Result result) {
    var view =
        new ModelAndView(
            "casefile/people", problems.isEmpty() ? HttpStatus.OK : HttpStatus.BAD_REQUEST);
    view.addObject("typed", typed);
    view.addObject("problems", problems);
    view.addObject(
        "summary",
        problems.entrySet().stream().map(p -> new FormProblem(p.getKey(), p.getValue())).toList());
    view.addObject("asked", result != null);
    view.addObject("more", result != null && result.more());
    view.addObject(
        "rows",
        result == null
            ? List.of()
            : result.found().stream().map(f -> row(f.head(), f.person())).toList());
    return view;
  }

  private Row row(CaseHead head, @Nullable PersonView person) {
    SealedFields fields = person == null ? SealedFields.NONE : person.fields();
    boolean spoilt = !fields.refused().isEmpty();
    return new Row(
        head.caseRef().value(),
        head.status().code(),
        times.at(head.reportedAt()),
        head.leadTeam() == null ? null : head.leadTeam().title(),
        person == null ? null : person.kind().code(),
        clear(fields, "name"),
        clear(fields, "birthDate"),
        spoilt);
  }

  private @Nullable String clear(SealedFields fields, String field) {
    Object value = fields.refused().contains(field) ? null : fields.values().get(field);
    if (value == null) {
      return null;
    }
    try {
      return field.equals("birthDate")
          ? times.date(java.time.LocalDate.parse(value.toString()))
          : value.toString();
    } catch (java.time.format.DateTimeParseException e) {
      return value.toString();
    }
  }

  private static @Nullable String typed(Map<String, String> typed, String field) {
    String text = typed.getOrDefault(field, "").strip();
    return text.isEmpty() ? null : text;
  }

  private String say(String key) {
    return messages.getMessage(key, null, Locale.UK);
  }
}
