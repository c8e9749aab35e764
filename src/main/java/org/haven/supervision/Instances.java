package org.haven.supervision;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.JourneyStatus;
import org.haven.casefile.JourneyView;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyPlan;
import org.haven.platform.Models;
import org.haven.platform.RoutingFacts;
import org.haven.platform.Team;
import org.haven.platform.sealing.Sealed;
import org.haven.records.InstanceRecords;
import org.haven.records.InstanceRecords.Told;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * One journey as it runs, for supervisors: the way it took, where it stands, its clocks, facts,
 * jobs, messages and timers, and what went wrong. The way and the clocks come from the case
 * database; facts, jobs, timers and what it waits for, from the engine's records.
 */
@Service
public class Instances {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** The engine's clock and ours are never further apart. */
  private static final Duration CLOCKS_APART = Duration.ofDays(1);

  private final InstanceRows rows;
  private final SupervisorActs acts;
  private final InstanceRecords records;
  private final CaseAccess access;
  private final CaseFiles cases;
  private final JourneyRegister register;
  private final Models models;
  private final JourneyPlan plan;
  private final SupervisionBoard board;
  private final LastKnown<Long, Told> last = new LastKnown<>();

  Instances(
      InstanceRows rows,
      SupervisorActs acts,
      InstanceRecords records,
      CaseAccess access,
      CaseFiles cases,
      JourneyRegister register,
      Models models,
      JourneyPlan plan,
      SupervisionBoard board) {
    this.rows = rows;
    this.acts = acts;
    this.records = records;
    this.access = access;
    this.cases = cases;
    this.register = register;
    this.models = models;
    this.plan = plan;
    this.board = board;
  }

  /**
   * A visit of a step.
   *
   * @param leftAt absent while it stands there
   */
  public record Step(
      long key,
      String elementId,
      String title,
      Instant enteredAt,
      @Nullable Instant leftAt,
      boolean cutShort) {}

  /**
   * Where something failed.
   *
   * @param missing the fact that is missing, if that is the cause
   */
  public record Incident(
      long key,
      String elementId,
      String step,
      String errorType,
      @Nullable String missing,
      Instant raisedAt,
      @Nullable Instant endedAt) {}

  /**
   * Time that is kept.
   *
   * @param about the task; empty for the journey's own
   */
  public record Kept(
      String slaKey,
      String about,
      Instant startsAt,
      @Nullable Instant warnAt,
      Instant dueAt,
      @Nullable Instant endedAt) {}

  public record ClockChange(String slaKey, String kind, Instant at, String by) {}

  /**
   * A routing fact of the instance.
   *
   * @param value absent if it holds nothing
   * @param correctable whether it is for people to set
   */
  public record Fact(String name, @Nullable Object value, Instant at, boolean correctable) {}

  public record Job(
      long key, String step, String type, int retries, String state, Instant at, boolean stuck) {}

  /**
   * @param repeatable it was sent, and may be sent again
   */
  public record Message(
      long id,
      String name,
      boolean answer,
      Instant at,
      @Nullable Instant sentAt,
      boolean refused,
      int attempts,
      boolean repeatable) {}

  public record Waiting(String step, String message, Instant since) {}

  public record Timer(String step, Instant dueAt) {}

  /** Another journey of the case. */
  public record Linked(JourneyView journey, String title, String relation) {}

  public record Act(
      ActKind kind,
      String subject,
      @Nullable String was,
      @Nullable String became,
      @Nullable Sealed reason,
      Instant at,
      String by,
      @Nullable ActResult result) {}

  /** How far the engine's records are known. */
  public enum Known {
    NOW,
    LAST,
    NONE
  }

  /**
   * All of it.
   *
   * @param version of the model; zero if it has entered no step
   * @param mayAct whether this person may do something to it
   */
  public record Instance(
      JourneyView journey,
      String title,
      int version,
      boolean running,
      boolean mayAct,
      Known known,
      List<Step> steps,
      List<Incident> incidents,
      List<Kept> clocks,
      List<ClockChange> changes,
      List<Fact> facts,
      List<Job> jobs,
      List<Message> messages,
      List<Waiting> waiting,
      List<Timer> timers,
      List<Linked> linked,
      List<Act> acts) {
    public List<Step> now() {
      return steps.stream().filter(step -> step.leftAt() == null).toList();
    }
  }

  /** What the diagram shows. */
  public record Drawing(
      String xml,
      Set<String> active,
      Set<String> done,
      Set<String> doneFlows,
      Set<String> incidents) {}

