package org.haven.casefile;

import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import org.haven.platform.CaseRef;
import org.haven.platform.sealing.Sealing;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The nine characteristics, if she chose to tell: kept apart, for reports only, never shown. */
@Component
public class EqualityMonitoring {
  private final JdbcClient db;
  private final Sealing sealing;
  private final Clock clock;

  EqualityMonitoring(JdbcClient db, Sealing sealing, Clock clock) {
    this.db = db;
    this.sealing = sealing;
    this.clock = clock;
  }

  /** Nothing is kept when nothing was answered. */
  @Transactional
  public void record(CaseRef caseRef, Map<String, ?> answers) {
    if (answers.isEmpty()) {
      return;
    }
    String id = UUID.randomUUID().toString();
    db.sql(
            "insert into equality.answer (id, case_ref, sealed, at)"
                + " values (?::uuid, ?, ?::jsonb, ?)")
        .params(
            id,
            caseRef.value(),
            sealing.sealAll(caseRef, "equality", id, answers),
            Rows.ts(clock.instant()))
        .update();
  }
}
