package org.haven.equality.web;

import java.util.Map;
import java.util.Optional;
import org.haven.casefile.CaseSection;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.springframework.stereotype.Component;

/** The way from a case to the questions; it takes nothing of the case along. */
@Component
class EqualitySection implements CaseSection {
  @Override
  public Optional<Section> of(ActingPerson who, CaseRef caseRef) {
    return Optional.of(new Section("equality/section", Map.of()));
  }
}
