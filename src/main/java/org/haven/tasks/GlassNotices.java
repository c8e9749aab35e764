package org.haven.tasks;

import org.haven.casefile.glass.GlassBroken;
import org.haven.casefile.glass.GlassReviewLate;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Supervisors hear at once that somebody looks at a case which is not their team's. */
@Component
class GlassNotices {
  private final Notices notices;

  GlassNotices(Notices notices) {
    this.notices = notices;
  }

  /** Handled in the transaction that opens the case. */
  @EventListener
  public void broken(GlassBroken glass) {
    notices.tell(glass.toTell(), NoticeKind.BREAK_GLASS, glass.caseRef(), null);
  }

  /** Handled in the transaction that writes that they were chased. */
  @EventListener
  public void late(GlassReviewLate review) {
    notices.tell(review.toTell(), NoticeKind.BREAK_GLASS_LATE, review.caseRef(), null);
  }
}
