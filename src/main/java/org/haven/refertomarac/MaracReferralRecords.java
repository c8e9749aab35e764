package org.haven.refertomarac;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.haven.casefile.By;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Which answered form is the content of which journey's referral. Rows are added, never changed.
 */
@Repository
class MaracReferralRecords {
  private final JdbcClient db;

  MaracReferralRecords(JdbcClient db) {
    this.db = db;
  }

  void add(CaseRef caseRef, JourneyId journeyId, UUID content, Instant at, By by) {
    db.sql(
            "insert into marac_referral (content_id, case_ref, journey_id, at, by)"
                + " values (?, ?, ?, ?, ?)")
        .params(content, caseRef.value(), journeyId.value(), Timestamp.from(at), by.name())
        .update();
  }

  Optional<UUID> content(CaseRef caseRef, JourneyId journeyId) {
    return db.sql(
            "select content_id from marac_referral where case_ref = ? and journey_id = ?"
                + " order by at desc limit 1")
        .params(caseRef.value(), journeyId.value())
        .query(UUID.class)
        .optional();
  }
}
