package org.haven.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.Conflicts;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Journey;
import org.haven.platform.Models;
import org.haven.platform.Role;
import org.haven.platform.Team;
import org.haven.records.Figures.Which;
import org.haven.records.ScriptedFigures;
import org.haven.tasks.TaskList;
import org.haven.tasks.Workloads;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the board makes of the figures, for whom, and what it says when there are none. */
@SuppressWarnings("NullAway")
class SupervisionBoardTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
  private static final CaseRef FIRST = new CaseRef("HV-22222222");
  private static final CaseRef SECOND = new CaseRef("HV-33333333");
  private static final ActingPerson SAM = person("sam", Role.OFFICER, Role.SUPERVISOR);
  private static final ActingPerson KIM = person("kim", Role.OFFICER, Role.SUPERVISOR);

  private final ScriptedFigures figures = new ScriptedFigures();
  private final Conflicts conflicts = mock(Conflicts.class);
  private final Workloads workloads = mock(Workloads.class);
  private final Models models = mock(Models.class);
  private final CaseAccess access = mock(CaseAccess.class);
  private final TaskList tasks = mock(TaskList.class);
  private final InstanceRows rows = mock(InstanceRows.class);
  private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
  private final SupervisionBoard board =
      new SupervisionBoard(
          figures, conflicts, workloads, models, List.of(new MaracJourney()), clock);

  private static ActingPerson person(String name, Role... roles) {
    return new ActingPerson(name, name, Set.of(roles), Set.of(Team.HOUSING_SOLUTIONS));
  }

  private record MaracJourney() implements Journey {
    @Override
    public String processId() {
      return "refer-to-marac";
    }

    @Override
    public String startMessage() {
      return "refer-to-marac-requested";
    }

    @Override
    public String title() {
      return "Refer to MARAC";
    }
  }

  @BeforeEach
  void world() {
    when(conflicts.keptFrom("sam")).thenReturn(Set.of());
    when(conflicts.keptFrom("kim")).thenReturn(Set.of(FIRST));
    when(workloads.of(any())).thenReturn(List.of());
    when(workloads.recordsOwed()).thenReturn(Optional.empty());
    when(models.processes()).thenReturn(List.of());
    when(models.element(eq("refer-to-marac"), anyInt(), eq("Wait_Hub")))
        .thenReturn(element("Wait_Hub", "receiveTask", "Wait for the hub", "true"));
    when(models.element(eq("refer-to-marac"), anyInt(), eq("Task_Send")))
        .thenReturn(element("Task_Send", "userTask", "Send the referral", "false"));
    figures.stand(1, "refer-to-marac", 1, "Wait_Hub", FIRST.value(), NOW.minusSeconds(500));
    figures.stand(2, "refer-to-marac", 2, "Wait_Hub", SECOND.value(), NOW.minusSeconds(300));
    figures.stand(3, "refer-to-marac", 2, "Task_Send", SECOND.value(), NOW.minusSeconds(100));
  }

  private static Optional<Models.Element> element(
      String id, String type, String name, String recordable) {
    return Optional.of(
        new Models.Element(id, type, name, "", Map.of("recordable", recordable), null, null, null));
  }

  @Test
  void shouldTellVersionsTogether_underTheNamesThatOfficersKnow() {
    var shown = board.board(SAM);
    assertThat(shown.journeys()).hasSize(1);
    var journey = shown.journeys().getFirst();
    assertThat(journey.title()).isEqualTo("Refer to MARAC");
    assertThat(journey.running()).isEqualTo(3);
    assertThat(journey.waiting()).isEqualTo(2);
    assertThat(journey.late()).isEqualTo(3);
    assertThat(journey.oldest()).isEqualTo(NOW.minusSeconds(500));
    assertThat(journey.stages())
        .extracting(Board.Stage::title)
        .containsExactly("Wait for the hub", "Send the referral");
    assertThat(journey.stages().getFirst().now()).isEqualTo(2);
    assertThat(shown.age().away()).isFalse();
    assertThat(shown.age().behind()).isFalse();
  }

  @Test
  void shouldLeaveOutTheCasesOfAConflict() {
    var journey = board.board(KIM).journeys().getFirst();
    assertThat(journey.running()).isEqualTo(2);
    assertThat(journey.waiting()).isEqualTo(1);
    assertThat(journey.oldest()).isEqualTo(NOW.minusSeconds(300));
  }

  @Test
  void shouldShowTheLastFigures_whenElasticsearchIsAway() {
    // given
    figures.asOf = NOW.minus(Duration.ofMinutes(2));
    board.board(SAM);
    // when
    figures.down = true;
    var shown = board.board(SAM);
    // then
    assertThat(shown.journeys().getFirst().running()).isEqualTo(3);
    assertThat(shown.age().away()).isTrue();
    assertThat(shown.age().asOf()).isEqualTo(NOW.minus(Duration.ofMinutes(2)));
    // and nobody is shown those of somebody who may know more
    var other = board.board(KIM);
    assertThat(other.journeys()).isEmpty();
    assertThat(other.age().asOf()).isNull();
  }

  @Test
  void shouldSayThatTheyAreOld_whenTheRecordsOweATask() {
    when(workloads.recordsOwed()).thenReturn(Optional.of(NOW.minusSeconds(60)));
    var age = board.board(SAM).age();
    assertThat(age.asOf()).isEqualTo(NOW.minusSeconds(60));
    assertThat(age.behind()).isTrue();
  }

  @Test
  void shouldRefuse_whenSomebodyIsNoSupervisor() {
    assertThatThrownBy(() -> board.board(person("olive", Role.OFFICER)))
        .isInstanceOf(SupervisionBoard.NotAllowedException.class);
    assertThatThrownBy(
            () ->
                new WorkAtStage(figures, board, access, tasks, rows, clock)
                    .at(person("olive", Role.OFFICER), "refer-to-marac", null, Which.ALL, 0))
        .isInstanceOf(SupervisionBoard.NotAllowedException.class);
  }

  @Test
  void shouldLeadToWhatMayBeOpened_andCountTheRest() {
    // given
    when(access.openable(eq(SAM), any())).thenReturn(Set.of(SECOND));
    when(tasks.find(eq(SAM), anyLong())).thenReturn(Optional.empty());
    for (int i = 0; i < WorkAtStage.PAGE; i++) {
      figures.stand(100 + i, "refer-to-marac", 2, "Task_Send", SECOND.value(), NOW);
    }
    var work = new WorkAtStage(figures, board, access, tasks, rows, clock);
    // when
    var first = work.at(SAM, "refer-to-marac", null, Which.LATE, 0);
    // then
    assertThat(first.pieces()).hasSize(WorkAtStage.PAGE);
    assertThat(first.pieces()).extracting(WorkAtStage.Piece::caseRef).containsOnly(SECOND);
    assertThat(first.elsewhere()).isEqualTo(1);
    assertThat(first.next()).isEqualTo(51);
    // when
    var second = work.at(SAM, "refer-to-marac", null, Which.LATE, 51);
    // then
    assertThat(second.pieces()).hasSize(2);
    assertThat(second.next()).isNull();
  }

  @Test
  void shouldTellWhatAJourneyDid_withWhatStandsThereNow() {
    // given
    var heat = new JourneyHeat(figures, board, models, clock);
    var asked =
        new JourneyHeat.Asked(
            "refer-to-marac", null, LocalDate.of(2026, 11, 1), LocalDate.of(2026, 11, 20));
    when(models.versions("refer-to-marac")).thenReturn(List.of(2, 1));
    // when
    var found = heat.of(SAM, asked).orElseThrow();
    // then
    assertThat(found.steps())
        .extracting(JourneyHeat.Step::title)
        .containsExactlyInAnyOrder("Wait for the hub", "Send the referral");
    assertThat(found.whole()).extracting(JourneyHeat.Step::now).isEqualTo(3L);
    assertThat(found.whole()).extracting(JourneyHeat.Step::lateNow).isEqualTo(3L);
    assertThat(heat.of(KIM, asked).orElseThrow().whole())
        .extracting(JourneyHeat.Step::now)
        .isEqualTo(2L);
    // and of one version alone
    var first = new JourneyHeat.Asked("refer-to-marac", 1, asked.from(), asked.to());
    assertThat(heat.of(SAM, first).orElseThrow().whole())
        .extracting(JourneyHeat.Step::now)
        .isEqualTo(1L);
    // when
    figures.down = true;
    // then
    assertThat(heat.of(SAM, asked).orElseThrow().age().away()).isTrue();
    assertThat(
            heat.of(
                person("pat", Role.SUPERVISOR),
                new JourneyHeat.Asked("x", 1, asked.from(), asked.to())))
        .isEmpty();
    assertThatThrownBy(() -> heat.of(person("olive", Role.OFFICER), asked))
        .isInstanceOf(SupervisionBoard.NotAllowedException.class);
  }
}
