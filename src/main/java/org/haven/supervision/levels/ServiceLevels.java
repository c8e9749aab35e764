package org.haven.supervision.levels;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.haven.platform.ActingPerson;
import org.haven.platform.Journey;
import org.haven.platform.Team;
import org.haven.platform.calendar.Sla;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.supervision.Board;
import org.haven.supervision.SupervisionBoard;
import org.haven.tasks.ComingDue;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * How each limit of the procedure is kept, for one viewer: cases on which they are conflicted are
 * in no figure. Teams are those of the board: all of them, with officers by name where the viewer
 * supervises.
 */
@Service
public class ServiceLevels {
  /** Within how many working hours something is about to be late. */
  public static final List<Integer> SOON = List.of(4, 8, 24);

  private final LevelRows rows;
  private final LimitSources limits;
  private final SupervisionBoard board;
  private final ComingDue coming;
  private final WorkingCalendar calendar;
  private final List<Journey> journeys;
  private final Clock clock;

  ServiceLevels(
      LevelRows rows,
      LimitSources limits,
      SupervisionBoard board,
      ComingDue coming,
      WorkingCalendar calendar,
      List<Journey> journeys,
      Clock clock) {
    this.rows = rows;
    this.limits = limits;
    this.board = board;
    this.coming = coming;
    this.calendar = calendar;
    this.journeys = journeys;
    this.clock = clock;
  }

  /** Into what a trend is put. */
  public enum Unit {
    WEEK,
    MONTH;

    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The first day of the one that a day is in; weeks begin on Monday. */
    public LocalDate first(LocalDate day) {
      return this == WEEK
          ? day.minusDays(day.getDayOfWeek().getValue() - 1L)
          : day.withDayOfMonth(1);
    }

    LocalDate next(LocalDate first) {
      return this == WEEK ? first.plusWeeks(1) : first.plusMonths(1);
    }
  }

  /**
   * What somebody wants to see.
   *
   * @param from London day, as {@code to} included
   * @param processId one journey alone
   * @param slaKey one limit alone
   */
  public record Asked(
      LocalDate from,
      LocalDate to,
      Unit unit,
      @Nullable Team team,
      @Nullable String processId,
      Sla.@Nullable Status status,
      @Nullable String slaKey) {}

  /**
   * How one limit was kept.
   *
   * @param whole it bounds several steps, not one task
   * @param status how binding it was on the last day of the period
   */
  public record Line(
      String slaKey, boolean whole, Sla.Status status, String source, LevelCounts counts) {}

  /** A week or month; what runs now is in none. */
  public record Bucket(LocalDate first, LevelCounts counts) {}

  /**
   * How limits were kept.
   *
   * @param lines those that have any count, what is most binding first
   * @param begin the first day of which the viewer may know anything; absent if there is none
   * @param asOf what the engine told until then is in them; absent if that is not known
   */
  public record Levels(
      List<Line> lines, List<Bucket> trend, @Nullable LocalDate begin, Board.Age age) {
    public LevelCounts total() {
      return lines.stream().map(Line::counts).reduce(LevelCounts.NONE, LevelCounts::plus);
    }

    public LevelCounts total(Sla.Status status) {
      return lines.stream()
          .filter(line -> line.status() == status)
          .map(Line::counts)
          .reduce(LevelCounts.NONE, LevelCounts::plus);
    }
  }

  /**
   * @throws SupervisionBoard.NotAllowedException if the person is no supervisor
   */
  public Levels of(ActingPerson who, Asked asked) {
    SupervisionBoard.requireSupervisor(who);
    return count(who.username(), asked, board.age());
  }

  /** Of what was certain the share that was met, as this person would see it, in percent. */
  public @Nullable Double share(ActingPerson who, Asked asked) {
    return count(who.username(), asked, new Board.Age(null, false, false, false, false))
        .total()
        .share();
  }

  /** What a limit may be chosen from: keys as the table orders them, each once. */
  public List<String> limitKeys() {
    return limits.on(WorkingCalendar.dateOf(clock.instant())).stream()
        .map(LimitSources.Limit::key)
        .toList();
  }

