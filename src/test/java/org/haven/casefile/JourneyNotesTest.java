package org.haven.casefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.haven.testing.TestCasefile.ALEX;
import static org.haven.testing.TestCasefile.AUDREY;
import static org.haven.testing.TestCasefile.TERRY;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Role;
import org.haven.platform.Team;
import org.haven.testing.TestCasefile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JourneyNotesTest {
  private static final ActingPerson FIONA =
      new ActingPerson("fiona", "Fiona", Set.of(Role.OFFICER), Set.of(Team.SAFEGUARDING_LEAD));

  private final TestCasefile haven = TestCasefile.fresh();
  private final JourneyNotes notes = haven.get(JourneyNotes.class);
  private final FormRecords records = haven.get(FormRecords.class);
  private final CaseRef caseRef =
      haven
          .get(CaseFiles.class)
          .open(
              new NewCase(
                  new Code("phone"), haven.clock.instant(), "alex", Team.HOUSING_SOLUTIONS, false),
              By.of(ALEX));

  @AfterEach
  void stop() {
    haven.close();
  }

  private UUID id(ActingPerson who) {
    return UUID.fromString(records.heads(who, caseRef, 0, 9).heads().getFirst().id());
  }

  private void note(String processId, String elementId, String outcome, String reason) {
    JourneyId journey =
        haven.get(JourneyRegister.class).request(caseRef, processId, Map.of(), By.of(ALEX));
    notes.record(
        caseRef,
        journey,
        elementId,
        new Code(outcome),
        reason,
        LocalDate.of(2026, 6, 1),
        By.of(ALEX));
  }

  @Test
  void shouldTellWhatWasDecidedAndWhy_andAuditTheRead() {
    note("management-transfer", "Task_ApproveTransfer", "refused", "the marzipan");
    assertThat(haven.db.sql("select sealed::text from journey_note").query(String.class).single())
        .doesNotContain("marzipan");
    assertThat(notes.open(ALEX, caseRef, id(ALEX)))
        .hasValueSatisfying(
            note -> {
              assertThat(note.elementId()).isEqualTo("Task_ApproveTransfer");
              assertThat(note.answers())
                  .containsExactly(
                      Map.entry("outcome", "refused"),
                      Map.entry("reason", "the marzipan"),
                      Map.entry("nextOn", "2026-06-01"));
            });
    assertThat(
            haven
                .db
                .sql("select action from audit_entry where case_ref = ?")
                .param(caseRef.value())
                .query(String.class)
                .list())
        .contains("read-journey-note");
  }

  @Test
  void shouldShowNothing_toThoseWhoMayNotOpenTheCase() {
    note("management-transfer", "Task_ApproveTransfer", "approved", "x");
    UUID id = id(ALEX);
    for (ActingPerson stranger : List.of(TERRY, AUDREY)) {
      assertThatThrownBy(() -> notes.open(stranger, caseRef, id))
          .isInstanceOf(NoSuchCaseException.class);
    }
  }

  @Test
  void shouldKeepWhatSafeguardingDecided_toItsLead() {
    note("safeguarding-referral", "Task_GoAgainstHerWish", "send", "x");
    haven.get(CaseAccess.class).involve(caseRef, Team.SAFEGUARDING_LEAD, new Code("task"));
    assertThat(records.heads(ALEX, caseRef, 0, 9).heads()).isEmpty();
    assertThat(notes.open(ALEX, caseRef, id(FIONA))).isEmpty();
    assertThat(notes.open(FIONA, caseRef, id(FIONA))).isPresent();
  }
}
