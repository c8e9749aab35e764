package org.haven.platform;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whoever acts: every right is asked for this person, never for the service. A member of staff, or
 * somebody of a contractor, who has that one role, no team and a firm.
 *
 * @param username the sign-in name, the only thing of a person that the audit and the task list
 *     keep
 * @param displayName what colleagues see
 * @param roles what the person may do
 * @param teams where
 * @param firm code of the contractor that the person works for; of nobody else
 */
public record ActingPerson(
    String username, String displayName, Set<Role> roles, Set<Team> teams, @Nullable String firm) {
  public ActingPerson {
    roles = Set.copyOf(roles);
    teams = Set.copyOf(teams);
    boolean alone = roles.equals(Set.of(Role.CONTRACTOR)) && teams.isEmpty();
    if (roles.contains(Role.CONTRACTOR) ? !alone || firm == null : firm != null) {
      throw new IllegalArgumentException("A contractor has a firm and no right beside");
    }
  }

  /** A member of staff. */
  public ActingPerson(String username, String displayName, Set<Role> roles, Set<Team> teams) {
    this(username, displayName, roles, teams, null);
  }

  /** Somebody of a contractor. */
  public static ActingPerson ofFirm(String username, String displayName, String firm) {
    return new ActingPerson(username, displayName, Set.of(Role.CONTRACTOR), Set.of(), firm);
  }

  public boolean has(Role role) {
    return roles.contains(role);
  }

  public boolean supervises(Team team) {
    return has(Role.SUPERVISOR) && teams.contains(team);
  }

  /** May this person see the content of cases and tasks at all? Auditors and administrators not. */
  public boolean worksCases() {
    return has(Role.OFFICER) || has(Role.SUPERVISOR);
  }

  /** Somebody of a contractor, who reaches the jobs of their firm alone. */
  public boolean isContractor() {
    return has(Role.CONTRACTOR);
  }

  @Override
  public String toString() {
    return username;
  }
}
