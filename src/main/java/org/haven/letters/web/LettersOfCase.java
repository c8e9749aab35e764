package org.haven.letters.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.haven.casefile.CaseSection;
import org.haven.letters.LetterLine;
import org.haven.letters.Letters;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.web.StaffNames;
import org.haven.platform.web.Times;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The letters of a case, on its page. */
@Component
class LettersOfCase implements CaseSection {
  private final Letters letters;
  private final Times times;
  private final StaffNames names;

  LettersOfCase(Letters letters, Times times, StaffNames names) {
    this.letters = letters;
    this.times = times;
    this.names = names;
  }

  /** A letter in a line. */
  record Line(
      String id,
      String title,
      @Nullable String to,
      String recipient,
      String route,
      String status,
      String made,
      @Nullable String sent,
      String checkers) {}

  @Override
  public Optional<Section> of(ActingPerson who, CaseRef caseRef) {
    List<LetterLine> all = letters.of(who, caseRef);
    if (all.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Section(
            "letters/section",
            Map.of("ref", caseRef.value(), "letters", all.stream().map(this::line).toList())));
  }

  private Line line(LetterLine letter) {
    return new Line(
        letter.letterId(),
        letter.title(),
        letter.recipientName() == null ? null : letter.recipientName().clear(),
        letter.recipient().value(),
        letter.route().code(),
        letter.status().code(),
        times.at(letter.madeAt()),
        letter.sentAt() == null ? null : times.at(letter.sentAt()),
        letter.checker1() == null
            ? ""
            : letter.checker2() == null
                ? names.of(letter.checker1())
                : names.of(letter.checker1()) + ", " + names.of(letter.checker2()));
  }
}
