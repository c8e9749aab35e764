package org.haven.platform.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.haven.platform.Role;
import org.haven.platform.Team;
import org.haven.testing.TestDatabase;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class OpenIdStaffTest {
  private static final Map<String, String> GROUPS =
      Map.of(
          "hs-officers", "officer@housing-solutions",
          "ts-leads", "officer@tenancy-services, supervisor@tenancy-services",
          "it", "administrator",
          "locks", "contractor@night-locksmith",
          "repairs", "contractor@repairs-contractor");

  private final List<Object> told = new ArrayList<>();
  private final JdbcStaffDirectory staff =
      new JdbcStaffDirectory(JdbcClient.create(TestDatabase.fresh()), told::add);

  private OpenIdStaff openId(Map<String, String> groups) {
    return new OpenIdStaff(
        staff,
        new SignInProperties(
            Duration.ofMinutes(30),
            Duration.ofMinutes(10),
            Duration.ofHours(12),
            "council.example",
            "groups",
            groups));
  }

  @Test
  void shouldMapClaimsToStaff_whenGroupsAreKnown() {
    var person =
        openId(GROUPS)
            .person(
                Map.of(
                    "preferred_username", "Ada.Byron@council.example",
                    "name", "Ada Byron",
                    "groups", List.of("ts-leads", "everybody")))
            .orElseThrow();
    assertThat(person.username()).isEqualTo("ada.byron");
    assertThat(person.roles()).isEqualTo(Set.of(Role.OFFICER, Role.SUPERVISOR));
    assertThat(person.teams()).isEqualTo(Set.of(Team.TENANCY_SERVICES));
    staff.put(person);
    assertThat(staff.find("ada.byron")).contains(person);
    assertThat(staff.supervisorsOf(Team.TENANCY_SERVICES)).contains(person);
  }

  @Test
  void shouldLetNobodyIn_whoIsInNoGroupOrOfAnotherDomain() {
    var openId = openId(GROUPS);
    assertThat(openId.person(Map.of("preferred_username", "ada", "groups", List.of("everybody"))))
        .isEmpty();
    assertThat(openId.person(Map.of("preferred_username", "ada"))).isEmpty();
    assertThat(
            openId.person(
                Map.of("preferred_username", "ada@elsewhere.example", "groups", List.of("it"))))
        .isEmpty();
    assertThat(openId.person(Map.of("groups", List.of("it")))).isEmpty();
  }

  @Test
  void shouldMapAContractorsGroupToTheFirm_andKeepOutWhoIsMoreBesides() {
    var openId = openId(GROUPS);
    var person =
        openId
            .person(Map.of("preferred_username", "kim.ashdown", "groups", List.of("locks")))
            .orElseThrow();
    assertThat(person.isContractor()).isTrue();
    assertThat(person.firm()).isEqualTo("night-locksmith");
    staff.put(person);
    assertThat(staff.find("kim.ashdown")).contains(person);
    assertThat(staff.all()).isEmpty();
    assertThat(staff.contractors()).containsExactly(person);
    for (String other : List.of("hs-officers", "it", "repairs")) {
      assertThat(
              openId.person(
                  Map.of("preferred_username", "kim.ashdown", "groups", List.of("locks", other))))
          .as(other)
          .isEmpty();
    }
    assertThatThrownBy(() -> openId(Map.of("x", "contractor")))
        .hasMessageContaining("names the firm");
  }

  @Test
  void shouldStopTheStart_whenAGroupMeansNothing() {
    assertThatThrownBy(() -> openId(Map.of("x", "officer@nowhere")))
        .hasMessageContaining("nowhere");
  }

  @Test
  void shouldTellThatSomebodyIsNew_whenTheyComeOrBearAnotherName() {
    Map<String, Object> claims =
        Map.of(
            "preferred_username", "Ada.Byron@council.example",
            "name", "Ada Byron",
            "groups", List.of("ts-leads"));
    staff.put(openId(GROUPS).person(claims).orElseThrow());
    staff.put(openId(GROUPS).person(claims).orElseThrow());
    assertThat(told).hasSize(1);
    var renamed = new java.util.HashMap<>(claims);
    renamed.put("name", "Ada Lovelace");
    staff.put(openId(GROUPS).person(renamed).orElseThrow());
    assertThat(told).hasSize(2);
  }
}
