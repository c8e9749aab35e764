package org.haven.supervision.levels;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.haven.platform.CaseRef;
import org.haven.platform.Team;
import org.haven.platform.calendar.WorkingCalendar;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Tasks and clocks with every ending, told to the database as the engine's records, officers and
 * journeys tell them, repeats too; and what each of them must count as, said by hand for each way
 * to end and not read from any table.
 */
final class GeneratedLimits {
  static final List<String> KEYS = List.of("standard", "firstContact", "complaintAck", "tellLead");
  static final List<Team> TEAMS =
      List.of(Team.HOUSING_SOLUTIONS, Team.TENANCY_SERVICES, Team.LEGAL_SERVICES);
  static final List<String> PROCESSES = List.of("report-domestic-abuse", "complaint");

  /** How many ways to end there are. */
  static final int WAYS = 22;

  private final JdbcClient db;
  private final WorkingCalendar calendar;
  private final Random random;
  private final Instant now;
  private final List<CaseRef> cases;
  private long nextKey;
  private long sequence;

  /** What counts. */
  record Expected(
      CaseRef caseRef,
      String slaKey,
      boolean whole,
      String processId,
      Team team,
      @Nullable LocalDate day,
      LevelCounts counts) {}

  final List<Expected> expected = new ArrayList<>();

  GeneratedLimits(
      JdbcClient db, WorkingCalendar calendar, long seed, Instant now, List<CaseRef> cases) {
    this.db = db;
    this.calendar = calendar;
    this.random = new Random(seed);
    this.now = now;
    this.cases = cases;
    this.nextKey = 500_000_000L + seed * 10_000_000L;
  }

  private record Made(
      long id, CaseRef caseRef, String journey, String key, String process, Team team) {}

  private static final LevelCounts MET = new LevelCounts(1, 0, 0, 0, 0, 0, 0, 0);
  private static final LevelCounts MET_EXTENDED = new LevelCounts(0, 1, 0, 0, 1, 0, 0, 0);
  private static final LevelCounts LATE = new LevelCounts(0, 0, 1, 0, 0, 0, 0, 0);
  private static final LevelCounts LATE_EXTENDED = new LevelCounts(0, 0, 1, 0, 1, 0, 0, 0);
  private static final LevelCounts OPEN = new LevelCounts(0, 0, 0, 0, 0, 0, 1, 0);
  private static final LevelCounts OPEN_LATE = new LevelCounts(0, 0, 1, 1, 0, 0, 0, 0);
  private static final LevelCounts MET_PAUSED = new LevelCounts(1, 0, 0, 0, 0, 1, 0, 0);
  private static final LevelCounts LATE_PAUSED = new LevelCounts(0, 0, 1, 0, 0, 1, 0, 0);
  private static final LevelCounts PAUSED_NOW = new LevelCounts(0, 0, 0, 0, 0, 0, 0, 1);

  /** One task or clock, or the two that one limit needed. */
  void make(int way) {
    // some 14 months, over two changes of the clock, and hours before midnight too
    Instant opened = now.minus(Duration.ofMinutes(30 * 24 * 60 + random.nextInt(400 * 24 * 60)));
    Instant due =
        random.nextBoolean()
            ? calendar.closeOf(
                calendar.workingDayAfter(WorkingCalendar.dateOf(opened), 1 + random.nextInt(5)))
            : calendar.endOf(WorkingCalendar.dateOf(opened).plusDays(1 + random.nextInt(20)));
    Instant early = between(opened, due);
    Instant after = due.plusSeconds(2 + random.nextInt(200_000));
    switch (way) {
      case 0 -> {
        var task = task(opened, due);
        submit(task, due);
        done(task, due.plusSeconds(3));
        expect(task, due, MET);
      }
      case 1 -> {
        var task = task(opened, due);
        submit(task, due.plusSeconds(1));
        done(task, due.plusSeconds(2));
        expect(task, due, LATE);
      }
      case 2 -> {
        var task = task(opened, due);
        submit(task, due.plusMillis(400));
        done(task, due.plusSeconds(2));
        expect(task, due, MET);
      }
      case 3, 4, 5 -> {
        var task = task(opened, due);
        submit(task, early);
        // the engine was away until after the date
        done(task, way == 3 ? after : early.plusSeconds(1));
        done(task, way == 3 ? after : early.plusSeconds(1));
        expect(task, early, MET);
      }
      case 6 -> {
        var task = task(opened, due);
        done(task, after);
        expect(task, due, LATE);
      }
      case 7 -> {
        var task = task(opened, due);
        cancelled(task, early);
      }
      case 8 -> {
        var task = task(opened, due);
        cancelled(task, after);
        expect(task, due, LATE);
      }
      case 9 -> {
        var task = task(opened, due);
        submit(task, early);
        cancelled(task, early.plusSeconds(60));
        expect(task, early, MET);
      }
      case 10 -> {
        var task = task(now.minusSeconds(3_600), now.plusSeconds(random.nextInt(90_000)));
        expect(task, null, OPEN);
      }
      case 11 -> {
        Instant over = now.minusSeconds(1 + random.nextInt(3_000_000));
        var task = task(over.minusSeconds(90_000), over);
        expect(task, over, OPEN_LATE);
      }
      case 12, 13, 14 -> extended(way, opened, due, early, after);
      case 15 -> {
        // moved by a supervisor, and done at the new step
        var first = task(opened, due);
        cancelled(first, early);
        var second = taskLike(first, early, due);
        done(second, due);
        expect(second, due, MET);
      }
      case 16 -> {
        // the engine told another date, and told it twice
        var task = task(opened, due);
        Instant later = due.plus(Duration.ofDays(2));
        dates(task, later);
        dates(task, later);
        submit(task, between(due.plusSeconds(2), later));
        expect(task, between(due.plusSeconds(2), due.plusSeconds(3)), null);
      }
      case 17, 18, 19, 20 -> paused(way, opened);
      case 21 -> locks(opened);
      default -> throw new IllegalArgumentException("No such way");
    }
  }

