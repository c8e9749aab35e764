package org.haven.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.haven.engine.models.BpmnFile;
import org.haven.engine.models.BpmnFile.FlowNode;
import org.haven.platform.MigrationPlan.Checked;
import org.haven.platform.MigrationPlan.Hindered;
import org.haven.platform.MigrationPlan.Obstacle;
import org.haven.platform.MigrationPlan.Place;
import org.haven.platform.MigrationPlan.Standing;
import org.haven.platform.MigrationPlan.Told;
import org.haven.platform.Models;
import org.haven.testing.MoveOnModel;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of an instance that goes on by another version, and what hinders it. */
class MigrationCheckTest {
  private static final String PROCESS = "move-on";
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
  private static final Standing WHOLE = new Standing(1, -1, PROCESS, "PROCESS");
  private static final Standing DECIDE = new Standing(2, 1, "Task_Decide", "USER_TASK");
  private static final Standing WORK = new Standing(3, 1, "Task_DoWork", "SERVICE_TASK");
  private static final Told NOTHING = new Told(Map.of(), Map.of(), Map.of());

  private @Nullable Told told =
      new Told(
          Map.of(
              1L, Map.of("journeyId", "JO-1"),
              2L, Map.of("warnAt", "2026-11-21T10:00:00Z", "dueAt", "2026-11-22T10:00:00Z")),
          Map.of(),
          Map.of());

  private Checked check(String from, String to, Map<String, String> chosen, Standing... standing) {
    var models = mock(Models.class);
    when(models.bpmnXml(PROCESS, 1)).thenReturn(Optional.of(from));
    when(models.bpmnXml(PROCESS, 2)).thenReturn(Optional.of(to));
    return new DeployedMigrations(models, Clock.fixed(NOW, ZoneOffset.UTC))
        .check(PROCESS, 1, 2, List.of(standing), () -> Optional.ofNullable(told), chosen);
  }

  private Checked check(String to, Standing... standing) {
    return check(MoveOnModel.first(PROCESS), to, Map.of(), standing);
  }

  private static Hindered hindered(Obstacle why, String id, String title) {
    return new Hindered(why, id, title);
  }

  @Test
  void shouldMapStepsAndTheirEvents_byTheirNames() {
    var checked = check(MoveOnModel.confirmed(PROCESS), WHOLE, DECIDE, WORK);
    assertThat(checked.fits()).isTrue();
    assertThat(checked.mapping())
        .isEqualTo(
            Map.of(
                "Task_Decide", "Task_Decide",
                "Task_DoWork", "Task_DoWork",
                "BoundaryEvent_DecideWarning", "BoundaryEvent_DecideWarning",
                "BoundaryEvent_DecideBreach", "BoundaryEvent_DecideBreach",
                "StartEvent_Changed", "StartEvent_Changed"));
    assertThat(checked.begins()).isEmpty();
    assertThat(checked.ends()).isEmpty();
  }

  @Test
  void shouldAskForAStepThatIsCalledOtherwise_andTakeItsClocksAlong() {
    String renamed = MoveOnModel.renamed(PROCESS);
    var asked = check(renamed, WHOLE, DECIDE, WORK);
    assertThat(asked.fits()).isFalse();
    assertThat(asked.hindered()).isEmpty();
    assertThat(asked.asks().getFirst().step()).isEqualTo(new Place("Task_Decide", "Decide"));
    assertThat(asked.asks().getFirst().candidates())
        .containsExactly(new Place("Task_Judge", "Judge"));
    // when something else is chosen it counts as nothing
    assertThat(
            check(
                    MoveOnModel.first(PROCESS),
                    renamed,
                    Map.of("Task_Decide", "Task_DoWork"),
                    WHOLE,
                    DECIDE)
                .fits())
        .isFalse();
    var chosen =
        check(
            MoveOnModel.first(PROCESS),
            renamed,
            Map.of("Task_Decide", "Task_Judge"),
            WHOLE,
            DECIDE,
            WORK);
    assertThat(chosen.fits()).isTrue();
    assertThat(chosen.mapping())
        .containsEntry("Task_Decide", "Task_Judge")
        .containsEntry("BoundaryEvent_DecideWarning", "BoundaryEvent_JudgeWarning")
        .containsEntry("BoundaryEvent_DecideBreach", "BoundaryEvent_JudgeBreach");
    assertThat(chosen.begins()).isEmpty();
  }

