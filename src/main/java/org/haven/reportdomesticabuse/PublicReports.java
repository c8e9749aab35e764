package org.haven.reportdomesticabuse;

import java.util.Set;
import org.haven.casefile.By;
import org.haven.platform.ActingPerson;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Reports that anybody sends from the public pages. Nothing comes back: whoever reports learns that
 * the report was received, and not whether we knew of anybody in it. Source: policy 7.1, online.
 */
@Service
public class PublicReports {
  /** Whoever sits there has no role and no team here, and no name that we could believe. */
  private static final ActingPerson ANYBODY =
      new ActingPerson(By.PUBLIC.name(), By.PUBLIC.name(), Set.of(), Set.of());

  private final ReportIntakeService intake;
  private final ReportRecords reports;

  PublicReports(ReportIntakeService intake, ReportRecords reports) {
    this.intake = intake;
    this.reports = reports;
  }

  /** Takes a report once, however often and however many at once are sent with its token. */
  @Transactional
  public void receive(IntakeReport report) {
    if (reports.caseOf(report.token(), ANYBODY.username()).isEmpty()) {
      intake.takeUnreceived(report, ANYBODY, null);
    }
  }
}
