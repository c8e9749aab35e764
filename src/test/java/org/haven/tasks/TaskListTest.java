package org.haven.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.haven.tasks.TestTasks.ADA;
import static org.haven.tasks.TestTasks.ALEX;
import static org.haven.tasks.TestTasks.AUDREY;
import static org.haven.tasks.TestTasks.BELLA;
import static org.haven.tasks.TestTasks.MARA;
import static org.haven.tasks.TestTasks.SAM;
import static org.haven.tasks.TestTasks.TERRY;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.haven.casefile.By;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.CaseMoments;
import org.haven.casefile.Conflicts;
import org.haven.casefile.NewCase;
import org.haven.platform.ActingPerson;
import org.haven.platform.Code;
import org.haven.platform.Role;
import org.haven.platform.Team;
import org.haven.platform.calendar.Limits;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What staff see of tasks, and what they can do with them. */
class TaskListTest {
  private final TestTasks haven = new TestTasks();
  private final TaskList tasks = haven.get(TaskList.class);
  private final TaskActions actions = haven.get(TaskActions.class);

  private TaskSlice team(ActingPerson who, @Nullable String after) {
    return tasks.look(who, Whose.TEAM, TaskFilter.ALL, after, false).slice();
  }

  private TaskSlice mine(ActingPerson who, @Nullable String after) {
    return tasks.look(who, Whose.MINE, TaskFilter.ALL, after, false).slice();
  }

  @AfterEach
  void close() {
    haven.close();
  }

  @Test
  void shouldBeOnTheTeamsList_whenTheEngineEntersIt() {
    // given
    long id = haven.aTask(haven.aCase(), "Task_Decide");
    // then
    var task = team(ALEX, null).tasks().getFirst();
    assertThat(task.id()).isEqualTo(id);
    assertThat(task.title()).isEqualTo("Title of Task_Decide");
    assertThat(task.outcomes()).containsExactly("given", "refused");
    assertThat(task.dueAt()).isEqualTo(Instant.parse("2026-11-19T17:15:00Z"));
    assertThat(task.warnAt()).isEqualTo(Instant.parse("2026-11-19T11:11:15Z"));
    assertThat(team(TERRY, null).tasks()).isEmpty();
    assertThat(mine(ALEX, null).tasks()).isEmpty();
  }

  @Test
  void shouldBeOneTask_whenTheJobRunsTwice() {
    // given
    var caseRef = haven.aCase();
    var entered = haven.entered(caseRef, haven.aJourney(caseRef, 5), 5, "Task_Decide");
    var first = haven.get(TaskOpening.class).open(entered);
    // when
    haven.clock.set(Instant.parse("2026-11-20T10:00:00Z"));
    var second = haven.get(TaskOpening.class).open(entered);
    // then
    assertThat(second).isEqualTo(first);
    assertThat(tasks.forCase(ALEX, caseRef)).hasSize(1);
  }

  @Test
  void shouldRunFromTheMomentOnRecord_whenTheLimitNamesOne() {
    // given: reported on Monday, opened on Tuesday
    var caseRef = haven.aCase();
    haven.limit.row =
        Map.of("amount", 4, "unit", "hours", "told", "b", "status", "local", "startsFrom", "call");
    var journey = haven.aJourney(caseRef, 5);
    haven
        .get(CaseMoments.class)
        .record(caseRef, journey, "call", Instant.parse("2026-11-16T22:00:00Z"));
    // when
    var dates =
        haven
            .get(TaskOpening.class)
            .open(haven.entered(caseRef, journey, 5, "Task_Decide"))
            .dates();
    // then
    assertThat(dates)
        .isEqualTo(
            new Limits(
                Instant.parse("2026-11-17T00:00:00Z"), Instant.parse("2026-11-17T02:00:00Z")));
  }

  @Test
  void shouldBeInTheReceiversName_whenTheModelSaysSo() {
    haven.aTask(haven.aCase(), "Task_Log");
    assertThat(mine(ALEX, null).tasks()).hasSize(1);
    assertThat(tasks.look(ALEX, Whose.MINE, TaskFilter.ALL, null, false).figures().counts().mine())
        .isEqualTo(1);
  }

