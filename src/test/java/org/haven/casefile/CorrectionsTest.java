package org.haven.casefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.haven.testing.TestCasefile.ALEX;
import static org.haven.testing.TestCasefile.AUDREY;
import static org.haven.testing.TestCasefile.SAM;
import static org.haven.testing.TestCasefile.TERRY;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.haven.casefile.Corrections.Result;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.Team;
import org.haven.platform.sealing.Sealed;
import org.haven.testing.TestCasefile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is on record is put right, and nothing that was recorded before is lost. */
@SuppressWarnings("NullAway")
class CorrectionsTest {
  private final TestCasefile haven = TestCasefile.fresh();
  private final Corrections corrections = haven.get(Corrections.class);
  private final People people = haven.get(People.class);
  private final SafeContacts contacts = haven.get(SafeContacts.class);
  private final CaseRef caseRef = haven.aCase();
  private String person;

  @BeforeEach
  void somebodyOnRecord() {
    haven.get(CaseAccess.class).involve(caseRef, Team.HOUSING_SOLUTIONS, new Code("task"));
    person =
        people.add(
            caseRef,
            PersonKind.PERPETRATOR,
            Map.of("name", "Pat Exampel", "phone", "01632 960001", "birthDate", "1980-02-01"),
            By.of(ALEX));
  }

  @AfterEach
  void stop() {
    haven.close();
  }

  private Map<String, Object> now() {
    return corrections.person(ALEX, caseRef, person).orElseThrow().now().fields().values();
  }

  @Test
  void shouldKeepWhatWasRecordedBefore_whenAPersonIsPutRight() {
    // given
    long version = contacts.version(caseRef);
    haven.clock.move(Duration.ofDays(2));
    // when
    var done =
        corrections.person(
            SAM,
            caseRef,
            person,
            1,
            Map.of("name", "Pat Example", "phone", "", "birthDate", "1980-02-01"),
            "misheard");
    // then
    assertThat(done).isEqualTo(Result.DONE);
    assertThat(now()).isEqualTo(Map.of("name", "Pat Example", "birthDate", "1980-02-01"));
    var before = corrections.person(ALEX, caseRef, person).orElseThrow().before();
    assertThat(before.stream().map(Corrections.Before::field)).containsExactly("name", "phone");
    assertThat(before.getFirst().value().clear()).isEqualTo("Pat Exampel");
    assertThat(before.getFirst().why().clear()).isEqualTo("misheard");
    assertThat(before.getFirst().by()).isEqualTo("sam");
    assertThat(before.getFirst().until()).isEqualTo(haven.clock.instant());
    assertThat(contacts.version(caseRef)).as("letters are made again").isNotEqualTo(version);
    // found by both names
    for (String name : List.of("Pat Example", "Pat Exampel")) {
      assertThat(haven.get(PeopleIndex.class).casesNaming(PeopleIndex.name(name)))
          .containsExactly(caseRef);
    }
  }

  @Test
  void shouldKeepANamesakeOut_whenANameIsPutRight() {
    assertThat(haven.get(CaseAccess.class).mayOpen(SAM, caseRef)).isTrue();
    corrections.person(ALEX, caseRef, person, 1, Map.of("name", SAM.displayName()), "another name");
    assertThat(haven.get(CaseAccess.class).mayOpen(SAM, caseRef)).isFalse();
  }

