package org.haven.supervision;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.haven.platform.ActingPerson;
import org.haven.platform.Models;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.records.Figures;
import org.haven.records.LeftOut;
import org.haven.records.ProcessFigures;
import org.haven.records.Standings;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** What a journey's steps did in a period, and what stands at them now, for its diagram. */
@Service
public class JourneyHeat {
  /** The longest period; more days than that nobody compares. */
  public static final int MOST_DAYS = 732;

  private final Figures figures;
  private final SupervisionBoard board;
  private final Models models;
  private final Clock clock;
  private final LastKnown<Question, Answer> last = new LastKnown<>();

  JourneyHeat(Figures figures, SupervisionBoard board, Models models, Clock clock) {
    this.figures = figures;
    this.board = board;
    this.models = models;
    this.clock = clock;
  }

  /**
   * What is looked at.
   *
   * @param version absent for all versions together
   * @param from first day
   * @param to last day
   */
  public record Asked(String processId, @Nullable Integer version, LocalDate from, LocalDate to) {}

  /**
   * A step.
   *
   * @param title what the newest version calls it
   * @param visits that began in the period
   * @param cutShort visits that were cut short in it
   * @param medianMillis of the visits that ended in the period; -1 if none did
   * @param p90Millis the length that nine of ten of them did not exceed
   * @param met user tasks done in time in the period
   * @param late user tasks done late in it
   * @param now how many stand there now
   * @param lateNow of those open tasks that are past their date
   * @param incidents unresolved now
   */
  public record Step(
      String elementId,
      String title,
      long visits,
      long cutShort,
      double medianMillis,
      double p90Millis,
      long met,
      long late,
      long now,
      long lateNow,
      long incidents) {}

  /**
   * The whole.
   *
   * @param whole its instances; its tasks are those of all steps; absent if none runs and none
   *     began or ended in the period
   * @param steps by how long they take, the longest first
   * @param flows how often each sequence flow was taken
   * @param versions that were ever deployed, the newest first
   * @param older those that are not the newest and by which journeys run now
   */
  public record Heat(
      String processId,
      String title,
      @Nullable Step whole,
      List<Step> steps,
      Map<String, Long> flows,
      List<Integer> versions,
      List<Older> older,
      Board.Age age) {}

  /** How many journeys run by a version that is not the newest. */
  public record Older(int version, long now) {}

  private record Question(LeftOut leftOut, Asked asked, LocalDate today) {}

  private record Answer(ProcessFigures past, Standings standings) {}

  /**
   * Empty if there are no figures; the last that were had, if no others can be had.
   *
   * @throws SupervisionBoard.NotAllowedException if the person is no supervisor
   */
  public Optional<Heat> of(ActingPerson who, Asked asked) {
    SupervisionBoard.requireSupervisor(who);
    var leftOut = board.leftOut(who);
    Instant now = clock.instant();
    return last.of(
            new Question(leftOut, asked, today()),
            () ->
                new Answer(
                    figures.process(
                        leftOut, asked.processId(), asked.version(), asked.from(), asked.to()),
                    figures.standings(leftOut, now)))
        .map(
            found ->
                heat(
                    asked,
                    found.figures().past(),
                    found.figures().standings(),
                    board.age(found.figures().standings().freshness(), found.away(), now)));
  }

  private Heat heat(Asked asked, ProcessFigures past, Standings standings, Board.Age age) {
    var versions = models.versions(asked.processId());
    var now = new TreeMap<String, List<Standings.Place>>();
    standings.places().stream()
        .filter(place -> isAsked(asked, place.processId(), place.version()))
        .forEach(
            place -> now.computeIfAbsent(place.elementId(), _ -> new ArrayList<>()).add(place));
    var ids = new TreeSet<>(past.elements().keySet());
    ids.addAll(now.keySet());
    ids.remove(asked.processId());
    var steps =
        ids.stream()
            .map(
                id ->
                    step(
                        id,
                        title(asked, versions, id),
                        past.elements().get(id),
                        now.getOrDefault(id, List.of())))
            .sorted(
                Comparator.comparingDouble(Step::medianMillis)
                    .reversed()
                    .thenComparing(Step::title))
            .toList();
    return new Heat(
        asked.processId(),
        board.title(asked.processId()),
        whole(asked, past, standings, steps),
        steps,
        past.flows(),
        versions,
        standings.journeys().stream()
            .filter(one -> one.processId().equals(asked.processId()) && one.now() > 0)
            .filter(one -> !versions.isEmpty() && one.version() != versions.getFirst())
            .map(one -> new Older(one.version(), one.now()))
            .toList(),
        age);
  }

  private static boolean isAsked(Asked asked, String processId, int version) {
    return processId.equals(asked.processId())
        && (asked.version() == null || asked.version() == version);
  }

  private @Nullable Step whole(
      Asked asked, ProcessFigures past, Standings standings, List<Step> steps) {
    var did = past.elements().get(asked.processId());
    long running =
        standings.journeys().stream()
            .filter(journey -> isAsked(asked, journey.processId(), journey.version()))
            .mapToLong(Standings.Running::now)
            .sum();
    if (did == null && running == 0) {
      return null;
    }
    var whole = step(asked.processId(), board.title(asked.processId()), did, List.of());
    return new Step(
        whole.elementId(),
        whole.title(),
        whole.visits(),
        whole.cutShort(),
        whole.medianMillis(),
        whole.p90Millis(),
        steps.stream().mapToLong(Step::met).sum(),
        steps.stream().mapToLong(Step::late).sum(),
        running,
        steps.stream().mapToLong(Step::lateNow).sum(),
        steps.stream().mapToLong(Step::incidents).sum());
  }

  private String title(Asked asked, List<Integer> versions, String elementId) {
    return java.util.stream.Stream.concat(
            Optional.ofNullable(asked.version()).stream(), versions.stream())
        .map(version -> board.stepTitle(asked.processId(), version, elementId))
        .filter(title -> !title.equals(elementId))
        .findFirst()
        .orElse(elementId);
  }

  private static Step step(
      String id,
      String title,
      ProcessFigures.@Nullable ElementFigures past,
      List<Standings.Place> now) {
    return new Step(
        id,
        title,
        past == null ? 0 : past.entered(),
        past == null ? 0 : past.terminated(),
        past == null ? -1 : past.medianMillis(),
        past == null ? -1 : past.p90Millis(),
        past == null ? 0 : past.tasksMet(),
        past == null ? 0 : past.tasksLate(),
        now.stream().mapToLong(Standings.Place::now).sum(),
        now.stream().mapToLong(Standings.Place::late).sum(),
        now.stream().mapToLong(Standings.Place::incidents).sum());
  }

  /** What the journey is called; empty if there is none. */
  public Optional<String> title(String processId) {
    return models.latestBpmnXml(processId).map(_ -> board.title(processId));
  }

  /** The diagram that the figures are drawn on: of the version, else of the newest. */
  public Optional<String> diagram(ActingPerson who, String processId, @Nullable Integer version) {
    SupervisionBoard.requireSupervisor(who);
    return version == null ? models.latestBpmnXml(processId) : models.bpmnXml(processId, version);
  }

  public LocalDate today() {
    return WorkingCalendar.dateOf(clock.instant());
  }
}
