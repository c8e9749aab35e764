package org.haven.platform.security;

import static org.haven.platform.Role.ADMINISTRATOR;
import static org.haven.platform.Role.AUDITOR;
import static org.haven.platform.Role.OFFICER;
import static org.haven.platform.Role.POLICY_OWNER;
import static org.haven.platform.Role.SUPERVISOR;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.haven.platform.ActingPerson;
import org.haven.platform.Role;
import org.haven.platform.StartupNote;
import org.haven.platform.Team;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.core.annotation.Order;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Fictional staff of the local platform: an officer and a supervisor of each team and one person of
 * every other role, and somebody of each of two contractors, with one password among them that is
 * made at the first start. The password is kept in the local folder; the database holds it encoded.
 */
@Component
@Order(10)
@ConditionalOnExpression("${haven.sign-in.seeded:${haven.local.enabled:true}}")
class SeededStaff implements StartupNote {
  static final List<ActingPerson> PEOPLE =
      List.of(
          person("maya.okafor", "Maya Okafor", Team.HOUSING_SOLUTIONS, OFFICER),
          person("tom.reeve", "Tom Reeve", Team.HOUSING_SOLUTIONS, OFFICER),
          person("helen.marsh", "Helen Marsh", Team.HOUSING_SOLUTIONS, OFFICER, SUPERVISOR),
          person("grace.lindley", "Grace Lindley", Team.TENANCY_SERVICES, OFFICER),
          person("sam.whitlock", "Sam Whitlock", Team.TENANCY_SERVICES, OFFICER),
          person("david.achebe", "David Achebe", Team.TENANCY_SERVICES, OFFICER, SUPERVISOR),
          person("ruth.callow", "Ruth Callow", Team.HOUSING_SCHEME_AND_FINANCE, OFFICER),
          person(
              "peter.nairn", "Peter Nairn", Team.HOUSING_SCHEME_AND_FINANCE, OFFICER, SUPERVISOR),
          person("jo.tanner", "Jo Tanner", Team.HOUSING_MAINTENANCE, OFFICER),
          person("ines.moreau", "Ines Moreau", Team.HOUSING_MAINTENANCE, OFFICER, SUPERVISOR),
          person("leah.brandt", "Leah Brandt", Team.COMPLEX_CASE_PANEL, OFFICER),
          person("omar.siddiq", "Omar Siddiq", Team.COMPLEX_CASE_PANEL, OFFICER, SUPERVISOR),
          person("kit.farrow", "Kit Farrow", Team.OUT_OF_HOURS, OFFICER),
          person("nadia.petrov", "Nadia Petrov", Team.OUT_OF_HOURS, OFFICER, SUPERVISOR),
          person("fiona.glass", "Fiona Glass", Team.SAFEGUARDING_LEAD, OFFICER, SUPERVISOR),
          person("colin.drew", "Colin Drew", Team.LEGAL_SERVICES, OFFICER),
          person("anita.rao", "Anita Rao", Team.LEGAL_SERVICES, OFFICER, SUPERVISOR),
          person("mark.ellery", "Mark Ellery", Team.DATA_PROTECTION, OFFICER, SUPERVISOR),
          person("clare.hodge", "Clare Hodge", Team.SERVICE_MANAGER, OFFICER, SUPERVISOR),
          person("ivan.stroud", "Ivan Stroud", Team.SERVICE_MANAGER, OFFICER, SUPERVISOR),
          person("beth.quayle", "Beth Quayle", Team.POLICY_OWNER, OFFICER, POLICY_OWNER),
          new ActingPerson("owen.pike", "Owen Pike", Set.of(AUDITOR), Set.of()),
          new ActingPerson("zoe.lamb", "Zoe Lamb", Set.of(ADMINISTRATOR), Set.of()));

  static final List<ActingPerson> CONTRACTORS =
      List.of(
          ActingPerson.ofFirm("lee.mortimer", "Lee Mortimer", "repairs-contractor"),
          ActingPerson.ofFirm("kim.ashdown", "Kim Ashdown", "night-locksmith"));

  private final String password;

  SeededStaff(
      JdbcStaffDirectory staff,
      PasswordEncoder encoder,
      @Value("${haven.local.folder:.haven}") Path folder) {
    this.password = LocalSecret.keptIn(folder, "sign-in-password");
    if (staff.isEmpty()) {
      PEOPLE.forEach(staff::put);
    }
    // the database may be older than they are
    var added = new HashSet<String>();
    for (ActingPerson one : CONTRACTORS) {
      if (staff.find(one.username()).isEmpty() && !staff.isSwitchedOff(one.username())) {
        staff.put(one);
        added.add(one.username());
      }
    }
    // A new folder on an old database, or the other way round: the file says what holds.
    boolean fits =
        staff
            .password(PEOPLE.getFirst().username())
            .filter(encoded -> encoder.matches(password, encoded))
            .isPresent();
    Set<String> without =
        fits ? added : everybody().map(ActingPerson::username).collect(Collectors.toSet());
    if (!without.isEmpty()) {
      staff.setPassword(without, encoder.encode(password));
    }
  }

  private static Stream<ActingPerson> everybody() {
    return Stream.concat(PEOPLE.stream(), CONTRACTORS.stream());
  }

  String password() {
    return password;
  }

  @Override
  public List<String> lines() {
    var lines = new ArrayList<String>();
    lines.add("Sign in as one of these fictional people, password " + password);
    everybody()
        .forEach(person -> lines.add("  %-15s %s".formatted(person.username(), describe(person))));
    return lines;
  }

  private static String describe(ActingPerson person) {
    if (person.isContractor()) {
      return "contractor, " + person.firm();
    }
    String roles =
        person.roles().stream()
            .filter(role -> role != OFFICER || person.roles().size() == 1)
            .sorted()
            .map(role -> role.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '))
            .collect(Collectors.joining(", "));
    String teams =
        person.teams().stream().map(Team::title).sorted().collect(Collectors.joining(", "));
    return teams.isEmpty() ? roles : teams + ", " + roles;
  }

  private static ActingPerson person(String username, String name, Team team, Role... roles) {
    return new ActingPerson(username, name, Set.of(roles), Set.of(team));
  }
}
