package org.haven.casefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.haven.testing.TestCasefile.ALEX;
import static org.haven.testing.TestCasefile.AUDREY;
import static org.haven.testing.TestCasefile.SAM;
import static org.haven.testing.TestCasefile.TERRY;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.haven.casefile.PeopleSearch.Asked;
import org.haven.casefile.register.HomesInVault;
import org.haven.casefile.register.ImportProgress;
import org.haven.casefile.register.TenancyRegister;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Team;
import org.haven.platform.sealing.IdentityIndex;
import org.haven.platform.sealing.Sealing;
import org.haven.testing.TestCasefile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A person is found by what is sealed, by those who may open the case and nobody else. */
class PeopleSearchTest {
  private final TestCasefile haven = TestCasefile.fresh();
  private final PeopleSearch search = haven.get(PeopleSearch.class);
  private final CaseRef one = aCase();

  private CaseRef aCase() {
    CaseRef caseRef = haven.aCase();
    haven.get(CaseAccess.class).involve(caseRef, Team.HOUSING_SOLUTIONS, new Code("task"));
    return caseRef;
  }

  private String add(CaseRef caseRef, PersonKind kind, Map<String, ?> fields) {
    return haven.get(People.class).add(caseRef, kind, fields, By.of(ALEX));
  }

  private static Asked asked(@Nullable String name, @Nullable String born, @Nullable String phone) {
    return new Asked(name, born == null ? null : LocalDate.parse(born), phone, null);
  }

  private List<String> found(ActingPerson who, Asked asked) {
    return search.find(who, asked).found().stream().map(f -> f.head().caseRef().value()).toList();
  }

  private boolean finds(Asked asked) {
    return found(SAM, asked).contains(one.value());
  }

  @Test
  void shouldFindByNameInWholeOrPart_howeverItIsSpelt() {
    add(
        one,
        PersonKind.VICTIM,
        Map.of("name", "Zoë Anne O'Sample-Fields", "birthDate", "1990-04-03"));
    for (String name :
        List.of(
            "Zoë Anne O'Sample-Fields",
            "zoe anne osample fields",
            "FIELDS zoe",
            "  anne ",
            "O’Sample")) {
      assertThat(finds(asked(name, null, null))).as(name).isTrue();
      assertThat(finds(asked(name, "1990-04-03", null))).as(name).isTrue();
      assertThat(finds(asked(name, "1990-04-04", null))).as(name).isFalse();
    }
    assertThat(finds(asked("Zoe Smith", null, null))).isFalse();
    assertThat(finds(asked("Zo", null, null))).isFalse();
    assertThat(finds(asked(null, "1990-04-03", null))).isTrue();
    PersonView person = search.find(SAM, asked("zoe", null, null)).found().getFirst().person();
    assertThat(java.util.Objects.requireNonNull(person).fields().values())
        .containsEntry("name", "Zoë Anne O'Sample-Fields");
  }

  @Test
  void shouldWantAllOfOnePerson_andNotSomeOfEach() {
    add(one, PersonKind.VICTIM, Map.of("name", "Jordan Sample", "birthDate", "1990-04-03"));
    add(one, PersonKind.PERPETRATOR, Map.of("name", "Chris Other", "birthDate", "1980-01-01"));
    assertThat(finds(asked("Jordan Other", null, null))).isFalse();
    assertThat(finds(asked("Jordan", "1980-01-01", null))).isFalse();
    assertThat(finds(asked("Chris", "1980-01-01", null))).isTrue();
  }

