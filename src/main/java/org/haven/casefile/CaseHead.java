package org.haven.casefile;

import java.time.Instant;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.Team;
import org.jspecify.annotations.Nullable;

/** The routing facts of a case: no name, no address, nothing that somebody typed. */
public record CaseHead(
    CaseRef caseRef,
    CaseStatus status,
    Code channel,
    Instant reportedAt,
    @Nullable String receivedBy,
    @Nullable Team receiverTeam,
    @Nullable Team leadTeam,
    @Nullable Team supportTeam,
    boolean sample) {
  /**
   * The team that works the case: its lead, or until one is named the team that took the report.
   * What nobody of ours took is Housing Solutions'.
   */
  public Team holder() {
    return holder(leadTeam, receiverTeam);
  }

  static Team holder(@Nullable Team lead, @Nullable Team receiver) {
    if (lead != null) {
      return lead;
    }
    return receiver != null ? receiver : Team.HOUSING_SOLUTIONS;
  }
}