  /** The journey, with the right to see it asked; empty as if it did not exist. */
  Optional<JourneyView> journey(ActingPerson who, long journeyRow) {
    SupervisionBoard.requireSupervisor(who);
    return rows.caseOf(journeyRow)
        .filter(caseRef -> access.mayOpen(who, caseRef))
        .flatMap(
            caseRef ->
                register.of(caseRef).stream().filter(one -> one.id() == journeyRow).findFirst());
  }

  /**
   * May the person do something to journeys of the case: supervisors of the team that leads it, and
   * service managers, as far as they may work on it (local default awaiting the policy owner).
   */
  boolean mayAct(ActingPerson who, CaseRef caseRef) {
    return access.mayWork(who, caseRef)
        && (who.supervises(cases.head(caseRef).holder()) || who.supervises(Team.SERVICE_MANAGER));
  }

  /** What the engine's records say of it, or said last; empty if they never said. */
  Optional<LastKnown.Found<Told>> told(JourneyView journey) {
    long key = key(journey);
    return key < 0
        ? Optional.empty()
        : last.of(key, () -> records.of(key, journey.requestedAt().minus(CLOCKS_APART)));
  }

  /**
   * @throws SupervisionBoard.NotAllowedException if the person is no supervisor
   */
  public Optional<Instance> of(ActingPerson who, long journeyRow) {
    return journey(who, journeyRow).map(journey -> instance(who, journey));
  }

  private Instance instance(ActingPerson who, JourneyView journey) {
    long key = key(journey);
    var visits = rows.visits(key);
    int version = rows.version(key);
    var found = told(journey);
    Told told =
        found
            .map(LastKnown.Found::figures)
            .orElseGet(
                () -> new Told(List.of(), List.of(), List.of(), List.of(), List.of(), Map.of()));
    boolean running = running(journey);
    return new Instance(
        journey,
        board.title(journey.processId()),
        version,
        running,
        mayAct(who, journey.caseRef()),
        found.isEmpty() ? Known.NONE : found.get().away() ? Known.LAST : Known.NOW,
        visits.stream()
            .map(
                visit ->
                    new Step(
                        visit.stepKey(),
                        visit.elementId(),
                        title(journey, visit.version(), visit.elementId()),
                        visit.enteredAt(),
                        visit.leftAt(),
                        visit.cutShort()))
            .toList(),
        incidents(journey, version, key, told),
        rows.clocks(journey.journeyId(), key).stream()
            .map(
                one ->
                    new Kept(
                        one.slaKey(),
                        one.about(),
                        one.startsAt(),
                        one.warnAt(),
                        one.dueAt(),
                        one.endedAt()))
            .toList(),
        rows.changes(journey.journeyId()).stream()
            .map(one -> new ClockChange(one.slaKey(), one.kind(), one.at(), one.by()))
            .toList(),
        facts(journey, version, key, told),
        jobs(journey, version, told),
        messages(journey, visits, told),
        running ? waiting(journey, version, told) : List.of(),
        told.timers().stream()
            .filter(timer -> running && timer.isToCome())
            .map(timer -> new Timer(title(journey, version, timer.elementId()), timer.dueAt()))
            .sorted(java.util.Comparator.comparing(Timer::dueAt))
            .toList(),
        linked(journey),
        acts.of(who, journey.caseRef(), journey.id()).stream()
            .map(
                one ->
                    new Act(
                        one.kind(),
                        one.subject(),
                        one.was(),
                        one.became(),
                        one.reason(),
                        one.at(),
                        one.by(),
                        one.result()))
            .toList());
  }

  static boolean running(JourneyView journey) {
    return journey.processInstanceKey() != null
        && (journey.status() == JourneyStatus.RUNNING || journey.status() == JourneyStatus.WAITING);
  }

  /** Of no instance if the engine has not begun it. */
  static long key(JourneyView journey) {
    return journey.processInstanceKey() == null ? -1 : journey.processInstanceKey();
  }

  private String title(JourneyView journey, int version, String elementId) {
    if (elementId.equals(journey.processId())) {
      return board.title(journey.processId());
    }
    String title = board.stepTitle(journey.processId(), version, elementId);
    return title.equals(elementId) ? Models.inWords(elementId) : title;
  }

  private List<Incident> incidents(JourneyView journey, int version, long key, Told told) {
    Map<Long, InstanceRecords.Incident> more =
        told.incidents().stream()
            .collect(Collectors.toMap(InstanceRecords.Incident::key, one -> one, (a, _) -> a));
    return rows.failures(key).stream()
        .map(
            one -> {
              var said = more.get(one.key());
              return new Incident(
                  one.key(),
                  one.elementId(),
                  title(journey, version, one.elementId()),
                  one.errorType(),
                  said == null ? null : said.missing(),
                  one.raisedAt(),
                  one.endedAt());
            })
        .toList();
  }

