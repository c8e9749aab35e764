package org.haven.casefile;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Map;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.Known;
import org.haven.platform.Team;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What a journey takes from the record at its opening, and what it leaves there. */
@Component
public class CaseRouting {
  private final CaseFiles cases;
  private final CaseFacts facts;
  private final SafeContacts contacts;
  private final DecisionLog decisions;
  private final java.time.Clock clock;

  CaseRouting(
      CaseFiles cases,
      CaseFacts facts,
      SafeContacts contacts,
      DecisionLog decisions,
      java.time.Clock clock) {
    this.cases = cases;
    this.facts = facts;
    this.contacts = contacts;
    this.decisions = decisions;
    this.clock = clock;
  }

  /** The routing facts on record; what was never asked is absent, which is not "no". */
  public record Routing(
      Team team,
      @Nullable Team supportTeam,
      @Nullable Code tenure,
      @Nullable Known homelessNow,
      @Nullable Known olderPeoplesScheme,
      @Nullable Known furtherIntervention,
      @Nullable Known perpetratorCouncilTenant,
      @Nullable Known livesInBorough,
      @Nullable Known immediateDanger,
      @Nullable Known childAffected,
      @Nullable Known childHarmNow,
      @Nullable Known adultCareNeeds,
      @Nullable Known harmSuspected,
      @Nullable Known cannotProtectSelf,
      @Nullable Code youngParty,
      @Nullable Known otherAbuse,
      @Nullable Known staffImplicated,
      @Nullable Known personallyConnected,
      @Nullable Known isAbuse,
      @Nullable Known unsafeAtHome,
      @Nullable Code threat,
      @Nullable Code consent,
      @Nullable Known priorReferral,
      @Nullable LocalDate watchStartOn,
      @Nullable Known samePair,
      Known contactAllowed) {}

  public Routing load(CaseRef caseRef) {
    CaseHead head = cases.head(caseRef);
    Map<String, Object> f = facts.of(caseRef);
    return new Routing(
        team(head),
        head.supportTeam(),
        code(f, "tenure"),
        known(f, "homelessNow"),
        known(f, "olderPeoplesScheme"),
        known(f, "furtherIntervention"),
        known(f, "perpetratorCouncilTenant"),
        known(f, "livesInBorough"),
        known(f, "immediateDanger"),
        known(f, "childAffected"),
        known(f, "childHarmNow"),
        known(f, "adultCareNeeds"),
        known(f, "harmSuspected"),
        known(f, "cannotProtectSelf"),
        code(f, "youngParty"),
        known(f, "otherAbuse"),
        known(f, "staffImplicated"),
        known(f, "personallyConnected"),
        known(f, "isAbuse"),
        known(f, "unsafeAtHome"),
        code(f, "threat"),
        code(f, "consent"),
        known(f, "priorReferral"),
        date(f, "watchStartOn"),
        known(f, "samePair"),
        contacts.check(caseRef).valid() ? Known.YES : Known.NO);
  }

  /** Opens the case: from here on it is worked. A report on a closed case opens it again. */
  public Team open(CaseRef caseRef) {
    cases.status(caseRef, CaseStatus.OPEN, By.SYSTEM);
    return team(cases.head(caseRef));
  }

  /** Gives the case to the team that the table named, and keeps the decision. */
  @org.springframework.transaction.annotation.Transactional
  public void lead(
      CaseRef caseRef, org.haven.platform.JourneyId journeyId, Team lead, @Nullable Team support) {
    CaseHead head = cases.head(caseRef);
    if (head.leadTeam() == lead && head.supportTeam() == support) {
      return;
    }
    Map<String, Team> decided =
        support == null ? Map.of("lead", lead) : Map.of("lead", lead, "support", support);
    decisions.record(
        caseRef,
        journeyId,
        "leadTeam",
        0,
        decided,
        decided,
        org.haven.platform.calendar.WorkingCalendar.dateOf(clock.instant()),
        null,
        By.SYSTEM);
    cases.assignLead(caseRef, lead, support, By.SYSTEM);
  }

  /** Until a lead is named, the team that took the report works the case. */
  private static Team team(CaseHead head) {
    if (head.leadTeam() != null) {
      return head.leadTeam();
    }
    return head.receiverTeam() != null ? head.receiverTeam() : Team.HOUSING_SOLUTIONS;
  }

  private static @Nullable Known known(Map<String, Object> facts, String name) {
    Known known = Known.of(facts.get(name));
    return known == Known.UNKNOWN ? null : known;
  }

  private static @Nullable Code code(Map<String, Object> facts, String name) {
    Object value = facts.get(name);
    return value instanceof String text && !text.equals("unknown") ? new Code(text) : null;
  }

  private static @Nullable LocalDate date(Map<String, Object> facts, String name) {
    try {
      return facts.get(name) instanceof String text ? LocalDate.parse(text) : null;
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
