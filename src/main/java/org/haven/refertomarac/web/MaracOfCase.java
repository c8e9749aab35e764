package org.haven.refertomarac.web;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.haven.casefile.CaseSection;
import org.haven.casefile.TenancyFlags;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.web.Times;
import org.haven.refertomarac.MaracMinutes;
import org.springframework.stereotype.Component;

/** On the page of a case: until when her tenancy is flagged, and the way to the minutes. */
@Component
class MaracOfCase implements CaseSection {
  private final TenancyFlags flags;
  private final MaracMinutes minutes;
  private final Times times;

  MaracOfCase(TenancyFlags flags, MaracMinutes minutes, Times times) {
    this.flags = flags;
    this.minutes = minutes;
    this.times = times;
  }

  @Override
  public Optional<Section> of(ActingPerson who, CaseRef caseRef) {
    var model = new LinkedHashMap<String, Object>();
    flags.of(caseRef).ifPresent(flag -> model.put("flagUntil", times.date(flag.endsOn())));
    if (minutes.openTo(who, caseRef)) {
      model.put("minutes", true);
    }
    if (model.isEmpty()) {
      return Optional.empty();
    }
    model.put("ref", caseRef.value());
    return Optional.of(new Section("refer-to-marac/section", Map.copyOf(model)));
  }
}
