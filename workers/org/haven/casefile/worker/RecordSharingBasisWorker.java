package org.haven.casefile.worker;

import org.haven.casefile.SharingDecisions;
import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What was decided about sharing goes into the ledger, and back to the journey. */
@Component
class RecordSharingBasisWorker
    implements JobWorker<RecordSharingBasisWorker.In, RecordSharingBasisWorker.Out> {
  /**
   * @param sharingOutcome of the person who was asked, where the table says so
   */
  record In(
      CaseRef caseRef,
      Code purpose,
      @Nullable Code consent,
      Code decision,
      Code sharingBasis,
      Code approver,
      @Nullable Code sharingOutcome,
      JobContext job) {}

  record Out(boolean shareAllowed, Code sharingBasis) {}

  private final SharingDecisions decisions;

  RecordSharingBasisWorker(SharingDecisions decisions) {
    this.decisions = decisions;
  }

  @Override
  public String type() {
    return "record-sharing-basis";
  }

  @Override
  public Out work(In in) {
    var settled =
        decisions.settle(
            in.caseRef(),
            in.job().elementInstanceKey(),
            in.purpose(),
            in.consent(),
            in.decision(),
            in.sharingBasis(),
            in.approver(),
            in.sharingOutcome());
    return new Out(settled.allowed(), settled.basis());
  }
}