  @Test
  void shouldSealBothAndNameNeither() {
    corrections.person(ALEX, caseRef, person, 1, Map.of("name", "Pat Example"), "misheard");
    corrections.add(ALEX, caseRef, PersonKind.CHILD, Map.of("name", "Robin Example"));
    contacts.record(
        caseRef, true, Map.of("method", "phone", "detail", "01632 960001"), By.of(ALEX));
    corrections.contact(ALEX, caseRef, Map.of("detail", "01632 960002"), "misheard");
    String open =
        haven
            .db
            .sql(
                """
                select string_agg(t, ' ') from (
                  select details::text as t from timeline
                  union all select details::text from audit_entry
                  union all select row_to_json(p)::text from person p
                  union all select row_to_json(p)::text from person_change p
                  union all select row_to_json(p)::text from safe_contact p
                  union all select row_to_json(p)::text from case_correction p) all_of_it
                """)
            .query(String.class)
            .single();
    assertThat(open).doesNotContain("Pat ", "Exampel", "Robin", "misheard", "01632 96");
    assertThat(haven.get(Timeline.class).of(ALEX, caseRef).stream().map(TimelineEntry::textKey))
        .contains(
            "timeline.person-corrected",
            "timeline.person-added",
            "timeline.corrected-safe-contact");
    assertThatThrownBy(() -> haven.db.sql("update person_change set kind = 'added'").update())
        .hasMessageContaining("never changed");
  }

