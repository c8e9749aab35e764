package org.haven.casefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.haven.testing.TestCasefile.ALEX;
import static org.haven.testing.TestCasefile.AUDREY;
import static org.haven.testing.TestCasefile.SAM;
import static org.haven.testing.TestCasefile.TERRY;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.haven.casefile.PersonJoins.Side;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.Role;
import org.haven.platform.Team;
import org.haven.testing.TestCasefile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two cases of the same survivor become one, and two again. */
@SuppressWarnings("NullAway")
class CaseJoinsTest {
  private static final CaseJoins.Choices NONE = new CaseJoins.Choices(Map.of(), Map.of());

  private final TestCasefile haven = TestCasefile.fresh();
  private final CaseJoins joins = haven.get(CaseJoins.class);
  private final People people = haven.get(People.class);
  private final CaseFacts facts = haven.get(CaseFacts.class);
  private final CaseAccess access = haven.get(CaseAccess.class);
  private CaseRef older;
  private CaseRef newer;
  private String victim;
  private String same;

  @BeforeEach
  void twoCases() {
    older = aCase(Team.HOUSING_SOLUTIONS);
    victim = people.add(older, PersonKind.VICTIM, Map.of("name", "Jordan Example"), By.of(ALEX));
    people.revise(older, victim, Map.of("birthDate", "1990-04-03"), By.of(ALEX));
    facts.put(older, Map.of("tenure", "council-tenant", "homelessNow", false), By.of(ALEX));
    newer = aCase(Team.TENANCY_SERVICES);
    haven.get(CaseAccess.class).involve(newer, Team.HOUSING_SOLUTIONS, new Code("task"));
    same =
        people.add(
            newer,
            PersonKind.VICTIM,
            Map.of("name", "Jordan Exampel", "birthDate", "1990-04-03", "language", "Welsh"),
            By.of(TERRY));
    people.add(newer, PersonKind.CHILD, Map.of("name", "Robin Example"), By.of(TERRY));
    facts.put(
        newer,
        Map.of("tenure", "private-rented", "homelessNow", false, "pregnant", true),
        By.of(TERRY));
  }

  @AfterEach
  void stop() {
    haven.close();
  }

  private CaseRef aCase(Team team) {
    haven.clock.move(Duration.ofDays(1));
    CaseRef caseRef =
        haven
            .get(CaseFiles.class)
            .open(
                new NewCase(new Code("phone"), haven.clock.instant(), "alex", team, false),
                By.of(ALEX));
    haven.get(CaseAccess.class).involve(caseRef, team, new Code("lead"));
    return caseRef;
  }

  private CaseJoins.Choices choices(Side name, Side tenure) {
    return new CaseJoins.Choices(Map.of(victim, Map.of("name", name)), Map.of("tenure", tenure));
  }

  /** Asked from the newer: the older leads all the same. */
  private void join() {
    assertThat(joins.join(SAM, newer, older, choices(Side.KEPT, Side.AWAY), "the same passport"))
        .isEqualTo(new CaseJoins.Result.Done(older));
  }

  private String joinId() {
    return joins.standing(SAM, older).getFirst().joinId();
  }

  private Map<String, Object> particulars(CaseRef caseRef, String person) {
    return people.unaudited(caseRef).stream()
        .filter(one -> one.personRef().equals(person))
        .findFirst()
        .orElseThrow()
        .fields()
        .values();
  }

