package org.haven.multiagencyreview;

import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.haven.casefile.TimelineEntry;
import org.haven.casefile.TimelinePages;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Journey;
import org.haven.platform.Team;
import org.haven.platform.calendar.WorkingCalendar;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Service;

/**
 * The record of a case as lines of a chronology: what happened when, and nothing that was typed.
 */
@Service
public class Chronicle {
  private static final DateTimeFormatter AT =
      DateTimeFormatter.ofPattern("d MMMM yyyy, H.mm", Locale.UK);

  /** Haven's own housekeeping tells a review nothing. */
  private static final Set<String> LEFT_OUT = Set.of("hold", "task");

  private final TimelinePages timeline;
  private final List<Journey> journeys;
  private final MessageSource words;

  Chronicle(TimelinePages timeline, List<Journey> journeys, MessageSource words) {
    this.timeline = timeline;
    this.journeys = journeys;
    this.words = words;
  }

  /**
   * A draft, the oldest line first.
   *
   * @throws NoSuchCaseException if the person may not open the case
   */
  public String draft(ActingPerson who, CaseRef caseRef) {
    return timeline.newest(who, caseRef).stream()
        .filter(entry -> !LEFT_OUT.contains(entry.kind()))
        .sorted(Comparator.comparing(TimelineEntry::at).thenComparing(TimelineEntry::id))
        .map(entry -> AT.format(entry.at().atZone(WorkingCalendar.LONDON)) + ": " + line(entry))
        .collect(Collectors.joining("\n"));
  }

  private String line(TimelineEntry entry) {
    String sentence = words.getMessage(entry.textKey(), null, "", Locale.UK);
    if (sentence == null || sentence.isEmpty()) {
      return entry.textKey().substring(entry.textKey().indexOf('.') + 1).replace('-', ' ');
    }
    for (Map.Entry<String, Object> detail : entry.details().entrySet()) {
      sentence = sentence.replace("{" + detail.getKey() + "}", value(detail.getValue()));
    }
    return sentence.replaceAll("\\{[A-Za-z]+}", "…");
  }

  private String value(Object value) {
    if (value instanceof Collection<?> several) {
      return several.stream().map(this::value).collect(Collectors.joining(", "));
    }
    String text = String.valueOf(value);
    return Team.ofCode(text)
        .map(Team::title)
        .or(
            () ->
                journeys.stream()
                    .filter(journey -> journey.processId().equals(text))
                    .map(Journey::title)
                    .findFirst())
        .orElse(text.replace('-', ' '));
  }
}