  /** The form asked for more time; what was asked is no end. */
  private void extended(int way, Instant opened, Instant due, Instant early, Instant after) {
    var first = task(opened, due);
    submit(first, early);
    done(first, early.plusSeconds(1));
    change(first, "extended", early.plusSeconds(2));
    Instant longer = after.plus(Duration.ofDays(10));
    var second = taskLike(first, early.plusSeconds(3), longer);
    switch (way) {
      case 12 -> {
        Instant end = between(due.plusSeconds(2), longer);
        submit(second, end);
        done(second, end);
        expect(second, end, MET_EXTENDED);
      }
      case 13 -> {
        done(second, longer.plusSeconds(1));
        expect(second, longer, LATE_EXTENDED);
      }
      default -> {
        cancelled(second, longer.minusSeconds(5));
      }
    }
  }

  private void paused(int way, Instant opened) {
    Instant due = opened.plus(Duration.ofDays(30)).minusNanos(opened.getNano());
    var clock = clock("sar", "record-request", Team.DATA_PROTECTION, opened, due);
    Instant stop = opened.plus(Duration.ofDays(3));
    change(clock, "paused", stop);
    switch (way) {
      case 17 -> expect(clock, null, PAUSED_NOW);
      case 18 -> {
        Instant go = stop.plus(Duration.ofDays(5));
        change(clock, "resumed", go);
        Instant moved = due.plus(Duration.ofDays(5));
        clockDates(clock, moved);
        journeyEnds(clock, due.plus(Duration.ofDays(1)), "ended", "sent");
        expect(clock, due.plus(Duration.ofDays(1)), MET_PAUSED);
      }
      case 19 -> {
        change(clock, "resumed", stop.plus(Duration.ofDays(1)));
        Instant moved = due.plus(Duration.ofDays(1));
        clockDates(clock, moved);
        journeyEnds(clock, moved.plusSeconds(1), "ended", "withheld");
        expect(clock, moved, LATE_PAUSED);
      }
      // taken back while it stood still: nothing was owed any more
      default -> journeyEnds(clock, due.plus(Duration.ofDays(9)), "ended", "withdrawn");
    }
  }

  /** The contractor came, could not do it, and came again. */
  private void locks(Instant opened) {
    Instant due = opened.plus(Duration.ofHours(24)).minusNanos(opened.getNano());
    var clock = clock("lockChange", "sanctuary-scheme", Team.HOUSING_MAINTENANCE, opened, due);
    long visit = step(clock, opened.plusSeconds(60));
    left(visit, opened.plusSeconds(120));
    long again = step(clock, opened.plusSeconds(180));
    if (random.nextBoolean()) {
      left(again, due.plusSeconds(1));
      expect(clock, due, LATE);
    } else {
      left(again, due.minusSeconds(1));
      journeyEnds(clock, due.plus(Duration.ofDays(3)), "stopped", "stopped");
      expect(clock, due.minusSeconds(1), MET);
    }
  }

  private Instant between(Instant from, Instant to) {
    return from.plusSeconds(random.nextLong(Math.max(1, Duration.between(from, to).toSeconds())));
  }