  @Test
  void shouldShowBeforehandWhatAgreesAndWhatDoesNot() {
    var both = (CaseJoins.Found.Both) joins.preview(SAM, newer, older);
    assertThat(both.preview().caseRef()).isEqualTo(older);
    assertThat(both.preview().pairs()).hasSize(1);
    var fields = both.preview().pairs().getFirst().fields();
    assertThat(fields.stream().filter(PersonJoins.Field::conflict).map(PersonJoins.Field::name))
        .containsExactly("name");
    assertThat(fields.stream().map(PersonJoins.Field::name))
        .containsExactly("name", "birthDate", "language");
    assertThat(both.preview().facts().stream().map(CaseJoins.FactConflict::name))
        .containsExactly("tenure");
    assertThat(both.preview().alone().stream().map(PersonView::kind))
        .containsExactly(PersonKind.CHILD);
    assertThat(both.preview().teams())
        .containsExactlyInAnyOrder(Team.HOUSING_SOLUTIONS, Team.TENANCY_SERVICES);
    // nothing is decided for anybody
    assertThat(joins.join(SAM, newer, older, NONE, "the same"))
        .isInstanceOfSatisfying(
            CaseJoins.Result.NotChosen.class,
            not ->
                assertThat(not.fields())
                    .isEqualTo(Map.of(victim, Set.of("name"), "", Set.of("tenure"))));
    assertThat(joins.isPart(newer)).isFalse();
  }

  @Test
  void shouldBeOneRecord_whenTheyAreJoined() {
    // given
    haven.get(Conflicts.class).add(newer, "dora", new Code("related"), By.of(TERRY));
    assertThat(access.mayOpen(TERRY, older)).isFalse();
    // when
    join();
    // then who may open the one may open the other, and who must not know of one knows of none
    assertThat(access.mayOpen(TERRY, older)).isTrue();
    assertThat(haven.get(Conflicts.class).of(older)).containsExactly("dora");
    haven.get(Conflicts.class).add(older, "eric", new Code("related"), By.of(ALEX));
    assertThat(haven.get(Conflicts.class).of(newer)).containsExactlyInAnyOrder("dora", "eric");
    haven.get(CaseAccess.class).involve(newer, Team.OUT_OF_HOURS, new Code("task"));
    assertThat(teams(older)).contains(Team.OUT_OF_HOURS.code());
    // what was chosen stands in both; what one alone says stands too
    for (CaseRef one : List.of(older, newer)) {
      assertThat(facts.of(one))
          .isEqualTo(Map.of("tenure", "private-rented", "homelessNow", false, "pregnant", true));
    }
    assertThat(particulars(older, victim))
        .isEqualTo(
            Map.of("name", "Jordan Example", "birthDate", "1990-04-03", "language", "Welsh"));
    assertThat(particulars(newer, same)).isEqualTo(particulars(older, victim));
    // the value that does not stand can be read
    assertThat(haven.get(Corrections.class).person(SAM, newer, same).orElseThrow().before())
        .anySatisfy(
            before -> {
              assertThat(before.value().clear()).isEqualTo("Jordan Exampel");
              assertThat(before.why().clear()).isEqualTo("the same passport");
            });
    assertThat(haven.get(PersonJoins.class).elsewhere(SAM, older, victim))
        .containsExactly(new PersonJoins.Entry(newer, same));
    assertThat(haven.get(PersonJoins.class).elsewhere(SAM, newer, same))
        .containsExactly(new PersonJoins.Entry(older, victim));
    // the page of the one shows the other
    assertThat(joins.partOf(SAM, newer)).contains(older);
    var part = joins.parts(SAM, older).getFirst();
    assertThat(part.people().stream().map(PersonView::kind)).containsExactly(PersonKind.CHILD);
    assertThat(
            haven.get(TimelinePages.class).newest(SAM, older).stream().map(TimelineEntry::textKey))
        .startsWith("timeline.case-part-of", "timeline.case-joined")
        .filteredOn("timeline.reported"::equals)
        .hasSize(2);
    // a later answer counts before what was chosen
    facts.put(newer, Map.of("tenure", "refuge"), By.of(TERRY));
    assertThat(facts.of(older)).containsEntry("tenure", "refuge");
  }

