package org.haven.supportplan;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.haven.casefile.By;
import org.haven.casefile.Timeline;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.haven.platform.calendar.WorkingCalendar;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The mornings at the One Stop Shop that were kept for her. It is a drop-in: nobody is told. */
@Service
public class OneStopShopVisits {
  private final JdbcClient db;
  private final OneStopShop shop;
  private final Timeline timeline;
  private final Clock clock;

  OneStopShopVisits(JdbcClient db, OneStopShop shop, Timeline timeline, Clock clock) {
    this.db = db;
    this.shop = shop;
    this.timeline = timeline;
    this.clock = clock;
  }

  /**
   * Books the next morning; the same step again gives the same one.
   *
   * @param stepKey the step that books it
   * @return when it opens
   */
  @Transactional
  public Instant book(CaseRef caseRef, JourneyId journeyId, long stepKey) {
    Instant now = clock.instant();
    OneStopShop.Morning morning = shop.next(now);
    int first =
        db.sql(
                """
                insert into one_stop_shop_visit
                  (step_key, case_ref, journey_id, opens_at, closes_at, at)
                values (?, ?, ?, ?, ?, ?) on conflict (step_key) do nothing
                """)
            .params(
                stepKey,
                caseRef.value(),
                journeyId.value(),
                Timestamp.from(morning.opensAt()),
                Timestamp.from(morning.closesAt()),
                Timestamp.from(now))
            .update();
    if (first > 0) {
      timeline.add(
          caseRef,
          journeyId,
          "support",
          "timeline.one-stop-shop-booked",
          Map.of("visitOn", WorkingCalendar.dateOf(morning.opensAt())),
          By.SYSTEM);
    }
    return db.sql("select opens_at from one_stop_shop_visit where step_key = ?")
        .param(stepKey)
        .query(Timestamp.class)
        .single()
        .toInstant();
  }

  /**
   * A morning that was booked.
   *
   * @param id opaque, stable
   */
  public record Visit(long id, Instant opensAt, Instant closesAt) {}

  /** The mornings of a case that are not over, the next first. */
  public List<Visit> toCome(CaseRef caseRef) {
    return db.sql(
            "select step_key, opens_at, closes_at from one_stop_shop_visit"
                + " where case_ref = ? and closes_at > ? order by opens_at, step_key")
        .params(caseRef.value(), Timestamp.from(clock.instant()))
        .query(
            (rs, _) ->
                new Visit(
                    rs.getLong("step_key"),
                    rs.getTimestamp("opens_at").toInstant(),
                    rs.getTimestamp("closes_at").toInstant()))
        .list();
  }

  /** When the mornings open that were booked for a case, the newest first. */
  public List<Instant> of(CaseRef caseRef) {
    return db
        .sql("select opens_at from one_stop_shop_visit where case_ref = ? order by opens_at desc")
        .param(caseRef.value())
        .query(Timestamp.class)
        .list()
        .stream()
        .map(Timestamp::toInstant)
        .toList();
  }
}
