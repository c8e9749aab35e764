package org.haven.casefile;

import java.util.List;
import java.util.Map;
import org.haven.platform.CaseRef;

/** All that the case page shows to somebody who may open the case. */
public record CaseView(
    CaseHead head,
    SafetyBanner banner,
    List<PersonView> people,
    List<JourneyView> journeys,
    Map<String, Object> facts,
    List<DecisionEntry> decisions) {
  public CaseRef caseRef() {
    return head.caseRef();
  }

  @Override
  public String toString() {
    return "CaseView[" + head.caseRef() + " ***]";
  }
}