  @Test
  void shouldBeginWhatIsNewInTheCaseThatLeads_andTellTheJourneysOfBoth() {
    // given
    var journeys = haven.get(JourneyRegister.class);
    var running = journeys.request(newer, "support-plan", Map.of(), By.of(TERRY));
    journeys.started(running, "support-plan", newer, 77);
    join();
    haven.outbox.said.clear();
    // when
    journeys.request(newer, "sanctuary-scheme", Map.of(), By.of(TERRY));
    journeys.request(older, "support-plan", Map.of(), By.of(ALEX));
    journeys.broadcast(older, "victim-moved", Map.of(), Set.of());
    // then
    assertThat(haven.said("sanctuary-scheme-requested"))
        .allSatisfy(
            said -> {
              assertThat(said.caseRef()).isEqualTo(older);
              assertThat(said.key()).isEqualTo(older.value());
              assertThat(said.told()).containsEntry("caseRef", older);
            })
        .hasSize(1);
    assertThat(haven.said("support-plan-requested")).as("one runs already").isEmpty();
    assertThat(haven.said("victim-moved").stream().map(TestCasefile.Said::key))
        .containsExactly(running.value());
  }

  @Test
  void shouldRestoreBothExactly_whenItIsUndone() {
    // given
    haven.get(Conflicts.class).add(newer, "dora", new Code("related"), By.of(TERRY));
    haven.get(SafeContacts.class).record(older, true, Map.of("method", "phone"), By.of(ALEX));
    haven.get(SafeContacts.class).record(newer, false, Map.of("method", "none"), By.of(ALEX));
    var before = Map.of(older, state(older), newer, state(newer));
    // when
    join();
    assertThat(state(older)).isNotEqualTo(before.get(older));
    joins.undo(SAM, newer, joinId(), "two sisters");
    // then
    assertThat(state(older)).isEqualTo(before.get(older));
    assertThat(state(newer)).isEqualTo(before.get(newer));
    assertThat(joins.partOf(SAM, newer)).isEmpty();
    assertThat(joins.standing(SAM, older)).isEmpty();
    // and they may be joined again
    join();
    assertThat(joins.partOf(SAM, newer)).contains(older);
  }

  @Test
  void shouldKeepWhatCameLater_whenItIsUndone() {
    // given
    join();
    haven.clock.move(Duration.ofDays(1));
    facts.put(older, Map.of("childrenInHome", true), By.of(ALEX));
    people.revise(older, victim, Map.of("language", "English"), By.of(ALEX));
    haven.get(Conflicts.class).add(older, "eric", new Code("related"), By.of(ALEX));
    haven.get(JourneyRegister.class).request(newer, "sanctuary-scheme", Map.of(), By.of(TERRY));
    // when
    joins.undo(SAM, older, joinId(), "two sisters");
    // then
    assertThat(facts.of(older))
        .isEqualTo(
            Map.of("tenure", "council-tenant", "homelessNow", false, "childrenInHome", true));
    assertThat(facts.of(newer))
        .isEqualTo(Map.of("tenure", "private-rented", "homelessNow", false, "pregnant", true));
    assertThat(particulars(older, victim))
        .isEqualTo(
            Map.of("name", "Jordan Example", "birthDate", "1990-04-03", "language", "English"));
    assertThat(particulars(newer, same)).containsEntry("name", "Jordan Exampel");
    // who was declared of what was one stays out of both
    assertThat(haven.get(Conflicts.class).of(older)).containsExactly("eric");
    assertThat(haven.get(Conflicts.class).of(newer)).containsExactly("eric");
    assertThat(haven.get(JourneyRegister.class).of(older)).hasSize(1);
    assertThat(haven.get(JourneyRegister.class).of(newer)).isEmpty();
  }

