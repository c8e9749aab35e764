package org.haven.platform.security;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.haven.platform.ActingPerson;
import org.haven.platform.Role;
import org.haven.platform.StaffChanged;
import org.haven.platform.StaffDirectory;
import org.haven.platform.Team;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Staff as the table holds them now: a right that was taken away is gone with the next page. */
@Component
class JdbcStaffDirectory implements StaffDirectory {
  private static final String ACTIVE =
      "select username, display_name, roles, teams, firm from staff where active";

  /** People of contractors are in no list of staff. */
  private static final String ACTIVE_STAFF = ACTIVE + " and firm is null";

  private final JdbcClient db;
  private final ApplicationEventPublisher events;

  JdbcStaffDirectory(JdbcClient db, ApplicationEventPublisher events) {
    this.db = db;
    this.events = events;
  }

  @Override
  public Optional<ActingPerson> find(String username) {
    return db.sql(ACTIVE + " and username = ?")
        .param(username)
        .query(JdbcStaffDirectory::person)
        .optional();
  }

  @Override
  public List<ActingPerson> membersOf(Team team) {
    return db.sql(ACTIVE_STAFF + " and ? = any(teams) order by display_name, username")
        .param(team.code())
        .query(JdbcStaffDirectory::person)
        .list();
  }

  @Override
  public List<ActingPerson> supervisorsOf(Team team) {
    return db.sql(
            ACTIVE_STAFF + " and ? = any(teams) and ? = any(roles) order by display_name, username")
        .params(team.code(), Role.SUPERVISOR.name())
        .query(JdbcStaffDirectory::person)
        .list();
  }

  @Override
  public List<ActingPerson> all() {
    return db.sql(ACTIVE_STAFF + " order by display_name, username")
        .query(JdbcStaffDirectory::person)
        .list();
  }

  @Override
  public List<ActingPerson> contractors() {
    return db.sql(ACTIVE + " and firm is not null order by display_name, username")
        .query(JdbcStaffDirectory::person)
        .list();
  }

  /** The encoded password of an active person who has one. */
  Optional<String> password(String username) {
    return db.sql(
            "select password from staff where active and username = ? and password is not null")
        .param(username)
        .query(String.class)
        .optional();
  }

  boolean isEmpty() {
    return db.sql("select not exists (select from staff)").query(Boolean.class).single();
  }

  /** Adds the person, or brings name, roles and teams in step with what is given. */
  @Transactional
  public void put(ActingPerson person) {
    boolean sameName =
        find(person.username())
            .filter(p -> p.displayName().equals(person.displayName()))
            .isPresent();
    db.sql(
            """
            insert into staff (username, display_name, roles, teams, firm) values (?, ?, ?, ?, ?)
            on conflict (username) do update
              set display_name = excluded.display_name, roles = excluded.roles,
                  teams = excluded.teams, firm = excluded.firm
            """)
        .param(person.username())
        .param(person.displayName())
        .param(person.roles().stream().map(Role::name).sorted().toArray(String[]::new))
        .param(person.teams().stream().map(Team::code).sorted().toArray(String[]::new))
        .param(person.firm())
        .update();
    if (!sameName) {
      events.publishEvent(new StaffChanged(person));
    }
  }

  void setPassword(Set<String> usernames, String encoded) {
    db.sql("update staff set password = :encoded where username in (:usernames)")
        .param("encoded", encoded)
        .param("usernames", usernames)
        .update();
  }

  /** Whether the identity provider's person was switched off here. */
  boolean isSwitchedOff(String username) {
    return db.sql("select exists (select from staff where username = ? and not active)")
        .param(username)
        .query(Boolean.class)
        .single();
  }

  private static ActingPerson person(ResultSet row, int number) throws SQLException {
    return new ActingPerson(
        row.getString("username"),
        row.getString("display_name"),
        Arrays.stream((String[]) row.getArray("roles").getArray())
            .map(Role::valueOf)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Role.class))),
        Arrays.stream((String[]) row.getArray("teams").getArray())
            .map(Team::of)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Team.class))),
        row.getString("firm"));
  }
}
