package org.haven.platform;

import java.util.Set;

/**
 * The member of staff who acts: every right is asked for this person, never for the service.
 *
 * @param username the sign-in name, the only thing of a person that the audit and the task list
 *     keep
 * @param displayName what colleagues see
 * @param roles what the person may do
 * @param teams where
 */
public record ActingPerson(String username, String displayName, Set<Role> roles, Set<Team> teams) {
  public ActingPerson {
    roles = Set.copyOf(roles);
    teams = Set.copyOf(teams);
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

  @Override
  public String toString() {
    return username;
  }
}