  @Test
  void shouldTakeOutAgainWhatCameFromTheOther_whenItIsUndone() {
    // given
    join();
    haven.clock.move(Duration.ofDays(1));
    people.revise(newer, same, Map.of("access", "a ramp"), By.of(TERRY));
    // when
    joins.undo(SAM, older, joinId(), "two sisters");
    // then whoever may open one alone reads nothing of the other, nor finds it by that
    assertThat(particulars(newer, same))
        .isEqualTo(
            Map.of(
                "name", "Jordan Exampel",
                "birthDate", "1990-04-03",
                "language", "Welsh",
                "access", "a ramp"));
    assertThat(values(newer, same)).doesNotContain("Jordan Example");
    assertThat(values(older, victim)).doesNotContain("Welsh", "Jordan Exampel");
    var index = haven.get(PeopleIndex.class);
    assertThat(index.casesNaming(PeopleIndex.name("Jordan Example"))).containsExactly(older);
    assertThat(index.casesNaming(PeopleIndex.name("Jordan Exampel"))).containsExactly(newer);
    // by whom and when something was added stays
    assertThat(people.versions(newer, same).stream().map(People.Version::by))
        .contains("terry", "sam");
  }

  private List<String> values(CaseRef caseRef, String person) {
    return people.versions(caseRef, person).stream()
        .flatMap(version -> version.fields().values().values().stream())
        .map(String::valueOf)
        .toList();
  }

  @Test
  void shouldNameNoCaseToWhoeverIsKeptFromIt_whenItIsUndone() {
    // given
    haven.get(Conflicts.class).add(newer, "alex", new Code("related"), By.of(TERRY));
    join();
    assertThat(access.mayOpen(ALEX, older)).isFalse();
    // when
    joins.undo(SAM, older, joinId(), "two sisters");
    // then
    assertThat(access.mayOpen(ALEX, older)).isTrue();
    for (var entries :
        List.of(
            haven.get(Timeline.class).of(ALEX, older),
            haven.get(TimelinePages.class).newest(ALEX, older))) {
      assertThat(entries).isNotEmpty();
      assertThat(entries.toString()).doesNotContain(newer.value(), "joined");
    }
    assertThat(haven.get(Timeline.class).of(SAM, older).toString()).contains(newer.value());
  }

  @Test
  void shouldKeepTheTwoApart_whenTheyTurnOutToBeTheTwoParties() {
    join();
    people.add(newer, PersonKind.PERPETRATOR, Map.of("name", "jordan EXAMPLE"), By.of(TERRY));
    joins.undo(SAM, older, joinId(), "she is the other party there");
    assertThat(haven.get(CaseWorkers.class).opposed(older, newer)).isTrue();
    assertThat(access.mayOpen(SAM, older) && access.mayOpen(SAM, newer)).isFalse();
  }

  @Test
  void shouldKeepOutWhoeverIsPutOnTheListAtThatMoment() {
    haven.whileOpen(
        () -> haven.get(Conflicts.class).add(older, "dora", new Code("related"), By.of(ALEX)),
        () -> joins.join(SAM, newer, older, choices(Side.KEPT, Side.AWAY), "the same"));
    assertThat(haven.get(Conflicts.class).of(newer)).containsExactly("dora");
  }

  @Test
  void shouldKeepWhatWasChosenLast_whenAThirdIsJoined() {
    // given
    CaseRef third = aCase(Team.HOUSING_SOLUTIONS);
    people.add(third, PersonKind.VICTIM, Map.of("name", "Jordan Example"), By.of(ALEX));
    facts.put(third, Map.of("tenure", "refuge"), By.of(ALEX));
    facts.put(older, Map.of("tenure", "lodger"), By.of(ALEX));
    assertThat(joins.join(SAM, older, newer, choices(Side.KEPT, Side.KEPT), "the same"))
        .isInstanceOf(CaseJoins.Result.Done.class);
    String first = joinId();
    haven.clock.move(Duration.ofDays(1));
    // when
    assertThat(joins.join(SAM, older, third, choices(Side.KEPT, Side.AWAY), "the same"))
        .isInstanceOf(CaseJoins.Result.Done.class);
    // then
    for (CaseRef one : List.of(older, newer, third)) {
      assertThat(facts.of(one)).containsEntry("tenure", "refuge");
    }
    // the last is undone first: what it took over may be of the other
    assertThat(joins.standing(SAM, newer)).isEmpty();
    assertThatThrownBy(() -> joins.undo(SAM, older, first, "two sisters"))
        .isInstanceOf(NoSuchCaseException.class);
    joins.undo(SAM, older, joinId(), "another sister");
    assertThat(facts.of(older)).containsEntry("tenure", "lodger");
    assertThat(facts.of(third)).containsEntry("tenure", "refuge");
    joins.undo(SAM, older, first, "two sisters");
    assertThat(facts.of(newer)).containsEntry("tenure", "private-rented");
  }

