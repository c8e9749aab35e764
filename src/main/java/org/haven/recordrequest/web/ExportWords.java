package org.haven.recordrequest.web;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.haven.casefile.FormRecord;
import org.haven.casefile.HeldRecords.Held;
import org.haven.casefile.HeldRecords.Piece;
import org.haven.casefile.TimelineEntry;
import org.haven.casefile.web.CaseWords;
import org.haven.casefile.web.RecordWords;
import org.haven.platform.JourneyId;
import org.haven.platform.web.Times;
import org.haven.recordrequest.ListedRecords;
import org.haven.recordrequest.ListedRecords.Line;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * What is on record in the words of the case page, the same for whoever reads it: a decision holds
 * for the words that were seen.
 */
@Component
public class ExportWords implements ListedRecords.Words {
  private static final Set<String> FORMS = Set.of("form", "note");

  /** Nothing that is shown depends on it. */
  private static final JourneyId NONE = new JourneyId("JO-OF-NO-MATTER");

  /** Records whose questions stand in a form. */
  private static final Map<String, String> ASKED_IN =
      Map.of(
          "risk-answers", "complete-risk-questions",
          "risk-judgement", "record-judgement",
          "conversation", "hold-first-conversation");

  private final RecordWords records;
  private final CaseWords words;
  private final Times times;
  private final MessageSource messages;

  ExportWords(RecordWords records, CaseWords words, Times times, MessageSource messages) {
    this.records = records;
    this.words = words;
    this.times = times;
    this.messages = messages;
  }

  @Override
  public String title(String kind, Held held) {
    if (FORMS.contains(kind)) {
      return row(held.what(), held, held.pieces()).title();
    }
    if (kind.equals("letter")) {
      return words.value("letter", held.what());
    }
    String title = messages.getMessage("record-request.kind." + kind, null, Locale.UK);
    return held.what().equals(kind) ? title : title + ": " + CaseWords.plain(held.what());
  }

  @Override
  public List<Line> lines(String kind, Held held) {
    if (FORMS.contains(kind) || ASKED_IN.containsKey(kind)) {
      String form = ASKED_IN.getOrDefault(kind, held.what());
      // in the order in which they were asked; two questions may be worded alike
      var order = List.copyOf(row(form, held, held.pieces()).answers().keySet());
      return held.pieces().stream()
          .flatMap(piece -> row(form, held, List.of(piece)).answers().entrySet().stream())
          .map(answer -> new Line(answer.getKey(), answer.getValue()))
          .sorted(Comparator.comparing(line -> order.indexOf(line.label())))
          .toList();
    }
    var lines = new ArrayList<Line>();
    held.pieces().forEach(piece -> lines.add(line(piece)));
    return lines;
  }

  private RecordWords.Row row(String form, Held held, List<Piece> pieces) {
    var answers =
        pieces.stream()
            .collect(
                Collectors.toMap(
                    Piece::name,
                    Piece::value,
                    (first, _) -> first,
                    java.util.LinkedHashMap<String, Object>::new));
    String step = held.step() == null ? form : held.step();
    return records.row(
        new FormRecord("", NONE, step, form, answers, Set.of(), held.at(), ""), Map.of());
  }

  private Line line(Piece piece) {
    if (piece.value() instanceof TimelineEntry entry) {
      String sentence = words.sentence(entry);
      return new Line(
          times.at(entry.at()),
          entry.note() == null ? sentence : sentence + "\n" + entry.note().clear());
    }
    return new Line(
        CaseWords.plain(piece.name()),
        piece.typed() ? typed(piece.value()) : words.value(piece.name(), piece.value()));
  }

  /** What somebody said stays as it was said. */
  private static String typed(Object value) {
    return switch (value) {
      case Collection<?> several ->
          several.stream().map(String::valueOf).collect(Collectors.joining(", "));
      case Map<?, ?> several ->
          several.entrySet().stream()
              .map(e -> CaseWords.plain(String.valueOf(e.getKey())) + ": " + e.getValue())
              .collect(Collectors.joining("; "));
      case Boolean b -> b ? "yes" : "no";
      default -> String.valueOf(value);
    };
  }
}
