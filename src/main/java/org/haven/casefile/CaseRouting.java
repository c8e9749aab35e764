package org.haven.casefile;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.List;
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
  /** How long danger that was told counts as danger now. Local. */
  private static final java.time.Duration DANGER_LASTS = java.time.Duration.ofHours(24);

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
      @Nullable Known priorReferral,
      @Nullable LocalDate watchStartOn,
      @Nullable Known samePair,
      Known contactAllowed,
      @Nullable Code riskLevel,
      @Nullable List<Code> grounds,
      @Nullable Known maracDue,
      @Nullable Known maracDiscussed,
      @Nullable Known councilTenant,
      @Nullable Code tenancyRef,
      @Nullable Code tenancyType,
      @Nullable Code holding,
      @Nullable Code periodDay,
      @Nullable Known recourse,
      @Nullable Code visaRoute,
      @Nullable Code victimWishes,
      @Nullable Known actionUnsafe,
      @Nullable Known wishesRecorded,
      @Nullable Code priorTenancy,
      @Nullable Known victimInHousehold,
      @Nullable Known connected,
      @Nullable Known councilGrants,
      @Nullable Known landlordRequest,
      @Nullable Known pregnant,
      @Nullable Long children,
      @Nullable List<Code> needs,
      @Nullable Known perpetratorLivesThere) {}

  public Routing load(CaseRef caseRef) {
    CaseHead head = cases.head(caseRef);
    Map<String, Object> f = facts.of(caseRef);
    return new Routing(
        head.holder(),
        head.supportTeam(),
        code(f, "tenure"),
        known(f, "homelessNow"),
        known(f, "olderPeoplesScheme"),
        known(f, "furtherIntervention"),
        known(f, "perpetratorCouncilTenant"),
        known(f, "livesInBorough"),
        danger(caseRef, f),
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
        known(f, "priorReferral"),
        date(f, "watchStartOn"),
        known(f, "samePair"),
        contacts.check(caseRef).valid() ? Known.YES : Known.NO,
        code(f, "riskLevel"),
        codes(f, "riskGrounds"),
        maracDue(f),
        known(f, "maracDiscussed"),
        councilTenant(f),
        code(f, "tenancyRef"),
        code(f, "tenancyType"),
        code(f, "holding"),
        code(f, "periodDay"),
        known(f, "recourse"),
        code(f, "visaRoute"),
        code(f, "victimWishes"),
        known(f, "actionUnsafe"),
        known(f, "wishesRecorded"),
        code(f, "priorTenancy"),
        known(f, "victimInHousehold"),
        known(f, "connected"),
        known(f, "councilGrants"),
        known(f, "landlordRequest"),
        known(f, "pregnant"),
        number(f, "children"),
        codes(f, "needs"),
        known(f, "perpetratorLivesThere"));
  }

  /**
   * True while danger that was told counts as danger now: what is shared without asking her rests
   * on it.
   */
  public boolean dangerNow(CaseRef caseRef) {
    return facts.known(caseRef, "immediateDanger") == Known.YES && dangerIsFresh(caseRef);
  }

  private boolean dangerIsFresh(CaseRef caseRef) {
    return facts
        .toldAt(caseRef, "immediateDanger")
        .filter(at -> at.plus(DANGER_LASTS).isAfter(clock.instant()))
        .isPresent();
  }

  /** Danger that is past is neither a yes nor a no: the journey asks again. */
  private @Nullable Known danger(CaseRef caseRef, Map<String, Object> f) {
    Known said = known(f, "immediateDanger");
    return said == Known.YES && !dangerIsFresh(caseRef) ? null : said;
  }

  /** High risk, or abuse again within twelve months of a referral. Source: procedure section 4. */
  private static @Nullable Known maracDue(Map<String, Object> f) {
    if ("high".equals(f.get("riskLevel")) || "repeat".equals(f.get("maracOutcome"))) {
      return Known.YES;
    }
    return f.get("riskLevel") == null ? null : Known.NO;
  }

  /** As somebody said, or as her tenure tells. */
  private static @Nullable Known councilTenant(Map<String, Object> f) {
    Known said = known(f, "councilTenant");
    Code tenure = code(f, "tenure");
    if (said != null || tenure == null) {
      return said;
    }
    return tenure.value().equals("council-tenant") ? Known.YES : Known.NO;
  }

  /** Opens the case: from here on it is worked. A report on a closed case opens it again. */
  public Team open(CaseRef caseRef) {
    cases.status(caseRef, CaseStatus.OPEN, By.SYSTEM);
    return cases.head(caseRef).holder();
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

  private static @Nullable Known known(Map<String, Object> facts, String name) {
    Known known = Known.of(facts.get(name));
    return known == Known.UNKNOWN ? null : known;
  }

  private static @Nullable Code code(Map<String, Object> facts, String name) {
    return switch (facts.get(name)) {
      case String text when !text.equals("unknown") -> new Code(text);
      case Number number -> new Code(number.toString());
      case null, default -> null;
    };
  }

  private static @Nullable List<Code> codes(Map<String, Object> facts, String name) {
    return facts.get(name) instanceof Collection<?> several
        ? several.stream().map(String::valueOf).map(Code::new).toList()
        : null;
  }

  private static @Nullable Long number(Map<String, Object> facts, String name) {
    return facts.get(name) instanceof Number number ? number.longValue() : null;
  }

  private static @Nullable LocalDate date(Map<String, Object> facts, String name) {
    try {
      return facts.get(name) instanceof String text ? LocalDate.parse(text) : null;
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
