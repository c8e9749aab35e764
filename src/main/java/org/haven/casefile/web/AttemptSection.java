package org.haven.casefile.web;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.haven.casefile.CaseSection;
import org.haven.casefile.ContactAttempts;
import org.haven.casefile.ContactAttempts.Attempt;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.web.Times;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** How often somebody tried to reach her, in which way, and what came of it. */
@Component
@Order(10)
class AttemptSection implements CaseSection {
  private static final int SHOWN = 10;

  private final ObjectProvider<ContactAttempts> attempts;
  private final Times times;
  private final SignedBy signed;

  AttemptSection(ObjectProvider<ContactAttempts> attempts, Times times, SignedBy signed) {
    this.attempts = attempts;
    this.times = times;
    this.signed = signed;
  }

  /** One time in a line. */
  record Row(String at, String by, String way, String outcome) {}

  @Override
  public Optional<Section> of(ActingPerson who, CaseRef caseRef) {
    List<Row> rows =
        attempts.stream()
            .flatMap(area -> area.of(caseRef).stream())
            .sorted(Comparator.comparing(Attempt::at).reversed())
            .map(
                one ->
                    new Row(
                        times.at(one.at()),
                        signed.of(one.by()),
                        one.way().value(),
                        one.outcome().value()))
            .toList();
    int first = Math.min(SHOWN, rows.size());
    return Optional.of(
        new Section(
            "casefile/attempts",
            Map.of("rows", rows.subList(0, first), "older", rows.subList(first, rows.size()))));
  }
}