  @Test
  void shouldBeInNobodysName_whenTheReceiverIsOnTheConflictList() {
    // given
    var caseRef = haven.aCase();
    haven.get(Conflicts.class).add(caseRef, "alex", new Code("declared"), By.of(SAM));
    // when
    long id = haven.aTask(caseRef, "Task_Log");
    // then
    assertThat(mine(ALEX, null).tasks()).isEmpty();
    assertThat(team(ALEX, null).tasks()).isEmpty();
    assertThat(tasks.find(ALEX, id)).isEmpty();
    assertThat(tasks.forCase(ALEX, caseRef)).isEmpty();
    assertThat(tasks.look(ALEX, Whose.MINE, TaskFilter.ALL, null, false).figures().counts())
        .isEqualTo(TaskCounts.NONE);
    assertThat(actions.claim(ALEX, id)).isEqualTo(new ClaimResult.Gone());
    assertThat(actions.submit(ALEX, id, Map.of())).isEqualTo(new SubmitResult.Gone());
    assertThat(tasks.find(BELLA, id).orElseThrow().assignee()).isNull();
  }

  @Test
  void shouldBeForSupervisorsOnly_whenTheModelSaysSo() {
    long id = haven.aTask(haven.aCase(), "Task_Approve");
    assertThat(tasks.find(ALEX, id)).isEmpty();
    assertThat(tasks.find(SAM, id)).isPresent();
    assertThat(tasks.find(MARA, id)).isEmpty();
  }

  @Test
  void shouldSeeNone_whenAuditorOrAdministrator() {
    long id = haven.aTask(haven.aCase(), "Task_Decide");
    for (ActingPerson who : List.of(AUDREY, ADA)) {
      assertThat(team(who, null).tasks()).isEmpty();
      assertThat(tasks.find(who, id)).isEmpty();
      assertThat(tasks.look(who, Whose.MINE, TaskFilter.ALL, null, false).figures().counts())
          .isEqualTo(TaskCounts.NONE);
      assertThat(actions.open(who, id)).isEqualTo(new OpenResult.Gone());
    }
  }

  @Test
  void shouldComeDueFirstAPageAtATime_whenThereAreMany() {
    // given
    var caseRef = haven.aCase();
    for (int i = 0; i < 120; i++) {
      haven.clock.set(Instant.parse("2026-11-17T10:00:00Z").plus(Duration.ofDays(i * 7 % 50)));
      haven.aTask(caseRef, "Task_Decide");
    }
    // when
    var all = new ArrayList<TaskView>();
    TaskSlice slice = team(ALEX, null);
    all.addAll(slice.tasks());
    while (slice.next() != null) {
      slice = team(ALEX, slice.next());
      all.addAll(slice.tasks());
    }
    // then
    assertThat(all).hasSize(120).doesNotHaveDuplicates();
    assertThat(all).isSortedAccordingTo(java.util.Comparator.comparing(TaskView::dueAt));
    assertThat(tasks.look(ALEX, Whose.MINE, TaskFilter.ALL, null, false).figures().counts().team())
        .isEqualTo(120);
  }

  @Test
  void shouldStartAtTheBeginning_whenTheLinkWasChanged() {
    haven.aTask(haven.aCase(), "Task_Decide");
    assertThat(team(ALEX, "'; drop table task").tasks()).hasSize(1);
    assertThat(team(ALEX, "999999999999999-9999999999999999999").tasks()).hasSize(1);
  }

