package org.haven.training;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.Training;
import org.haven.platform.purpose.WrongPurposeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Moves Haven's clock and the engine's together, forward only, and waits until what fell due has
 * happened. Each move is a row, so that the clock goes on from there after a restart.
 */
@Component
@Profile(Training.PROFILE)
public class TrainingMoves {
  private static final Logger LOG = LoggerFactory.getLogger(TrainingMoves.class);

  /** Nothing more comes of a move when nothing has changed for so long. */
  private static final Duration QUIET = Duration.ofSeconds(3);

  /** Local default: a move is over then, whatever still goes on. */
  static final Duration LONGEST = Duration.ofMinutes(1);

  private static final Duration TURN = Duration.ofMillis(250);

  private final JdbcClient db;
  private final TrainingClock clock;
  private final EngineClock engine;
  private final Audit audit;
  private final TransactionTemplate transaction;
  private final AtomicBoolean moving = new AtomicBoolean();
  private volatile boolean inStep = true;
  private volatile boolean stopped;

  TrainingMoves(
      JdbcClient db,
      TrainingClock clock,
      EngineClock engine,
      Audit audit,
      PlatformTransactionManager transactions) {
    this.db = db;
    this.clock = clock;
    this.engine = engine;
    this.audit = audit;
    this.transaction = new TransactionTemplate(transactions);
  }

  /** What came of asking for a move. */
  public enum Moved {
    /** The clock is there; what fell due happens now. */
    MOVED,
    /** This page has moved it before. */
    TWICE,
    /** It does not lie ahead. */
    NOT_AHEAD,
    /** An earlier move is not over. */
    BUSY
  }

  /**
   * A move.
   *
   * @param from what the clock said
   * @param settledAt by the same clock; absent if something may still come of it
   */
  public record Move(Instant from, Instant to, String by, @Nullable Instant settledAt) {}

  static Duration lastAhead(JdbcClient db) {
    return db.sql("select ahead_ms from training_move order by id desc limit 1")
        .query(Long.class)
        .optional()
        .map(Duration::ofMillis)
        .orElse(Duration.ZERO);
  }

  /**
   * @param token of the page that asks: asked twice it moves once
   */
  public Moved move(ActingPerson who, UUID token, Instant to) {
    if (isKnown(token)) {
      return Moved.TWICE;
    }
    if (!moving.compareAndSet(false, true)) {
      return Moved.BUSY;
    }
    boolean begun = false;
    try {
      Instant from = clock.instant();
      if (!to.isAfter(from)) {
        return Moved.NOT_AHEAD;
      }
      if (!Boolean.TRUE.equals(transaction.execute(_ -> keep(who, token, from, to)))) {
        return Moved.TWICE;
      }
      // Haven first: a timer that fires asks Haven what time it is
      clock.forwardTo(to);
      followSafely();
      Thread.ofVirtual().name("training-clock").start(() -> settle(token));
      begun = true;
      return Moved.MOVED;
    } finally {
      if (!begun) {
        moving.set(false);
      }
    }
  }

  private boolean isKnown(UUID token) {
    return db.sql("select exists (select from training_move where token = ?)")
        .param(token)
        .query(Boolean.class)
        .single();
  }

  private boolean keep(ActingPerson who, UUID token, Instant from, Instant to) {
    boolean first =
        db.sql(
                    """
                    insert into training_move (token, from_at, to_at, ahead_ms, moved_by)
                    values (?, ?, ?, ?, ?) on conflict (token) do nothing
                    """)
                .params(
                    token,
                    Timestamp.from(from),
                    Timestamp.from(to),
                    Duration.between(clock.machine().instant(), to).toMillis(),
                    who.username())
                .update()
            == 1;
    if (first) {
      audit.record(who, "move-training-clock", null, Map.of("to", to.toString()));
    }
    return first;
  }

  /** True while what fell due still happens. */
  public boolean isMoving() {
    return moving.get();
  }

  /** False while the engine does not answer, or its clock is ahead of Haven's. */
  public boolean isInStep() {
    return inStep;
  }

  /** The last move, if the clock was ever moved. */
  public Optional<Move> last() {
    return db.sql(
            """
            select from_at, to_at, moved_by, settled_at from training_move
            order by id desc limit 1
            """)
        .query(
            (row, _) -> {
              Instant to = row.getTimestamp("to_at").toInstant();
              Timestamp settled = row.getTimestamp("settled_at");
              return new Move(
                  row.getTimestamp("from_at").toInstant(),
                  to,
                  row.getString("moved_by"),
                  // cut off before it was over: no more is counted to it
                  settled != null ? settled.toInstant() : isMoving() ? null : to.plus(LONGEST));
            })
        .optional();
  }

  private void settle(UUID token) {
    try {
      Instant begun = clock.machine().instant();
      Instant changed = begun;
      String before = "";
      while (!stopped && between(begun).compareTo(LONGEST) < 0) {
        String now = pulse();
        if (!now.equals(before) || !inStep) {
          changed = clock.machine().instant();
          before = now;
        }
        if (between(changed).compareTo(QUIET) >= 0) {
          break;
        }
        Thread.sleep(TURN);
      }
      db.sql("update training_move set settled_at = ? where token = ?")
          .params(Timestamp.from(clock.instant()), token)
          .update();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      if (!stopped) {
        LOG.warn("What came of a move of the clock is not known ({})", e.getClass().getName());
      }
    } finally {
      moving.set(false);
    }
  }

  private Duration between(Instant since) {
    return Duration.between(since, clock.machine().instant());
  }

  /** Another text whenever the procedure has done something. */
  private String pulse() {
    return db.sql(
            """
            select concat_ws(' ',
              (select count(*) from task), (select count(*) from task where status = 'OPEN'),
              (select count(*) from journey where ended_at is not null),
              (select count(*) from letter), (select max(id) from notice),
              (select max(id) from timeline),
              (select count(*) from outbox where sent_at is null and dead_at is null))
            """)
        .query(String.class)
        .single();
  }

  /** An engine that was started again begins with the machine's time: it is brought in step. */
  @Scheduled(fixedDelayString = "PT1S", initialDelayString = "PT1S")
  void followSafely() {
    try {
      Duration ahead = engine.follow(clock);
      tell(ahead.isZero());
    } catch (EngineClock.EngineAwayException | WrongPurposeException e) {
      tell(false);
    }
  }

  private void tell(boolean now) {
    if (now != inStep) {
      inStep = now;
      LOG.atInfo().log(
          now
              ? "The engine's clock is in step with the clock for training"
              : "The engine's clock does not go with the clock for training");
    }
  }

  @EventListener(ContextClosedEvent.class)
  void stop() {
    stopped = true;
  }
}
