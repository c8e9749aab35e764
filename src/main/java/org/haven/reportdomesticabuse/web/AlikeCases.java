package org.haven.reportdomesticabuse.web;

import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.haven.casefile.CaseHead;
import org.haven.casefile.CaseStatus;
import org.haven.casefile.LikelySame;
import org.haven.casefile.LikelySame.Match;
import org.haven.platform.ActingPerson;
import org.haven.platform.web.Times;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** The cases that may be of the person of a report, as the page of the report shows them. */
@Component
class AlikeCases {
  private final LikelySame same;
  private final Times times;
  private final int perMinute;
  private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

  /**
   * @param perMinute how often one person may ask within a minute, as pages do while somebody
   *     types; status: Local default
   */
  AlikeCases(
      LikelySame same, Times times, @Value("${haven.intake.looks-per-minute:40}") int perMinute) {
    this.same = same;
    this.times = times;
    this.perMinute = perMinute;
  }

  /**
   * A case in a line.
   *
   * @param name absent if it was changed behind our back, or only the number is the same
   * @param over the case is closed: the report opens a new one that is linked to it
   */
  record Row(
      String caseRef,
      String why,
      @Nullable String name,
      @Nullable String born,
      String status,
      @Nullable String lead,
      String reported,
      boolean over) {
    @Override
    public String toString() {
      return "Row[" + caseRef + " ***]";
    }
  }

  /**
   * What was found.
   *
   * @param asked false while too little was typed to look for
   * @param tooMany true if this person asks too often
   */
  record Found(List<Row> rows, boolean asked, boolean tooMany) {}

  Found of(ActingPerson who, IntakeForm form) {
    String name = fitting(form.name());
    String contact = fitting(form.contact());
    LocalDate born = form.born();
    if (name == null && contact == null) {
      return new Found(List.of(), false, false);
    }
    if (!buckets.computeIfAbsent(who.username(), _ -> bucket()).tryConsume(1)) {
      return new Found(List.of(), false, true);
    }
    return new Found(
        same.of(who, name, born, contact, form.ofOthers()).stream().map(this::row).toList(),
        true,
        false);
  }

  private Row row(Match match) {
    CaseHead head = match.head();
    return new Row(
        head.caseRef().value(),
        match.why().code(),
        said(match, "name"),
        born(said(match, "birthDate")),
        head.status().code(),
        head.leadTeam() == null ? null : head.leadTeam().title(),
        times.at(head.reportedAt()),
        head.status() == CaseStatus.CLOSED || head.status() == CaseStatus.RETAINED);
  }

  private static @Nullable String said(Match match, String field) {
    if (match.person() == null || match.person().fields().refused().contains(field)) {
      return null;
    }
    Object value = match.person().fields().values().get(field);
    return value == null ? null : value.toString();
  }

  private @Nullable String born(@Nullable String day) {
    try {
      return day == null ? null : times.date(LocalDate.parse(day));
    } catch (java.time.format.DateTimeParseException e) {
      return day; // as it was typed
    }
  }

  private static @Nullable String fitting(@Nullable String typed) {
    String text = typed == null ? "" : typed.strip();
    return text.isEmpty() || text.length() > IntakeForm.LONGEST_LINE ? null : text;
  }

  private Bucket bucket() {
    return Bucket.builder()
        .addLimit(l -> l.capacity(perMinute).refillGreedy(perMinute, Duration.ofMinutes(1)))
        .build();
  }
}