  @Test
  void shouldFindByHerNumber_howeverItIsWritten_andNeverShowIt() {
    add(one, PersonKind.VICTIM, Map.of("name", "Jordan Sample"));
    haven
        .get(SafeContacts.class)
        .record(
            one, true, Map.of("method", "phone", "detail", "07700 900123, mornings"), By.of(ALEX));
    for (String number :
        List.of("07700900123", "+44 7700 900123", "0044 7700 900 123", "+44 (0)7700-900123")) {
      assertThat(finds(asked(null, null, number))).as(number).isTrue();
      assertThat(finds(asked("jordan", null, number))).as(number).isTrue();
      assertThat(finds(asked("chris", null, number))).as(number).isFalse();
    }
    assertThat(finds(asked(null, null, "07700 900124"))).isFalse();
    assertThat(search.find(SAM, asked(null, null, "07700900123")).found().getFirst().person())
        .isNull();
  }

  @Test
  void shouldFindByThePropertyOfTheTenancyOnRecord() {
    haven
        .get(TenancyRegister.class)
        .importCsv(
            new ByteArrayInputStream(
                (String.join(",", TenancyRegister.columns())
                        + "\r\nT-1,990000000001,1 Sample Road,,Sampletown,ZZ99 9ZZ,council-tenant,"
                        + "secure-lifetime,sole,2010-04-05,monday,,Jordan Sample\r\n")
                    .getBytes(StandardCharsets.UTF_8)),
            SAM,
            ImportProgress.NONE);
    haven.get(CaseFacts.class).put(one, Map.of("tenancyRef", "T-1"), By.of(ALEX));
    var home = new Asked(null, null, null, "0990000000001");
    assertThat(found(SAM, home)).containsExactly(one.value());
    assertThat(found(SAM, new Asked(null, null, null, "990000000002"))).isEmpty();
    add(one, PersonKind.VICTIM, Map.of("name", "Jordan Sample"));
    assertThat(found(SAM, new Asked("jordan", null, null, "990000000001"))).hasSize(1);
    assertThat(found(SAM, new Asked("jordan", null, null, "990000000002"))).isEmpty();

    // and her new home is found by nobody
    haven.get(HomesInVault.class).moveToVault(one, "T-1", By.of(ALEX));
    assertThat(found(SAM, home)).isEmpty();
  }

  @Test
  void shouldReadOnWhereItStopped_whateverIsAskedFor() {
    for (int i = 0; i < 7; i++) {
      add(aCase(), PersonKind.VICTIM, Map.of("name", "Jordan Sample", "birthDate", "1990-04-03"));
      add(aCase(), PersonKind.VICTIM, Map.of("name", "Jordan Other"));
    }
    var index = haven.get(IdentityIndex.class);
    for (var terms :
        List.of(
            PeopleIndex.words("jordan sample"),
            Set.of(PeopleIndex.birthDate("1990-04-03")),
            Set.of(
                PeopleIndex.birthDate("1990-04-03"),
                PeopleIndex.words("jordan").iterator().next()))) {
      var all = index.find(terms, Set.of(), null, 100);
      assertThat(all).hasSize(7).doesNotHaveDuplicates();
      var some = index.find(terms, Set.of(), null, 3);
      assertThat(some).isEqualTo(all.subList(0, 3));
      assertThat(index.find(terms, Set.of(), some.getLast(), 100)).isEqualTo(all.subList(3, 7));
    }
  }

