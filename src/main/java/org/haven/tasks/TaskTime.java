package org.haven.tasks;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.haven.casefile.By;
import org.haven.casefile.CaseWorkers;
import org.haven.casefile.clocks.ClockChange;
import org.haven.casefile.clocks.ClockHistory;
import org.haven.casefile.clocks.ClockMoves;
import org.haven.forms.Forms;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.Decisions.DecisionUnavailableException;
import org.haven.platform.calendar.SlaTable;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.tasks.Acted.Refused;
import org.haven.tasks.Acted.Why;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * The clock of a task's journey stands still, runs on or is given more time, as far as the table of
 * limits allows it. Whoever holds the task may have it stand still and run on; more time is given
 * by a supervisor of its team. Status: Local default, awaiting the policy owner; what a clock
 * stands still for and how much more it may be given: procedure section 5.
 */
@Service
public class TaskTime {
  /** Clocks that are no limits: they say when something is tried again. */
  private static final Set<String> NO_LIMITS = Set.of("opening", "nextTry");

  /** The question on a form by which a step asks for its own extension. */
  private static final String ON_FORM = "extended";

  private final JdbcClient db;
  private final TaskList tasks;
  private final TaskNotes notes;
  private final ClockMoves moves;
  private final SlaTable limits;
  private final Forms forms;
  private final CaseWorkers workers;
  private final Audit audit;
  private final Clock clock;

