package org.haven.casefile;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.StaffDirectory;
import org.haven.platform.Team;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Looks whether staff are parties of a case, and whether those who hold it may go on. Asked at the
 * opening of every journey, so that a party or a colleague who came later is found too.
 */
@Component
public class ConflictCheck {
  private final JdbcClient db;
  private final Conflicts conflicts;
  private final CaseFiles cases;
  private final People people;
  private final StaffDirectory staff;
  private final JourneyRegister journeys;
  private final Namesakes namesakes;
  private final CaseWorkers workers;

  ConflictCheck(
      JdbcClient db,
      Conflicts conflicts,
      CaseFiles cases,
      People people,
      StaffDirectory staff,
      JourneyRegister journeys,
      Namesakes namesakes,
      CaseWorkers workers) {
    this.db = db;
    this.conflicts = conflicts;
    this.cases = cases;
    this.people = people;
    this.staff = staff;
    this.journeys = journeys;
    this.namesakes = namesakes;
    this.workers = workers;
  }

  /** What the check found. */
  public sealed interface Found {
    /** Nobody who holds the case is on its conflict list. */
    record Clear() implements Found {}

    /**
     * The case must go into other hands.
     *
     * @param group candidate group that decides: supervisors without conflict, else the service
     *     manager, else the safeguarding lead
     */
    record Conflict(Code group) implements Found {}
  }

  /**
   * @param reassigned true once a supervisor has put the case into other hands in this journey
   */
  @Transactional
  public Found check(
      CaseRef caseRef,
      JourneyId journeyId,
      String processId,
      long processInstanceKey,
      boolean reassigned) {
    journeys.started(journeyId, processId, caseRef, processInstanceKey);
    List<PersonView> parties = people.unaudited(caseRef);
    // once more for persons whose names were put on record before they were compared at once
    namesakes.named(caseRef, parties);
    workers.namedIn(caseRef, people.otherSides(caseRef, parties));
    if (reassigned) {
      conflicts.reassigned(caseRef, journeyId, By.SYSTEM);
      return new Found.Clear();
    }
    CaseHead head = cases.head(caseRef);
    Team team = head.holder();
    Set<String> list = conflicts.of(caseRef);
    String receiver = head.receivedBy();
    boolean receiverHolds = receiver != null && list.contains(receiver);
    boolean nobodyLeft = !list.isEmpty() && names(staff.membersOf(team)).allMatch(list::contains);
    if ((receiverHolds || nobodyLeft) && !inOtherHandsSince(caseRef)) {
      return new Found.Conflict(new Code(whoDecides(team, list)));
    }
    return new Found.Clear();
  }

  private String whoDecides(Team team, Set<String> list) {
    if (anyFree(staff.supervisorsOf(team), list)) {
      return team.supervisorGroup();
    }
    return anyFree(staff.membersOf(Team.SERVICE_MANAGER), list)
        ? Team.SERVICE_MANAGER.code()
        : Team.SAFEGUARDING_LEAD.code();
  }

  private static boolean anyFree(List<ActingPerson> group, Set<String> list) {
    return names(group).anyMatch(name -> !list.contains(name));
  }

  private static Stream<String> names(List<ActingPerson> group) {
    return group.stream().map(ActingPerson::username);
  }

  /** True if the case was put into other hands after the last conflict was found. */
  private boolean inOtherHandsSince(CaseRef caseRef) {
    return db.sql(
            """
            select exists (select 1 from case_reassigned r where r.case_ref = :case
              and r.at >= (select max(c.at) from case_conflict c where c.case_ref = :case))
            """)
        .param("case", caseRef.value())
        .query(Boolean.class)
        .single();
  }
}
