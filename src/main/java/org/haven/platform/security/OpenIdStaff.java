package org.haven.platform.security;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.haven.platform.ActingPerson;
import org.haven.platform.Code;
import org.haven.platform.Role;
import org.haven.platform.Team;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.userinfo.OAuth2UserService;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.stereotype.Component;

/**
 * Brings the staff table in step with what the identity provider says of a person: the sign-in name
 * is {@code preferred_username}, roles and teams come from groups by {@code haven.sign-in.groups}.
 * Who is in none of these groups, or was switched off here, does not come in; nor does somebody of
 * a contractor who is in a group of staff or of another firm besides.
 */
@Component
class OpenIdStaff implements OAuth2UserService<OidcUserRequest, OidcUser> {
  private static final Pattern USERNAME = Pattern.compile("[a-z0-9._-]{2,60}");

  private final OidcUserService claims = new OidcUserService();
  private final JdbcStaffDirectory staff;
  private final SignInProperties properties;

  OpenIdStaff(JdbcStaffDirectory staff, SignInProperties properties) {
    this.staff = staff;
    this.properties = properties;
    properties.groups().values().forEach(OpenIdStaff::parse); // a typing error stops the start
  }

  @Override
  public OidcUser loadUser(OidcUserRequest request) {
    OidcUser user = claims.loadUser(request);
    ActingPerson person =
        person(user.getClaims())
            .filter(found -> !staff.isSwitchedOff(found.username()))
            .orElseThrow(
                () -> new OAuth2AuthenticationException(new OAuth2Error("not_staff"), "Not staff"));
    staff.put(person);
    return new DefaultOidcUser(
        user.getAuthorities(), user.getIdToken(), user.getUserInfo(), "preferred_username");
  }

  /** Empty if the claims make nobody who works here. */
  Optional<ActingPerson> person(Map<String, Object> claims) {
    String username = username(claims.get("preferred_username"));
    if (!USERNAME.matcher(username).matches()) {
      return Optional.empty();
    }
    Set<Role> roles = EnumSet.noneOf(Role.class);
    Set<Team> teams = EnumSet.noneOf(Team.class);
    Set<String> firms = new TreeSet<>();
    Object groups = claims.get(properties.groupsClaim());
    for (Object group : groups instanceof Collection<?> several ? several : List.of()) {
      String meaning = properties.groups().get(String.valueOf(group));
      if (meaning != null) {
        Rights rights = parse(meaning);
        roles.addAll(rights.roles());
        teams.addAll(rights.teams());
        firms.addAll(rights.firms());
      }
    }
    boolean both = !firms.isEmpty() && (roles.size() > 1 || !teams.isEmpty() || firms.size() > 1);
    if (roles.isEmpty() || both) {
      return Optional.empty();
    }
    String name = claims.get("name") instanceof String text ? text : username;
    return Optional.of(
        firms.isEmpty()
            ? new ActingPerson(username, name, roles, teams)
            : ActingPerson.ofFirm(username, name, firms.iterator().next()));
  }

  /**
   * The form in which the staff table holds a sign-in name: lower case, without our own domain. A
   * name of another domain keeps it, and so is nobody's.
   */
  String username(@Nullable Object claim) {
    String text = claim instanceof String s ? s.toLowerCase(Locale.ROOT) : "";
    String domain = properties.domain();
    return domain != null && text.endsWith("@" + domain)
        ? text.substring(0, text.length() - domain.length() - 1)
        : text;
  }

  private record Rights(Set<Role> roles, Set<Team> teams, Set<String> firms) {}

  private static Rights parse(String meaning) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    Set<Team> teams = EnumSet.noneOf(Team.class);
    Set<String> firms = new TreeSet<>();
    for (String part : meaning.split(",", -1)) {
      String[] roleAndTeam = part.strip().split("@", 2);
      Role role = Role.valueOf(roleAndTeam[0].toUpperCase(Locale.ROOT).replace('-', '_'));
      roles.add(role);
      if (role == Role.CONTRACTOR) {
        if (roleAndTeam.length != 2) {
          throw new IllegalArgumentException("A contractor's group names the firm");
        }
        firms.add(new Code(roleAndTeam[1]).value());
      } else if (roleAndTeam.length == 2) {
        teams.add(Team.of(roleAndTeam[1]));
      }
    }
    return new Rights(roles, teams, firms);
  }
}
