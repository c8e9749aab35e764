package org.haven.platform;

import java.util.List;
import java.util.Optional;

/** Who works here, by sign-in name, team and role. */
public interface StaffDirectory {
  Optional<ActingPerson> find(String username);

  /** The active people of a team, by name. */
  List<ActingPerson> membersOf(Team team);

  /** The active supervisors of a team, by name. */
  List<ActingPerson> supervisorsOf(Team team);

  /** All active staff, by name. */
  List<ActingPerson> all();
}
