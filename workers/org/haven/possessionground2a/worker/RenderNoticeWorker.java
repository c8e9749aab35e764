package org.haven.possessionground2a.worker;

import java.time.LocalDate;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.possessionground2a.PossessionNotices;
import org.springframework.stereotype.Component;

/** Works out the day that the notice states; the letter itself is made when it is checked. */
@Component
class RenderNoticeWorker implements JobWorker<RenderNoticeWorker.In, RenderNoticeWorker.Out> {
  record In(CaseRef caseRef) {}

  record Out(LocalDate noticeStatesOn) {}

  private final PossessionNotices notices;

  RenderNoticeWorker(PossessionNotices notices) {
    this.notices = notices;
  }

  @Override
  public String type() {
    return "render-notice";
  }

  @Override
  public Out work(In in) {
    return new Out(notices.make(in.caseRef()));
  }
}