  @Test
  void shouldNameTheStep_whenTheEngineWouldRefuse() {
    String automatic = MoveOnModel.automatic(PROCESS);
    assertThat(check(automatic, WHOLE, DECIDE).hindered())
        .containsExactly(hindered(Obstacle.OTHER_KIND, "Task_Decide", "Decide"));
    String gone = automatic.replace("Task_Decide", "Task_Otherwise");
    assertThat(check(gone, WHOLE, DECIDE).hindered())
        .containsExactly(hindered(Obstacle.NO_NAMESAKE, "Task_Decide", "Decide"));
    var end = new Standing(4, 1, "EndEvent_DecideWarned", "END_EVENT");
    assertThat(check(MoveOnModel.confirmed(PROCESS), WHOLE, DECIDE, end).hindered())
        .containsExactly(hindered(Obstacle.NOT_MOVED, "EndEvent_DecideWarned", "Owner told"));
    String news = MoveOnModel.first(PROCESS).replace("move-on-news", "other-news");
    var waits = new Standing(4, 1, "Task_WaitForNews", "RECEIVE_TASK");
    assertThat(check(news, WHOLE, waits).hindered())
        .containsExactly(hindered(Obstacle.OTHER_KIND, "Task_WaitForNews", "Wait for news"));
    assertThat(check(MoveOnModel.first(PROCESS), WHOLE).hindered())
        .containsExactly(hindered(Obstacle.NOT_BEGUN, "", ""));
  }

  @Test
  void shouldNotMoveWhatWaitsAtAJoin_untilItHasJoined() {
    told = new Told(Map.of(), Map.of(1L, Map.of("Flow_DoWork_Join", 1L)), Map.of(1L, Map.of()));
    assertThat(check(MoveOnModel.confirmed(PROCESS), WHOLE, DECIDE).hindered())
        .containsExactly(hindered(Obstacle.JOIN_WAITS, "Gateway_Join", "Both done"));
    told =
        new Told(
            Map.of(),
            Map.of(1L, Map.of("Flow_DoWork_Join", 1L, "Flow_Decide_Join", 1L)),
            Map.of(1L, Map.of("Gateway_Join", 1L)));
    var waits = new Standing(4, 1, "Task_WaitForNews", "RECEIVE_TASK");
    assertThat(check(MoveOnModel.confirmed(PROCESS), WHOLE, waits).fits()).isTrue();
    told = null;
    assertThat(check(MoveOnModel.confirmed(PROCESS), WHOLE, waits).hindered())
        .containsExactly(hindered(Obstacle.RECORDS_AWAY, "", ""));
  }

  @Test
  void shouldSayWhatBegins_andWhatCannotBeWorkedOut() {
    var checked = check(MoveOnModel.withdrawn(PROCESS, "=journeyId"), WHOLE, DECIDE);
    assertThat(checked.fits()).isTrue();
    assertThat(checked.begins())
        .extracting(one -> one.event().title())
        .containsExactly("Withdrawn");
    assertThat(checked.mapping()).doesNotContainValue("BoundaryEvent_Withdrawn");
    assertThat(check(MoveOnModel.withdrawn(PROCESS, "=nobodyKnows"), WHOLE, DECIDE).hindered())
        .containsExactly(hindered(Obstacle.NOT_WORKED_OUT, "BoundaryEvent_Withdrawn", "Withdrawn"));
    // the key is worked out where the step is, so what the step knows is not known to it
    assertThat(check(MoveOnModel.withdrawn(PROCESS, "=dueAt"), WHOLE, DECIDE).hindered())
        .hasSize(1);
  }

  @Test
  void shouldTellOfAClockWhoseDateIsPast() {
    String other =
        MoveOnModel.first(PROCESS)
            .replace("BoundaryEvent_DecideWarning", "BoundaryEvent_Remind")
            .replace("=warnAt", "=remindAt");
    assertThat(check(other, WHOLE, DECIDE).hindered())
        .containsExactly(hindered(Obstacle.NOT_WORKED_OUT, "BoundaryEvent_Remind", "Nearly due"));
    told = new Told(Map.of(2L, Map.of("remindAt", "2026-11-19T10:00:00Z")), Map.of(), Map.of());
    var checked = check(other, WHOLE, DECIDE);
    assertThat(checked.fits()).isTrue();
    assertThat(checked.begins().getFirst().atOnce()).isTrue();
    assertThat(checked.ends())
        .containsExactly(new Place("BoundaryEvent_DecideWarning", "Nearly due"));
  }

