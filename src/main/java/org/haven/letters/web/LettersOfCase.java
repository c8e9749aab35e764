package org.haven.letters.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.haven.casefile.CasePapers;
import org.haven.casefile.web.CaseWords;
import org.haven.letters.LetterLine;
import org.haven.letters.Letters;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.web.StaffNames;
import org.haven.platform.web.Times;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** The letters of a case, among its papers. */
@Component
class LettersOfCase implements CasePapers {
  private final Letters letters;
  private final CaseWords words;
  private final Times times;
  private final StaffNames names;
  private final MessageSource messages;

  LettersOfCase(
      Letters letters, CaseWords words, Times times, StaffNames names, MessageSource messages) {
    this.letters = letters;
    this.words = words;
    this.times = times;
    this.names = names;
    this.messages = messages;
  }

  @Override
  public List<Paper> of(ActingPerson who, CaseRef caseRef) {
    return letters.of(who, caseRef).stream().map(letter -> paper(caseRef, letter)).toList();
  }

  private Paper paper(CaseRef caseRef, LetterLine letter) {
    String status = letter.status().code();
    return new Paper(
        letter.madeAt(),
        say("letters.kind"),
        letter.title(),
        "/cases/" + caseRef.value() + "/letters/" + letter.letterId(),
        say("letters.pdf", times.at(letter.madeAt())),
        true,
        say("letters.status." + status),
        switch (letter.status()) {
          case SENT -> "green";
          case STOPPED -> "grey";
          default -> "yellow";
        },
        about(letter));
  }

  private String about(LetterLine letter) {
    var about = new ArrayList<String>();
    about.add(
        say(
            "letters.line",
            letter.recipientName() == null
                ? words.value("recipient", letter.recipient().value())
                : letter.recipientName().clear(),
            say("letters.route." + letter.route().code())));
    about.add(
        letter.sentAt() == null
            ? say("letters.madeAt", times.at(letter.madeAt()))
            : say("letters.sentAt", times.at(letter.sentAt())));
    if (letter.checker1() != null) {
      about.add(
          say(
              "letters.checkedBy",
              letter.checker2() == null
                  ? names.of(letter.checker1())
                  : names.of(letter.checker1()) + ", " + names.of(letter.checker2())));
    }
    return String.join(" · ", about);
  }

  private String say(String key, Object... about) {
    return messages.getMessage(key, about, Locale.UK);
  }
}
