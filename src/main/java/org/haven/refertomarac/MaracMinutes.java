package org.haven.refertomarac;

import java.sql.Date;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.haven.casefile.By;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.NoSuchCaseException;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.haven.platform.sealing.Sealing;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Minutes of MARAC meetings. They stand in no list of answers, no letter and no other case; the
 * named officers of this case open them with a typed reason, and each opening is on record. Source:
 * procedure section 2, vault; section 7, MARAC.
 */
@Service
public class MaracMinutes {
  private static final String ENTITY = "marac-minutes";
  private static final String REVEAL = "marac-minutes-reveal";
  private static final String FIELD = "minutes";

  private final JdbcClient db;
  private final Sealing sealing;
  private final CaseAccess access;
  private final MaracReferrals referrals;
  private final Audit audit;
  private final Clock clock;

  MaracMinutes(
      JdbcClient db,
      Sealing sealing,
      CaseAccess access,
      MaracReferrals referrals,
      Audit audit,
      Clock clock) {
    this.db = db;
    this.sealing = sealing;
    this.access = access;
    this.referrals = referrals;
    this.audit = audit;
    this.clock = clock;
  }

  /** That there are minutes, and of which meeting; nothing of what they say. */
  public record Kept(UUID id, LocalDate meetingOn, Instant at, String by) {}

  /** Minutes that somebody opened; they print nothing of what they say. */
  public record Opened(LocalDate meetingOn, String words) {
    @Override
    public String toString() {
      return "Opened[***]";
    }
  }

  /** Keeps the minutes; the case counts as heard from here on. The same task again keeps once. */
  @Transactional
  public void record(
      CaseRef caseRef,
      JourneyId journeyId,
      long taskId,
      LocalDate meetingOn,
      String words,
      ActingPerson who) {
    String id = UUID.randomUUID().toString();
    By by = By.of(who);
    db.sql(
            """
            insert into marac_minutes (id, task_id, case_ref, journey_id, meeting_on, sealed, at, by)
            values (?::uuid, ?, ?, ?, ?, ?::jsonb, ?, ?) on conflict (task_id) do nothing
            """)
        .params(
            id,
            taskId,
            caseRef.value(),
            journeyId.value(),
            Date.valueOf(meetingOn),
            sealing.sealAll(caseRef, ENTITY, id, Map.of(FIELD, words)),
            Timestamp.from(clock.instant()),
            by.name())
        .update();
    referrals.heard(caseRef, journeyId, meetingOn, by);
    audit.record(who, "record-marac-minutes", caseRef, Map.of("taskId", String.valueOf(taskId)));
  }

  /** Has the case minutes that this person could open with a reason? */
  public boolean openTo(ActingPerson who, CaseRef caseRef) {
    return access.isNamed(who, caseRef) && !of(who, caseRef).isEmpty();
  }

  /**
   * Which minutes a case has, the newest first.
   *
   * @throws NoSuchCaseException if the person may not open the case, or is not named on it
   */
  public List<Kept> of(ActingPerson who, CaseRef caseRef) {
    require(who, caseRef);
    return db.sql(
            "select id, meeting_on, at, by from marac_minutes where case_ref = ? order by seq desc")
        .param(caseRef.value())
        .query(
            (row, _) ->
                new Kept(
                    row.getObject("id", UUID.class),
                    row.getObject("meeting_on", LocalDate.class),
                    row.getTimestamp("at").toInstant(),
                    row.getString("by")))
        .list();
  }

  /**
   * Opens minutes for somebody who typed why; the reason is kept, sealed, and the reading is
   * audited.
   *
   * @throws NoSuchCaseException if the person may not open the case, is not named on it, or it has
   *     no such minutes
   * @throws IllegalArgumentException if no reason is given
   */
  @Transactional
  public Opened reveal(ActingPerson who, CaseRef caseRef, UUID minutesId, String reason) {
    require(who, caseRef);
    if (reason.isBlank()) {
      throw new IllegalArgumentException("Minutes open with a reason only");
    }
    String sealed =
        db.sql("select sealed::text from marac_minutes where id = ? and case_ref = ?")
            .params(minutesId, caseRef.value())
            .query(String.class)
            .optional()
            .orElseThrow(NoSuchCaseException::new);
    LocalDate meetingOn =
        db.sql("select meeting_on from marac_minutes where id = ?")
            .param(minutesId)
            .query(LocalDate.class)
            .single();
    String id = UUID.randomUUID().toString();
    db.sql(
            "insert into marac_minutes_reveal (id, minutes_id, case_ref, sealed, at, by)"
                + " values (?::uuid, ?, ?, ?::jsonb, ?, ?)")
        .params(
            id,
            minutesId,
            caseRef.value(),
            sealing.sealAll(caseRef, REVEAL, id, Map.of("reason", reason)),
            Timestamp.from(clock.instant()),
            who.username())
        .update();
    audit.record(
        who,
        "reveal-marac-minutes",
        caseRef,
        Map.of("minutes", minutesId.toString(), "reveal", id));
    var opened = sealing.openAll(caseRef, ENTITY, minutesId.toString(), sealed);
    return new Opened(meetingOn, Objects.toString(opened.values().get(FIELD), ""));
  }

  private void require(ActingPerson who, CaseRef caseRef) {
    if (!access.isNamed(who, caseRef)) {
      throw new NoSuchCaseException();
    }
  }
}