  private void expect(Made made, @Nullable Instant certain, @Nullable LevelCounts counts) {
    LevelCounts what = counts;
    LocalDate day = certain == null ? null : WorkingCalendar.dateOf(certain);
    if (what == null) {
      what = MET;
      day =
          WorkingCalendar.dateOf(
              db.sql("select submitted_at from task_claim where element_instance_key = ?")
                  .param(made.id())
                  .query((row, _) -> row.getObject(1, OffsetDateTime.class).toInstant())
                  .single());
    }
    expected.add(
        new Expected(
            made.caseRef(), made.key(), made.id() < 0, made.process(), made.team(), day, what));
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private Made task(Instant opened, Instant due) {
    var made =
        new Made(
            nextKey++, one(cases), "level-" + nextKey++, one(KEYS), one(PROCESSES), one(TEAMS));
    insert(made, opened, due);
    return made;
  }

  private Made taskLike(Made first, Instant opened, Instant due) {
    var made =
        new Made(
            nextKey++,
            first.caseRef(),
            first.journey(),
            first.key(),
            first.process(),
            first.team());
    insert(made, opened, due);
    return made;
  }

  private void insert(Made made, Instant opened, Instant due) {
    // a job that runs twice
    for (int i = 0; i <= random.nextInt(2); i++) {
      db.sql(
              """
              insert into task (element_instance_key, user_task_key, process_instance_key,
                process_definition_key, process_id, process_version, element_id, title, why,
                policy_clause, case_ref, journey_id, team, for_supervisor, follows_lead, form_id,
                sla_key, outcomes, reaches_her, status, opened_at, warn_at, due_at)
              values (?, ?, 1, 1, ?, 1, 'Task_Level', 'Level', 'why', '1', ?, ?, ?, false, false,
                'form', ?, '{}', false, 'OPEN', ?, ?, ?)
              on conflict do nothing
              """)
          .params(
              made.id(),
              made.id(),
              made.process(),
              made.caseRef().value(),
              made.journey(),
              made.team().code(),
              made.key(),
              at(opened),
              at(due),
              at(due))
          .update();
    }
  }

  private void dates(Made task, Instant due) {
    db.sql("update task set due_at = ? where element_instance_key = ?")
        .params(at(due), task.id())
        .update();
  }

  private void submit(Made task, Instant when) {
    db.sql(
            """
            insert into task_claim (element_instance_key, assignee, submitted_by, submitted_at)
            values (?, 'alex', 'alex', ?)
            """)
        .params(task.id(), at(when))
        .update();
  }

  private void done(Made task, Instant when) {
    end(task, "COMPLETED", when);
  }

  private void cancelled(Made task, Instant when) {
    end(task, "CANCELLED", when);
  }

  private void end(Made task, String status, Instant when) {
    db.sql(
            "update task set status = ?, done_at = ? where element_instance_key = ? and status ="
                + " 'OPEN'")
        .params(status, at(when), task.id())
        .update();
  }

  private void change(Made made, String kind, Instant when) {
    db.sql(
            """
            insert into clock_change (id, case_ref, journey_id, sla_key, kind, at, by)
            values (?, ?, ?, ?, ?, ?, 'system')
            """)
        .params(
            UUID.randomUUID(), made.caseRef().value(), made.journey(), made.key(), kind, at(when))
        .update();
  }

  private Made clock(String key, String process, Team team, Instant starts, Instant due) {
    var made = new Made(-nextKey++, one(cases), "level-" + nextKey++, key, process, team);
    db.sql(
            """
            insert into journey (journey_id, process_id, case_ref, correlation_key, status,
              process_instance_key, requested_at, requested_by)
            values (?, ?, ?, ?, 'running', ?, ?, 'system')
            """)
        .params(
            made.journey(), process, made.caseRef().value(), made.journey(), -made.id(), at(starts))
        .update();
    db.sql(
            """
            insert into clock (clock_id, case_ref, journey_id, sla_key, starts_at, due_at,
              element_instance_key)
            values (?, ?, ?, ?, ?, ?, ?)
            """)
        .params(
            "CL-" + -made.id(),
            made.caseRef().value(),
            made.journey(),
            key,
            at(starts),
            at(due),
            made.id())
        .update();
    return made;
  }

  private void clockDates(Made clock, Instant due) {
    db.sql("update clock set due_at = ? where element_instance_key = ?")
        .params(at(due), clock.id())
        .update();
  }

  private void journeyEnds(Made clock, Instant when, String status, String endState) {
    db.sql("update journey set status = ?, ended_at = ?, end_state = ? where journey_id = ?")
        .params(status, at(when), endState, clock.journey())
        .update();
  }

  private long step(Made clock, Instant entered) {
    long id = nextKey++;
    db.sql(
            """
            insert into journey_step (element_instance_key, process_instance_key,
              process_definition_key, process_id, process_version, scope_key, element_id,
              element_type, entered_at, position)
            values (?, ?, 1, ?, 1, 1, 'SubProcess_LocksUnderWay', 'SUB_PROCESS', ?, ?)
            """)
        .params(id, -clock.id(), clock.process(), at(entered), sequence++)
        .update();
    return id;
  }

  private void left(long step, Instant when) {
    db.sql("update journey_step set left_at = ? where element_instance_key = ?")
        .params(at(when), step)
        .update();
  }

  private static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
