package org.haven.supervision;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.haven.casefile.CaseAccess;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.records.Figures;
import org.haven.records.Figures.Which;
import org.haven.tasks.TaskList;
import org.haven.tasks.TaskView;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** What a figure of the board is made of, as far as the viewer may open the cases. */
@Service
public class WorkAtStage {
  /** How many a page shows. */
  public static final int PAGE = 50;

  /** How many are looked at in one go; most viewers may open most of them. */
  private static final int LOOK = 2 * PAGE;

  /** How many are looked at for a page: of those may be few that the viewer may open. */
  private static final int LOOKED_AT = 5 * LOOK;

  /** No figure is followed further than this. */
  private static final int FURTHEST = 9_500;

  private final Figures figures;
  private final SupervisionBoard board;
  private final CaseAccess access;
  private final TaskList tasks;
  private final InstanceRows rows;
  private final Clock clock;

  WorkAtStage(
      Figures figures,
      SupervisionBoard board,
      CaseAccess access,
      TaskList tasks,
      InstanceRows rows,
      Clock clock) {
    this.figures = figures;
    this.board = board;
    this.access = access;
    this.tasks = tasks;
    this.rows = rows;
    this.clock = clock;
  }

  /**
   * One that stands there.
   *
   * @param since when it came
   * @param dueAt of a late or due one
   * @param error the engine's code, of an incident
   * @param journeyRow of the instance, if it is on record
   * @param task if it is a task of the viewer's teams
   */
  public record Piece(
      CaseRef caseRef,
      String step,
      @Nullable Long journeyRow,
      Instant since,
      @Nullable Instant dueAt,
      @Nullable String error,
      @Nullable TaskView task) {}

  /**
   * A page of them.
   *
   * @param elsewhere how many on the way are of cases that the viewer may not open
   * @param next where to go on; absent at the end
   */
  public record Slice(String journey, List<Piece> pieces, int elsewhere, @Nullable Integer next) {}

  /**
   * @param elementId absent for the whole journey
   * @param from where to go on, zero or what {@link Slice#next} said
   * @throws SupervisionBoard.NotAllowedException if the person is no supervisor
   * @throws org.haven.records.RecordsUnavailableException if Elasticsearch does not answer
   */
  public Slice at(
      ActingPerson who, String processId, @Nullable String elementId, Which which, int from) {
    SupervisionBoard.requireSupervisor(who);
    int start = Math.clamp(from, 0, FURTHEST);
    var leftOut = board.leftOut(who);
    var now = clock.instant();
    var shown = new ArrayList<Figures.Standing>();
    int elsewhere = 0;
    int seen = 0;
    boolean more = true;
    while (more && shown.size() < PAGE && seen < LOOKED_AT) {
      var found = figures.standing(leftOut, which, processId, elementId, now, start + seen, LOOK);
      var open = access.openable(who, cases(found));
      int looked = 0;
      for (var one : found) {
        if (shown.size() == PAGE) {
          break;
        }
        looked++;
        if (isOf(open, one)) {
          shown.add(one);
        } else {
          elsewhere++;
        }
      }
      seen += looked;
      more = looked < found.size() || found.size() == LOOK;
    }
    var journeys = rows.rowsOf(shown.stream().map(Figures.Standing::instanceKey).toList());
    return new Slice(
        board.title(processId),
        shown.stream()
            .map(
                one ->
                    new Piece(
                        new CaseRef(String.valueOf(one.caseRef())),
                        board.stepTitle(one.processId(), one.version(), one.elementId()),
                        journeys.get(one.instanceKey()),
                        one.since(),
                        one.dueAt(),
                        one.error(),
                        tasks.find(who, one.stepKey()).orElse(null)))
            .toList(),
        elsewhere,
        more && start + seen <= FURTHEST ? start + seen : null);
  }

  private static boolean isOf(Set<CaseRef> cases, Figures.Standing one) {
    String ref = one.caseRef();
    return ref != null && CaseRef.isCaseRef(ref) && cases.contains(new CaseRef(ref));
  }

  private static List<CaseRef> cases(List<Figures.Standing> found) {
    return found.stream()
        .map(Figures.Standing::caseRef)
        .filter(ref -> ref != null && CaseRef.isCaseRef(ref))
        .distinct()
        .map(CaseRef::new)
        .collect(Collectors.toList());
  }
}
