package org.haven.supervision;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.haven.casefile.Conflicts;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Journey;
import org.haven.platform.Models;
import org.haven.platform.Role;
import org.haven.records.Figures;
import org.haven.records.LeftOut;
import org.haven.records.Standings;
import org.haven.tasks.Workloads;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * What supervisors see first: how much of each journey there is at each stage, what presses, what
 * stands still, and who has how much to do. What stands where comes from the engine's records; who
 * has what, from the case database.
 */
@Service
public class SupervisionBoard {
  /** Older figures than this are said to be old; they are usually two seconds old. */
  static final Duration BEHIND = Duration.ofSeconds(15);

  private final Figures figures;
  private final Conflicts conflicts;
  private final Workloads workloads;
  private final Models models;
  private final Map<String, String> titles;
  private final Clock clock;
  private final LastKnown<LeftOut, Standings> last = new LastKnown<>();
  private final LastKnown<String, Standings.Freshness> freshness = new LastKnown<>();

  SupervisionBoard(
      Figures figures,
      Conflicts conflicts,
      Workloads workloads,
      Models models,
      List<Journey> journeys,
      Clock clock) {
    this.figures = figures;
    this.conflicts = conflicts;
    this.workloads = workloads;
    this.models = models;
    this.titles = journeys.stream().collect(Collectors.toMap(Journey::processId, Journey::title));
    this.clock = clock;
  }

  /**
   * @throws NotAllowedException if the person is no supervisor
   */
  public Board board(ActingPerson who) {
    requireSupervisor(who);
    var loads = workloads.of(who);
    var leftOut = leftOut(who);
    Instant now = clock.instant();
    return last.of(leftOut, () -> figures.standings(leftOut, now))
        .map(
            found ->
                new Board(
                    journeys(found.figures()),
                    loads,
                    age(found.figures().freshness(), found.away(), now)))
        .orElseGet(
            () -> new Board(List.of(), loads, new Board.Age(null, true, false, false, false)));
  }

  /**
   * @throws NotAllowedException if the person is no supervisor
   */
  public static void requireSupervisor(ActingPerson who) {
    if (!who.has(Role.SUPERVISOR)) {
      throw new NotAllowedException();
    }
  }

  LeftOut leftOut(ActingPerson who) {
    return new LeftOut(
        conflicts.keptFrom(who.username()).stream()
            .map(CaseRef::value)
            .collect(Collectors.toSet()));
  }

  /** How far what is known of the engine's records can be trusted, without any of it. */
  public Board.Age age() {
    return freshness
        .of("", figures::freshness)
        .map(found -> age(found.figures(), found.away(), clock.instant()))
        .orElseGet(() -> new Board.Age(null, true, false, false, false));
  }

  Board.Age age(Standings.Freshness freshness, boolean away, Instant now) {
    Instant asOf = freshness.asOf();
    Instant owed = workloads.recordsOwed().orElse(null);
    if (owed != null && owed.isBefore(asOf)) {
      asOf = owed;
    }
    boolean behind = Duration.between(asOf, now).compareTo(BEHIND) > 0;
    return new Board.Age(asOf, away, behind, freshness.building(), !freshness.missing().isEmpty());
  }

  private List<Board.JourneyFigures> journeys(Standings found) {
    var processes = new TreeMap<String, List<Standings.Running>>();
    found
        .journeys()
        .forEach(
            running ->
                processes
                    .computeIfAbsent(running.processId(), _ -> new ArrayList<>())
                    .add(running));
    var places = new TreeMap<String, List<Standings.Place>>();
    found
        .places()
        .forEach(
            place -> places.computeIfAbsent(place.processId(), _ -> new ArrayList<>()).add(place));
    places.keySet().forEach(id -> processes.computeIfAbsent(id, _ -> List.of()));
    var names = names();
    return processes.entrySet().stream()
        .map(
            entry ->
                journey(
                    entry.getKey(),
                    title(entry.getKey(), names),
                    entry.getValue(),
                    stages(places.getOrDefault(entry.getKey(), List.of()))))
        .sorted(Comparator.comparing(Board.JourneyFigures::title))
        .toList();
  }

