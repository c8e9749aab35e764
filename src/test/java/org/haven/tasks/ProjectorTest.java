package org.haven.tasks;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.haven.tasks.TestTasks.ADA;
import static org.haven.tasks.TestTasks.ALEX;
import static org.haven.tasks.TestTasks.BELLA;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.haven.casefile.By;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.CaseWork;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.JourneyStatus;
import org.haven.platform.CaseRef;
import org.haven.platform.Models;
import org.haven.platform.Team;
import org.haven.platform.calendar.Limits;
import org.haven.records.RecordType;
import org.haven.records.RecordsUnavailableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the exported records do to the task list. */
class ProjectorTest {
  private final TestTasks haven = new TestTasks();
  private final Projector projector = haven.get(Projector.class);
  private final TaskList tasks = haven.get(TaskList.class);

  @AfterEach
  void close() {
    haven.close();
  }

  private record Opened(TaskOpening.Entered entered, Limits dates) {
    long id() {
      return entered.elementInstanceKey();
    }
  }

  private Opened open(CaseRef caseRef, long instance) {
    var entered =
        haven.entered(caseRef, haven.aJourney(caseRef, instance), instance, "Task_Decide");
    return new Opened(entered, haven.get(TaskOpening.class).open(entered).dates());
  }

  private void end(Opened task, String intent, long userTaskKey) {
    haven.records.add(
        RecordType.USER_TASK,
        1,
        intent,
        userTaskKey,
        haven.clock.instant(),
        haven.userTask(task.entered(), task.dates(), userTaskKey));
  }

  @Test
  void shouldKnowTheKey_whenTheRecordArrives() {
    // given
    var task = open(haven.aCase(), 5);
    assertThat(projector.userTaskKey(task.id())).isEmpty();
    // when
    haven.created(task.entered(), task.dates(), 900);
    projector.turn(false);
    // then
    assertThat(projector.userTaskKey(task.id())).contains(900L);
    assertThat(tasks.find(ALEX, task.id()).orElseThrow().dueAt()).isEqualTo(task.dates().dueAt());
  }

  @Test
  void shouldClose_whenTheEngineCancels() {
    // given
    var task = open(haven.aCase(), 5);
    haven.created(task.entered(), task.dates(), 900);
    end(task, "CANCELED", 900);
    // when
    projector.turn(false);
    // then
    assertThat(tasks.find(ALEX, task.id()).orElseThrow().status()).isEqualTo(TaskStatus.CANCELLED);
    assertThat(tasks.look(ALEX, Whose.TEAM, TaskFilter.ALL, null, false).slice().tasks()).isEmpty();
  }

  @Test
  void shouldChangeNothing_whenRecordsRepeat() {
    // given
    var task = open(haven.aCase(), 5);
    haven.created(task.entered(), task.dates(), 900);
    projector.turn(false);
    var before = engineColumns();
    // when
    haven.records.repeat(1);
    projector.turn(false);
    // then
    assertThat(engineColumns()).isEqualTo(before);
  }

  @Test
  void shouldMissNothing_whenARecordBecomesSearchableLate() {
    // given
    var caseRef = haven.aCase();
    var first = open(caseRef, 5);
    var second = open(caseRef, 6);
    haven.created(first.entered(), first.dates(), 900);
    haven.created(second.entered(), second.dates(), 901);
    haven.records.hide(1);
    // when
    projector.turn(false);
    // then
    assertThat(projector.userTaskKey(second.id())).isEmpty();
    assertThat(haven.records.refreshes).isEqualTo(1);
    // when
    haven.records.show(1);
    projector.turn(false);
    // then
    assertThat(projector.userTaskKey(first.id())).contains(900L);
    assertThat(projector.userTaskKey(second.id())).contains(901L);
  }

