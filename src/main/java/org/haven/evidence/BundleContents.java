package org.haven.evidence;

import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.haven.casefile.DecisionEntry;
import org.haven.casefile.DecisionLog;
import org.haven.casefile.FormRecord;
import org.haven.casefile.FormRecords;
import org.haven.casefile.JourneyNotes;
import org.haven.casefile.Timeline;
import org.haven.casefile.TimelineEntry;
import org.haven.evidence.BundlePaper.Line;
import org.haven.evidence.BundlePaper.Moment;
import org.haven.evidence.BundlePaper.Piece;
import org.haven.letters.GivenAway;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.springframework.stereotype.Component;

/** What stands in a bundle in words: chronology, statements, records and decisions. */
@Component
class BundleContents {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.UK);

  private final CaseNotes notes;
  private final FormRecords records;
  private final JourneyNotes steps;
  private final Timeline timeline;
  private final DecisionLog decisions;
  private final GivenAway givenAway;

  BundleContents(
      CaseNotes notes,
      FormRecords records,
      JourneyNotes steps,
      Timeline timeline,
      DecisionLog decisions,
      GivenAway givenAway) {
    this.notes = notes;
    this.records = records;
    this.steps = steps;
    this.timeline = timeline;
    this.decisions = decisions;
    this.givenAway = givenAway;
  }

  /**
   * @param leftOut how many lines only those who protect her speak of
   */
  record Texts(
      List<Moment> chronology,
      List<Piece> statements,
      List<Piece> records,
      List<Piece> decisions,
      int leftOut) {
    @Override
    public String toString() {
      return "Texts[***]";
    }
  }

  Texts of(BundleOrder order) {
    return new Gathering(order).run();
  }

  /** The words of one bundle while they are gathered. */
  private final class Gathering {
    private final BundleOrder order;
    private final ActingPerson who;
    private final CaseRef caseRef;
    private final BundleChoice choice;
    private final BundleMaking.Words words;
    private int leftOut;

    Gathering(BundleOrder order) {
      this.order = order;
      this.who = order.who();
      this.caseRef = order.caseRef();
      this.choice = order.choice();
      this.words = order.words();
    }

    Texts run() {
      List<Moment> moments = choice.chronology() ? chronology() : List.of();
      List<Piece> statements = statements();
      List<Piece> chosen = chosenRecords();
      List<Piece> made = choice.decisions() ? decisionsMade() : List.of();
      return new Texts(moments, statements, chosen, made, leftOut);
    }

    private List<Moment> chronology() {
      return timeline.of(who, caseRef).stream()
          .sorted(Comparator.comparing(TimelineEntry::at).thenComparing(TimelineEntry::id))
          .map(
              entry ->
                  new Moment(
                      BundlePaper.at(entry.at()),
                      words.sentence(entry)
                          + (entry.note() == null ? "" : " " + entry.note().clear())))
          .filter(moment -> fit(moment.text()))
          .map(moment -> new Moment(moment.at(), order.clean(moment.text())))
          .toList();
    }

    /** What only those who protect her speak of is left out, and counted. */
    private boolean fit(String text) {
      boolean tells = givenAway.tellsOfProtection(text);
      if (tells) {
        leftOut++;
      }
      return !tells;
    }

    private List<Piece> statements() {
      if (choice.notes().isEmpty()) {
        return List.of();
      }
      Set<UUID> chosen = new LinkedHashSet<>(choice.notes());
      return notes.of(who, caseRef).stream()
          .filter(note -> chosen.contains(note.noteId()))
          .sorted(Comparator.comparing(CaseNote::happenedAt))
          .map(
              note -> {
                var lines = new ArrayList<Line>();
                lines.add(new Line("", order.clean(note.words())));
                if (note.reason() != null) {
                  lines.add(new Line("Corrects an earlier entry", order.clean(note.reason())));
                }
                if (note.correctedBy() != null) {
                  lines.add(new Line("", "A later entry corrects this one."));
                }
                return new Piece(
                    order.clean(words.title(note)),
                    BundlePaper.at(note.happenedAt())
                        + ". Written by "
                        + words.name(note.by())
                        + ", "
                        + BundlePaper.at(note.at()),
                    lines);
              })
          .toList();
    }

    private List<Piece> chosenRecords() {
      return choice.records().stream()
          .flatMap(
              id -> records.open(who, caseRef, id).or(() -> steps.open(who, caseRef, id)).stream())
          .sorted(Comparator.comparing(FormRecord::at))
          .map(
              record -> {
                var lines = new ArrayList<Line>();
                words
                    .answers(record)
                    .forEach(
                        (label, answer) ->
                            lines.add(new Line(order.clean(label), order.clean(answer))));
                if (!record.refused().isEmpty()) {
                  lines.add(new Line("", "An answer was changed outside Haven and is not shown."));
                }
                return new Piece(
                    order.clean(words.title(record)),
                    BundlePaper.at(record.at()) + ", " + words.name(record.by()),
                    lines);
              })
          .toList();
    }

    private List<Piece> decisionsMade() {
      return decisions.of(who, caseRef).stream()
          .sorted(Comparator.comparing(DecisionEntry::at).thenComparing(DecisionEntry::id))
          .map(this::decision)
          .filter(piece -> fit(text(piece)))
          .map(
              piece ->
                  new Piece(
                      order.clean(piece.title()),
                      piece.meta(),
                      piece.lines().stream()
                          .map(
                              line -> new Line(order.clean(line.label()), order.clean(line.text())))
                          .toList()))
          .toList();
    }

    private static String text(Piece piece) {
      return piece.lines().stream()
          .map(line -> " " + line.label() + " " + line.text())
          .collect(Collectors.joining("", piece.title(), ""));
    }

    private Piece decision(DecisionEntry entry) {
      var lines = new ArrayList<Line>();
      lines.add(
          new Line(
              "Rules in force",
              "Table "
                  + entry.table()
                  + (entry.version() == 0 ? "" : ", version " + entry.version())
                  + ", as it stood on "
                  + DAY.format(entry.effectiveOn())));
      lines.add(new Line("What the table advised", facts(entry.advice())));
      lines.add(new Line("What was decided", facts(entry.decided())));
      if (entry.reason() != null) {
        lines.add(new Line("Why", entry.reason().clear()));
      }
      return new Piece(
          words.plain(entry.table()),
          BundlePaper.at(entry.at()) + ", " + words.name(entry.by()),
          lines);
    }

    private String facts(Map<String, Object> facts) {
      return facts.isEmpty()
          ? "nothing"
          : facts.entrySet().stream()
              .map(f -> words.plain(f.getKey()) + ": " + words.value(f.getKey(), f.getValue()))
              .collect(Collectors.joining("; "));
    }
  }
}
