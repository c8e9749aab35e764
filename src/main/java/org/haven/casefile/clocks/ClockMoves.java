package org.haven.casefile.clocks;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.haven.casefile.By;
import org.haven.casefile.CaseMoments;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.Rows;
import org.haven.casefile.Timeline;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.OnlyOnce;
import org.haven.platform.Outbox;
import org.haven.platform.calendar.Limits;
import org.haven.platform.calendar.Sla;
import org.haven.platform.calendar.SlaTable;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.platform.sealing.Sealing;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Clocks that stand still, run on, or are given more time. A journey that watches one hears of it
 * by the message {@code clock-changed} and reads the dates anew. Source: procedure section 5.
 */
@Component
public class ClockMoves {
  /** The day until which a journey was given more time, as its letters say it. */
  public static final String REPLY_BY = "reply-by";

  private static final String ENTITY = "clock-change";

  private final JdbcClient db;
  private final Clock clock;
  private final WorkingCalendar calendar;
  private final SlaTable limits;
  private final CaseMoments moments;
  private final Timeline timeline;
  private final Outbox outbox;
  private final OnlyOnce once;
  private final Sealing sealing;
  private final TransactionTemplate transaction;

  ClockMoves(
      JdbcClient db,
      Clock clock,
      WorkingCalendar calendar,
      SlaTable limits,
      CaseMoments moments,
      Timeline timeline,
      Outbox outbox,
      OnlyOnce once,
      Sealing sealing,
      PlatformTransactionManager transactions) {
    this.db = db;
    this.clock = clock;
    this.calendar = calendar;
    this.limits = limits;
    this.moments = moments;
    this.timeline = timeline;
    this.outbox = outbox;
    this.once = once;
    this.sealing = sealing;
    this.transaction = new TransactionTemplate(transactions);
  }

  /**
   * A clock as it is now.
   *
   * @param runs false while it stands still; its dates then are those of before
   * @param extended true if the journey was given more time
   */
  public record Dates(
      String slaKey, boolean runs, boolean extended, Instant warnAt, Instant dueAt) {}

  private record Kept(JourneyId journeyId, String slaKey, Instant warnAt, Instant dueAt) {}

  /**
   * What a person does with a clock.
   *
   * @param id the same one is done once
   * @param why what the clock stands still for, in the word of the table of limits
   * @param reason why, sealed
   */
  public record Move(
      UUID id,
      CaseRef caseRef,
      JourneyId journeyId,
      String slaKey,
      ClockChange change,
      @Nullable String why,
      @Nullable String reason,
      By by) {
    @Override
    public String toString() {
      return "Move[" + caseRef + ", " + slaKey + ", " + change + " ***]";
    }
  }

  /** True if this journey was given more time for that limit. */
  public boolean extended(JourneyId journeyId, String slaKey) {
    return history(journeyId, slaKey).extended();
  }

  /** The limit as this journey has it on a day: with the extension, if it was given one. */
  public Sla limit(JourneyId journeyId, String slaKey, LocalDate effectiveOn) {
    return limit(slaKey, effectiveOn, extended(journeyId, slaKey));
  }

  /**
   * The limit on a day.
   *
   * @param extended as {@link #extended} has told
   */
  public Sla limit(String slaKey, LocalDate effectiveOn, boolean extended) {
    return extended ? limits.extended(slaKey, effectiveOn) : limits.limit(slaKey, effectiveOn);
  }

  /**
   * Gives a limit the one extension that the table allows. Steps of the journey that open from now
   * on have it; a clock that is watched moves.
   *
   * @param reason why, sealed; absent if a form holds it
   * @return false if it had been given before: nothing changes
   */
  public boolean extend(
      CaseRef caseRef, JourneyId journeyId, String slaKey, @Nullable String reason, By by) {
    var wish =
        new Move(
            UUID.randomUUID(), caseRef, journeyId, slaKey, ClockChange.EXTENDED, null, reason, by);
    return move(wish, () -> true, () -> {});
  }

  /**
   * What a person does with a clock: has it stand still, run on, or gives it more time.
   *
   * @param may asked once nobody else moves a clock of the case, in the transaction of the move
   * @param then done in that transaction if the clock moves
   * @return false if that person may not, or the clock stands as wished already: nothing changes
   */
  public boolean byPerson(Move wish, BooleanSupplier may, Runnable then) {
    return move(wish, may, then);
  }

