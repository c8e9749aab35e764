package org.haven.supervision;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.haven.casefile.JourneyView;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.EngineActs;
import org.haven.platform.MigrationPlan;
import org.haven.platform.MigrationPlan.Checked;
import org.haven.platform.MigrationPlan.Hindered;
import org.haven.platform.MigrationPlan.Obstacle;
import org.haven.platform.Models;
import org.haven.tasks.MovedSteps;
import org.springframework.stereotype.Service;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Running journeys that supervisors have go on by another version of their diagram: by the newest,
 * or back by the one that a journey came from. Checked before the engine is asked; what it would
 * refuse is never sent.
 */
@Service
public class JourneyMigrations {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Instances instances;
  private final InstanceRows rows;
  private final InstanceActs acts;
  private final SupervisorActs written;
  private final SupervisionBoard board;
  private final Models models;
  private final MigrationPlan plan;
  private final EngineActs engine;
  private final MovedSteps moved;

  JourneyMigrations(
      Instances instances,
      InstanceRows rows,
      InstanceActs acts,
      SupervisorActs written,
      SupervisionBoard board,
      Models models,
      MigrationPlan plan,
      EngineActs engine,
      MovedSteps moved) {
    this.instances = instances;
    this.rows = rows;
    this.acts = acts;
    this.written = written;
    this.board = board;
    this.models = models;
    this.plan = plan;
    this.engine = engine;
    this.moved = moved;
  }

  /**
   * Where a journey can go on.
   *
   * @param newest by the newest version; zero if it does
   * @param back by the version that it came from; zero if it came from none
   */
  public record Ways(int newest, int back) {
    static final Ways NONE = new Ways(0, 0);
  }

  /**
   * What is offered.
   *
   * @param back it goes back to where it came from
   */
  public record Offer(
      JourneyView journey, String journeyTitle, int from, int to, boolean back, Checked checked) {}

  /** Where the journey can go on, if the person may have it do so. */
  public Ways ways(Instances.Instance one) {
    return one.mayAct() && one.running() && one.version() > 0
        ? ways(one.journey(), one.version())
        : Ways.NONE;
  }

  private Ways ways(JourneyView journey, int version) {
    int newest = newest(journey.processId());
    int back =
        written
            .lastMigrated(journey.id())
            .filter(last -> last.to() == version && last.from() != newest)
            .map(SupervisorActs.Migrated::from)
            .orElse(0);
    return new Ways(newest == version ? 0 : newest, back);
  }

  int newest(String processId) {
    return models.versions(processId).stream().findFirst().orElse(0);
  }

  /**
   * What is offered; empty as if there were no such thing, if the person may not do it either.
   *
   * @param chosen what takes the place of steps that have no namesake; by element id
   * @throws SupervisionBoard.NotAllowedException if the person is no supervisor
   */
  public Optional<Offer> offer(
      ActingPerson who, long journeyRow, int to, Map<String, String> chosen) {
    return instances
        .journey(who, journeyRow)
        .filter(Instances::running)
        .filter(journey -> instances.mayAct(who, journey.caseRef()))
        .flatMap(journey -> offer(journey, to, chosen));
  }

  private Optional<Offer> offer(JourneyView journey, int to, Map<String, String> chosen) {
    int from = rows.version(Instances.key(journey));
    Ways ways = ways(journey, from);
    if (to <= 0 || to != ways.newest() && to != ways.back()) {
      return Optional.empty();
    }
    var taken = new HashMap<String, String>();
    if (to == ways.back()) {
      // as it came, so it goes; whoever chooses otherwise is heard
      written
          .lastMigrated(journey.id())
          .ifPresent(last -> last.mapping().forEach((was, became) -> taken.put(became, was)));
    }
    taken.putAll(chosen);
    return Optional.of(
        new Offer(
            journey,
            board.title(journey.processId()),
            from,
            to,
            to == ways.back(),
            check(journey, from, to, taken)));
  }

