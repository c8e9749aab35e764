package org.haven.safeguardingreferral.worker;

import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.platform.Code;
import org.haven.safeguardingreferral.SafeguardingLog;
import org.springframework.stereotype.Component;

/** Of several persons at risk each has tasks of their own: says which task is about whom. */
@Component
class LinkConcernEntryWorker implements JobWorker<LinkConcernEntryWorker.In, JobWorker.Nothing> {
  record In(Code entryId, JobContext job) {}

  private final SafeguardingLog log;

  LinkConcernEntryWorker(SafeguardingLog log) {
    this.log = log;
  }

  @Override
  public String type() {
    return "link-concern-entry";
  }

  @Override
  public Nothing work(In in) {
    log.link(in.job().elementInstanceKey(), in.entryId());
    return new Nothing();
  }
}
