package org.haven.casefile;

import java.time.*;
import java.util.*;
import org.haven.platform.*;
import org.haven.platform.sealing.*;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Why a step was answered as it was. */
@Component
public class JourneyNotes {
  public void record(
      CaseRef caseRef,
      JourneyId journeyId,
      String elementId,
      @Nullable Code outcome,
      @Nullable String reason,
      @Nullable LocalDate nextOn,
      By by) {
    throw new UnsupportedOperationException();
  }
}
