package org.haven.casefile;

import java.time.*;
import java.util.*;
import org.haven.platform.*;
import org.haven.platform.sealing.*;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Incidents as reported. */
@Component
public class Incidents {
  public String record(
      CaseRef caseRef,
      @Nullable LocalDate on,
      List<Code> kinds,
      Known childPresent,
      Map<String, ?> sealed,
      By by) {
    throw new UnsupportedOperationException();
  }

  public List<IncidentView> of(ActingPerson who, CaseRef caseRef) {
    throw new UnsupportedOperationException();
  }

  public record IncidentView(
      String incidentId,
      @Nullable LocalDate on,
      List<Code> kinds,
      Known childPresent,
      SealedFields fields,
      Instant at,
      String by) {}
}