  private static Board.JourneyFigures journey(
      String processId, String title, List<Standings.Running> versions, List<Board.Stage> stages) {
    return new Board.JourneyFigures(
        processId,
        title,
        versions.stream().mapToLong(Standings.Running::now).sum(),
        versions.stream()
            .map(Standings.Running::oldest)
            .filter(Objects::nonNull)
            .min(Instant::compareTo)
            .orElse(null),
        versions.stream().mapToLong(Standings.Running::begun).sum(),
        versions.stream().mapToLong(Standings.Running::ended).sum(),
        stages.stream().mapToLong(Board.Stage::dueToday).sum(),
        stages.stream().mapToLong(Board.Stage::late).sum(),
        stages.stream().mapToLong(Board.Stage::incidents).sum(),
        stages.stream().filter(Board.Stage::waits).mapToLong(Board.Stage::now).sum(),
        stages);
  }

  /** All versions of a step together, called as the newest calls it. */
  private List<Board.Stage> stages(List<Standings.Place> places) {
    var steps = new TreeMap<String, List<Standings.Place>>();
    places.forEach(
        place -> steps.computeIfAbsent(place.elementId(), _ -> new ArrayList<>()).add(place));
    var stages = new ArrayList<Board.Stage>();
    steps.forEach(
        (elementId, versions) -> {
          var newest =
              versions.stream()
                  .sorted(Comparator.comparingInt(Standings.Place::version).reversed())
                  .map(p -> models.element(p.processId(), p.version(), elementId))
                  .flatMap(Optional::stream)
                  .findFirst();
          stages.add(
              new Board.Stage(
                  elementId,
                  newest.map(Models.Element::name).filter(n -> !n.isBlank()).orElse(elementId),
                  versions.stream().mapToLong(Standings.Place::now).sum(),
                  versions.stream()
                      .map(Standings.Place::oldest)
                      .filter(Objects::nonNull)
                      .min(Instant::compareTo)
                      .orElse(null),
                  versions.stream().mapToLong(Standings.Place::cameIn).sum(),
                  versions.stream().mapToLong(Standings.Place::wentOn).sum(),
                  versions.stream().mapToLong(Standings.Place::dueToday).sum(),
                  versions.stream().mapToLong(Standings.Place::late).sum(),
                  versions.stream().mapToLong(Standings.Place::incidents).sum(),
                  newest.filter(SupervisionBoard::waitsForOutside).isPresent()));
        });
    // what is over in a moment and holds nobody up is no stage
    stages.removeIf(stage -> stage.now() == 0 && !lasts(stage, places));
    stages.sort(
        Comparator.comparingLong(Board.Stage::now).reversed().thenComparing(Board.Stage::title));
    return stages;
  }

  private boolean lasts(Board.Stage stage, List<Standings.Place> places) {
    return stage.late() + stage.dueToday() + stage.incidents() > 0
        || places.stream()
            .filter(place -> place.elementId().equals(stage.elementId()))
            .map(place -> models.element(place.processId(), place.version(), place.elementId()))
            .flatMap(Optional::stream)
            .anyMatch(SupervisionBoard::holdsSomebodyUp);
  }

  private static boolean holdsSomebodyUp(Models.Element element) {
    return switch (element.type()) {
      case "userTask", "receiveTask", "callActivity" -> true;
      default -> waitsForOutside(element);
    };
  }

  /** An answer that an agency gives, or somebody records for it. */
  static boolean waitsForOutside(Models.Element element) {
    return "true".equals(element.properties().get("recordable"));
  }

  private Map<String, String> names() {
    return models.processes().stream()
        .collect(Collectors.toMap(Models.Deployed::processId, Models.Deployed::name, (a, _) -> a));
  }

  private String title(String processId, Map<String, String> names) {
    String title = titles.get(processId);
    return title != null ? title : names.getOrDefault(processId, processId);
  }

  /** What a journey is called, as on the board. */
  public String title(String processId) {
    return title(processId, titles.containsKey(processId) ? Map.of() : names());
  }

  /** What a step is called in the newest version that has it. */
  public String stepTitle(String processId, int version, @Nullable String elementId) {
    return elementId == null
        ? ""
        : models
            .element(processId, version, elementId)
            .map(Models.Element::name)
            .filter(name -> !name.isBlank())
            .orElse(elementId);
  }

  /** What a step is called in the newest version. */
  String newestStepTitle(String processId, String elementId) {
    return models.versions(processId).stream()
        .map(version -> stepTitle(processId, version, elementId))
        .filter(title -> !title.equals(elementId))
        .findFirst()
        .orElse(elementId);
  }

  /** Only supervisors may. */
  public static class NotAllowedException extends RuntimeException {
    NotAllowedException() {
      super("Only a supervisor may see this");
    }
  }
}
