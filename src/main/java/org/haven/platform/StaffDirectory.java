package org.haven.platform;

import java.util.List;
import java.util.Optional;

/**
 * Who works here, by sign-in name, team and role. People of contractors sign in too; they are no
 * staff and stand in none of its lists.
 */
public interface StaffDirectory {
  /** An active member of staff, or somebody of a contractor. */
  Optional<ActingPerson> find(String username);

  /** The active people of a team, by name. */
  List<ActingPerson> membersOf(Team team);

  /** The active supervisors of a team, by name. */
  List<ActingPerson> supervisorsOf(Team team);

  /** All active staff, by name. */
  List<ActingPerson> all();

  /** The active people of all contractors, by name. */
  List<ActingPerson> contractors();
}
