package org.haven.casefile;

import java.time.*;
import java.util.*;
import org.haven.platform.*;
import org.haven.platform.sealing.*;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What tables advised and people decided. */
@Component
public class DecisionLog {
  public void record(
      CaseRef caseRef,
      @Nullable JourneyId journeyId,
      String table,
      int version,
      Map<String, ?> advice,
      Map<String, ?> decided,
      LocalDate effectiveOn,
      @Nullable String reason,
      By by) {
    throw new UnsupportedOperationException();
  }

  public List<DecisionEntry> of(ActingPerson who, CaseRef caseRef) {
    throw new UnsupportedOperationException();
  }
}
