package org.haven.supervision;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.JourneyView;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.MigrationPlan.Ask;
import org.haven.platform.MigrationPlan.Becomes;
import org.haven.platform.MigrationPlan.Checked;
import org.haven.platform.MigrationPlan.Hindered;
import org.haven.platform.MigrationPlan.Place;
import org.haven.platform.Models;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * All journeys that still run on one version, and several of them gone on by the newest at once.
 */
@Service
public class VersionMigrations {
  /** As many as a page shows and go on at once. */
  public static final int MOST = 50;

  /** How many are looked at for a page: of those may be few that the viewer may act on. */
  private static final int LOOKED_AT = 1_000;

  private final JourneyMigrations single;
  private final Instances instances;
  private final InstanceRows rows;
  private final CaseAccess access;
  private final SupervisionBoard board;
  private final Models models;

  VersionMigrations(
      JourneyMigrations single,
      Instances instances,
      InstanceRows rows,
      CaseAccess access,
      SupervisionBoard board,
      Models models) {
    this.single = single;
    this.instances = instances;
    this.rows = rows;
    this.access = access;
    this.board = board;
    this.models = models;
  }

  /**
   * A journey that runs on an older version.
   *
   * @param standsAt in words
   */
  public record One(long journeyRow, CaseRef caseRef, List<String> standsAt, Checked checked) {}

  /**
   * Those of a version.
   *
   * @param more there are more than a page shows
   * @param asks steps without a namesake, of all of them
   */
  public record Many(
      String processId,
      String title,
      int from,
      int to,
      List<One> journeys,
      boolean more,
      List<Ask> asks) {}

  /**
   * Journeys that run on a version which is not the newest, and which the person may have go on by
   * the newest: the oldest first. Empty if there is no such version, or nothing newer.
   *
   * @throws SupervisionBoard.NotAllowedException if the person is no supervisor
   */
  public Optional<Many> many(
      ActingPerson who, String processId, int version, Map<String, String> chosen) {
    SupervisionBoard.requireSupervisor(who);
    int newest = single.newest(processId);
    if (version == newest || !models.versions(processId).contains(version)) {
      return Optional.empty();
    }
    var running = rows.ofVersion(processId, version, LOOKED_AT);
    var openable =
        access.openable(
            who, running.stream().map(InstanceRows.OfVersion::caseRef).distinct().toList());
    var mayAct = new HashMap<CaseRef, Boolean>();
    var theirs =
        running.stream()
            .filter(one -> openable.contains(one.caseRef()))
            .filter(one -> mayAct.computeIfAbsent(one.caseRef(), ref -> instances.mayAct(who, ref)))
            .limit(MOST + 1L)
            .toList();
    var journeys = new ArrayList<One>();
    theirs.stream()
        .limit(MOST)
        .forEach(one -> one(who, one, newest, chosen).ifPresent(journeys::add));
    return Optional.of(
        new Many(
            processId,
            board.title(processId),
            version,
            newest,
            journeys,
            theirs.size() > MOST,
            asks(journeys)));
  }

  private Optional<One> one(
      ActingPerson who, InstanceRows.OfVersion one, int to, Map<String, String> chosen) {
    return single
        .offer(who, one.journeyRow(), to, chosen)
        .map(
            offer ->
                new One(
                    one.journeyRow(),
                    one.caseRef(),
                    Stream.concat(
                            offer.checked().becomes().stream().map(Becomes::from),
                            offer.checked().asks().stream().map(Ask::step))
                        .map(Place::title)
                        .distinct()
                        .toList(),
                    offer.checked()));
  }

  private static List<Ask> asks(List<One> journeys) {
    var byStep = new LinkedHashMap<String, Ask>();
    for (One one : journeys) {
      for (Ask ask : one.checked().asks()) {
        byStep.merge(
            ask.step().elementId(),
            ask,
            (a, b) ->
                new Ask(
                    a.step(),
                    Stream.concat(a.candidates().stream(), b.candidates().stream())
                        .distinct()
                        .toList(),
                    a.chosen()));
      }
    }
    return List.copyOf(byStep.values());
  }

  /**
   * What came of one of several.
   *
   * @param result absent if it was not sent: then it says why
   * @param hindered what hinders it
   * @param asked steps for which nothing was chosen
   */
  public record Outcome(
      CaseRef caseRef,
      long journeyRow,
      @Nullable ActResult result,
      List<Hindered> hindered,
      List<Place> asked) {}

  /**
   * Has several go on by the newest version, as far as the person may; what is none of the person's
   * is left out as if it did not exist. The reason must fit them all.
   */
  public List<Outcome> moveOn(
      ActingPerson who,
      String processId,
      int version,
      Collection<Long> journeyRows,
      Map<String, String> chosen,
      String reason,
      UUID pageId) {
    SupervisionBoard.requireSupervisor(who);
    var outcomes = new ArrayList<Outcome>();
    for (long row : journeyRows.stream().distinct().limit(MOST).toList()) {
      UUID own = ofPage(pageId, row);
      instances
          .journey(who, row)
          .filter(journey -> journey.processId().equals(processId))
          .filter(journey -> instances.mayAct(who, journey.caseRef()))
          .flatMap(journey -> outcome(who, journey, version, chosen, reason, own))
          .ifPresent(outcomes::add);
    }
    return outcomes;
  }

  private Optional<Outcome> outcome(
      ActingPerson who,
      JourneyView journey,
      int version,
      Map<String, String> chosen,
      String reason,
      UUID pageId) {
    var before = single.done(pageId);
    if (before.isPresent()) {
      return Optional.of(
          new Outcome(journey.caseRef(), journey.id(), before.get(), List.of(), List.of()));
    }
    return single
        .offer(who, journey.id(), single.newest(journey.processId()), chosen)
        .filter(offer -> offer.from() == version)
        .map(
            offer -> {
              var checked = offer.checked();
              boolean sent =
                  checked.fits() && single.wrongReason(journey.caseRef(), reason).isEmpty();
              return new Outcome(
                  journey.caseRef(),
                  journey.id(),
                  sent ? single.act(who, offer, reason, pageId) : null,
                  checked.hindered(),
                  checked.asks().stream()
                      .filter(ask -> ask.chosen().isEmpty())
                      .map(Ask::step)
                      .toList());
            });
  }

  /** What is wrong with the reason for those; an address of one of the cases is in none. */
  public Optional<InstanceActs.Wrong> wrongReason(
      ActingPerson who, Collection<Long> journeyRows, String reason) {
    SupervisionBoard.requireSupervisor(who);
    return journeyRows.stream()
        .limit(MOST)
        .flatMap(row -> instances.journey(who, row).stream())
        .map(JourneyView::caseRef)
        .filter(ref -> instances.mayAct(who, ref))
        .distinct()
        .flatMap(ref -> single.wrongReason(ref, reason).stream())
        .findFirst();
  }

  private static UUID ofPage(UUID pageId, long journeyRow) {
    return UUID.nameUUIDFromBytes((pageId + " " + journeyRow).getBytes(StandardCharsets.UTF_8));
  }
}
