package org.haven.casefile.worker;

import org.haven.casefile.clocks.DateScan;
import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Each night: what has become due is asked for, once. */
@Component
class ScanDatesWorker implements JobWorker<ScanDatesWorker.In, JobWorker.Nothing> {
  private static final Logger LOG = LoggerFactory.getLogger(ScanDatesWorker.class);

  record In(JobContext context) {}

  private final ObjectProvider<DateScan> scans;

  ScanDatesWorker(ObjectProvider<DateScan> scans) {
    this.scans = scans;
  }

  @Override
  public String type() {
    return "scan-dates";
  }

  @Override
  public Nothing work(In in) {
    scans.forEach(ScanDatesWorker::scan);
    return new Nothing();
  }

  private static void scan(DateScan scan) {
    try {
      scan.scan();
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue("scan", scan.getClass().getSimpleName())
          .setCause(e)
          .log("A nightly scan failed; it is tried again the night after");
    }
  }
}
