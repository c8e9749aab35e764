package org.haven.casefile;

import java.time.Instant;
import java.util.Optional;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The moments from which clocks run, such as {@code report} or {@code first-conversation}; the
 * column {@code startsFrom} of taskSla names them.
 */
@Component
public class CaseMoments {
  private final JdbcClient db;

  CaseMoments(JdbcClient db) {
    this.db = db;
  }

  /**
   * @param journeyId the journey it belongs to; none for one of the whole case
   */
  public void record(CaseRef caseRef, @Nullable JourneyId journeyId, String moment, Instant at) {
    db.sql(
            "insert into case_moment (case_ref, journey_id, moment, at) values (?, ?, ?, ?)"
                + " on conflict do nothing")
        .params(
            Rows.values(
                caseRef.value(),
                Rows.text(journeyId),
                new org.haven.platform.Code(moment).value(),
                Rows.ts(at)))
        .update();
  }

  /** The latest of this journey, else the latest of the whole case. */
  public Optional<Instant> latest(CaseRef caseRef, @Nullable JourneyId journeyId, String moment) {
    return db.sql(
            """
            select at from case_moment
            where case_ref = :case and moment = :moment
              and (journey_id is null or journey_id = :journey)
            order by journey_id is null, at desc limit 1
            """)
        .param("case", caseRef.value())
        .param("moment", moment)
        .param("journey", Rows.text(journeyId), java.sql.Types.VARCHAR)
        .query((rs, _) -> Rows.at(rs, "at"))
        .optional();
  }
}