  /** What this move wanted is done. */
  public boolean done(UUID id) {
    return db.sql("select exists (select 1 from clock_change where id = ?)")
        .param(id)
        .query(Boolean.class)
        .single();
  }

  /** The same by a step of the engine: twice is once. */
  public void extend(CaseRef caseRef, JourneyId journeyId, String slaKey, long stepKey) {
    byStep(caseRef, journeyId, slaKey, ClockChange.EXTENDED, "extend-clock", stepKey);
  }

  /** The clock stands still; the same step again changes nothing. */
  public void pause(CaseRef caseRef, JourneyId journeyId, String slaKey, long stepKey) {
    byStep(caseRef, journeyId, slaKey, ClockChange.PAUSED, "pause-clock", stepKey);
  }

  /** It runs on, later by each day for which it stood still. */
  public void resume(CaseRef caseRef, JourneyId journeyId, String slaKey, long stepKey) {
    byStep(caseRef, journeyId, slaKey, ClockChange.RESUMED, "resume-clock", stepKey);
  }

  private void byStep(
      CaseRef caseRef,
      JourneyId journeyId,
      String slaKey,
      ClockChange change,
      String effect,
      long stepKey) {
    move(
        new Move(UUID.randomUUID(), caseRef, journeyId, slaKey, change, null, null, By.SYSTEM),
        () -> once.first(effect, stepKey),
        () -> {});
  }

  /**
   * @throws java.util.NoSuchElementException if there is no such clock
   */
  public Dates read(Code clockId) {
    Kept kept =
        db.sql("select journey_id, sla_key, warn_at, due_at from clock where clock_id = ?")
            .param(clockId.value())
            .query(
                (rs, _) ->
                    new Kept(
                        new JourneyId(rs.getString("journey_id")),
                        rs.getString("sla_key"),
                        Objects.requireNonNullElse(
                            Rows.atOrNull(rs, "warn_at"), Rows.at(rs, "due_at")),
                        Rows.at(rs, "due_at")))
            .optional()
            .orElseThrow();
    ClockHistory history = history(kept.journeyId(), kept.slaKey());
    return new Dates(
        kept.slaKey(), !history.paused(), history.extended(), kept.warnAt(), kept.dueAt());
  }

  /** The clock of this name that the journey started, if it started one. */
  public Optional<Code> of(JourneyId journeyId, String slaKey) {
    return db.sql(
            "select clock_id from clock where journey_id = ? and sla_key = ? order by id desc limit"
                + " 1")
        .params(journeyId.value(), slaKey)
        .query(String.class)
        .optional()
        .map(Code::new);
  }

  private boolean move(Move wish, BooleanSupplier first, Runnable then) {
    // the table is asked before the transaction begins; which limit counts is known once the case
    // is locked: more time may be given meanwhile
    LocalDate today = WorkingCalendar.dateOf(clock.instant());
    String slaKey = wish.slaKey();
    Sla plain = limits.limit(slaKey, today);
    Optional<Sla> longer =
        wish.change() == ClockChange.EXTENDED
            ? Optional.of(limits.extended(slaKey, today))
            : limits.ifExtended(slaKey, today);
    return Boolean.TRUE.equals(
        transaction.execute(
            _ -> {
              db.sql("select 1 from case_file where case_ref = ? for no key update")
                  .param(wish.caseRef().value())
                  .query(Integer.class)
                  .optional();
              ClockHistory before = history(wish.journeyId(), slaKey);
              if (!first.getAsBoolean() || !before.allows(wish.change())) {
                return false;
              }
              keep(wish);
              Sla sla = extended(wish.journeyId(), slaKey) ? longer.orElse(plain) : plain;
              datesMoved(wish.caseRef(), wish.journeyId(), sla, wish.change());
              then.run();
              return true;
            }));
  }

