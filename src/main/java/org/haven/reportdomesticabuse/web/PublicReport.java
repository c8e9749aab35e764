package org.haven.reportdomesticabuse.web;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.haven.platform.Known;
import org.haven.reportdomesticabuse.Channel;
import org.haven.reportdomesticabuse.IntakeReport;
import org.haven.reportdomesticabuse.IntakeReport.IntakeIncident;
import org.haven.reportdomesticabuse.IntakeReport.IntakePerson;
import org.haven.reportdomesticabuse.ReporterKind;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * Makes a report of the answers. How to reply is the reporter's contact and no more than that: it
 * becomes a safe contact when an officer has checked it, as with every other channel. The number
 * and the safe word stand there alone; what never to do stands with the words as well, which are
 * read before any first step.
 */
@Component
class PublicReport {
  private static final List<String> NEEDS = List.of("language", "interpreter", "format", "access");

  private final MessageSource words;

  PublicReport(MessageSource words) {
    this.words = words;
  }

  /** Only for answers of which none is missing. */
  IntakeReport of(UUID token, Map<String, String> answers) {
    return new IntakeReport(
        token,
        null,
        Channel.ONLINE,
        ReporterKind.ofCode(answer(answers, "who")).orElseThrow(),
        Known.of(answers.get("danger")),
        false,
        told(answers),
        contact(answers),
        people(answers),
        IntakeIncident.unknown(),
        facts(answers));
  }

  private String told(Map<String, String> answers) {
    var parts = new ArrayList<String>();
    parts.add(answer(answers, "words"));
    if (answers.containsKey("address")) {
      parts.add(line("address", answers));
    }
    if (answers.containsKey("reach")) {
      parts.add(line("reach", answers));
    }
    parts.add(lines(answers, List.of("method", "times", "message", "unsafe")));
    if (!answers.containsKey(needing(answers))) {
      parts.add(lines(answers, NEEDS));
    }
    return parts.stream().filter(part -> !part.isEmpty()).collect(Collectors.joining("\n\n"));
  }

  private @Nullable String contact(Map<String, String> answers) {
    String all =
        lines(answers, List.of("method", "detail", "times", "message", "safeWord", "unsafe"));
    return all.isEmpty() ? null : all;
  }

  /** The name of whoever says what they need: a person's needs are on record with the person. */
  private static String needing(Map<String, String> answers) {
    return PublicQuestion.isOfAnother(answers) ? "own" : "survivor";
  }

  private static List<IntakePerson> people(Map<String, String> answers) {
    var people = new ArrayList<IntakePerson>();
    boolean ofAnother = PublicQuestion.isOfAnother(answers);
    if (answers.get("survivor") instanceof String name) {
      people.add(
          ofAnother ? IntakePerson.named("victim", name) : withNeeds("victim", name, answers));
    }
    if (answers.get("other") instanceof String name) {
      people.add(IntakePerson.named("perpetrator", name));
    }
    if (answers.get("own") instanceof String name) {
      people.add(withNeeds("reporter", name, answers));
    }
    return people;
  }

  private static IntakePerson withNeeds(String kind, String name, Map<String, String> answers) {
    return new IntakePerson(
        kind,
        name,
        null,
        answers.get("language"),
        Known.of(answers.get("interpreter")),
        answers.get("access"),
        answers.get("format"));
  }

  private static Map<String, Object> facts(Map<String, String> answers) {
    var facts = new HashMap<String, Object>();
    facts.put("childAffected", Known.of(answers.get("childAffected")).value());
    facts.put("childHarmNow", Known.of(answers.get("childHarmNow")).value());
    facts.put("tenure", answer(answers, "tenure"));
    facts.put(
        "homelessNow",
        switch (Known.of(answers.get("safeTonight"))) {
          case YES -> Known.NO.value();
          case NO -> Known.YES.value();
          case UNKNOWN -> Known.UNKNOWN.value();
        });
    return facts;
  }

  private String lines(Map<String, String> answers, List<String> names) {
    return names.stream()
        .filter(answers::containsKey)
        .map(name -> line(name, answers))
        .collect(Collectors.joining("\n"));
  }

  /** As an officer reads it. */
  private String line(String name, Map<String, String> answers) {
    String answer = answer(answers, name);
    String said = words.getMessage("public.option." + name + "." + answer, null, answer, Locale.UK);
    return words.getMessage("public.record." + name, null, Locale.UK) + ": " + said;
  }

  private static String answer(Map<String, String> answers, String name) {
    return answers.getOrDefault(name, "");
  }
}
