package org.haven.casefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.haven.testing.TestCasefile.ALEX;
import static org.haven.testing.TestCasefile.AUDREY;
import static org.haven.testing.TestCasefile.TERRY;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Role;
import org.haven.platform.Team;
import org.haven.testing.RecordsOfCase;
import org.haven.testing.TestCasefile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FormRecordsTest {
  private static final JourneyId JOURNEY = new JourneyId("journey-0001");
  private static final ActingPerson FIONA =
      new ActingPerson("fiona", "Fiona", Set.of(Role.OFFICER), Set.of(Team.SAFEGUARDING_LEAD));

  private final TestCasefile haven = TestCasefile.fresh();
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

  private void record(String formId, Map<String, String> entities, Map<String, ?> sealed) {
    records.record(
        caseRef, JOURNEY, "Task_Any", formId, entities, Map.of("safe", true), sealed, By.of(ALEX));
  }

  @Test
  void shouldSealWhatIsNoRoutingFact_andAuditTheRead() {
    record("check-offer-is-safe", Map.of("herView", "Offer.view"), Map.of("herView", "marzipan"));
    assertThat(
            haven
                .db
                .sql("select sealed::text || routing::text from form_record")
                .query(String.class)
                .single())
        .doesNotContain("marzipan");
    assertThat(RecordsOfCase.of(records, ALEX, caseRef))
        .singleElement()
        .satisfies(
            r -> {
              assertThat(r.answers())
                  .containsEntry("herView", "marzipan")
                  .containsEntry("safe", true);
              assertThat(r.toString()).doesNotContain("marzipan");
            });
    assertThat(
            haven
                .db
                .sql("select action from audit_entry where case_ref = ?")
                .param(caseRef.value())
                .query(String.class)
                .list())
        .contains("read-form-record");
  }

  @Test
  void shouldShowNothing_toThoseWhoMayNotOpenTheCase() {
    record("record-meeting", Map.of(), Map.of("minutes", "marzipan"));
    assertThatThrownBy(() -> RecordsOfCase.of(records, TERRY, caseRef))
        .isInstanceOf(NoSuchCaseException.class);
    assertThatThrownBy(() -> RecordsOfCase.of(records, AUDREY, caseRef))
        .isInstanceOf(NoSuchCaseException.class);
  }

  @Test
  void shouldKeepTheSafeguardingLogToItsLead() {
    record(
        "record-safeguarding-outcome",
        Map.of("person", "SafeguardingLog.person"),
        Map.of("person", "x"));
    haven.get(CaseAccess.class).involve(caseRef, Team.SAFEGUARDING_LEAD, new Code("task"));
    UUID id = UUID.fromString(records.heads(FIONA, caseRef, 0, 9).heads().getFirst().id());
    assertThat(records.heads(ALEX, caseRef, 0, 9).heads()).isEmpty();
    assertThat(records.open(ALEX, caseRef, id)).isEmpty();
    assertThat(records.open(FIONA, caseRef, id)).isPresent();
  }

  @Test
  void shouldLeaveOutMinutesOfAMaracAndTheVault() {
    record(
        "record-marac-meeting",
        Map.of("minutes", "Meeting.minutes", "area", "AddressVault.area"),
        Map.of("minutes", "m", "area", "a", "actionsTaken", "t"));
    record("record-meeting", Map.of("minutes", "Meeting.minutes"), Map.of("minutes", "m"));
    assertThat(RecordsOfCase.of(records, ALEX, caseRef))
        .extracting(r -> r.answers().keySet())
        .containsExactly(Set.of("safe", "minutes"), Set.of("safe", "actionsTaken"));
  }

  @Test
  void shouldListInPartsWithoutOpeningAnything() {
    // given
    for (int i = 1; i <= 3; i++) {
      record("form-" + i, Map.of(), Map.of("minutes", "marzipan"));
    }
    record("log", Map.of("person", "SafeguardingLog"), Map.of("person", "x"));

    // when
    var first = records.heads(ALEX, caseRef, 0, 2);
    var rest = records.heads(ALEX, caseRef, 2, 2);

    // then
    assertThat(first.heads()).extracting(FormHead::formId).containsExactly("form-3", "form-2");
    assertThat(rest.heads()).extracting(FormHead::formId).containsExactly("form-1");
    assertThat(first.next()).isEqualTo(2);
    assertThat(rest.next()).isNull();
    assertThat(first.heads().getFirst().routing()).isEqualTo(Map.of("safe", true));
    assertThat(
            haven
                .db
                .sql("select count(*) from audit_entry where action like 'read-form-record%'")
                .query(Long.class)
                .single())
        .isZero();
  }

  @Test
  void shouldOpenOneOfThisCaseAlone() {
    record("form-1", Map.of(), Map.of());
    UUID id = UUID.fromString(records.heads(ALEX, caseRef, 0, 1).heads().getFirst().id());
    assertThat(records.open(ALEX, haven.aCase(), id)).isEmpty();
    assertThatThrownBy(() -> records.open(TERRY, caseRef, id))
        .isInstanceOf(NoSuchCaseException.class);
    assertThat(records.open(ALEX, caseRef, id)).isPresent();
  }

  @Test
  void shouldNeverBeChanged() {
    record("record-meeting", Map.of(), Map.of());
    assertThatThrownBy(() -> haven.db.sql("update form_record set form_id = 'x'").update())
        .isInstanceOf(org.springframework.dao.DataAccessException.class);
  }

  @Test
  void shouldKeepEachFieldOfTheVault_whenAnotherIsWritten() {
    AddressVault vault = haven.get(AddressVault.class);
    vault.write(caseRef, Map.of("safeAddress", "1 Sample Road", "area", "North"), By.of(ALEX));
    vault.write(caseRef, Map.of("area", "South"), By.of(ALEX));
    assertThat(vault.reveal(ALEX, caseRef, "to write to her").values())
        .isEqualTo(Map.of("safeAddress", "1 Sample Road", "area", "South"));
  }
}
