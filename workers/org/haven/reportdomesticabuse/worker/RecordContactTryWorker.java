package org.haven.reportdomesticabuse.worker;

import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.haven.reportdomesticabuse.FirstConversations;
import org.springframework.stereotype.Component;

@Component
class RecordContactTryWorker
    implements JobWorker<RecordContactTryWorker.In, RecordContactTryWorker.Out> {
  record In(CaseRef caseRef, JourneyId journeyId, JobContext job) {}

  record Out(boolean welfareDue, int tries) {}

  private final FirstConversations conversations;

  RecordContactTryWorker(FirstConversations conversations) {
    this.conversations = conversations;
  }

  @Override
  public String type() {
    return "record-contact-try";
  }

  @Override
  public Out work(In in) {
    var round = conversations.count(in.caseRef(), in.journeyId(), in.job().elementInstanceKey());
    return new Out(round.welfareDue(), round.tries());
  }
}
