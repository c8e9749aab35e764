package org.haven.training;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What the clock changes, as the person who asks may know it: the database leaves out cases that
 * are closed to them.
 */
@Component
@Profile(org.haven.platform.Training.PROFILE)
public class Effects {
  /** Of open tasks: when the next one is told of or due. */
  private static final String NEXT_LIMIT =
      """
      select min(at) from (
        select warn_at as at from task where status = 'OPEN' and warn_at > :now
        union all
        select due_at from task where status = 'OPEN' and due_at > :now) limits
      """;

  private static final String COUNTS =
      """
      select
        (select count(*) from task where due_at > :from and due_at <= :to
          and opened_at <= :from and (status = 'OPEN' or done_at >= :to)) as late,
        (select count(*) from task where warn_at > :from and warn_at <= :to and due_at > :to
          and opened_at <= :from and (status = 'OPEN' or done_at >= :to)) as near,
        (select count(*) from task where opened_at >= :to and opened_at <= :until) as opened,
        (select count(*) from task where status = 'CANCELLED'
          and done_at >= :to and done_at <= :until) as taken_back,
        (select count(*) from letter where made_at >= :to and made_at <= :until) as letters,
        (select count(*) from journey where parent_id is null
          and ended_at >= :to and ended_at <= :until) as ended,
        (select count(*) from notice where at >= :to and at <= :until) as notices
      """;

  private final JdbcClient db;

  Effects(JdbcClient db) {
    this.db = db;
  }

  /**
   * What came of a move.
   *
   * @param late tasks whose limit it passed
   * @param near tasks whose owners are told that time runs out
   * @param opened tasks that opened
   * @param takenBack tasks that the procedure closed by itself
   * @param letters drafts of letters that were made
   * @param ended journeys that ended
   * @param notices to staff
   */
  public record Counts(
      long late, long near, long opened, long takenBack, long letters, long ended, long notices) {}

  public Optional<Instant> nextLimit(Instant now) {
    return db.sql(NEXT_LIMIT)
        .param("now", Timestamp.from(now))
        .query((row, _) -> Optional.ofNullable(row.getTimestamp(1)).map(Timestamp::toInstant))
        .single();
  }

  /**
   * @param until when nothing more came of it; absent if it still does
   * @param now by the same clock
   */
  public Counts of(Instant from, Instant to, @Nullable Instant until, Instant now) {
    return db.sql(COUNTS)
        .param("from", Timestamp.from(from))
        .param("to", Timestamp.from(to))
        .param("until", Timestamp.from(until == null ? now : until))
        .query(
            (row, _) ->
                new Counts(
                    row.getLong("late"),
                    row.getLong("near"),
                    row.getLong("opened"),
                    row.getLong("taken_back"),
                    row.getLong("letters"),
                    row.getLong("ended"),
                    row.getLong("notices")))
        .single();
  }
}
