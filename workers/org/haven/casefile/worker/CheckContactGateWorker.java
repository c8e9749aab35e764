package org.haven.casefile.worker;

import org.haven.casefile.ContactCheck;
import org.haven.casefile.SafeContacts;
import org.haven.engine.BpmnError;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.springframework.stereotype.Component;

/** Nothing reaches her without a safe way that she was asked about in the last 28 days. */
@Component
class CheckContactGateWorker
    implements JobWorker<CheckContactGateWorker.In, CheckContactGateWorker.Out> {
  record In(CaseRef caseRef) {}

  record Out(boolean contactAllowed) {}

  private final SafeContacts contacts;

  CheckContactGateWorker(SafeContacts contacts) {
    this.contacts = contacts;
  }

  @Override
  public String type() {
    return "check-contact-gate";
  }

  @Override
  public Out work(In in) {
    return switch (contacts.check(in.caseRef())) {
      case ContactCheck.Valid _ -> new Out(true);
      case ContactCheck.NotSafe _ -> throw new BpmnError("CONTACT_NOT_SAFE");
    };
  }
}
