package org.haven.tasks;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.Conflicts;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.haven.platform.Role;
import org.haven.platform.StaffDirectory;
import org.haven.platform.Team;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Whose claim still counts. A claim is no right of its own: it ends when its holder leaves the
 * team, the role or the house, or comes onto the conflict list.
 */
@Component
class Holders {
  private final JdbcClient db;
  private final StaffDirectory staff;
  private final CaseFiles cases;
  private final CaseAccess access;
  private final Conflicts conflicts;

  Holders(
      JdbcClient db,
      StaffDirectory staff,
      CaseFiles cases,
      CaseAccess access,
      Conflicts conflicts) {
    this.db = db;
    this.staff = staff;
    this.cases = cases;
    this.access = access;
    this.conflicts = conflicts;
  }

  /**
   * May this person hold a task of this team? Those of the team may, and who took the report while
   * the case is open to them: their tasks come to them by name.
   */
  boolean mayHold(String username, CaseRef caseRef, Team team, boolean forSupervisor) {
    return !conflicts.isConflicted(caseRef, username)
        && staff
            .find(username)
            .filter(who -> mayHold(who, caseRef, team, forSupervisor))
            .isPresent();
  }

  private boolean mayHold(ActingPerson who, CaseRef caseRef, Team team, boolean forSupervisor) {
    boolean ofTeam = who.teams().contains(team) && (!forSupervisor || who.has(Role.SUPERVISOR));
    return who.worksCases()
        && (ofTeam
            || who.username().equals(cases.head(caseRef).receivedBy())
                && access.mayWork(who, caseRef));
  }

  /** All staff as they are, read once for all that a page asks of them. */
  static final class Now {
    private final List<ActingPerson> all;
    private final Map<String, ActingPerson> byName = new HashMap<>();

    private Now(List<ActingPerson> all) {
      this.all = all;
      all.forEach(who -> byName.put(who.username(), who));
    }

    /**
     * Who may hold tasks of which team, for a list that asks it of many tasks at once: the team's
     * code, or for its supervisors' tasks the code of their group, a space, the sign-in name.
     */
    String[] groups() {
      return all.stream()
          .filter(ActingPerson::worksCases)
          .flatMap(
              who ->
                  who.teams().stream()
                      .flatMap(
                          team ->
                              who.has(Role.SUPERVISOR)
                                  ? Stream.of(team.code(), team.supervisorGroup())
                                  : Stream.of(team.code()))
                      .map(group -> group + " " + who.username()))
          .toArray(String[]::new);
    }

    /** Who may hold tasks of one of these teams, by name. */
    List<ActingPerson> of(Collection<Team> teams) {
      return all.stream()
          .filter(who -> who.worksCases() && who.teams().stream().anyMatch(teams::contains))
          .toList();
    }
  }

  Now now() {
    return new Now(staff.all());
  }

  private record Held(String holder, Team team, boolean forSupervisor) {}

  /**
   * Who works on a journey: those who hold its open tasks.
   *
   * @param processId one of its processes; absent for all
   */
  List<String> ofJourney(CaseRef caseRef, JourneyId journeyId, @Nullable String processId) {
    return db
        .sql(
            """
            select distinct c.assignee, t.team, t.for_supervisor from task t
              join task_claim c on c.element_instance_key = t.element_instance_key
            where t.case_ref = :case and t.journey_id = :journey and t.status = 'OPEN'
              and (:process::text is null or t.process_id = :process) and c.assignee is not null
            """)
        .param("case", caseRef.value())
        .param("journey", journeyId.value())
        .param("process", processId)
        .query(
            (row, _) ->
                new Held(
                    row.getString("assignee"),
                    Team.of(row.getString("team")),
                    row.getBoolean("for_supervisor")))
        .list()
        .stream()
        .filter(held -> mayHold(held.holder(), caseRef, held.team(), held.forSupervisor()))
        .map(Held::holder)
        .distinct()
        .toList();
  }

  /** The task as it is, without a claim that has lapsed. */
  TaskView live(TaskView task) {
    return live(List.of(task)).getFirst();
  }

  /**
   * The tasks as they are, in their order, without claims that have lapsed. What was read names
   * nobody of the conflict list.
   */
  List<TaskView> live(List<TaskView> tasks) {
    return tasks.stream().allMatch(task -> task.assignee() == null) ? tasks : live(tasks, now());
  }

  List<TaskView> live(List<TaskView> tasks, Now now) {
    return tasks.stream()
        .map(
            task -> {
              String holder = task.assignee();
              return holder == null
                      || task.status() != TaskStatus.OPEN
                      || Optional.ofNullable(now.byName.get(holder))
                          .filter(
                              who ->
                                  mayHold(who, task.caseRef(), task.team(), task.forSupervisor()))
                          .isPresent()
                  ? task
                  : task.unclaimed();
            })
        .toList();
  }
}
