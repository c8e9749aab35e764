package org.haven.casefile;

import java.time.*;
import java.util.*;
import org.haven.platform.*;
import org.haven.platform.sealing.*;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What happened in a case, in order. */
@Component
public class Timeline {
  public void add(
      CaseRef caseRef,
      @Nullable JourneyId journeyId,
      String kind,
      String textKey,
      Map<String, ?> details,
      By by) {
    throw new UnsupportedOperationException();
  }

  public void add(
      CaseRef caseRef,
      @Nullable JourneyId journeyId,
      String kind,
      String textKey,
      Map<String, ?> details,
      @Nullable String note,
      By by) {
    throw new UnsupportedOperationException();
  }

  public List<TimelineEntry> of(ActingPerson who, CaseRef caseRef) {
    throw new UnsupportedOperationException();
  }
}