  @Test
  void shouldCatchUp_whenElasticsearchComesBack() {
    // given
    var task = open(haven.aCase(), 5);
    haven.created(task.entered(), task.dates(), 900);
    haven.records.down = true;
    assertThatThrownBy(() -> projector.turn(false)).isInstanceOf(RecordsUnavailableException.class);
    // when: submitted meanwhile
    haven.get(TaskActions.class).submit(ALEX, task.id(), Map.of("outcome", "given"));
    assertThat(projector.keysAwaited()).isTrue();
    haven.records.down = false;
    projector.turn(projector.keysAwaited());
    // then
    assertThat(projector.userTaskKey(task.id())).contains(900L);
    assertThat(projector.keysAwaited()).isFalse();
  }

  @Test
  void shouldDoEachBatchOnce_whenTwoNodesRead() {
    // given
    var other =
        new Projector(
            haven.db,
            haven.get(org.springframework.transaction.support.TransactionTemplate.class),
            haven.records,
            haven.get(Projection.class),
            new org.springframework.beans.factory.support.DefaultListableBeanFactory()
                .getBeanProvider(org.haven.platform.OutboxWakeUp.class));
    var caseRef = haven.aCase();
    var task = open(caseRef, 5);
    haven.created(task.entered(), task.dates(), 900);
    projector.turn(false);
    other.turn(false);
    // when
    end(task, "COMPLETED", 900);
    projector.turn(false);
    other.turn(false);
    other.turn(false);
    // then
    assertThat(tasks.find(ALEX, task.id()).orElseThrow().status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(
            haven
                .db
                .sql("select count(*) from record_cursor where sequence & 1023 = 2")
                .query(Integer.class)
                .single())
        .isEqualTo(1);
  }

  @Test
  void shouldTakeItOff_whenTheStepWasLeftBeforeItOpened() {
    // given
    var task = open(haven.aCase(), 5);
    haven.step("ELEMENT_ACTIVATING", task.entered(), "USER_TASK");
    haven.step("ELEMENT_TERMINATED", task.entered(), "USER_TASK");
    // when
    projector.turn(false);
    // then
    assertThat(tasks.find(ALEX, task.id())).isEmpty();
    // when: its job was late and puts it back
    haven.get(TaskOpening.class).open(task.entered());
    projector.sweep();
    // then
    assertThat(tasks.find(ALEX, task.id())).isEmpty();
  }

  @Test
  void shouldSayWhereItStandsAndHowItEnded_whenTheInstanceMoves() {
    // given
    var caseRef = haven.aCase();
    var journey = haven.aJourney(caseRef, 5);
    var end =
        new TaskOpening.Entered(
            31,
            5,
            77,
            "report-domestic-abuse",
            1,
            "EndEvent_OptionsAgreed",
            caseRef,
            journey,
            null,
            null,
            null);
    var warned =
        new TaskOpening.Entered(
            32,
            5,
            77,
            "report-domestic-abuse",
            1,
            "EndEvent_Warned",
            caseRef,
            journey,
            null,
            null,
            null);
    haven.step("ELEMENT_ACTIVATING", end, "END_EVENT");
    haven.step("ELEMENT_ACTIVATING", warned, "END_EVENT");
    // when
    projector.turn(false);
    // then
    assertThat(haven.get(JourneySteps.class).of(5))
        .extracting(JourneySteps.Step::elementId, JourneySteps.Step::standsHere)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("EndEvent_OptionsAgreed", true),
            org.assertj.core.groups.Tuple.tuple("EndEvent_Warned", true));
    // when
    haven.step("ELEMENT_COMPLETED", end, "END_EVENT");
    haven.clock.set(haven.clock.instant().plusSeconds(1));
    haven.step("ELEMENT_COMPLETED", warned, "END_EVENT");
    haven.records.add(
        RecordType.PROCESS_INSTANCE,
        1,
        "ELEMENT_COMPLETED",
        5,
        haven.clock.instant(),
        Map.of(
            "processInstanceKey",
            5,
            "processDefinitionKey",
            77,
            "elementId",
            "report-domestic-abuse",
            "bpmnElementType",
            "PROCESS"));
    projector.turn(false);
    // then
    var view = haven.get(JourneyRegister.class).of(caseRef).getFirst();
    assertThat(view.status()).isEqualTo(JourneyStatus.ENDED);
    assertThat(view.endState()).isEqualTo("options-agreed");
  }

