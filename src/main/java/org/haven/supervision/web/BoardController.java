package org.haven.supervision.web;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.haven.platform.ActingPerson;
import org.haven.platform.web.StaffNames;
import org.haven.platform.web.Times;
import org.haven.records.Figures.Which;
import org.haven.records.RecordsUnavailableException;
import org.haven.supervision.Board;
import org.haven.supervision.SupervisionBoard;
import org.haven.supervision.WorkAtStage;
import org.haven.tasks.TaskView;
import org.haven.tasks.Workloads;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** What stands where in all journeys, for supervisors, and what a figure is made of. */
@Controller
class BoardController {
  private final SupervisionBoard board;
  private final WorkAtStage work;
  private final Times times;
  private final StaffNames names;

  BoardController(SupervisionBoard board, WorkAtStage work, Times times, StaffNames names) {
    this.board = board;
    this.work = work;
    this.times = times;
    this.names = names;
  }

  record StageRow(
      String id,
      String title,
      long now,
      String oldest,
      long cameIn,
      long wentOn,
      String change,
      long dueToday,
      long late,
      long incidents,
      boolean waits) {}

  record JourneyRow(
      String id,
      String title,
      long running,
      String oldest,
      long begun,
      long ended,
      long dueToday,
      long late,
      long incidents,
      long waiting,
      List<StageRow> stages) {}

  record OfficerRow(String name, long open, long late) {}

  record TeamRow(
      String title,
      long open,
      long unclaimed,
      long dueToday,
      long late,
      String oldest,
      List<OfficerRow> officers) {}

  record Total(long running, long dueToday, long late, long incidents, long waiting) {}

  record PieceRow(
      String caseRef,
      String step,
      String since,
      Times.@Nullable Due due,
      @Nullable String error,
      @Nullable Long task,
      @Nullable Long instance,
      String holder) {}

  /**
   * @param show the journey whose stages are shown, {@code all}, or nothing
   */
  @GetMapping("/supervision")
  String board(
      ActingPerson who,
      Model model,
      @RequestParam(defaultValue = "") String show,
      @RequestHeader(name = "HX-Request", required = false) @Nullable String fragment) {
    Board shown = board.board(who);
    boolean known =
        show.equals("all") || shown.journeys().stream().anyMatch(j -> j.processId().equals(show));
    model.addAttribute("show", known ? show : "");
    model.addAttribute("age", AgeRow.of(shown.age(), times));
    model.addAttribute("journeys", shown.journeys().stream().map(this::row).toList());
    model.addAttribute("teams", shown.teams().stream().map(this::row).toList());
    model.addAttribute(
        "total",
        new Total(
            shown.journeys().stream().mapToLong(Board.JourneyFigures::running).sum(),
            shown.journeys().stream().mapToLong(Board.JourneyFigures::dueToday).sum(),
            shown.journeys().stream().mapToLong(Board.JourneyFigures::late).sum(),
            shown.journeys().stream().mapToLong(Board.JourneyFigures::incidents).sum(),
            shown.journeys().stream().mapToLong(Board.JourneyFigures::waiting).sum()));
    return fragment == null ? "supervision/board" : "supervision/board :: live";
  }

  /**
   * @param from where to go on; what is no number is the start
   */
  @GetMapping("/supervision/work")
  String work(
      ActingPerson who,
      Model model,
      @RequestParam(defaultValue = "") String journey,
      @RequestParam(defaultValue = "") String step,
      @RequestParam(defaultValue = "all") String which,
      @RequestParam(defaultValue = "0") String from) {
    Which kind = kind(which).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    if (!journey.matches("[a-z0-9-]{1,80}") || !step.matches("[A-Za-z0-9_-]{0,120}")) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
    model.addAttribute("which", which);
    model.addAttribute("journey", journey);
    model.addAttribute("step", step);
    model.addAttribute("named", board.title(journey));
    try {
      var slice = work.at(who, journey, step.isEmpty() ? null : step, kind, whole(from));
      model.addAttribute("pieces", slice.pieces().stream().map(this::row).toList());
      model.addAttribute("elsewhere", slice.elsewhere());
      model.addAttribute("next", slice.next());
      model.addAttribute("away", false);
    } catch (RecordsUnavailableException e) {
      model.addAttribute("pieces", List.of());
      model.addAttribute("elsewhere", 0);
      model.addAttribute("away", true);
    }
    return "supervision/work";
  }

  private static Optional<Which> kind(String which) {
    return switch (which) {
      case "all" -> Optional.of(Which.ALL);
      case "today" -> Optional.of(Which.DUE_TODAY);
      case "late" -> Optional.of(Which.LATE);
      case "stopped" -> Optional.of(Which.INCIDENTS);
      default -> Optional.empty();
    };
  }

  private static int whole(String number) {
    return number.matches("\\d{1,6}") ? Integer.parseInt(number) : 0;
  }

  private JourneyRow row(Board.JourneyFigures journey) {
    return new JourneyRow(
        journey.processId(),
        journey.title(),
        journey.running(),
        since(journey.oldest()),
        journey.begun(),
        journey.ended(),
        journey.dueToday(),
        journey.late(),
        journey.incidents(),
        journey.waiting(),
        journey.stages().stream().map(this::row).toList());
  }

  private StageRow row(Board.Stage stage) {
    return new StageRow(
        stage.elementId(),
        stage.title(),
        stage.now(),
        since(stage.oldest()),
        stage.cameIn(),
        stage.wentOn(),
        stage.change() == 0 ? "0" : String.format(Locale.UK, "%+,d", stage.change()),
        stage.dueToday(),
        stage.late(),
        stage.incidents(),
        stage.waits());
  }

  private TeamRow row(Workloads.Load load) {
    return new TeamRow(
        load.team().title(),
        load.open(),
        load.unclaimed(),
        load.dueToday(),
        load.late(),
        since(load.oldest()),
        load.officers().stream()
            .map(o -> new OfficerRow(names.of(o.username()), o.open(), o.late()))
            .toList());
  }

  private PieceRow row(WorkAtStage.Piece piece) {
    TaskView task = piece.task();
    return new PieceRow(
        piece.caseRef().value(),
        piece.step(),
        times.at(piece.since()),
        piece.dueAt() == null ? null : times.due(piece.dueAt(), null),
        piece.error(),
        task == null ? null : task.id(),
        piece.journeyRow(),
        task == null ? "" : names.of(task.assignee()));
  }

  private String since(@Nullable Instant at) {
    return at == null ? "" : times.since(at);
  }
}