  @Test
  void shouldReadAsIfTheyWereNotThere_whenTheCaseMayNotBeOpened() {
    // given 25 persons of one name, of whom 22 in cases that Sam is kept out of
    for (int i = 0; i < 25; i++) {
      CaseRef caseRef = aCase();
      add(caseRef, PersonKind.VICTIM, Map.of("name", "Jordan Sample"));
      if (i < 22) {
        haven.get(Conflicts.class).add(caseRef, SAM.username(), new Code("related"), By.SYSTEM);
      }
    }

    // then
    PeopleSearch.Result result = search.find(SAM, asked("jordan sample", null, null));
    assertThat(result.found()).hasSize(3);
    assertThat(result.more()).isFalse();
    assertThat(search.find(ALEX, asked("jordan sample", null, null)).more()).isTrue();
    assertThat(found(ALEX, asked("jordan sample", null, null))).hasSize(PeopleSearch.SHOWN);
    assertThat(found(TERRY, asked("jordan sample", null, null))).isEmpty();
    assertThatThrownBy(() -> search.find(AUDREY, asked("jordan", null, null)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldFindTheCase_andRefuseTheValue_whenItWasChangedBehindOurBack() {
    String person =
        add(one, PersonKind.VICTIM, Map.of("name", "Jordan Sample", "birthDate", "1990-04-03"));
    haven.owner().sql("alter table person disable trigger all").update();
    haven
        .db
        .sql(
            "update person set sealed = jsonb_set(sealed, '{name}', to_jsonb('AAAA'::text)) where"
                + " person_ref = ?")
        .param(person)
        .update();
    var found = search.find(SAM, asked("jordan", null, null)).found();
    assertThat(found).hasSize(1);
    PersonView view = java.util.Objects.requireNonNull(found.getFirst().person());
    assertThat(view.fields().refused()).containsExactly("name");
    assertThat(view.fields().values()).containsEntry("birthDate", "1990-04-03");
  }

  @Test
  void shouldFindByTheNewAndTheOldName_whenItIsCorrected() {
    String person = add(one, PersonKind.VICTIM, Map.of("name", "Jordon Sample"));
    haven.get(People.class).revise(one, person, Map.of("name", "Jordan Sample"), By.of(ALEX));
    assertThat(found(SAM, asked("jordon", null, null))).containsExactly(one.value());
    assertThat(found(SAM, asked("jordan", null, null))).containsExactly(one.value());
  }

  @Test
  void shouldWriteDownTheSearch_andWhomItShowed_withoutAWordOfIt() {
    add(one, PersonKind.VICTIM, Map.of("name", "Jordan Sample"));
    search.find(SAM, asked("jordan", null, null));
    assertThat(
            haven
                .db
                .sql(
                    "select action || ' ' || coalesce(case_ref, '-') from audit_entry where who ="
                        + " 'sam' order by id")
                .query(String.class)
                .list())
        .containsExactly("search-people -", "find-person " + one);
    assertThat(
            haven
                .db
                .sql("select count(*) from audit_entry where details::text ilike '%jordan%'")
                .query(Integer.class)
                .single())
        .isZero();
  }

  @Test
  void shouldTellCasesOfTheSamePerson_byNameAndNotAnotherBirthDate() {
    // given
    CaseRef sameDay = aCase();
    CaseRef noDay = aCase();
    CaseRef otherDay = aCase();
    CaseRef victim = aCase();
    add(sameDay, PersonKind.PERPETRATOR, Map.of("name", "Chris Other", "birthDate", "1980-01-01"));
    add(noDay, PersonKind.PERPETRATOR, Map.of("name", "chris OTHER"));
    add(otherDay, PersonKind.PERPETRATOR, Map.of("name", "Chris Other", "birthDate", "1981-01-01"));
    add(victim, PersonKind.VICTIM, Map.of("name", "Chris Other", "birthDate", "1980-01-01"));
    add(one, PersonKind.PERPETRATOR, Map.of("name", "Chris Other"));
    PeopleIndex index = haven.get(PeopleIndex.class);

    // then
    assertThat(
            index.casesOfSame(
                one,
                PersonKind.PERPETRATOR,
                Map.of("name", "Chris Other", "birthDate", "1980-01-01")))
        .containsExactlyInAnyOrder(sameDay, noDay);
    assertThat(index.casesOfSame(one, PersonKind.PERPETRATOR, Map.of("name", "Chris Other")))
        .containsExactlyInAnyOrder(sameDay, noDay, otherDay);
    assertThat(index.casesOfSame(one, PersonKind.VICTIM, Map.of("name", "Chris Other")))
        .containsExactly(victim);
    assertThat(index.casesOfSame(one, PersonKind.VICTIM, Map.of("name", "Nobody"))).isEmpty();
  }

  @Test
  void shouldFillTheIndexAnew_fromWhatIsSealed() {
    add(one, PersonKind.VICTIM, Map.of("name", "Jordan Sample", "birthDate", "1990-04-03"));
    haven
        .get(SafeContacts.class)
        .record(one, true, Map.of("method", "phone", "detail", "07700 900123"), By.of(ALEX));
    haven.db.sql("delete from keys.identity_index").update();
    assertThat(finds(asked("jordan", null, null))).isFalse();
    haven.get(PeopleIndex.class).rebuild();
    assertThat(finds(asked("jordan", "1990-04-03", "07700 900123"))).isTrue();
    assertThat(haven.get(IdentityIndex.class).isComplete("people")).isTrue();
  }

  @Test
  void shouldLeaveNothingToFind_whenTheCaseIsErased() {
    // given
    add(one, PersonKind.VICTIM, Map.of("name", "Marigold Sample", "birthDate", "1990-04-03"));
    haven
        .get(SafeContacts.class)
        .record(one, true, Map.of("method", "phone", "detail", "07700 900123"), By.of(ALEX));
    haven.get(Incidents.class);
    CaseRef two = aCase();
    add(two, PersonKind.VICTIM, Map.of("name", "Marigold Other"));
    for (CaseStatus next : List.of(CaseStatus.OPEN, CaseStatus.CLOSED, CaseStatus.RETAINED)) {
      haven.get(CaseFiles.class).status(one, next, By.SYSTEM);
    }

    // when
    haven
        .get(CaseDisposal.class)
        .dispose(one, new JourneyId("JO-ABCDEFGHJK"), "Task_Approve", "retention-");

    // then
    assertThat(found(SAM, asked("marigold", null, null))).containsExactly(two.value());
    assertThat(haven.db.sql("select scope from key_destruction").query(String.class).list())
        .containsExactly("case:" + one);
    for (String table : tables(haven.db)) {
      assertThat(
              haven
                  .db
                  .sql(
                      "select count(*) from "
                          + table
                          + " t where t::text ilike '%marigold%' or t::text like '%07700%'"
                          + " or t::text like '%1990-04-03%'")
                  .query(Integer.class)
                  .single())
          .as(table)
          .isZero();
    }
    assertThat(
            haven
                .db
                .sql("select count(*) from keys.identity_index where scope = ?")
                .param("case:" + one)
                .query(Integer.class)
                .single())
        .isZero();
  }

  private static List<String> tables(JdbcClient db) {
    return db.sql(
            "select format('%I.%I', table_schema, table_name) from information_schema.tables where"
                + " table_type = 'BASE TABLE' and table_schema in ('public', 'keys', 'equality')")
        .query(String.class)
        .list();
  }

  @Test
  void shouldDisposeAgain_whenARestoredRecordHasACaseWhoseKeyIsGone() {
    // given a record from before the disposal, and the newest keys
    add(one, PersonKind.VICTIM, Map.of("name", "Marigold Sample"));
    CaseRef two = aCase();
    add(two, PersonKind.VICTIM, Map.of("name", "Jordan Sample"));
    haven
        .db
        .sql("update keys.case_key set wrapped = null, destroyed_at = now() where scope = ?")
        .param("case:" + one)
        .update();
    org.haven.platform.sealing.SealingForTests.startAnew(haven.get(Sealing.class));

    // when
    assertThat(haven.get(CaseDisposal.class).disposeAgain()).isEqualTo(1);
    assertThat(haven.get(CaseDisposal.class).disposeAgain()).isZero();

    // then
    assertThat(haven.get(CaseFiles.class).head(one).status()).isEqualTo(CaseStatus.DISPOSED);
    assertThat(haven.db.sql("select case_ref from person").query(String.class).list())
        .containsExactly(two.value());
    assertThat(found(SAM, asked("jordan", null, null))).containsExactly(two.value());
  }
}