  @Test
  void shouldSayWhatAJourneyWaitsFor_whileSeveralThingsMayComeFirst() {
    // given
    for (String id : List.of("Event_ReviewDue", "Event_RiskChanged")) {
      var name = Models.inWords(id);
      haven.models.elements.put(
          id,
          new Models.Element(id, "intermediateCatchEvent", name, "", Map.of(), null, null, null));
      haven.models.flows.add(new Models.Flow("", "Gateway_Await", id));
    }
    haven.models.flows.add(new Models.Flow("", "Event_ReviewDue", "Task_Decide"));
    var caseRef = haven.aCase();
    var gateway =
        new TaskOpening.Entered(
            51,
            5,
            77,
            "case-review",
            1,
            "Gateway_Await",
            caseRef,
            haven.aJourney(caseRef, 5),
            null,
            null,
            null);
    // when
    haven.step("ELEMENT_ACTIVATING", gateway, "EVENT_BASED_GATEWAY");
    projector.turn(false);
    // then
    assertThat(stepsOf(5))
        .extracting(CaseWork.Step::waitsFor)
        .containsExactly(List.of("Review due", "Risk changed"));
    // when
    haven.step("ELEMENT_COMPLETED", gateway, "EVENT_BASED_GATEWAY");
    projector.turn(false);
    // then
    assertThat(stepsOf(5)).extracting(CaseWork.Step::waitsFor).containsExactly(List.of());
  }

  private List<CaseWork.Step> stepsOf(long instance) {
    return Objects.requireNonNull(
            haven.get(CaseWork.class).progress(List.of(instance)).get(instance))
        .steps();
  }

  @Test
  void shouldKeepTheCodeOnly_whenSomethingFails() {
    // given
    haven.records.add(
        RecordType.INCIDENT,
        1,
        "CREATED",
        71,
        haven.clock.instant(),
        Map.of(
            "processInstanceKey", 5,
            "bpmnProcessId", "assess-risk",
            "elementId", "Task_X",
            "errorType", "JOB_NO_RETRIES",
            "errorMessage", "She said"));
    // when
    projector.turn(false);
    // then
    assertThat(haven.get(JourneySteps.class).incidents(ALEX).toString())
        .contains("JOB_NO_RETRIES")
        .doesNotContain("She said");
    // when
    haven.records.add(RecordType.INCIDENT, 1, "RESOLVED", 71, haven.clock.instant(), Map.of());
    projector.turn(false);
    // then
    assertThat(haven.get(JourneySteps.class).incidents(ALEX)).isEmpty();
  }

  @Test
  void shouldShowAFailedJourneyOnItsCase_howeverManyStandStillElsewhere() {
    // given
    for (int i = 0; i <= 101; i++) {
      haven.records.add(
          RecordType.INCIDENT,
          1,
          "CREATED",
          5000 + i,
          haven.clock.instant().plusSeconds(i),
          Map.of(
              "processInstanceKey", 100 + i,
              "bpmnProcessId", "assess-risk",
              "elementId", "Task_X",
              "errorType", "JOB_NO_RETRIES"));
    }
    projector.turn(false);
    // when
    var progress = haven.get(CaseWork.class).progress(List.of(201L, 99L));
    // then
    assertThat(Objects.requireNonNull(progress.get(201L)).incidents()).containsExactly("Task_X");
    assertThat(progress.get(99L)).isEqualTo(CaseWork.Progress.NONE);
  }