  /** What the whole instance knows: by the list of the model's and workers' facts, and closed. */
  private List<Fact> facts(JourneyView journey, int version, long key, Told told) {
    Set<String> allowed = plan.facts(journey.processId(), version);
    var shown = new ArrayList<Fact>();
    for (var fact : told.facts()) {
      if (fact.scopeKey() == key && allowed.contains(fact.name())) {
        try {
          shown.add(
              new Fact(
                  fact.name(),
                  RoutingFacts.toEngine(fact.name(), JSON.readValue(fact.json(), Object.class)),
                  fact.at(),
                  plan.shape(journey.processId(), version, fact.name()).isPresent()));
        } catch (RoutingFacts.OpenTypeException | JacksonException e) {
          // what is not closed is nobody's to see here
          continue;
        }
      }
    }
    shown.sort(java.util.Comparator.comparing(Fact::name));
    return shown;
  }

  private List<Job> jobs(JourneyView journey, int version, Told told) {
    Set<Long> failed =
        told.incidents().stream()
            .filter(one -> !one.resolved())
            .map(InstanceRecords.Incident::jobKey)
            .collect(Collectors.toSet());
    return told.jobs().stream()
        .map(
            job ->
                new Job(
                    job.key(),
                    title(journey, version, job.elementId()),
                    job.type(),
                    job.retries(),
                    job.intent(),
                    job.at(),
                    failed.contains(job.key())
                        || job.intent().equals("FAILED") && job.retries() == 0))
        .toList();
  }

  private List<Message> messages(JourneyView journey, List<InstanceRows.Visit> visits, Told told) {
    var keys = new LinkedHashSet<String>();
    keys.add(journey.journeyId().value());
    told.subscriptions().forEach(one -> keys.add(one.correlationKey()));
    // what every journey of the case hears is no message of this one alone
    keys.remove(journey.caseRef().value());
    return rows
        .said(journey.caseRef(), keys, visits.stream().map(InstanceRows.Visit::stepKey).toList())
        .stream()
        .map(
            one ->
                new Message(
                    one.id(),
                    one.name(),
                    !one.message(),
                    one.at(),
                    one.sentAt(),
                    one.deadAt() != null,
                    one.attempts(),
                    one.message() && one.sentAt() != null))
        .toList();
  }

  private List<Waiting> waiting(JourneyView journey, int version, Told told) {
    var seen = new HashSet<String>();
    return told.subscriptions().stream()
        .filter(InstanceRecords.Subscription::isOpen)
        .filter(one -> seen.add(one.stepKey() + one.message()))
        .map(one -> new Waiting(title(journey, version, one.elementId()), one.message(), one.at()))
        .toList();
  }

  private List<Linked> linked(JourneyView journey) {
    return register.of(journey.caseRef()).stream()
        .filter(other -> other.id() != journey.id())
        .map(other -> new Linked(other, board.title(other.processId()), relation(journey, other)))
        .toList();
  }

  private static String relation(JourneyView journey, JourneyView other) {
    if (journey.parentId() != null && journey.parentId() == other.id()) {
      return "caller";
    }
    return other.parentId() != null && other.parentId() == journey.id() ? "called" : "other";
  }

  /** The model with where the instance stands and was. */
  public Optional<Drawing> drawing(ActingPerson who, long journeyRow) {
    return journey(who, journeyRow)
        .flatMap(
            journey -> {
              var visits = rows.visits(key(journey));
              int version = rows.version(key(journey));
              return (version == 0
                      ? models.latestBpmnXml(journey.processId())
                      : models.bpmnXml(journey.processId(), version))
                  .map(xml -> drawing(xml, journey, visits));
            });
  }

  private Drawing drawing(String xml, JourneyView journey, List<InstanceRows.Visit> visits) {
    var active = new LinkedHashSet<String>();
    var done = new LinkedHashSet<String>();
    visits.forEach(
        visit -> {
          if (visit.leftAt() == null) {
            active.add(visit.elementId());
          } else if (!visit.cutShort()) {
            done.add(visit.elementId());
          }
        });
    done.removeAll(active);
    return new Drawing(
        xml,
        active,
        done,
        told(journey).map(found -> found.figures().flows()).orElse(Set.of()),
        rows.failures(key(journey)).stream()
            .filter(one -> one.endedAt() == null)
            .map(InstanceRows.Failure::elementId)
            .collect(Collectors.toSet()));
  }
}