  private Levels count(String username, Asked asked, Board.Age age) {
    Map<String, LimitSources.Limit> known = new HashMap<>();
    limits.on(asked.to()).forEach(limit -> known.put(limit.key(), limit));
    List<String> keys = null;
    if (asked.slaKey() != null) {
      keys = List.of(asked.slaKey());
    } else if (asked.status() != null) {
      keys =
          known.values().stream()
              .filter(limit -> limit.status() == asked.status())
              .map(LimitSources.Limit::key)
              .toList();
    }
    var scope =
        new LevelRows.Scope(
            asked.from(),
            asked.to(),
            asked.unit(),
            username,
            asked.team(),
            asked.processId(),
            keys);
    var byLimit = new HashMap<Named, LevelCounts>();
    var byBucket = new TreeMap<LocalDate, LevelCounts>();
    LocalDate last = asked.unit().first(asked.to());
    for (LocalDate first = asked.unit().first(asked.from());
        !first.isAfter(last);
        first = asked.unit().next(first)) {
      byBucket.put(first, LevelCounts.NONE);
    }
    for (var one : rows.counts(scope, clock.instant())) {
      byLimit.merge(new Named(one.slaKey(), one.whole()), one.counts(), LevelCounts::plus);
      if (one.bucket() != null) {
        byBucket.merge(one.bucket(), one.counts(), LevelCounts::plus);
      }
    }
    var lines = new ArrayList<Line>();
    byLimit.forEach(
        (named, counts) -> {
          if (!counts.isNone()) {
            lines.add(line(named, counts, known.get(named.slaKey())));
          }
        });
    lines.sort(
        Comparator.comparing(Line::status).thenComparing(Line::slaKey).thenComparing(Line::whole));
    return new Levels(
        lines,
        byBucket.entrySet().stream().map(e -> new Bucket(e.getKey(), e.getValue())).toList(),
        rows.begin(username).orElse(null),
        age);
  }

  private record Named(String slaKey, boolean whole) {}

  private static Line line(Named named, LevelCounts counts, LimitSources.@Nullable Limit limit) {
    return limit == null
        ? new Line(named.slaKey(), named.whole(), Sla.Status.LOCAL, "", counts)
        : new Line(named.slaKey(), named.whole(), limit.status(), limit.source(), counts);
  }

  /**
   * What is about to be late in a team.
   *
   * @param tasks how many tasks, for each of {@link #SOON}, the longer with the shorter
   * @param unclaimed of those nobody's
   * @param whole clocks over several steps, counted the same way
   * @param officers who holds some of them; of teams that the viewer supervises
   */
  public record Soon(
      Team team,
      List<Long> tasks,
      List<Long> unclaimed,
      List<Long> whole,
      List<ComingDue.Held> officers) {}

  /**
   * Teams that have any, by name.
   *
   * @throws SupervisionBoard.NotAllowedException if the person is no supervisor
   */
  public List<Soon> soon(ActingPerson who) {
    SupervisionBoard.requireSupervisor(who);
    Instant now = clock.instant();
    List<Instant> until = until(now);
    var teams = new EnumMap<Team, ComingDue.Due>(Team.class);
    coming.within(who, now, until).forEach(due -> teams.put(due.team(), due));
    var whole = new EnumMap<Team, long[]>(Team.class);
    for (var clocks : rows.coming(who.username(), now, until.getLast())) {
      long[] counts = whole.computeIfAbsent(clocks.team(), _ -> new long[until.size()]);
      for (int i = 0; i < counts.length; i++) {
        counts[i] += clocks.dueAt().isBefore(until.get(i)) ? 1 : 0;
      }
    }
    whole.keySet().forEach(team -> teams.computeIfAbsent(team, t -> ComingDue.Due.none(t, until)));
    return teams.values().stream()
        .map(
            due ->
                new Soon(
                    due.team(),
                    due.tasks(),
                    due.unclaimed(),
                    ComingDue.list(whole.getOrDefault(due.team(), new long[until.size()])),
                    due.officers()))
        .toList();
  }

  private List<Instant> until(Instant now) {
    return SOON.stream()
        .map(hours -> calendar.addWorkingTime(now, Duration.ofHours(hours)))
        .toList();
  }

  /** What may be chosen: process ids to titles, by title. */
  public Map<String, String> journeys() {
    var found = new TreeMap<String, String>();
    journeys.forEach(journey -> found.put(journey.title(), journey.processId()));
    var byId = new LinkedHashMap<String, String>();
    found.forEach((title, id) -> byId.put(id, title));
    return byId;
  }
}
