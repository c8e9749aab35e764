package org.haven.letters;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.haven.casefile.CaseMoments;
import org.haven.casefile.FormRecords;
import org.haven.casefile.People;
import org.haven.casefile.PersonKind;
import org.haven.casefile.PersonView;
import org.haven.casefile.SafeWay;
import org.haven.casefile.clocks.ClockMoves;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.calendar.WorkingCalendar;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Draws a draft: what the template may tell from the record, the page, what is missing for it. */
@Component
class Drafting {
  private final Clock clock;
  private final People people;
  private final FormRecords answers;
  private final CaseMoments moments;
  private final LetterWriter writer;
  private final LettersProperties office;

  Drafting(
      Clock clock,
      People people,
      FormRecords answers,
      CaseMoments moments,
      LetterWriter writer,
      LettersProperties office) {
    this.clock = clock;
    this.people = people;
    this.answers = answers;
    this.moments = moments;
    this.writer = writer;
    this.office = office;
  }

  /**
   * @param fields recipientName, addressLabel, paragraph, format, words, findings: to be sealed
   */
  record Draft(Map<String, @Nullable Object> fields, byte[] pdf) {
    @Override
    public String toString() {
      return "Draft[***]";
    }
  }

  /**
   * @param contact how she is reached safely
   * @param known the routing facts on record
   * @param paragraph the words that an officer may change, as they are now
   */
  Draft draw(
      CaseRef caseRef,
      JourneyId journeyId,
      String letterId,
      LetterTemplate letter,
      Code recipient,
      Reader reader,
      Route route,
      SafeWay contact,
      Map<String, Object> known,
      String paragraph) {
    List<PersonView> persons = people.forSending(caseRef);
    PersonView to =
        switch (reader) {
          case VICTIM -> first(persons, PersonKind.VICTIM);
          case PERPETRATOR -> first(persons, PersonKind.PERPETRATOR);
          case AGENCY, OTHER -> null;
        };
    // the envelope never says "Perpetrator": where the person's name is not known, none is given
    String name =
        switch (reader) {
          case VICTIM, PERPETRATOR -> to == null ? null : OpenedLetters.text(to.fields(), "name");
          case AGENCY, OTHER -> inWords(recipient);
        };
    String format = to == null ? null : OpenedLetters.text(to.fields(), "format");
    String label = label(reader, route, to, contact);

    var findings = new ArrayList<Map<String, Object>>();
    var data = new Gaps();
    data.put("letter", letterData(letter, letterId, format));
    data.put("office", office);
    data.put("recipient", person(to, name));
    data.put("victim", person(first(persons, PersonKind.VICTIM), null));
    data.put("perpetrator", person(first(persons, PersonKind.PERPETRATOR), null));
    data.put("facts", new Gaps(known));
    data.put("journey", ofJourney(caseRef, journeyId));
    var answered = new Forms();
    answers
        .forSending(caseRef, journeyId)
        .forEach((form, given) -> answered.put(form, new Gaps(given)));
    data.put("answers", answered);
    data.put("paragraph", paragraph);
    data.put("paragraphs", List.of(paragraph.split("\\R\\s*\\R")));
    data.put("say", new Say());
    for (String need : letter.needs()) {
      if (!fill(data, need.split("\\."), 0)) {
        findings.add(Map.of("code", "missing", "what", need, "blocks", true));
      }
    }
    if (name == null && !letter.needs().contains("recipient.name")) {
      findings.add(Map.of("code", "missing", "what", "recipient.name", "blocks", true));
    }
    if (format != null && !List.of("standard", "large-print").contains(format)) {
      findings.add(Map.of("code", "format", "what", format, "blocks", false));
    }
    if (route == Route.POST && label == null) {
      findings.add(Map.of("code", "no-address", "blocks", false));
    }
    String page = writer.page(letter.id(), data);
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("recipientName", name);
    fields.put("addressLabel", label);
    fields.put("paragraph", paragraph);
    fields.put("format", format);
    fields.put("words", LetterWriter.words(page));
    fields.put("findings", findings);
    return new Draft(fields, writer.pdf(page));
  }

  private Map<String, Object> letterData(
      LetterTemplate letter, String letterId, @Nullable String format) {
    return Map.of(
        "title",
        letter.title(),
        "reference",
        letterId,
        "date",
        Say.DAY.format(clock.instant().atZone(WorkingCalendar.LONDON)),
        // RNIB clear print asks for 12 points at least, large print for 16 to 18
        "size",
        format == null || format.equals("standard") ? 12 : 18);
  }

  /** What holds for this journey alone: the case may have another of its kind. */
  private Gaps ofJourney(CaseRef caseRef, JourneyId journeyId) {
    var known = new Gaps();
    moments
        .latest(caseRef, journeyId, ClockMoves.REPLY_BY)
        .ifPresent(at -> known.put("replyBy", WorkingCalendar.dateOf(at)));
    return known;
  }

  private static Gaps person(@Nullable PersonView person, @Nullable String name) {
    var known = new Gaps();
    if (person != null) {
      known.putAll(person.fields().values());
    }
    if (name != null) {
      known.put("name", name);
    }
    return known;
  }

  /** True if it is there; else a visible gap is put in its place. */
  private static boolean fill(Map<String, @Nullable Object> in, String[] path, int at) {
    Object value = in.get(path[at]);
    if (at == path.length - 1) {
      if (value != null && !value.toString().isBlank()) {
        return true;
      }
      in.put(path[at], "[not on record]");
      return false;
    }
    Gaps next = value instanceof Gaps known ? known : new Gaps();
    in.put(path[at], next);
    return fill(next, path, at + 1);
  }

  private static @Nullable PersonView first(List<PersonView> persons, PersonKind kind) {
    return persons.stream().filter(p -> p.kind() == kind).findFirst().orElse(null);
  }

  private static @Nullable String label(
      Reader reader, Route route, @Nullable PersonView to, SafeWay contact) {
    if (route != Route.POST) {
      return null;
    }
    if (reader == Reader.VICTIM) {
      return contact.detail() == null ? null : contact.detail().clear();
    }
    return to == null ? null : OpenedLetters.text(to.fields(), "address");
  }

  /** {@code housing-association} as "Housing association". */
  private static String inWords(Code recipient) {
    String words = recipient.value().replaceFirst("^" + Reader.AGENCY_CODE, "").replace('-', ' ');
    return words.substring(0, 1).toUpperCase(Locale.UK) + words.substring(1);
  }

  /** What a template asks for and nobody knows is nothing, and not an error. */
  private static class Gaps extends LinkedHashMap<String, @Nullable Object> {
    Gaps() {}

    Gaps(Map<String, ?> known) {
      putAll(known);
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
      return true;
    }
  }

  /** The same of forms: one that nobody has answered yet has no answers. */
  private static final class Forms extends Gaps {
    @Override
    public @Nullable Object get(@Nullable Object form) {
      Object known = super.get(form);
      return known == null ? new Gaps() : known;
    }
  }
}
