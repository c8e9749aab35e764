package org.haven.letters.worker;

import org.haven.engine.BpmnError;
import org.haven.engine.JobWorker;
import org.haven.letters.LetterSending;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.springframework.stereotype.Component;

/** Sends what two people have passed, unless the rules of contact changed meanwhile. */
@Component
class SendLetterWorker implements JobWorker<SendLetterWorker.In, SendLetterWorker.Out> {
  record In(CaseRef caseRef, Code letterId) {}

  record Out(Code letterOutcome) {}

  private final LetterSending sending;

  SendLetterWorker(LetterSending sending) {
    this.sending = sending;
  }

  @Override
  public String type() {
    return "send-letter";
  }

  @Override
  public Out work(In in) {
    return switch (sending.send(in.caseRef(), in.letterId())) {
      case LetterSending.Outcome.Sent _ -> new Out(new Code("sent"));
      case LetterSending.Outcome.Stale _ -> throw new BpmnError("LETTER_STALE");
    };
  }
}
