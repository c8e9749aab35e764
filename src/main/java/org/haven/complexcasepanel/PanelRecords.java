package org.haven.complexcasepanel;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The lists of the panel. Rows are added and never changed. */
@Repository
class PanelRecords {
  private final JdbcClient db;

  PanelRecords(JdbcClient db) {
    this.db = db;
  }

  boolean add(CaseRef caseRef, JourneyId journeyId, Instant panel, Instant at, long stepKey) {
    return db.sql(
                """
                insert into panel_listing (step_key, case_ref, journey_id, panel_at, at)
                values (?, ?, ?, ?, ?) on conflict (step_key) do nothing
                """)
            .params(
                stepKey,
                caseRef.value(),
                journeyId.value(),
                Timestamp.from(panel),
                Timestamp.from(at))
            .update()
        == 1;
  }

  Instant ofStep(long stepKey) {
    return db.sql("select panel_at from panel_listing where step_key = ?")
        .param(stepKey)
        .query(Timestamp.class)
        .single()
        .toInstant();
  }

  List<Instant> of(CaseRef caseRef) {
    return db
        .sql("select panel_at from panel_listing where case_ref = ? order by panel_at desc")
        .param(caseRef.value())
        .query(Timestamp.class)
        .list()
        .stream()
        .map(Timestamp::toInstant)
        .toList();
  }
}