  @Test
  void shouldAnswerAsForACaseThatIsNot_whenItMustNotBeHeardOf() {
    // given a case that is not there, one of another team, one of a conflict, and the other party's
    var none = new CaseRef("HV-22222222");
    var otherTeam = aCase(Team.TENANCY_SERVICES);
    people.add(otherTeam, PersonKind.VICTIM, Map.of("name", "Jordan Example"), By.of(ALEX));
    var conflicted = aCase(Team.HOUSING_SOLUTIONS);
    people.add(conflicted, PersonKind.VICTIM, Map.of("name", "Jordan Example"), By.of(ALEX));
    haven.get(Conflicts.class).add(conflicted, "sam", new Code("related"), By.of(ALEX));
    var opposed = aCase(Team.HOUSING_SOLUTIONS);
    people.add(opposed, PersonKind.VICTIM, Map.of("name", "Lee Other"), By.of(ALEX));
    people.add(opposed, PersonKind.PERPETRATOR, Map.of("name", "jordan  EXAMPLE"), By.of(ALEX));
    for (CaseRef other : List.of(none, otherTeam, conflicted, opposed)) {
      long audited = entries();
      // when, then
      assertThat(joins.preview(SAM, older, other)).isEqualTo(new CaseJoins.Found.None());
      assertThat(joins.join(SAM, older, other, NONE, "the same"))
          .isEqualTo(new CaseJoins.Result.Not(new CaseJoins.Found.None()));
      assertThat(entries()).as("the trail says as much of each").isEqualTo(audited);
    }
    assertThat(joins.alike(SAM, older)).isEmpty();
    // whoever may not open this case, or is no supervisor, hears nothing of either
    for (ActingPerson who : List.of(ALEX, TERRY, AUDREY)) {
      assertThatThrownBy(() -> joins.preview(who, older, newer))
          .isInstanceOf(NoSuchCaseException.class);
    }
  }

  private long entries() {
    return haven.db.sql("select count(*) from audit_entry").query(Long.class).single();
  }

  @Test
  void shouldOfferCasesWithTheSameName_onlyOfThoseThatMayBeJoined() {
    var third = aCase(Team.HOUSING_SOLUTIONS);
    people.add(third, PersonKind.VICTIM, Map.of("name", "JORDAN Example"), By.of(ALEX));
    assertThat(joins.alike(SAM, older).stream().map(CaseHead::caseRef)).containsExactly(third);
    join();
    assertThat(joins.preview(SAM, older, newer))
        .isEqualTo(new CaseJoins.Found.CannotBe(CaseJoins.Reason.ONE_ALREADY));
    assertThat(joins.preview(SAM, third, newer))
        .isEqualTo(new CaseJoins.Found.CannotBe(CaseJoins.Reason.PART_OF_ANOTHER));
  }