  @Test
  void shouldNotWaitTwiceForAMessage() {
    String twice =
        MoveOnModel.first(PROCESS)
            .replace("StartEvent_Changed\" name=\"Changed\"", "StartEvent_Other\" name=\"Other\"")
            .replace("sourceRef=\"StartEvent_Changed\"", "sourceRef=\"StartEvent_Other\"")
            .replaceFirst(
                "(?s)(<bpmn:subProcess id=\"EventSubProcess_Changed\".*?</bpmn:subProcess>)",
                "$1$1");
    int second = twice.lastIndexOf("EventSubProcess_Changed");
    twice =
        twice.substring(0, second)
            + twice
                .substring(second)
                .replaceFirst("EventSubProcess_Changed", "EventSubProcess_Second")
                .replaceFirst("StartEvent_Other", "StartEvent_Second");
    assertThat(check(twice, WHOLE, DECIDE).hindered())
        .extracting(Hindered::why)
        .containsOnly(Obstacle.MESSAGE_TWICE);
  }

  @Test
  void shouldKeepAStepInItsPlace() {
    String inside =
        MoveOnModel.first(PROCESS)
            .replace(
                "<bpmn:receiveTask",
                "<bpmn:subProcess id=\"SubProcess_Wait\" name=\"Wait\"><bpmn:receiveTask")
            .replace("</bpmn:receiveTask>", "</bpmn:receiveTask></bpmn:subProcess>");
    var waits = new Standing(4, 1, "Task_WaitForNews", "RECEIVE_TASK");
    assertThat(check(inside, WHOLE, waits).hindered())
        .containsExactly(hindered(Obstacle.OTHER_PLACE, "Task_WaitForNews", "Wait for news"));
  }

  /** Each step of each real journey that the engine moves can go on by the same diagram again. */
  @Test
  void shouldLetEveryRealStepGoOn_whenNothingChanged() throws IOException {
    told = NOTHING;
    var wrong = new ArrayList<String>();
    int looked = 0;
    for (Path file : models()) {
      String xml = Files.readString(file);
      BpmnFile model = parsed(xml);
      for (FlowNode step : model.nodes()) {
        if (!step.type().equals("userTask")
            && !step.type().equals("receiveTask")
            && !step.type().equals("callActivity")) {
          continue;
        }
        var standing = new ArrayList<Standing>();
        standing.add(new Standing(1, -1, model.processes().getFirst().id(), "PROCESS"));
        long key = around(model, step.parent(), standing);
        boolean repeated = !ModelEvents.loop(step).isEmpty();
        if (repeated) {
          standing.add(new Standing(key + 1, key, step.id(), "MULTI_INSTANCE_BODY"));
          key++;
        }
        standing.add(new Standing(key + 1, key, step.id(), "STEP"));
        var checked = check(xml, xml, Map.of(), standing.toArray(Standing[]::new));
        looked++;
        if (!checked.fits() || !checked.begins().isEmpty() || !checked.ends().isEmpty()) {
          wrong.add(file.getFileName() + " " + step.id() + " " + checked.hindered());
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(looked).isGreaterThan(300);
  }

  private static long around(BpmnFile model, @Nullable String parent, List<Standing> standing) {
    if (parent == null) {
      return 1;
    }
    FlowNode node = model.node(parent).orElseThrow();
    long key = around(model, node.parent(), standing);
    if (!ModelEvents.loop(node).isEmpty()) {
      standing.add(new Standing(key + 1, key, parent, "MULTI_INSTANCE_BODY"));
      key++;
    }
    standing.add(
        new Standing(
            key + 1, key, parent, node.isEventSubProcess() ? "EVENT_SUB_PROCESS" : "SUB_PROCESS"));
    return key + 1;
  }

  private static List<Path> models() throws IOException {
    try (var files = Files.walk(Path.of("processes"))) {
      return files.filter(file -> file.toString().endsWith(".bpmn")).sorted().toList();
    }
  }

  private static BpmnFile parsed(String xml) {
    try {
      return BpmnFile.read(xml);
    } catch (org.xml.sax.SAXException e) {
      throw new IllegalStateException(e);
    }
  }
}
