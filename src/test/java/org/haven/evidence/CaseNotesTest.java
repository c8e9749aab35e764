package org.haven.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.haven.testing.TestCasefile.ALEX;
import static org.haven.testing.TestCasefile.AUDREY;
import static org.haven.testing.TestCasefile.SAM;
import static org.haven.testing.TestCasefile.TERRY;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.haven.casefile.AddressVault;
import org.haven.casefile.By;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.NoSuchCaseException;
import org.haven.evidence.CaseNotes.Entry;
import org.haven.evidence.CaseNotes.Written;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.Team;
import org.haven.testing.TestCasefile;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway")
class CaseNotesTest {
  private final TestCasefile haven = TestCasefile.with("org.haven.letters", "org.haven.evidence");
  private final CaseNotes notes = haven.get(CaseNotes.class);
  private final CaseRef caseRef = aCase();

  private CaseRef aCase() {
    CaseRef ref = haven.aCase();
    haven.get(CaseFiles.class).assignLead(ref, Team.HOUSING_SOLUTIONS, null, By.of(ALEX));
    return ref;
  }

  private Entry call(String words) {
    return new Entry(
        UUID.randomUUID(),
        new Code("call"),
        new Code("she-called"),
        haven.clock.instant().minus(Duration.ofHours(1)),
        words,
        "Jordan Example");
  }

  @Test
  void shouldKeepBoth_whenAnEntryIsCorrected() {
    // given
    Entry first = call("He came on Monday.");
    Instant written = haven.clock.instant();
    assertThat(notes.write(ALEX, caseRef, first)).isEqualTo(Written.KEPT);
    haven.clock.move(Duration.ofDays(1));
    // when
    Entry newer = call("He came on Tuesday.");
    assertThat(notes.correct(SAM, caseRef, first.noteId(), newer, "The day was wrong"))
        .isEqualTo(Written.KEPT);
    // then
    List<CaseNote> all = notes.of(ALEX, caseRef);
    assertThat(all)
        .extracting(n -> n.words().clear())
        .containsExactly("He came on Tuesday.", "He came on Monday.");
    assertThat(all.getFirst().corrects()).isEqualTo(first.noteId());
    assertThat(all.getFirst().reason().clear()).isEqualTo("The day was wrong");
    assertThat(all.getFirst().by()).isEqualTo("sam");
    assertThat(all.getLast().correctedBy()).isEqualTo(newer.noteId());
    assertThat(all.getLast().at()).isEqualTo(written);
    assertThat(all.getLast().by()).isEqualTo("alex");
  }

  @Test
  void shouldCorrectAnEntryOnce_whenTwoDoItAtATime() {
    Entry first = call("He came on Monday.");
    notes.write(ALEX, caseRef, first);
    notes.correct(SAM, caseRef, first.noteId(), call("He came on Tuesday."), "day");
    assertThat(notes.correct(ALEX, caseRef, first.noteId(), call("On Friday."), "day"))
        .isEqualTo(Written.CORRECTED_MEANWHILE);
    assertThat(notes.of(ALEX, caseRef)).hasSize(2);
  }

  @Test
  void shouldKeepItOnce_whenTheFormIsSentTwice() {
    Entry first = call("He came.");
    assertThat(notes.write(ALEX, caseRef, first)).isEqualTo(Written.KEPT);
    assertThat(notes.write(ALEX, caseRef, first)).isEqualTo(Written.KEPT);
    Entry newer = call("She came.");
    assertThat(notes.correct(ALEX, caseRef, first.noteId(), newer, "who")).isEqualTo(Written.KEPT);
    assertThat(notes.correct(ALEX, caseRef, first.noteId(), newer, "who")).isEqualTo(Written.KEPT);
    assertThat(notes.of(ALEX, caseRef)).hasSize(2);
  }

  @Test
  void shouldRefuse_whenItNamesTheVaultOrLiesInTheFuture() {
    haven
        .get(AddressVault.class)
        .write(caseRef, Map.of("safeAddress", "12 Sample Row, Exampleton, EX1 2MP"), By.of(ALEX));
    assertThat(notes.write(ALEX, caseRef, call("She is at 12 Sample Row now.")))
        .isEqualTo(Written.NAMES_VAULT);
    Entry later =
        new Entry(
            UUID.randomUUID(),
            new Code("note"),
            null,
            haven.clock.instant().plusSeconds(60),
            "words",
            null);
    assertThat(notes.write(ALEX, caseRef, later)).isEqualTo(Written.IN_FUTURE);
    assertThat(notes.count(ALEX, caseRef)).isZero();
  }

  @Test
  void shouldHoldNothingInClear_norChangeARow_whenAnEntryIsKept() {
    notes.write(ALEX, caseRef, call("The Zebrafish words."));
    String rows =
        haven.db.sql("select n::text from case_note n").query(String.class).single()
            + haven
                .db
                .sql("select string_agg(a::text, ' ') from audit_entry a")
                .query(String.class)
                .single();
    assertThat(rows).doesNotContain("Zebrafish", "Jordan");
    assertThatThrownBy(() -> haven.db.sql("update case_note set kind = 'note'").update())
        .hasMessageContaining("never changed");
  }

  @Test
  void shouldTellNothing_whenSomebodyMayNotOpenTheCase() {
    Entry first = call("words");
    notes.write(ALEX, caseRef, first);
    for (var who : List.of(TERRY, AUDREY)) {
      assertThat(notes.count(who, caseRef)).isZero();
      assertThatThrownBy(() -> notes.of(who, caseRef)).isInstanceOf(NoSuchCaseException.class);
      assertThatThrownBy(() -> notes.find(who, caseRef, first.noteId()))
          .isInstanceOf(NoSuchCaseException.class);
      assertThatThrownBy(() -> notes.write(who, caseRef, call("x")))
          .isInstanceOf(NoSuchCaseException.class);
    }
    CaseRef another = haven.aCase();
    assertThat(notes.find(ALEX, another, first.noteId())).isEmpty();
    assertThatThrownBy(() -> notes.correct(ALEX, another, first.noteId(), call("x"), "why"))
        .isInstanceOf(NoSuchCaseException.class);
  }
}