  @Test
  void shouldGiveItToOneAndTellTheOthers_whenManyClaimAtOnce() throws Exception {
    // given
    long id = haven.aTask(haven.aCase(), "Task_Decide");
    var people = List.of(ALEX, BELLA, SAM);
    // when
    List<ClaimResult> results;
    try (var threads = Executors.newFixedThreadPool(3)) {
      results =
          threads
              .invokeAll(
                  people.stream()
                      .map(who -> (Callable<ClaimResult>) () -> actions.claim(who, id))
                      .toList())
              .stream()
              .map(java.util.concurrent.Future::resultNow)
              .toList();
    }
    // then
    var holder = tasks.find(ALEX, id).orElseThrow().assignee();
    assertThat(results).filteredOn(ClaimResult.Claimed.class::isInstance).hasSize(1);
    assertThat(results)
        .filteredOn(ClaimResult.TakenBy.class::isInstance)
        .hasSize(2)
        .allSatisfy(r -> assertThat(((ClaimResult.TakenBy) r).username()).isEqualTo(holder));
  }

  @Test
  void shouldBeFreeAgain_whenReleasedByItsHolderOrASupervisor() {
    long id = haven.aTask(haven.aCase(), "Task_Decide");
    actions.claim(ALEX, id);
    assertThat(actions.release(BELLA, id)).isEqualTo(new ReleaseResult.NotYours("alex"));
    assertThat(actions.release(SAM, id)).isEqualTo(new ReleaseResult.Released());
    assertThat(actions.claim(BELLA, id)).isEqualTo(new ClaimResult.Claimed());
    assertThat(actions.release(BELLA, id)).isEqualTo(new ReleaseResult.Released());
  }

  @Test
  void shouldBeFree_whenItsHolderCameOntoTheConflictList() {
    // given
    var caseRef = haven.aCase();
    long id = haven.aTask(caseRef, "Task_Decide");
    actions.claim(ALEX, id);
    // when
    haven.get(Conflicts.class).add(caseRef, "alex", new Code("declared"), By.of(SAM));
    // then
    assertThat(tasks.find(BELLA, id).orElseThrow().assignee()).isNull();
    assertThat(actions.claim(BELLA, id)).isEqualTo(new ClaimResult.Claimed());
  }

  @Test
  void shouldBeNoClaim_whenItsHolderLeftTheTeam() {
    // given
    var caseRef = haven.aCase();
    long id = haven.aTask(caseRef, "Task_Decide");
    actions.claim(BELLA, id);
    // when
    var gone = TestTasks.person("bella", Team.TENANCY_SERVICES, Role.OFFICER);
    haven.get(TestTasks.Staff.class).now(gone);
    // then: nothing for her, not even a count
    assertThat(mine(gone, null).tasks()).isEmpty();
    assertThat(tasks.look(gone, Whose.MINE, TaskFilter.ALL, null, false).figures().counts())
        .isEqualTo(TaskCounts.NONE);
    assertThat(tasks.find(gone, id)).isEmpty();
    assertThat(actions.open(gone, id)).isEqualTo(new OpenResult.Gone());
    assertThat(actions.submit(gone, id, Map.of("outcome", "given")))
        .isEqualTo(new SubmitResult.Gone());
    assertThat(haven.said.completed).isEmpty();
    // and free for her colleagues
    assertThat(tasks.find(ALEX, id).orElseThrow().assignee()).isNull();
    assertThat(team(ALEX, null).tasks()).extracting(TaskView::assignee).containsOnlyNulls();
    assertThat(tasks.forCase(ALEX, caseRef)).extracting(TaskView::assignee).containsOnlyNulls();
    assertThat(actions.claim(ALEX, id)).isEqualTo(new ClaimResult.Claimed());
    assertThat(tasks.find(ALEX, id).orElseThrow().assignee()).isEqualTo("alex");
  }

  @Test
  void shouldBeNoClaim_whenItsHolderIsNoSupervisorAnyMoreOrLeft() {
    // given
    long id = haven.aTask(haven.aCase(), "Task_Approve");
    actions.claim(SAM, id);
    var staff = haven.get(TestTasks.Staff.class);
    // when
    var officer = TestTasks.person("sam", Team.HOUSING_SOLUTIONS, Role.OFFICER);
    staff.now(officer);
    // then
    assertThat(tasks.find(officer, id)).isEmpty();
    assertThat(mine(officer, null).tasks()).isEmpty();
    var other = TestTasks.person("olive", Team.HOUSING_SOLUTIONS, Role.OFFICER, Role.SUPERVISOR);
    staff.now(other);
    assertThat(tasks.find(other, id).orElseThrow().assignee()).isNull();
    // and when the house has seen the last of somebody
    assertThat(actions.claim(other, id)).isEqualTo(new ClaimResult.Claimed());
    staff.leaves("olive");
    staff.now(SAM);
    assertThat(actions.submit(SAM, id, Map.of("outcome", "done")))
        .isNotInstanceOf(SubmitResult.NotYours.class);
  }