  private Checked check(JourneyView journey, int from, int to, Map<String, String> chosen) {
    long key = Instances.key(journey);
    var checked =
        plan.check(
            journey.processId(), from, to, rows.standing(key), () -> told(journey, key), chosen);
    var hindered = new ArrayList<>(checked.hindered());
    if (models.process(journey.processId(), to).isEmpty() && hindered.isEmpty()) {
      hindered.add(new Hindered(Obstacle.NO_MODEL, "", ""));
    }
    for (String step : rows.answered(key)) {
      hindered.add(
          new Hindered(
              Obstacle.ANSWER_ON_ITS_WAY, step, board.stepTitle(journey.processId(), from, step)));
    }
    return new Checked(
        checked.mapping(),
        checked.asks(),
        hindered,
        checked.becomes(),
        checked.begins(),
        checked.ends());
  }

  /** What was last known is not enough: the engine goes by what is. */
  private Optional<MigrationPlan.Told> told(JourneyView journey, long key) {
    return instances
        .told(journey)
        .filter(found -> !found.away())
        .map(
            found -> {
              var facts = new HashMap<Long, Map<String, Object>>();
              for (var fact : found.figures().facts()) {
                value(fact.json())
                    .ifPresent(
                        value ->
                            facts
                                .computeIfAbsent(fact.scopeKey(), _ -> new HashMap<>())
                                .put(fact.name(), value));
              }
              return new MigrationPlan.Told(facts, found.figures().taken(), rows.entered(key));
            });
  }

  private static Optional<Object> value(String json) {
    try {
      return Optional.ofNullable(JSON.readValue(json, Object.class));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  /** What is wrong with the reason. */
  public Optional<InstanceActs.Wrong> wrongReason(CaseRef caseRef, String reason) {
    return acts.wrongReason(caseRef, reason);
  }

  /**
   * Does it; the same page again changes nothing and says what came of the first.
   *
   * @param pageId made with the page
   * @throws IllegalArgumentException if it does not fit, or the reason is none
   */
  public ActResult act(ActingPerson who, Offer offer, String reason, UUID pageId) {
    if (!offer.checked().fits() || wrongReason(offer.journey().caseRef(), reason).isPresent()) {
      throw new IllegalArgumentException("This cannot be done so");
    }
    String processId = offer.journey().processId();
    var version = models.process(processId, offer.to()).orElseThrow();
    var renamed = new LinkedHashMap<String, String>();
    offer
        .checked()
        .becomes()
        .forEach(
            one -> {
              if (!one.from().elementId().equals(one.to().elementId())) {
                renamed.put(one.from().elementId(), one.to().elementId());
              }
            });
    var intent =
        new SupervisorActs.Intent(
            pageId,
            offer.journey().caseRef(),
            offer.journey().id(),
            ActKind.MIGRATE,
            processId,
            Integer.toString(offer.from()),
            Integer.toString(offer.to()),
            reason.strip(),
            renamed);
    if (!written.begin(who, intent)) {
      return written.result(pageId);
    }
    long instance = Instances.key(offer.journey());
    var said = engine.migrate(instance, version.processDefinitionKey(), offer.checked().mapping());
    ActResult result = ActResult.of(said.kind());
    written.ended(who, intent, result, said.code());
    if (result == ActResult.DONE) {
      // its records say the same in a moment; a clock that goes off meanwhile finds its task
      moved.moved(instance, version, offer.checked().mapping());
    }
    return result;
  }

  /** Whether the person may have the journey go on at all, if it runs. */
  public boolean mayAct(ActingPerson who, long journeyRow) {
    return instances
        .journey(who, journeyRow)
        .filter(journey -> instances.mayAct(who, journey.caseRef()))
        .isPresent();
  }

  /** What came of a page that was sent before; empty if it was not. */
  public Optional<ActResult> done(UUID pageId) {
    return written.known(pageId);
  }
}