  @Test
  void shouldSaySo_whenNothingIsNewOrSomebodyWasFirst() {
    assertThat(corrections.person(ALEX, caseRef, person, 1, Map.of("name", "Pat Exampel"), "why"))
        .isEqualTo(Result.NOTHING_NEW);
    people.revise(caseRef, person, Map.of("language", "Welsh"), By.of(SAM));
    assertThat(corrections.person(ALEX, caseRef, person, 1, Map.of("name", "Pat"), "why"))
        .isEqualTo(Result.CHANGED_MEANWHILE);
    assertThatThrownBy(
            () -> corrections.person(ALEX, caseRef, person, 2, Map.of("name", "Pat"), " "))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> corrections.person(ALEX, caseRef, person, 2, Map.of("school", "S"), "why"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldAnswerAsForNone_whoMayNotOpenTheCase() {
    for (var who : List.of(TERRY, AUDREY)) {
      assertThatThrownBy(() -> corrections.person(who, caseRef, person))
          .isInstanceOf(NoSuchCaseException.class);
      assertThatThrownBy(
              () -> corrections.person(who, caseRef, person, 1, Map.of("name", "P"), "why"))
          .isInstanceOf(NoSuchCaseException.class);
      assertThatThrownBy(() -> corrections.facts(who, caseRef))
          .isInstanceOf(NoSuchCaseException.class);
      assertThatThrownBy(() -> corrections.contact(who, caseRef, Map.of("detail", "1"), "why"))
          .isInstanceOf(NoSuchCaseException.class);
      assertThatThrownBy(() -> contacts.revealEarlier(who, caseRef, "why"))
          .isInstanceOf(NoSuchCaseException.class);
    }
    assertThat(corrections.person(ALEX, haven.aCase(), person)).isEmpty();
  }

  @Test
  void shouldCloseTheGate_untilSheIsAskedAboutANumberThatWasPutRight() {
    // given
    contacts.record(
        caseRef,
        true,
        Map.of("method", "phone", "detail", "01632 960001", "codeWord", "blue"),
        By.of(ALEX));
    var checked = contacts.check(caseRef);
    haven.clock.move(Duration.ofDays(3));
    // when
    assertThat(corrections.contact(SAM, caseRef, Map.of("detail", "01632 960002"), "two digits"))
        .isEqualTo(Result.DONE);
    // then
    assertThat(checked.valid()).isTrue();
    assertThat(contacts.check(caseRef))
        .isEqualTo(new ContactCheck.NotSafe(ContactCheck.Reason.CORRECTED));
    assertThat(contacts.reveal(ALEX, caseRef, "to call her").detail()).isNull();
    assertThat(contacts.banner(ALEX, caseRef).checkedBy()).as("nobody asked").isEqualTo("alex");
    assertThat(contacts.revealEarlier(ALEX, caseRef, "who called it?").getFirst().detail().clear())
        .isEqualTo("01632 960001");
    // asked again, the number that was put right is kept
    contacts.record(caseRef, true, Map.of("method", "phone"), By.of(ALEX));
    assertThat(contacts.check(caseRef).valid()).isTrue();
    var shown = contacts.reveal(ALEX, caseRef, "to call her");
    assertThat(shown.detail().clear()).isEqualTo("01632 960002");
    assertThat(shown.codeWord().clear()).isEqualTo("blue");
    assertThat(corrections.contact(SAM, caseRef, Map.of("codeWord", "blue"), "why"))
        .isEqualTo(Result.NOTHING_NEW);
  }

  @Test
  void shouldKeepARefusalThatComesWhileTheNumberIsPutRight() {
    contacts.record(
        caseRef, true, Map.of("method", "phone", "detail", "01632 960001"), By.of(ALEX));
    var done =
        haven.whileOpen(
            () -> contacts.record(caseRef, false, Map.of("unsafeToTell", "him"), By.of(ALEX)),
            () -> corrections.contact(SAM, caseRef, Map.of("detail", "01633"), "a digit"));
    assertThat(done).isEqualTo(Result.DONE);
    assertThat(contacts.check(caseRef))
        .isEqualTo(new ContactCheck.NotSafe(ContactCheck.Reason.NOT_ALLOWED));
    assertThat(contacts.banner(ALEX, caseRef).unsafeToTell().clear()).isEqualTo("him");
  }

  @Test
  void shouldAddAPersonAndPutTheVaultRightOnce_whenThePageIsSentTwice() {
    var once = UUID.randomUUID();
    var added =
        haven.twiceAtOnce(
            () -> corrections.add(ALEX, caseRef, PersonKind.CHILD, Map.of("name", "Robin"), once));
    assertThat(added.getFirst()).isEqualTo(added.getLast());
    assertThat(people.refs(caseRef, PersonKind.CHILD)).containsExactly(added.getFirst());
    haven
        .get(AddressVault.class)
        .write(caseRef, Map.of("safeAddress", "12 Hidden Lane"), By.of(ALEX));
    assertThat(
            haven.twiceAtOnce(
                () ->
                    corrections.safeAddress(
                        ALEX, caseRef, Map.of("safeAddress", "21 Hidden Lane"), "turned")))
        .containsExactly(Result.DONE, Result.NOTHING_NEW);
    haven.get(CaseFacts.class).put(caseRef, Map.of("tenure", "refuge"), By.of(ALEX));
    long told = fact("tenure").id();
    assertThat(
            haven.twiceAtOnce(
                () -> corrections.fact(ALEX, caseRef, "tenure", told, "lodger", false, "typo")))
        .containsExactly(Result.DONE, Result.CHANGED_MEANWHILE);
  }

  @Test
  void shouldKeepWhatAFormAddsAtThatMoment_whenAPersonIsPutRight() {
    var done =
        haven.whileOpen(
            () -> corrections.person(ALEX, caseRef, person, 1, Map.of("name", "Pat"), "typo"),
            () -> {
              people.revise(caseRef, person, Map.of("language", "Welsh"), By.of(SAM));
              return true;
            });
    assertThat(done).isTrue();
    assertThat(now()).containsEntry("name", "Pat").containsEntry("language", "Welsh");
  }

  @Test
  void shouldKeepARefusal_whenTheNumberIsPutRight() {
    contacts.record(
        caseRef, false, Map.of("method", "phone", "detail", "01632 960001"), By.of(ALEX));
    corrections.contact(SAM, caseRef, Map.of("detail", "01633"), "a digit");
    assertThat(contacts.check(caseRef))
        .isEqualTo(new ContactCheck.NotSafe(ContactCheck.Reason.NOT_ALLOWED));
  }

  @Test
  void shouldLetNoLetterNameTheOldAddressEither() {
    var vault = haven.get(AddressVault.class);
    assertThat(corrections.safeAddress(ALEX, caseRef, Map.of("safeAddress", "1 New Street"), "x"))
        .as("nothing to put right")
        .isEqualTo(Result.NOTHING_NEW);
    vault.write(caseRef, Map.of("safeAddress", "12 Hidden Lane", "area", "north"), By.of(ALEX));
    assertThat(
            corrections.safeAddress(
                ALEX, caseRef, Map.of("safeAddress", "21 Hidden Lane"), "turned round"))
        .isEqualTo(Result.DONE);
    assertThat(vault.isNamedIn(caseRef, "at 12 Hidden Lane")).isTrue();
    assertThat(vault.isNamedIn(caseRef, "at 21 Hidden Lane")).isTrue();
    assertThat(haven.said("victim-moved")).isEmpty();
    // whoever opens the vault reads what was there before
    var once = UUID.randomUUID();
    assertThat(vault.earlier(ALEX, caseRef, once)).as("not opened").isEmpty();
    assertThat(vault.reveal(ALEX, caseRef, "to send a van", once).orElseThrow().values())
        .containsEntry("safeAddress", "21 Hidden Lane")
        .containsEntry("area", "north");
    var before = vault.earlier(ALEX, caseRef, once);
    assertThat(before.keySet()).containsExactly("safeAddress");
    assertThat(before.get("safeAddress").stream().map(Sealed::clear))
        .containsExactly("12 Hidden Lane");
    assertThat(vault.earlier(SAM, caseRef, once)).isEmpty();
  }

  private Corrections.Fact fact(String name) {
    return corrections.facts(ALEX, caseRef).stream()
        .filter(fact -> fact.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void shouldKeepTheEarlierAnswer_whenAFactIsPutRight() {
    // given
    haven.get(CaseFacts.class).put(caseRef, Map.of("tenure", "refuge"), By.of(ALEX));
    // when
    assertThat(
            corrections.fact(
                ALEX, caseRef, "tenure", fact("tenure").id(), "council-tenant", true, "mixed up"))
        .isEqualTo(Result.DONE);
    // then
    assertThat(haven.get(CaseFacts.class).of(caseRef)).containsEntry("tenure", "council-tenant");
    var before = fact("tenure").before().getFirst();
    assertThat(before.value()).isEqualTo("refuge");
    assertThat(before.why().clear()).isEqualTo("mixed up");
    assertThat(haven.said("assess-risk-requested")).hasSize(1);
    assertThat(corrections.fact(ALEX, caseRef, "tenure", 0, "refuge", false, "why"))
        .isEqualTo(Result.CHANGED_MEANWHILE);
  }

  @Test
  void shouldLeaveItToASupervisor_whenSheWouldBeLessProtected() {
    haven.get(CaseFacts.class).put(caseRef, Map.of("threat", true, "pregnant", false), By.of(ALEX));
    assertThat(
            corrections.fact(ALEX, caseRef, "threat", fact("threat").id(), false, false, "wrong"))
        .isEqualTo(Result.SUPERVISOR_ONLY);
    assertThat(
            corrections.fact(
                ALEX, caseRef, "pregnant", fact("pregnant").id(), true, false, "wrong"))
        .isEqualTo(Result.DONE);
    assertThat(corrections.fact(SAM, caseRef, "threat", fact("threat").id(), false, false, "wrong"))
        .isEqualTo(Result.DONE);
  }

  @Test
  void shouldAddPeopleInTheirOwnRight() {
    String child =
        corrections.add(
            ALEX,
            caseRef,
            PersonKind.CHILD,
            Map.of("name", "Robin", "school", "Hill School", "socialCare", "yes"));
    corrections.person(
        ALEX, caseRef, child, 1, Map.of("leftOn", "2026-11-01"), "with the grandmother");
    assertThat(corrections.person(ALEX, caseRef, child).orElseThrow().now().fields().values())
        .containsEntry("leftOn", "2026-11-01")
        .containsEntry("school", "Hill School");
    assertThat(people.refs(caseRef, PersonKind.CHILD)).containsExactly(child);
    assertThatThrownBy(
            () -> corrections.add(ALEX, caseRef, PersonKind.VICTIM, Map.of("name", "Jordan")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
