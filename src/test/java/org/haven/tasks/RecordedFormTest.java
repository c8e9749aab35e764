package org.haven.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.haven.tasks.TestTasks.ALEX;

import java.util.List;
import java.util.Map;
import org.haven.casefile.AddressVault;
import org.haven.casefile.By;
import org.haven.casefile.CaseFacts;
import org.haven.casefile.FormRecord;
import org.haven.casefile.FormRecords;
import org.haven.forms.FormProblem;
import org.haven.forms.Forms;
import org.haven.forms.Submission;
import org.haven.forms.TestForms;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.testing.RecordsOfCase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Forms that no journey binds are kept as they were answered. */
class RecordedFormTest {
  private static final String OFFER =
      """
      {"type":"default","id":"offer","components":[
        {"type":"radio","key":"safe","label":"Safe?","id":"a","properties":{"routing":"boolean"},
         "values":[{"label":"Yes","value":"yes"},{"label":"No","value":"no"}]},
        {"type":"radio","key":"tenure","label":"Tenure","id":"b","properties":{"routing":"code"},
         "values":[{"label":"Private","value":"private-rented"}]},
        {"type":"textarea","key":"area","label":"Area","id":"c",
         "properties":{"entity":"AddressVault.noGoAreas"}},
        {"type":"textarea","key":"view","label":"Her view","id":"d",
         "properties":{"entity":"Offer.view"}}]}
      """;

  private final TestTasks haven = new TestTasks();
  private final CaseRef caseRef = haven.aCase();

  @AfterEach
  void close() {
    haven.close();
  }

  private TaskView task(String formId) {
    haven.models.task("Task_Judge", formId, Map.of());
    return haven.get(TaskList.class).find(ALEX, haven.aTask(caseRef, "Task_Judge")).orElseThrow();
  }

  @Test
  void shouldKeepTheAnswersAndTellTheEngineTheFacts_whenNoJourneyBindsTheForm() {
    // given
    TaskView task = task("record-judgement");

    // when
    var result =
        haven
            .get(TaskActions.class)
            .submit(ALEX, task.id(), Map.of("judgementHigh", "yes", "why", "He has a key"));

    // then
    assertThat(result).isInstanceOf(SubmitResult.Saved.class);
    assertThat(haven.said.completed).hasSize(1);
    assertThat(haven.said.completed.getFirst().get("judgementHigh")).isEqualTo(true);
    assertThat(haven.said.completed.getFirst().containsKey("why")).isFalse();
    assertThat(RecordsOfCase.of(haven.get(FormRecords.class), ALEX, caseRef))
        .singleElement()
        .satisfies(
            r -> {
              assertThat(r.formId()).isEqualTo("record-judgement");
              assertThat(r.answers()).containsEntry("why", "He has a key");
            });
    assertThat(haven.get(CaseFacts.class).of(caseRef)).containsEntry("judgementHigh", true);
  }

  @Test
  void shouldShowCircumstancesOnRecordAndNoDefaultOnRisk() {
    haven
        .get(CaseFacts.class)
        .put(
            caseRef,
            Map.of("tenure", "private-rented", "safe", true, "judgementHigh", true),
            By.of(ALEX));
    RecordedForm forms =
        new RecordedForm(
            TestForms.only(OFFER),
            haven.get(FormRecords.class),
            haven.get(AddressVault.class),
            haven.get(CaseFacts.class));
    assertThat(forms.of("offer").prefill(task("offer"), ALEX))
        .isEqualTo(Map.of("tenure", "private-rented"));
  }

  @Test
  void shouldPutIntoTheVaultWhatBelongsThereAndNowhereElse() {
    // given
    RecordedForm forms =
        new RecordedForm(
            TestForms.only(OFFER),
            haven.get(FormRecords.class),
            haven.get(AddressVault.class),
            haven.get(CaseFacts.class));
    TaskView task = task("offer");

    // when
    haven.inTransaction(
        () ->
            forms
                .of("offer")
                .save(
                    task,
                    new Submission(
                        Map.of("safe", true), Map.of("area", "Marzipan Lane", "view", "Good")),
                    ALEX));

    // then
    assertThat(haven.get(AddressVault.class).reveal(ALEX, caseRef, "to place her").values())
        .isEqualTo(Map.of("noGoAreas", "Marzipan Lane"));
    assertThat(RecordsOfCase.of(haven.get(FormRecords.class), ALEX, caseRef))
        .extracting(FormRecord::answers)
        .containsExactly(Map.of("safe", true, "view", "Good"));
  }

  @Test
  void shouldKeepTheNewTenancysReferenceAndDayInTheVault_whenOneIsGranted() {
    // given
    RecordedForm forms =
        new RecordedForm(
            haven.get(Forms.class),
            haven.get(FormRecords.class),
            haven.get(AddressVault.class),
            haven.get(CaseFacts.class));
    TaskView task = task("grant-tenancy");
    Map<String, Object> typed =
        Map.of(
            "granted", "secure-lifetime",
            "tenancyRef", "T-000077",
            "holding", "sole-victim",
            "startOn", "2026-12-07",
            "safeAddress", "7 Hidden Lane, Sampleton");
    var check = haven.get(Forms.class).form("grant-tenancy").check(typed, Map.of());
    assertThat(check.passed()).isTrue();

    // when
    haven.inTransaction(() -> forms.of("grant-tenancy").save(task, check.submission(), ALEX));

    // then
    assertThat(haven.get(AddressVault.class).reveal(ALEX, caseRef, "to plan").values())
        .containsOnlyKeys("registerRef", "startOn", "safeAddress")
        .containsEntry("registerRef", "T-000077");
    assertThat(RecordsOfCase.of(haven.get(FormRecords.class), ALEX, caseRef).getFirst().answers())
        .containsOnlyKeys("granted", "holding");
  }

  @Test
  void shouldAskRulesBeforeAndRunEffectsAfter() {
    // given
    TaskView task = task("record-judgement");
    haven.add(
        new FormRule() {
          @Override
          public String formId() {
            return "record-judgement";
          }

          @Override
          public List<FormProblem> check(TaskView t, Submission s, ActingPerson who) {
            return Boolean.FALSE.equals(s.routing().get("judgementHigh"))
                ? List.of(new FormProblem("judgementHigh", "Say why"))
                : List.of();
          }
        });
    haven.add(
        new FormEffect() {
          @Override
          public String formId() {
            return "record-judgement";
          }

          @Override
          public Map<String, ?> save(TaskView t, Submission s, ActingPerson who) {
            return Map.of("meetingId", "ME-1");
          }
        });

    // when
    var refused =
        haven.get(TaskActions.class).submit(ALEX, task.id(), Map.of("judgementHigh", "no"));
    var saved =
        haven
            .get(TaskActions.class)
            .submit(ALEX, task.id(), Map.of("judgementHigh", "yes", "why", "He has a key"));

    // then
    assertThat(refused)
        .isEqualTo(new SubmitResult.Invalid(List.of(new FormProblem("judgementHigh", "Say why"))));
    assertThat(saved).isInstanceOf(SubmitResult.Saved.class);
    assertThat(haven.said.completed).hasSize(1);
    assertThat(haven.said.completed.getFirst().get("meetingId")).isEqualTo("ME-1");
    assertThat(RecordsOfCase.of(haven.get(FormRecords.class), ALEX, caseRef)).hasSize(1);
  }
}
