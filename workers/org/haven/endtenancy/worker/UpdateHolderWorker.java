package org.haven.endtenancy.worker;

import org.haven.endtenancy.Endings;
import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

@Component
class UpdateHolderWorker implements JobWorker<UpdateHolderWorker.In, UpdateHolderWorker.Out> {
  record In(CaseRef caseRef, @Nullable Code tenancyRef, Code holding, JobContext job) {}

  record Out(Code holding) {}

  private final Endings endings;

  UpdateHolderWorker(Endings endings) {
    this.endings = endings;
  }

  @Override
  public String type() {
    return "update-holder";
  }

  @Override
  public Out work(In in) {
    endings.passOn(in.caseRef(), in.tenancyRef(), in.holding(), in.job().elementInstanceKey());
    return new Out(in.holding());
  }
}
