package org.haven.reportdomesticabuse;

import java.time.Instant;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;

/** Takes a report of domestic abuse, from whatever channel, in one transaction. */
public interface ReportIntake {
  /**
   * Opens a case for the report and starts its journey; a report on a case that is open becomes an
   * incident of that case and starts an assessment of risk; on one that was closed it opens a new
   * case that is linked to it. The same token twice is one report.
   *
   * @return the case that the report opened or belongs to
   * @throws IllegalArgumentException if a fact or code is not on its list
   * @throws java.util.NoSuchElementException if the person may not see the case named
   */
  CaseRef take(IntakeReport report, ActingPerson who);

  /**
   * The same for a report that reached us earlier and is entered only now: its clocks run from
   * then.
   *
   * @param reportedAt when it reached us
   * @throws IllegalArgumentException if that is still to come
   */
  CaseRef take(IntakeReport report, ActingPerson who, Instant reportedAt);
}
