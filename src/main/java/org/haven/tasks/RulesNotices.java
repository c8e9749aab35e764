package org.haven.tasks;

import org.haven.casefile.RulesChanged;
import org.haven.platform.ActingPerson;
import org.haven.platform.StaffDirectory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Everybody who works on cases is told that the rules change. Source: procedure, J19 step 6. */
@Component
class RulesNotices {
  private final StaffDirectory staff;
  private final Notices notices;

  RulesNotices(StaffDirectory staff, Notices notices) {
    this.staff = staff;
    this.notices = notices;
  }

  /** Handled in the transaction that tells of it. */
  @EventListener
  void changed(RulesChanged rules) {
    notices.alert(
        staff.all().stream().filter(ActingPerson::worksCases).map(ActingPerson::username).toList(),
        NoticeKind.RULES_CHANGED);
  }
}
