package org.haven.assessrisk;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.haven.casefile.By;
import org.haven.casefile.CaseFacts;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.JourneyView;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.OnlyOnce;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What other journeys are told of a risk assessment, once for each step that tells it. */
@Service
public class RiskMessages {
  private static final Code NO_REFERRAL = new Code("none");

  private final JourneyRegister journeys;
  private final CaseFacts facts;
  private final OnlyOnce once;

  RiskMessages(JourneyRegister journeys, CaseFacts facts, OnlyOnce once) {
    this.journeys = journeys;
    this.facts = facts;
    this.once = once;
  }

  /** Asks for a referral to MARAC: the level is high, or abuse happened again after one. */
  @Transactional
  public void requestMarac(
      CaseRef caseRef, long stepKey, RiskLevel level, List<Code> grounds, Code maracOutcome) {
    if (once.first("refer-to-marac-requested", stepKey)) {
      var told = new LinkedHashMap<String, Object>();
      told.put("level", level.code());
      told.put("grounds", grounds);
      told.put("maracOutcome", maracOutcome);
      facts.put(caseRef, Map.of("maracOutcome", maracOutcome), By.SYSTEM);
      journeys.request(caseRef, "refer-to-marac", told, By.SYSTEM);
    }
  }

  /**
   * Tells every running journey of the case, but no assessment of risk and not the journey that
   * asked for this one: it gets the answer itself.
   */
  @Transactional
  public void riskChanged(
      CaseRef caseRef,
      long stepKey,
      RiskLevel level,
      List<Code> grounds,
      @Nullable Code maracOutcome,
      @Nullable JourneyId calledBy) {
    if (once.first("risk-changed", stepKey)) {
      if (NO_REFERRAL.equals(maracOutcome)) {
        // a repeat that was due once is no reason for ever
        facts.put(caseRef, Map.of("maracOutcome", maracOutcome), By.SYSTEM);
      }
      var except =
          journeys.of(caseRef).stream()
              .filter(journey -> journey.processId().equals(AssessRiskJourney.PROCESS))
              // one that another journey called shares that journey's id, which is to be told
              .filter(journey -> journey.parentId() == null)
              .map(JourneyView::journeyId)
              .collect(Collectors.toCollection(HashSet::new));
      if (calledBy != null) {
        except.add(calledBy);
      }
      journeys.broadcast(
          caseRef, "risk-changed", Map.of("level", level.code(), "grounds", grounds), except);
    }
  }
}
