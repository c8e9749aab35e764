package org.haven.letters.web;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.haven.letters.Finding;
import org.haven.letters.LetterView;
import org.haven.letters.Letters;
import org.haven.letters.LettersProperties;
import org.haven.platform.ActingPerson;
import org.haven.platform.web.StaffNames;
import org.haven.tasks.TaskPanel;
import org.haven.tasks.TaskView;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** The letter that a step is about: who gets it, by which way, what Haven found in it. */
@Component
class LetterPanel implements TaskPanel {
  private static final Set<String> FORMS = Set.of("check-letter-and-bundle", "correct-letter");

  private final Letters letters;
  private final LettersProperties office;
  private final StaffNames names;
  private final MessageSource words;

  LetterPanel(Letters letters, LettersProperties office, StaffNames names, MessageSource words) {
    this.letters = letters;
    this.office = office;
    this.names = names;
    this.words = words;
  }

  @Override
  public Optional<Panel> of(ActingPerson who, TaskView task) {
    if (!FORMS.contains(task.formId())) {
      return Optional.empty();
    }
    return letters
        .ofInstance(who, task.processInstanceKey())
        .map(
            letter ->
                new Panel(
                    "letters/check",
                    Map.of(
                        "letter", letter,
                        "taskId", task.id(),
                        "sender", office.sender(),
                        "findings", findings(letter),
                        "first", letter.checker1() == null ? "" : names.of(letter.checker1()),
                        "mine", who.username().equals(letter.checker1()))));
  }

  /** A finding in words. */
  record Found(String text, boolean blocks) {}

  private List<Found> findings(LetterView letter) {
    return letter.findings().stream().map(this::found).toList();
  }

  private Found found(Finding finding) {
    return new Found(
        words.getMessage(
            "letters.finding." + finding.code(),
            new Object[] {finding.what() == null ? "" : finding.what()},
            Locale.UK),
        finding.blocks());
  }
}