  TaskTime(
      JdbcClient db,
      TaskList tasks,
      TaskNotes notes,
      ClockMoves moves,
      SlaTable limits,
      Forms forms,
      CaseWorkers workers,
      Audit audit,
      Clock clock) {
    this.db = db;
    this.tasks = tasks;
    this.notes = notes;
    this.moves = moves;
    this.limits = limits;
    this.forms = forms;
    this.workers = workers;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * A clock that the table lets somebody move.
   *
   * @param pauses what it stands still for; empty if it always runs
   * @param mayExtend the table gives it more time once
   * @param pause who has it stand still, absent if it runs
   */
  public record Movable(
      String slaKey,
      Instant dueAt,
      boolean extended,
      List<String> pauses,
      boolean mayExtend,
      ClockHistory.@Nullable Entry pause) {
    public boolean runs() {
      return pause == null;
    }
  }

  /**
   * The time of a task.
   *
   * @param clock of its journey; absent if none of them can be moved
   * @param onForm the step's own limit is given more time by its form
   */
  public record Time(@Nullable Movable clock, boolean onForm) {}

  /**
   * @throws DecisionUnavailableException if the table cannot be asked
   */
  public Time of(TaskView task) {
    Movable movable = movable(task).orElse(null);
    boolean onForm =
        forms.form(task.formId()).fields().stream().anyMatch(field -> field.key().equals(ON_FORM))
            && limits.ifExtended(task.slaKey(), today()).isPresent()
            && !moves.extended(task.journeyId(), task.slaKey());
    return new Time(movable, onForm);
  }

  /**
   * Is there anything that somebody may do with the time of this task? A clock that the table
   * neither stops nor extends, or that has had its one extension, leaves nothing. Where the table
   * cannot be asked there may be: its page says so.
   */
  public boolean isMovable(TaskView task) {
    try {
      Time time = of(task);
      Movable clock = time.clock();
      return time.onForm()
          || clock != null
              && Arrays.stream(ClockChange.values())
                  .anyMatch(change -> impossible(clock, change) == null);
    } catch (DecisionUnavailableException e) {
      return true;
    }
  }

  /** A clock of the journey whose own step this is: what it calls has its own limits. */
  private Optional<Movable> movable(TaskView task) {
    return db
        .sql(
            """
            select distinct c.sla_key from clock c join journey j using (journey_id)
            where c.journey_id = :journey and j.process_id = :process
            """)
        .param("journey", task.journeyId().value())
        .param("process", task.processId())
        .query(String.class)
        .list()
        .stream()
        .filter(key -> !NO_LIMITS.contains(key))
        .sorted()
        .flatMap(key -> movable(task, key).stream())
        .findFirst();
  }

  private Optional<Movable> movable(TaskView task, String slaKey) {
    List<String> pauses = limits.pauses(slaKey, today());
    boolean mayExtend = limits.ifExtended(slaKey, today()).isPresent();
    if (pauses.isEmpty() && !mayExtend) {
      return Optional.empty();
    }
    return moves
        .of(task.journeyId(), slaKey)
        .map(moves::read)
        .map(
            dates ->
                new Movable(
                    slaKey,
                    dates.dueAt(),
                    dates.extended(),
                    pauses,
                    mayExtend,
                    moves.pause(task.journeyId(), slaKey).orElse(null)));
  }

  /** When the clock would be due if this happened now; to have it stand still, for one day. */
  public Instant dueAfter(TaskView task, Movable movable, ClockChange change) {
    var then = new HashMap<ClockChange, Instant>();
    Instant now = clock.instant();
    then.put(change, now);
    if (change == ClockChange.PAUSED) {
      then.put(ClockChange.RESUMED, startOf(today().plusDays(1)));
    }
    return moves.dueAfter(task.caseRef(), task.journeyId(), movable.slaKey(), then);
  }

  /** Why the person may not do this now; absent if they may. */
  public @Nullable Refused hindrance(
      ActingPerson who, TaskView task, @Nullable Movable movable, ClockChange change) {
    if (task.status() != TaskStatus.OPEN) {
      return Refused.of(Why.NOT_OPEN);
    }
    Refused impossible = impossible(movable, change);
    if (impossible != null) {
      return impossible;
    }
    if (change == ClockChange.EXTENDED && !who.supervises(task.team())) {
      return Refused.of(Why.SUPERVISOR_ONLY);
    }
    return TaskHands.hindrance(who, task);
  }

  /** What nobody can do with it now. */
  private static @Nullable Refused impossible(@Nullable Movable movable, ClockChange change) {
    if (movable == null
        || change == ClockChange.PAUSED && movable.pauses().isEmpty()
        || change == ClockChange.EXTENDED && !movable.mayExtend()) {
      return Refused.of(Why.NOT_IN_TABLE);
    }
    ClockHistory.Entry pause = movable.pause();
    return switch (change) {
      case PAUSED -> pause == null ? null : Refused.of(Why.PAUSED_ALREADY);
      case EXTENDED -> movable.extended() ? Refused.of(Why.EXTENDED_ALREADY) : null;
      case RESUMED ->
          pause == null
              ? Refused.of(Why.RUNS_ALREADY)
              : pause.byStep() ? Refused.of(Why.JOURNEY_WAITS) : null;
    };
  }

  /**
   * What somebody wants with a clock.
   *
   * @param mark made with the page
   * @param why to have it stand still: what for, as the table names it
   * @param due the date that was shown, for what moves it
   * @param words the reason
   */
  public record Wish(
      ClockChange change, UUID mark, @Nullable String why, @Nullable LocalDate due, String words) {
    @Override
    public String toString() {
      return "Wish[" + change + " ***]";
    }
  }

  /**
   * Moves the clock; the same form again changes nothing.
   *
   * @throws DecisionUnavailableException if the table cannot be asked
   */
  public Acted move(ActingPerson who, long id, Wish wish) {
    var found = tasks.find(who, id);
    if (found.isEmpty()) {
      return new Acted.Gone();
    }
    TaskView task = found.get();
    if (moves.done(wish.mark())) {
      return new Acted.Done();
    }
    Movable movable = movable(task).orElse(null);
    Refused refused = hindrance(who, task, movable, wish.change());
    if (refused == null) {
      refused = wrong(task, movable, wish);
    }
    if (refused != null || movable == null) {
      return refused == null ? Refused.of(Why.NOT_IN_TABLE) : refused;
    }
    var outcome = new AtomicReference<Acted>(new Acted.Done());
    boolean moved =
        moves.byPerson(
            new ClockMoves.Move(
                wish.mark(),
                task.caseRef(),
                task.journeyId(),
                movable.slaKey(),
                wish.change(),
                wish.why(),
                wish.words(),
                By.of(who)),
            () -> may(who, id, movable, wish, outcome),
            () -> {
              workers.worked(task.caseRef(), By.of(who));
              audit.record(
                  who,
                  action(wish.change()),
                  task.caseRef(),
                  Map.of("taskId", id, "slaKey", movable.slaKey()));
            });
    return moved ? new Acted.Done() : Objects.requireNonNull(outcome.get());
  }

  private @Nullable Refused wrong(TaskView task, @Nullable Movable movable, Wish wish) {
    if (movable == null) {
      return null;
    }
    if (wish.change() == ClockChange.PAUSED
        && (wish.why() == null || !movable.pauses().contains(wish.why()))) {
      return Refused.of(Why.NO_REASON);
    }
    Refused words = Acted.wrong(notes.wrong(task, wish.words()));
    if (words != null) {
      return words;
    }
    return wish.change() != ClockChange.PAUSED
            && !WorkingCalendar.dateOf(dueAfter(task, movable, wish.change())).equals(wish.due())
        ? Refused.of(Why.DATE_MOVED)
        : null;
  }

  /** Asked again once nobody else moves a clock of the case. */
  private boolean may(
      ActingPerson who, long id, Movable before, Wish wish, AtomicReference<Acted> outcome) {
    Optional<TaskView> task = tasks.lock(who, id);
    if (task.isEmpty()) {
      outcome.set(new Acted.Gone());
      return false;
    }
    if (moves.done(wish.mark())) {
      return false;
    }
    ClockMoves.Dates dates =
        moves.of(task.get().journeyId(), before.slaKey()).map(moves::read).orElseThrow();
    var now =
        new Movable(
            before.slaKey(),
            dates.dueAt(),
            dates.extended(),
            before.pauses(),
            before.mayExtend(),
            moves.pause(task.get().journeyId(), before.slaKey()).orElse(null));
    Refused refused = hindrance(who, task.get(), now, wish.change());
    if (refused != null) {
      outcome.set(refused);
    }
    return refused == null;
  }

  private static String action(ClockChange change) {
    return switch (change) {
      case PAUSED -> "pause-clock";
      case RESUMED -> "resume-clock";
      case EXTENDED -> "extend-clock";
    };
  }

  private LocalDate today() {
    return WorkingCalendar.dateOf(clock.instant());
  }

  private static Instant startOf(LocalDate day) {
    return day.atStartOfDay(WorkingCalendar.LONDON).toInstant();
  }

  /** The journey's clock stands still; asked of the record alone. */
  public boolean standsStill(TaskView task) {
    return db.sql("select " + PAUSED.formatted("?"))
        .param(task.journeyId().value())
        .query(Boolean.class)
        .single();
  }

  /** Of a journey, whether a clock of it stands still. */
  static final String PAUSED =
      """
      coalesce((select c.kind = 'paused' from clock_change c
                where c.journey_id = %s and c.kind <> 'extended'
                order by c.seq desc limit 1), false)
      """;
}
