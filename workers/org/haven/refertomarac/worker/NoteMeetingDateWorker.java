package org.haven.refertomarac.worker;

import java.time.LocalDate;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.haven.refertomarac.MaracReferrals;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

@Component
class NoteMeetingDateWorker implements JobWorker<NoteMeetingDateWorker.In, JobWorker.Nothing> {
  record In(CaseRef caseRef, JourneyId journeyId, @Nullable LocalDate meetingOn) {}

  private final MaracReferrals referrals;

  NoteMeetingDateWorker(MaracReferrals referrals) {
    this.referrals = referrals;
  }

  @Override
  public String type() {
    return "note-meeting-date";
  }

  @Override
  public Nothing work(In in) {
    referrals.noteMeeting(in.caseRef(), in.journeyId(), in.meetingOn());
    return new Nothing();
  }
}
