package org.haven.casefile;

import java.util.LinkedHashMap;
import java.util.Map;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.OnlyOnce;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What one journey says to the others of its case, once for each step that says it. */
@Component
public class JourneyRequests {
  private final JourneyRegister journeys;
  private final OnlyOnce once;

  JourneyRequests(JourneyRegister journeys, OnlyOnce once) {
    this.journeys = journeys;
    this.once = once;
  }

  /**
   * Asks for a journey.
   *
   * @param stepKey the step that asks
   * @param askedBy the process that asks; the other journey gets it as a fact
   * @param startMessage absent if the journey starts with its own
   * @param fresh true if it runs beside any other under a reference of its own
   */
  @Transactional
  public void request(
      CaseRef caseRef,
      long stepKey,
      Code askedBy,
      String processId,
      @Nullable String startMessage,
      boolean fresh,
      Map<String, ?> facts) {
    if (!once.first("request-" + processId, stepKey)) {
      return;
    }
    String message = startMessage == null ? JourneyRegister.startMessage(processId) : startMessage;
    Map<String, Object> told = new LinkedHashMap<>(facts);
    told.put("askedBy", askedBy);
    if (fresh || JourneyRegister.hasOwnReference(processId)) {
      journeys.requestNew(caseRef, processId, message, told, By.SYSTEM);
    } else {
      journeys.requestKeyed(caseRef, processId, message, caseRef.value(), told, By.SYSTEM);
    }
  }

  /** Ends the journey in which somebody decided to stop. */
  @Transactional
  public void stop(CaseRef caseRef, JourneyId journeyId, long stepKey) {
    if (once.first("journey-stopped", stepKey)) {
      journeys.stop(caseRef, journeyId, new Code("stopped"), By.SYSTEM);
    }
  }
}
