package org.haven.casefile;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
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

  private enum Kind {
    PAUSED,
    RESUMED,
    EXTENDED;

    String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private record Change(Kind kind, Instant at) {}

  /** True if this journey was given more time for that limit. */
  public boolean extended(JourneyId journeyId, String slaKey) {
    return extended(changes(journeyId, slaKey));
  }

  /** The limit as this journey has it on a day: with the extension, if it was given one. */
  public Sla limit(JourneyId journeyId, String slaKey, LocalDate effectiveOn) {
    return extended(journeyId, slaKey)
        ? limits.extended(slaKey, effectiveOn)
        : limits.limit(slaKey, effectiveOn);
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
    return move(caseRef, journeyId, slaKey, Kind.EXTENDED, reason, by, () -> true);
  }

  /** The same by a step of the engine: twice is once. */
  public void extend(CaseRef caseRef, JourneyId journeyId, String slaKey, long stepKey) {
    move(
        caseRef,
        journeyId,
        slaKey,
        Kind.EXTENDED,
        null,
        By.SYSTEM,
        () -> once.first("extend-clock", stepKey));
  }

  /** The clock stands still; the same step again changes nothing. */
  public void pause(CaseRef caseRef, JourneyId journeyId, String slaKey, long stepKey) {
    move(
        caseRef,
        journeyId,
        slaKey,
        Kind.PAUSED,
        null,
        By.SYSTEM,
        () -> once.first("pause-clock", stepKey));
  }

  /** It runs on, later by each day for which it stood still. */
  public void resume(CaseRef caseRef, JourneyId journeyId, String slaKey, long stepKey) {
    move(
        caseRef,
        journeyId,
        slaKey,
        Kind.RESUMED,
        null,
        By.SYSTEM,
        () -> once.first("resume-clock", stepKey));
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
    List<Change> changes = changes(kept.journeyId(), kept.slaKey());
    return new Dates(
        kept.slaKey(), !paused(changes), extended(changes), kept.warnAt(), kept.dueAt());
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

  private boolean move(
      CaseRef caseRef,
      JourneyId journeyId,
      String slaKey,
      Kind kind,
      @Nullable String reason,
      By by,
      BooleanSupplier first) {
    // the table is asked before the transaction begins; which limit counts is known once the case
    // is locked: more time may be given meanwhile
    LocalDate today = WorkingCalendar.dateOf(clock.instant());
    Sla plain = limits.limit(slaKey, today);
    Optional<Sla> longer =
        kind == Kind.EXTENDED
            ? Optional.of(limits.extended(slaKey, today))
            : limits.ifExtended(slaKey, today);
    return Boolean.TRUE.equals(
        transaction.execute(
            _ -> {
              db.sql("select 1 from case_file where case_ref = ? for no key update")
                  .param(caseRef.value())
                  .query(Integer.class)
                  .optional();
              if (!first.getAsBoolean() || !possible(kind, changes(journeyId, slaKey))) {
                return false;
              }
              keep(caseRef, journeyId, slaKey, kind, reason, by);
              Sla sla = extended(journeyId, slaKey) ? longer.orElse(plain) : plain;
              datesMoved(caseRef, journeyId, sla, kind);
              return true;
            }));
  }

  private static boolean possible(Kind kind, List<Change> before) {
    return switch (kind) {
      case EXTENDED -> !extended(before);
      case PAUSED -> !paused(before);
      case RESUMED -> paused(before);
    };
  }

  private void keep(
      CaseRef caseRef,
      JourneyId journeyId,
      String slaKey,
      Kind kind,
      @Nullable String reason,
      By by) {
    String id = UUID.randomUUID().toString();
    db.sql(
            """
            insert into clock_change (id, case_ref, journey_id, sla_key, kind, sealed, at, by)
            values (?::uuid, ?, ?, ?, ?, ?::jsonb, ?, ?)
            """)
        .params(
            Rows.values(
                id,
                caseRef.value(),
                journeyId.value(),
                slaKey,
                kind.code(),
                reason == null || reason.isBlank()
                    ? null
                    : sealing.sealAll(caseRef, ENTITY, id, Map.of("reason", reason)),
                Rows.ts(clock.instant()),
                by.name()))
        .update();
    timeline.add(
        caseRef,
        journeyId,
        "clock",
        "timeline.clock-" + kind.code(),
        Map.of("clock", new Code(slaKey)),
        reason,
        by);
  }

  private void datesMoved(CaseRef caseRef, JourneyId journeyId, Sla sla, Kind kind) {
    List<Change> changes = changes(journeyId, sla.key());
    Optional<Code> watched = of(journeyId, sla.key());
    Instant start =
        watched
            .map(this::startOf)
            .or(
                () ->
                    Optional.ofNullable(sla.startsFrom()).flatMap(at -> at(caseRef, journeyId, at)))
            .orElseGet(clock::instant);
    Limits dates = dates(sla, start, changes);
    if (kind == Kind.EXTENDED) {
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
  private Limits dates(Sla sla, Instant start, List<Change> changes) {
    Limits plain = calendar.limits(sla, start, start);
    long days = pausedDays(changes);
    return days == 0
        ? plain
        : calendar.until(
            sla,
            start,
            calendar.workingDayFrom(WorkingCalendar.dateOf(plain.dueAt()).plusDays(days)));
  }

  private static long pausedDays(List<Change> changes) {
    long days = 0;
    LocalDate since = null;
    for (Change change : changes) {
      switch (change.kind()) {
        case PAUSED -> since = WorkingCalendar.dateOf(change.at());
        case RESUMED -> {
          if (since != null) {
            days += ChronoUnit.DAYS.between(since, WorkingCalendar.dateOf(change.at()));
          }
          since = null;
        }
        case EXTENDED -> {}
      }
    }
    return days;
  }

  private static boolean extended(List<Change> changes) {
    return changes.stream().anyMatch(change -> change.kind() == Kind.EXTENDED);
  }

  private static boolean paused(List<Change> changes) {
    return changes.stream()
        .filter(change -> change.kind() != Kind.EXTENDED)
        .reduce((_, last) -> last)
        .map(last -> last.kind() == Kind.PAUSED)
        .orElse(false);
  }

  private List<Change> changes(JourneyId journeyId, String slaKey) {
    return db.sql(
            "select kind, at from clock_change where journey_id = ? and sla_key = ? order by seq")
        .params(journeyId.value(), slaKey)
        .query(
            (rs, _) ->
                new Change(
                    Kind.valueOf(rs.getString("kind").toUpperCase(Locale.ROOT)), Rows.at(rs, "at")))
        .list();
  }
}
