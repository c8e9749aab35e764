package org.haven.refertomarac.web;

import java.util.Map;
import java.util.Optional;
import org.haven.casefile.CaseSection;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.refertomarac.MaracMinutes;
import org.springframework.stereotype.Component;

/** On the page of a case: the way to the minutes. */
@Component
class MaracOfCase implements CaseSection {
  private final MaracMinutes minutes;

  MaracOfCase(MaracMinutes minutes) {
    this.minutes = minutes;
  }

  @Override
  public Optional<Section> of(ActingPerson who, CaseRef caseRef) {
    return minutes.openTo(who, caseRef)
        ? Optional.of(new Section("refer-to-marac/section", Map.of("ref", caseRef.value())))
        : Optional.empty();
  }
}
