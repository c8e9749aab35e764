package org.haven.casefile;

import java.time.*;
import java.util.*;
import org.haven.platform.*;
import org.haven.platform.sealing.*;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The moments from which clocks run. */
@Component
public class CaseMoments {
  public void record(CaseRef caseRef, @Nullable JourneyId journeyId, String moment, Instant at) {
    throw new UnsupportedOperationException();
  }

  public Optional<Instant> latest(CaseRef caseRef, @Nullable JourneyId journeyId, String moment) {
    throw new UnsupportedOperationException();
  }
}