  @Test
  void shouldKeepHerSafeInBoth_whenOneSaysNo() {
    // given
    var contacts = haven.get(SafeContacts.class);
    contacts.record(older, true, Map.of("method", "phone", "detail", "01632 960001"), By.of(ALEX));
    haven
        .get(AddressVault.class)
        .write(newer, Map.of("safeAddress", "12 Hidden Lane, CT1 9ZZ"), By.of(TERRY));
    long version = contacts.version(older);
    // when
    join();
    // then a "yes" is good for the case in which it was said, a later "no" for both
    assertThat(contacts.version(older)).as("letters are checked again").isNotEqualTo(version);
    assertThat(contacts.check(older).valid()).isTrue();
    assertThat(contacts.check(newer).valid()).isFalse();
    contacts.record(newer, false, Map.of("method", "none"), By.of(TERRY));
    assertThat(contacts.check(older).valid()).isFalse();
    contacts.record(newer, true, Map.of("method", "phone"), By.of(TERRY));
    assertThat(contacts.check(newer).valid()).isTrue();
    assertThat(contacts.check(older).valid()).as("a yes there is none here").isFalse();
    assertThat(haven.get(AddressVault.class).isNamedIn(older, "Come to 12 Hidden Lane.")).isTrue();
    // on the page of the part too stands who must not know
    contacts.record(
        older, true, Map.of("method", "phone", "unsafeToTell", "her brother"), By.of(ALEX));
    assertThat(joins.unsafeElsewhere(TERRY, newer).stream().map(e -> e.unsafeToTell().clear()))
        .containsExactly("her brother");
    assertThat(joins.unsafeElsewhere(TERRY, older)).isEmpty();
    contacts.record(newer, false, Map.of("method", "none"), By.of(TERRY));
    joins.undo(SAM, older, joinId(), "two sisters");
    assertThat(contacts.check(older).valid()).isTrue();
  }

  @Test
  void shouldBeClosedAndDisposedOfTogether() {
    // given
    join();
    var cases = haven.get(CaseFiles.class);
    var journey = haven.aJourney(older, "case-review");
    var disposal = haven.get(CaseDisposal.class);
    assertThat(disposal.needed(newer, journey, "retention-")).contains(CaseDisposal.Need.PART);
    // when
    for (var next : List.of(CaseStatus.CLOSED, CaseStatus.RETAINED)) {
      cases.status(older, next, By.SYSTEM);
      assertThat(cases.head(newer).status()).isEqualTo(next);
    }
    haven.get(LegalHolds.class).place(newer, "review-1", By.SYSTEM);
    assertThat(disposal.needed(older, journey, "retention-")).contains(CaseDisposal.Need.EVIDENCE);
    haven.get(LegalHolds.class).release(newer, "review-1", By.SYSTEM);
    String join = joinId();
    assertThat(disposal.dispose(older, journey, "Task_ApproveDisposal", "retention-")).isEmpty();
    // then
    for (CaseRef one : List.of(older, newer)) {
      assertThat(cases.head(one).status()).isEqualTo(CaseStatus.DISPOSED);
    }
    for (String table : List.of("case_join", "person_join", "person_change", "case_group")) {
      assertThat(haven.db.sql("select count(*) from " + table).query(Long.class).single())
          .as(table)
          .isZero();
    }
    assertThatThrownBy(() -> joins.undo(SAM, older, join, "too late"))
        .isInstanceOf(NoSuchCaseException.class);
  }

  @Test
  void shouldLeaveNoNameInTimelineAuditOrOpenColumns() {
    join();
    joins.undo(SAM, older, joinId(), "two sisters");
    String open =
        haven
            .db
            .sql(
                """
                select string_agg(t, ' ') from (
                  select details::text || text_key as t from timeline
                  union all select details::text from audit_entry
                  union all select row_to_json(j)::text from case_join j
                  union all select row_to_json(j)::text from person_join j
                  union all select row_to_json(j)::text from person_change j) all_of_it
                """)
            .query(String.class)
            .single()
            // what is sealed, and by which words it is found, may look like anything
            .replaceAll("[0-9A-Za-z+/=]{24,}", "");
    assertThat(open).doesNotContain("Jordan", "Robin", "Welsh", "1990", "passport", "sisters");
  }

