package org.haven.casefile.web;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.haven.casefile.CaseRouting;
import org.haven.casefile.CaseView;
import org.haven.casefile.Conflicts;
import org.haven.casefile.LegalHolds;
import org.haven.casefile.register.TenancyFlags;
import org.haven.platform.CaseRef;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.platform.web.Times;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** What everybody who works on a case must bear in mind, each in a line. */
@Component
class CaseFlags {
  private final CaseRouting routing;
  private final TenancyFlags tenancy;
  private final Conflicts conflicts;
  private final LegalHolds holds;
  private final Clock clock;
  private final Times times;
  private final MessageSource messages;

  CaseFlags(
      CaseRouting routing,
      TenancyFlags tenancy,
      Conflicts conflicts,
      LegalHolds holds,
      Clock clock,
      Times times,
      MessageSource messages) {
    this.routing = routing;
    this.tenancy = tenancy;
    this.conflicts = conflicts;
    this.holds = holds;
    this.clock = clock;
    this.times = times;
    this.messages = messages;
  }

  /**
   * @param tone a GOV.UK tag's colour; the words say the same
   */
  record Flag(String tag, String tone, String text) {}

  /** What is most urgent comes first. */
  List<Flag> of(CaseView file) {
    CaseRef caseRef = file.caseRef();
    var flags = new ArrayList<Flag>();
    if (routing.dangerNow(caseRef)) {
      flags.add(flag("danger", "red", null));
    }
    if ("high".equals(file.facts().get("riskLevel"))) {
      flags.add(flag("high-risk", "red", null));
    }
    if ("yes".equals(file.facts().get("staffImplicated"))) {
      flags.add(flag("staff", "orange", null));
    }
    int keptOut = conflicts.of(caseRef).size();
    if (keptOut > 0) {
      flags.add(flag("conflict", "orange", keptOut));
    }
    tenancy
        .of(caseRef)
        .filter(set -> !set.endsOn().isBefore(WorkingCalendar.dateOf(clock.instant())))
        .ifPresent(set -> flags.add(flag("tenancy", "yellow", times.date(set.endsOn()))));
    if (!holds.standing(caseRef).isEmpty()) {
      flags.add(flag("hold", "grey", null));
    }
    return List.copyOf(flags);
  }

  private Flag flag(String code, String tone, @Nullable Object about) {
    Object[] said = about == null ? null : new Object[] {about};
    return new Flag(
        messages.getMessage("case-page.flag." + code, null, Locale.UK),
        tone,
        messages.getMessage("case-page.flag." + code + ".text", said, Locale.UK));
  }
}