  @Test
  void shouldBeTheReceivers_untilTheCaseIsClosedToThem() {
    // given: it came to them by name, in a team that is not theirs
    var caseRef =
        haven
            .get(CaseFiles.class)
            .open(
                new NewCase(
                    new Code("phone"),
                    haven.clock.instant(),
                    "alex",
                    Team.HOUSING_SOLUTIONS,
                    false),
                By.of(ALEX));
    long id = haven.aTask(caseRef, "Task_Log");
    var elsewhere = TestTasks.person("alex", Team.TENANCY_SERVICES, Role.OFFICER);
    haven.get(TestTasks.Staff.class).now(elsewhere);
    // then
    assertThat(tasks.find(elsewhere, id).orElseThrow().assignee()).isEqualTo("alex");
    assertThat(mine(elsewhere, null).tasks()).hasSize(1);
    // when
    haven.get(CaseFiles.class).assignLead(caseRef, Team.HOUSING_SOLUTIONS, null, By.of(SAM));
    // then
    assertThat(tasks.find(elsewhere, id)).isEmpty();
    assertThat(mine(elsewhere, null).tasks()).isEmpty();
    assertThat(
            tasks
                .look(elsewhere, Whose.MINE, TaskFilter.ALL, null, false)
                .figures()
                .counts()
                .mine())
        .isZero();
    assertThat(tasks.find(BELLA, id).orElseThrow().assignee()).isNull();
  }

  @Test
  void shouldKeepTheAnswerAndTellTheEngine_whenSubmitted() {
    // given
    var caseRef = haven.aCase();
    long id = haven.aTask(caseRef, "Task_Decide");
    // when
    var result = actions.submit(ALEX, id, Map.of("outcome", "given", "reason", "She agreed"));
    // then
    assertThat(result).isEqualTo(new SubmitResult.Saved());
    assertThat(haven.said.completed).hasSize(1);
    assertThat(haven.said.completed.getFirst().get("outcome")).hasToString("given");
    assertThat(haven.said.completed.toString()).doesNotContain("agreed");
    assertThat(team(ALEX, null).tasks()).isEmpty();
    var task = tasks.find(ALEX, id).orElseThrow();
    assertThat(task.status()).isEqualTo(TaskStatus.SUBMITTED);
    assertThat(task.doneBy()).isEqualTo("alex");
    assertThat(haven.get(Projector.class).keysAwaited()).isTrue();
  }

  @Test
  void shouldRefuse_whenTheAnswerIsNotOnTheList() {
    long id = haven.aTask(haven.aCase(), "Task_Decide");
    assertThat(actions.submit(ALEX, id, Map.of("outcome", "withdrawn")))
        .isInstanceOfSatisfying(
            SubmitResult.Invalid.class,
            invalid -> assertThat(invalid.problems().getFirst().key()).isEqualTo("outcome"));
    assertThat(tasks.find(ALEX, id).orElseThrow().status()).isEqualTo(TaskStatus.OPEN);
    assertThat(haven.said.completed).isEmpty();
  }

