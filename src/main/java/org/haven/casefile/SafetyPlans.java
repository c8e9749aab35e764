package org.haven.casefile;

import java.time.*;
import java.util.*;
import org.haven.platform.*;
import org.haven.platform.sealing.*;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What helps her stay safe. */
@Component
public class SafetyPlans {
  public void record(CaseRef caseRef, @Nullable LocalDate reviewOn, Map<String, ?> sealed, By by) {
    throw new UnsupportedOperationException();
  }

  public Optional<SafetyPlanView> latest(ActingPerson who, CaseRef caseRef) {
    throw new UnsupportedOperationException();
  }

  public record SafetyPlanView(
      @Nullable LocalDate reviewOn, SealedFields fields, Instant at, String by) {}
}
