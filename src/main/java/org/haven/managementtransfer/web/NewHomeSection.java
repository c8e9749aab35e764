package org.haven.managementtransfer.web;

import java.util.Map;
import java.util.Optional;
import org.haven.casefile.CaseSection;
import org.haven.managementtransfer.SafeHomes;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Stands on the case page while the register has no row for her new home. No reference. */
@Component
@Order(35)
class NewHomeSection implements CaseSection {
  private final SafeHomes homes;

  NewHomeSection(SafeHomes homes) {
    this.homes = homes;
  }

  @Override
  public Optional<Section> of(ActingPerson who, CaseRef caseRef) {
    return homes.isSought(who, caseRef)
        ? Optional.of(
            new Section("management-transfer/new-home-section", Map.of("ref", caseRef.value())))
        : Optional.empty();
  }
}
