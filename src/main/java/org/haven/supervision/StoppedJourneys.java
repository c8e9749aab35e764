package org.haven.supervision;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.haven.casefile.CaseAccess;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.springframework.stereotype.Service;

/** Where journeys stand still, and several of them tried again at once. */
@Service
public class StoppedJourneys {
  /** As many as a page shows and somebody sees to at once. */
  public static final int MOST = 100;

  /** How many are looked at for a page: of those may be few that the viewer may open. */
  private static final int LOOKED_AT = 1_000;

  private final InstanceRows rows;
  private final Instances instances;
  private final InstanceActs acts;
  private final CaseAccess access;
  private final SupervisionBoard board;

  StoppedJourneys(
      InstanceRows rows,
      Instances instances,
      InstanceActs acts,
      CaseAccess access,
      SupervisionBoard board) {
    this.rows = rows;
    this.instances = instances;
    this.acts = acts;
    this.access = access;
    this.board = board;
  }

  /**
   * Where a journey stands still.
   *
   * @param mayAct whether this person may see to it
   */
  public record Stopped(
      long key,
      long journeyRow,
      CaseRef caseRef,
      String journeyTitle,
      String step,
      String errorType,
      Instant since,
      boolean mayAct) {}

  /**
   * Where journeys stand still in cases that the person may open, the oldest first.
   *
   * @throws SupervisionBoard.NotAllowedException if the person is no supervisor
   */
  public List<Stopped> stopped(ActingPerson who) {
    SupervisionBoard.requireSupervisor(who);
    var open = rows.open(LOOKED_AT);
    var openable =
        access.openable(who, open.stream().map(InstanceRows.Open::caseRef).distinct().toList());
    var mayAct = new HashMap<CaseRef, Boolean>();
    return open.stream()
        .filter(one -> openable.contains(one.caseRef()))
        .limit(MOST)
        .map(
            one ->
                new Stopped(
                    one.key(),
                    one.journeyRow(),
                    one.caseRef(),
                    board.title(one.processId()),
                    board.newestStepTitle(one.processId(), one.elementId()),
                    one.errorType(),
                    one.raisedAt(),
                    mayAct.computeIfAbsent(one.caseRef(), ref -> instances.mayAct(who, ref))))
        .toList();
  }

  /**
   * Tries again what failed at each of these places, as far as the person may.
   *
   * @param keys of incidents; what is none of the person's is left out as if it did not exist
   * @return what came of each
   */
  public Map<Stopped, ActResult> resolve(
      ActingPerson who, List<Long> keys, String reason, UUID pageId) {
    var done = new LinkedHashMap<Stopped, ActResult>();
    for (Stopped one : stopped(who)) {
      if (keys.contains(one.key()) && one.mayAct()) {
        acts.offer(who, one.journeyRow(), ActKind.RESOLVE, Long.toString(one.key()))
            .ifPresent(
                offer ->
                    done.put(
                        one,
                        acts.wrong(offer, "", reason).isEmpty()
                            ? acts.act(who, offer, "", reason, ofPage(pageId, one.key()))
                            : ActResult.REFUSED));
      }
    }
    return done;
  }

  /** What is wrong with the reason for all of them; an address of one of the cases is in none. */
  public Optional<InstanceActs.Wrong> wrongReason(
      ActingPerson who, List<Long> keys, String reason) {
    return stopped(who).stream()
        .filter(one -> keys.contains(one.key()) && one.mayAct())
        .map(Stopped::caseRef)
        .distinct()
        .flatMap(ref -> acts.wrongReason(ref, reason).stream())
        .findFirst();
  }

  private static UUID ofPage(UUID pageId, long key) {
    return UUID.nameUUIDFromBytes((pageId + " " + key).getBytes(StandardCharsets.UTF_8));
  }
}