  /**
   * What the due date would be if this happened at that time.
   *
   * @param then further changes, such as the day on which it runs on
   */
  public Instant dueAfter(
      CaseRef caseRef, JourneyId journeyId, String slaKey, Map<ClockChange, Instant> then) {
    LocalDate today = WorkingCalendar.dateOf(clock.instant());
    ClockHistory history = history(journeyId, slaKey).with(then);
    Sla sla = history.extended() ? limits.extended(slaKey, today) : limits.limit(slaKey, today);
    return dates(sla, start(caseRef, journeyId, sla, of(journeyId, slaKey)), history).dueAt();
  }

  /** Who has it stand still, and what for; empty if it runs. */
  public Optional<ClockHistory.Entry> pause(JourneyId journeyId, String slaKey) {
    return history(journeyId, slaKey).pause();
  }

  private void keep(Move wish) {
    String id = wish.id().toString();
    String reason = wish.reason();
    db.sql(
            """
            insert into clock_change (id, case_ref, journey_id, sla_key, kind, why, sealed, at, by)
            values (?::uuid, ?, ?, ?, ?, ?, ?::jsonb, ?, ?)
            """)
        .params(
            Rows.values(
                id,
                wish.caseRef().value(),
                wish.journeyId().value(),
                wish.slaKey(),
                wish.change().code(),
                wish.why(),
                reason == null || reason.isBlank()
                    ? null
                    : sealing.sealAll(wish.caseRef(), ENTITY, id, Map.of("reason", reason)),
                Rows.ts(clock.instant()),
                wish.by().name()))
        .update();
    timeline.add(
        wish.caseRef(),
        wish.journeyId(),
        "clock",
        "timeline.clock-" + wish.change().code(),
        Map.of("clock", new Code(wish.slaKey())),
        reason,
        wish.by());
  }

  private void datesMoved(CaseRef caseRef, JourneyId journeyId, Sla sla, ClockChange change) {
    Optional<Code> watched = of(journeyId, sla.key());
    Limits dates =
        dates(sla, start(caseRef, journeyId, sla, watched), history(journeyId, sla.key()));
    if (change == ClockChange.EXTENDED) {
      // letters of this journey say until when; another's may be given more time as well
      moments.record(caseRef, journeyId, REPLY_BY, dates.dueAt());
    }
    watched.ifPresent(
        clockId -> {
          db.sql("update clock set warn_at = ?, due_at = ? where clock_id = ?")
              .params(Rows.ts(dates.warnAt()), Rows.ts(dates.dueAt()), clockId.value())
              .update();
          outbox.publish(
              caseRef,
              "clock-changed",
              clockId.value(),
              Map.of(),
              JourneyRegister.BROADCAST_TIME_TO_LIVE);
        });
  }

  private Instant start(CaseRef caseRef, JourneyId journeyId, Sla sla, Optional<Code> watched) {
    return watched
        .map(this::startOf)
        .or(() -> Optional.ofNullable(sla.startsFrom()).flatMap(at -> at(caseRef, journeyId, at)))
        .orElseGet(clock::instant);
  }

  private Optional<Instant> at(CaseRef caseRef, JourneyId journeyId, String moment) {
    return moments.latest(caseRef, journeyId, moment);
  }

  private Instant startOf(Code clockId) {
    return db.sql("select starts_at from clock where clock_id = ?")
        .param(clockId.value())
        .query((rs, _) -> Rows.at(rs, "starts_at"))
        .single();
  }

  /** Each paused day moves the due date by one; from no working day it runs to the next. */
  private Limits dates(Sla sla, Instant start, ClockHistory history) {
    Limits plain = calendar.limits(sla, start, start);
    long days = history.pausedDays();
    return days == 0
        ? plain
        : calendar.until(
            sla,
            start,
            calendar.workingDayFrom(WorkingCalendar.dateOf(plain.dueAt()).plusDays(days)));
  }

  private ClockHistory history(JourneyId journeyId, String slaKey) {
    return new ClockHistory(
        db.sql(
                "select kind, why, at, by from clock_change where journey_id = ? and sla_key = ?"
                    + " order by seq")
            .params(journeyId.value(), slaKey)
            .query(
                (rs, _) ->
                    new ClockHistory.Entry(
                        ClockChange.of(rs.getString("kind")),
                        rs.getString("why"),
                        Rows.at(rs, "at"),
                        rs.getString("by")))
            .list());
  }
}