  @Test
  void shouldTellWhoAndWhen_whenSomebodyElseWasFirst() throws Exception {
    // given
    long id = haven.aTask(haven.aCase(), "Task_Decide");
    var answer = Map.of("outcome", "given");
    // when: both at once
    List<SubmitResult> results;
    try (var threads = Executors.newFixedThreadPool(2)) {
      results =
          threads
              .invokeAll(
                  List.of(
                      (Callable<SubmitResult>) () -> actions.submit(ALEX, id, answer),
                      () -> actions.submit(BELLA, id, answer)))
              .stream()
              .map(java.util.concurrent.Future::resultNow)
              .toList();
    }
    // then
    var first = tasks.find(ALEX, id).orElseThrow().doneBy();
    assertThat(results)
        .containsExactlyInAnyOrder(
            new SubmitResult.Saved(), new SubmitResult.AlreadyDone(first, haven.clock.instant()));
    assertThat(haven.said.completed).hasSize(1);
  }

  @Test
  void shouldRefuse_whenAColleagueHoldsIt() {
    long id = haven.aTask(haven.aCase(), "Task_Decide");
    actions.claim(BELLA, id);
    assertThat(actions.submit(ALEX, id, Map.of("outcome", "given")))
        .isEqualTo(new SubmitResult.NotYours("bella"));
  }

  @Test
  void shouldShowNothing_whenItReachesHerAndNoContactIsSafe() {
    long id = haven.aTask(haven.aCase(), "Task_Visit");
    assertThat(actions.open(ALEX, id)).isInstanceOf(OpenResult.ContactNotSafe.class);
    assertThat(actions.submit(ALEX, id, Map.of("outcome", "done")))
        .isEqualTo(new SubmitResult.ContactNotSafe());
  }

  @Test
  void shouldOfferTheModelsAnswers_whenOpened() {
    long id = haven.aTask(haven.aCase(), "Task_Decide");
    assertThat(actions.open(ALEX, id))
        .isInstanceOfSatisfying(
            OpenResult.TaskPage.class,
            page ->
                assertThat(page.prefill())
                    .containsEntry(
                        "outcomes",
                        List.of(
                            Map.of("label", "Given", "value", "given"),
                            Map.of("label", "Refused", "value", "refused"))));
  }

  @Test
  void shouldGoToTheNewLead_whenTheCaseDoes() {
    // given
    var caseRef = haven.aCase();
    long id = haven.aTask(caseRef, "Task_Decide");
    long legal = haven.aTask(caseRef, "Task_Legal");
    actions.claim(ALEX, id);
    // when
    haven.get(CaseFiles.class).assignLead(caseRef, Team.TENANCY_SERVICES, null, By.of(SAM));
    // then
    var moved = tasks.find(TERRY, id).orElseThrow();
    assertThat(moved.assignee()).isNull();
    assertThat(tasks.find(ALEX, id)).isEmpty();
    assertThat(tasks.forCase(TERRY, caseRef))
        .filteredOn(t -> t.id() == legal)
        .extracting(TaskView::team)
        .containsExactly(Team.LEGAL_SERVICES);
  }

  @Test
  void shouldOpenWithTheTeamThatLeadsNow_whenTheJourneyKnowsTheOneBefore() {
    var caseRef = haven.aCase();
    haven.get(CaseFiles.class).assignLead(caseRef, Team.TENANCY_SERVICES, null, By.of(SAM));
    // the journey's own variable still says Housing Solutions
    long id = haven.aTask(caseRef, "Task_Decide");
    assertThat(tasks.find(TERRY, id).orElseThrow().team()).isEqualTo(Team.TENANCY_SERVICES);
  }

  @Test
  void shouldNameTheLeadOfItsOpening_howeverOftenTheEngineAsks() {
    var caseRef = haven.aCase();
    haven.get(CaseFiles.class).assignLead(caseRef, Team.TENANCY_SERVICES, null, By.of(SAM));
    var entered = haven.entered(caseRef, haven.aJourney(caseRef, 5), 5, "Task_Decide");
    var opening = haven.get(TaskOpening.class);
    assertThat(opening.open(entered).lead()).isEqualTo(Team.TENANCY_SERVICES);
    haven.get(CaseFiles.class).assignLead(caseRef, Team.HOUSING_SOLUTIONS, null, By.of(SAM));
    assertThat(opening.open(entered).lead()).isEqualTo(Team.TENANCY_SERVICES);
  }
}
