package org.haven.safeguardingreferral.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.haven.casefile.CaseSection;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.sealing.Sealed;
import org.haven.platform.web.StaffNames;
import org.haven.platform.web.Times;
import org.haven.safeguardingreferral.SafeguardingEntry;
import org.haven.safeguardingreferral.SafeguardingLog;
import org.springframework.stereotype.Component;

/** The safeguarding log on the case page: for the safeguarding lead, and nobody else. */
@Component
class SafeguardingLogSection implements CaseSection {
  private static final List<String> WORDS =
      List.of("person", "harm", "threshold", "override", "ref", "decision", "disagreement");

  private final SafeguardingLog log;
  private final Times times;
  private final StaffNames names;

  SafeguardingLogSection(SafeguardingLog log, Times times, StaffNames names) {
    this.log = log;
    this.times = times;
    this.names = names;
  }

  /** A field of a line and what was written in it. */
  record Words(String field, String text) {
    @Override
    public String toString() {
      return "Words[***]";
    }
  }

  record Line(String kind, String at, String by, List<Words> words) {}

  @Override
  public Optional<Section> of(ActingPerson who, CaseRef caseRef) {
    if (!log.mayRead(who)) {
      return Optional.empty();
    }
    var lines = log.of(who, caseRef).stream().map(this::line).toList();
    return lines.isEmpty()
        ? Optional.empty()
        : Optional.of(new Section("safeguarding-referral/section", Map.of("lines", lines)));
  }

  private Line line(SafeguardingEntry entry) {
    var words =
        Stream.concat(
                entry.routing().containsKey("outcome")
                    ? Stream.of(
                        new Words("outcome", String.valueOf(entry.routing().get("outcome"))))
                    : Stream.empty(),
                WORDS.stream()
                    .filter(field -> !entry.fields().refused().contains(field))
                    .flatMap(
                        field ->
                            entry.fields().text(field).map(Sealed::clear).stream()
                                .filter(text -> !text.isBlank())
                                .map(text -> new Words(field, text))))
            .toList();
    return new Line(entry.kind(), times.at(entry.at()), names.of(entry.by()), words);
  }
}
