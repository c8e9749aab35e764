package org.haven.letters.worker;

import java.util.Map;
import org.haven.engine.BpmnError;
import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.letters.LetterMaking;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.springframework.stereotype.Component;

/** Makes a draft from the letter's template and the record, or says why there can be none. */
@Component
class RenderLetterWorker implements JobWorker<RenderLetterWorker.In, RenderLetterWorker.Out> {
  record In(
      CaseRef caseRef,
      JourneyId journeyId,
      Code letterTemplate,
      Code letterRecipient,
      JobContext context) {}

  record Out(Code letterId) {}

  private final LetterMaking making;

  RenderLetterWorker(LetterMaking making) {
    this.making = making;
  }

  @Override
  public String type() {
    return "render-letter";
  }

  @Override
  public Out work(In in) {
    return switch (making.make(
        in.caseRef(),
        in.journeyId(),
        in.letterTemplate(),
        in.letterRecipient(),
        in.context().processInstanceKey(),
        in.context().elementInstanceKey())) {
      case LetterMaking.Made.Draft(Code letterId) -> new Out(letterId);
      case LetterMaking.Made.ContactNotSafe _ -> throw new BpmnError("CONTACT_NOT_SAFE");
      case LetterMaking.Made.Refused(Code why) ->
          throw new BpmnError("LETTER_REFUSED", Map.of("letterRefusal", why));
    };
  }
}