  @Test
  void shouldComeOutTheSame_whenRebuilt() {
    // given: an open task, a claimed one that moved, a completed one, a cancelled one
    var caseRef = haven.aCase();
    var open = open(caseRef, 5);
    var moved = open(caseRef, 6);
    var done = open(haven.aCase(), 7);
    var cancelled = open(haven.aCase(), 8);
    long key = 900;
    for (var task : List.of(open, moved, done, cancelled)) {
      haven.step("ELEMENT_ACTIVATING", task.entered(), "USER_TASK");
      haven.created(task.entered(), task.dates(), key++);
    }
    haven.get(TaskActions.class).claim(BELLA, moved.id());
    haven.get(TaskActions.class).submit(ALEX, done.id(), Map.of("outcome", "given"));
    end(done, "COMPLETED", 902);
    haven.clock.set(Instant.parse("2026-11-17T12:00:00Z"));
    end(cancelled, "CANCELED", 903);
    projector.turn(false);
    haven.get(CaseFiles.class).assignLead(caseRef, Team.TENANCY_SERVICES, null, By.SYSTEM);
    // and one whose record is not exported yet
    var fresh = open(caseRef, 9);
    var before = engineColumns();
    var ours = haven.db.sql("select * from task_claim order by 1").query().listOfRows();
    var steps = haven.db.sql("select * from journey_step order by 1").query().listOfRows();
    // when
    haven.clock.set(Instant.parse("2026-11-19T12:00:00Z"));
    haven
        .db
        .sql("update task set title = 'Spoilt', due_at = now() where element_instance_key <> ?")
        .param(fresh.id())
        .update();
    haven.get(TaskRebuild.class).rebuild(ADA);
    // then
    assertThat(engineColumns()).isEqualTo(before).hasSize(5);
    assertThat(haven.db.sql("select * from task_claim order by 1").query().listOfRows())
        .isEqualTo(ours);
    assertThat(haven.db.sql("select * from journey_step order by 1").query().listOfRows())
        .isEqualTo(steps);
    // and reading goes on from there
    haven.created(fresh.entered(), fresh.dates(), 990);
    projector.turn(false);
    assertThat(projector.userTaskKey(fresh.id())).contains(990L);
  }

  @Test
  void shouldAskOnceForAllTasksOfCalledProcesses_whenRebuilt() {
    // given: a process that another one called is in no register, and says itself whose it is
    var caseRef = haven.aCase();
    var journey = haven.aJourney(caseRef, 5);
    var entered = new ArrayList<TaskOpening.Entered>();
    for (long called = 50; called < 60; called++) {
      var one = haven.entered(caseRef, journey, called, "Task_Decide");
      entered.add(one);
      haven.created(one, haven.get(TaskOpening.class).open(one).dates(), 900 + called);
      haven.records.variables.put(
          called,
          Map.of(
              "caseRef", "\"" + caseRef.value() + "\"",
              "journeyId", "\"" + journey.value() + "\""));
    }
    projector.turn(false);
    haven.records.questions = 0;
    // when
    haven.get(TaskRebuild.class).rebuild(ADA);
    // then
    assertThat(
            haven
                .db
                .sql("select element_instance_key from task where case_ref = ? order by 1")
                .param(caseRef.value())
                .query(Long.class)
                .list())
        .isEqualTo(entered.stream().map(TaskOpening.Entered::elementInstanceKey).toList());
    assertThat(haven.records.questions).isEqualTo(1);
  }

  @Test
  void shouldRefuse_whenNoAdministratorAsksForARebuild() {
    assertThatThrownBy(() -> haven.get(TaskRebuild.class).rebuild(ALEX))
        .isInstanceOf(TaskRebuild.NotAllowedException.class);
  }

  @Test
  void shouldChangeNothing_whenElasticsearchIsAwayDuringARebuild() {
    var task = open(haven.aCase(), 5);
    haven.created(task.entered(), task.dates(), 900);
    projector.turn(false);
    var before = engineColumns();
    haven.records.down = true;
    assertThatThrownBy(() -> haven.get(TaskRebuild.class).rebuild(ADA))
        .isInstanceOf(RecordsUnavailableException.class);
    assertThat(engineColumns()).isEqualTo(before);
  }

  /** Arrays as text, so that rows compare by value. */
  /** Its journey goes on by version 2, in which the step is a visit. */
  private void movedOn(Opened task, long userTaskKey) {
    var value = haven.userTask(task.entered(), task.dates(), userTaskKey);
    value.put("processDefinitionKey", TestTasks.DEFINITION + 1);
    value.put("processDefinitionVersion", 2);
    value.put("elementId", "Task_Visit");
    haven.records.add(
        RecordType.USER_TASK, 1, "MIGRATED", userTaskKey, haven.clock.instant(), value);
    stepMovedOn(task.id(), task.entered().processInstanceKey(), "Task_Visit", "USER_TASK");
  }