  @Test
  void shouldMakeOneOfTwoEntriesOfTheSamePerson_andTwoAgain() {
    // given
    var entries = haven.get(PersonJoins.class);
    String one =
        people.add(
            older,
            PersonKind.CHILD,
            Map.of("name", "Robin", "birthDate", "2015-01-01"),
            By.of(ALEX));
    String two =
        people.add(
            older,
            PersonKind.CHILD,
            Map.of("name", "Robin Example", "school", "Hill School"),
            By.of(ALEX));
    var before = state(older);
    // when
    assertThat(entries.join(ALEX, older, one, victim, Map.of(), "x"))
        .isEqualTo(new PersonJoins.Result.CannotBe());
    assertThat(entries.join(ALEX, older, one, two, Map.of(), "the same"))
        .isEqualTo(new PersonJoins.Result.NotChosen(Set.of("name")));
    var done = entries.join(ALEX, older, one, two, Map.of("name", Side.AWAY), "the same");
    // then
    assertThat(people.refs(older, PersonKind.CHILD)).containsExactly(one);
    assertThat(particulars(older, one))
        .isEqualTo(
            Map.of("name", "Robin Example", "birthDate", "2015-01-01", "school", "Hill School"));
    // and two again
    people.revise(older, one, Map.of("language", "Welsh"), By.of(ALEX));
    entries.undo(ALEX, older, ((PersonJoins.Result.Done) done).joinId(), "two brothers");
    people.revise(older, one, Map.of(), By.of(ALEX));
    assertThat(particulars(older, one))
        .isEqualTo(Map.of("name", "Robin", "birthDate", "2015-01-01", "language", "Welsh"));
    people.rewrite(
        older,
        people.versions(older, one).getFirst(),
        Map.of("name", "Robin", "birthDate", "2015-01-01"),
        By.of(ALEX));
    assertThat(state(older)).isEqualTo(before);
    assertThatThrownBy(() -> entries.undo(TERRY, older, "PJ-1", "why"))
        .isInstanceOf(NoSuchCaseException.class);
  }

  /** All of a case that a join touches, as those who work on it have it. */
  private Map<String, Object> state(CaseRef caseRef) {
    var state = new LinkedHashMap<String, Object>();
    state.put(
        "people",
        people.unaudited(caseRef).stream()
            .map(p -> p.personRef() + p.kind() + Map.copyOf(p.fields().values()).hashCode())
            .toList());
    state.put("facts", facts.of(caseRef));
    state.put("conflicts", rows("case_conflict", caseRef));
    state.put("teams", rows("case_team", caseRef));
    state.put("status", haven.get(CaseFiles.class).head(caseRef));
    state.put("contact", haven.get(SafeContacts.class).check(caseRef));
    state.put("members", haven.get(CaseGroups.class).members(caseRef));
    state.put(
        "mayOpen",
        List.of(SAM, ALEX, TERRY).stream().map(p -> access.mayOpen(p, caseRef)).toList());
    return state;
  }

  private List<String> rows(String table, CaseRef caseRef) {
    return haven
        .db
        .sql("select row_to_json(t)::text from " + table + " t where case_ref = ? order by 1")
        .param(caseRef.value())
        .query(String.class)
        .list();
  }

  private List<String> teams(CaseRef caseRef) {
    return haven
        .db
        .sql("select team from case_team where case_ref = ?")
        .param(caseRef.value())
        .query(String.class)
        .list();
  }

  @Test
  void shouldNotJoinAClosedCase_norOneWithoutASurvivor() {
    var nobody = aCase(Team.HOUSING_SOLUTIONS);
    assertThat(joins.preview(SAM, older, nobody))
        .isEqualTo(new CaseJoins.Found.CannotBe(CaseJoins.Reason.NO_SURVIVOR));
    haven.get(CaseFiles.class).status(newer, CaseStatus.CLOSED, By.SYSTEM);
    assertThat(joins.preview(SAM, older, newer))
        .isEqualTo(new CaseJoins.Found.CannotBe(CaseJoins.Reason.CLOSED));
    assertThat(SAM.has(Role.SUPERVISOR)).isTrue();
  }
}