  private void stepMovedOn(long key, long instance, String elementId, String type) {
    haven.records.add(
        RecordType.PROCESS_INSTANCE,
        1,
        "ELEMENT_MIGRATED",
        key,
        haven.clock.instant(),
        Map.of(
            "processInstanceKey",
            instance,
            "processDefinitionKey",
            TestTasks.DEFINITION + 1,
            "bpmnProcessId",
            "report-domestic-abuse",
            "version",
            2,
            "flowScopeKey",
            key == instance ? -1L : instance,
            "elementId",
            elementId,
            "bpmnElementType",
            type));
  }

  @Test
  void shouldFollow_whenAJourneyGoesOnByAnotherVersion() {
    // given: a task that somebody holds
    var task = open(haven.aCase(), 5);
    var whole = haven.entered(task.entered().caseRef(), task.entered().journeyId(), 5, "report");
    haven.records.add(
        RecordType.PROCESS_INSTANCE,
        1,
        "ELEMENT_ACTIVATING",
        5,
        haven.clock.instant(),
        Map.of(
            "processInstanceKey",
            5L,
            "processDefinitionKey",
            TestTasks.DEFINITION,
            "bpmnProcessId",
            whole.processId(),
            "version",
            1,
            "flowScopeKey",
            -1L,
            "elementId",
            whole.processId(),
            "bpmnElementType",
            "PROCESS"));
    haven.step("ELEMENT_ACTIVATING", task.entered(), "USER_TASK");
    haven.created(task.entered(), task.dates(), 900);
    projector.turn(false);
    haven.get(TaskActions.class).claim(BELLA, task.id());
    // when
    movedOn(task, 900);
    stepMovedOn(5, 5, "report-domestic-abuse", "PROCESS");
    projector.turn(false);
    // then: it asks what the newer version asks, and keeps what runs
    var moved = tasks.find(BELLA, task.id()).orElseThrow();
    assertThat(moved.elementId()).isEqualTo("Task_Visit");
    assertThat(moved.title()).isEqualTo("Title of Task_Visit");
    assertThat(moved.processVersion()).isEqualTo(2);
    assertThat(moved.dueAt()).isEqualTo(task.dates().dueAt());
    assertThat(moved.assignee()).isEqualTo("bella");
    assertThat(projector.userTaskKey(task.id())).contains(900L);
    var progress = requireNonNull(haven.get(CaseWork.class).progress(List.of(5L)).get(5L));
    assertThat(progress.processVersion()).isEqualTo(2);
    assertThat(progress.steps()).extracting(CaseWork.Step::elementId).containsExactly("Task_Visit");
    // and the same when it is read again
    var before = engineColumns();
    var steps = haven.db.sql("select * from journey_step order by 1").query().listOfRows();
    haven.get(TaskRebuild.class).rebuild(ADA);
    assertThat(engineColumns()).isEqualTo(before);
    assertThat(haven.db.sql("select * from journey_step order by 1").query().listOfRows())
        .isEqualTo(steps);
  }

  @Test
  void shouldOpenWhatTheEngineHas_whenItWentOnWhileTheTaskOpened() {
    // given: the listener's job was of the version before
    var task = open(haven.aCase(), 5);
    var value = haven.userTask(task.entered(), task.dates(), 900);
    value.put("processDefinitionKey", TestTasks.DEFINITION + 1);
    value.put("processDefinitionVersion", 2);
    value.put("elementId", "Task_Visit");
    // when
    haven.records.add(RecordType.USER_TASK, 1, "CREATED", 900, haven.clock.instant(), value);
    projector.turn(false);
    // then
    assertThat(tasks.find(ALEX, task.id()).orElseThrow().elementId()).isEqualTo("Task_Visit");
  }

  private List<Map<String, Object>> engineColumns() {
    return haven
        .db
        .sql("select to_jsonb(t)::text as row from task t order by element_instance_key")
        .query()
        .listOfRows();
  }
}
