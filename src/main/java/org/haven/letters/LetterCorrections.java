package org.haven.letters;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import org.haven.casefile.By;
import org.haven.casefile.Timeline;
import org.haven.letters.LetterRows.Row;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.sealing.Sealing;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What becomes of a letter that did not pass: an officer finds other words for it, or it does not
 * go. Source: procedure section 7, letters and bundles.
 */
@Component
public class LetterCorrections {
  private static final String WORDS = "letter-words";

  private final JdbcClient db;
  private final Sealing sealing;
  private final Clock clock;
  private final Audit audit;
  private final Timeline timeline;
  private final LetterRows rows;

  LetterCorrections(
      JdbcClient db,
      Sealing sealing,
      Clock clock,
      Audit audit,
      Timeline timeline,
      LetterRows rows) {
    this.db = db;
    this.sealing = sealing;
    this.clock = clock;
    this.audit = audit;
    this.timeline = timeline;
    this.rows = rows;
  }

  /** Other words for the part of the letter that an officer may change; the next draft has them. */
  @Transactional
  public void correct(
      ActingPerson who, long processInstanceKey, String paragraph, @Nullable String reason) {
    Row row = rows.ofInstance(processInstanceKey, true).orElseThrow(NoSuchElementException::new);
    String id = UUID.randomUUID().toString();
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("paragraph", paragraph);
    fields.put("reason", reason);
    db.sql(
            "insert into letter_words (words_id, letter_id, sealed, at, by)"
                + " values (?::uuid, ?, ?::jsonb, ?, ?)")
        .params(
            id,
            row.letterId(),
            sealing.sealAll(row.caseRef(), WORDS, id, fields),
            Timestamp.from(clock.instant()),
            who.username())
        .update();
    rows.backToDraft(row);
    audit.record(who, "correct-letter", row.caseRef(), Map.of("letter", row.letterId()));
  }

  /** It will not go; again changes nothing. */
  @Transactional
  public void stop(ActingPerson who, long processInstanceKey, @Nullable String reason) {
    Row row = rows.ofInstance(processInstanceKey, true).orElseThrow(NoSuchElementException::new);
    if (row.status() == LetterStatus.STOPPED) {
      return;
    }
    rows.move(row, LetterStatus.STOPPED);
    timeline.add(
        row.caseRef(),
        row.journeyId(),
        "letter",
        "timeline.letter-stopped",
        Map.of("letter", new Code(row.template())),
        reason,
        By.of(who));
    audit.record(who, "stop-letter", row.caseRef(), Map.of("letter", row.letterId()));
  }

  /** The last words for that part; empty if nobody changed them. */
  Optional<String> paragraph(CaseRef caseRef, String letterId) {
    return db.sql(
            "select words_id, sealed::text as sealed from letter_words"
                + " where letter_id = ? order by seq desc limit 1")
        .param(letterId)
        .query(
            (rs, _) ->
                sealing.openAll(caseRef, WORDS, rs.getString("words_id"), rs.getString("sealed")))
        .optional()
        .map(words -> OpenedLetters.text(words, "paragraph"));
  }
}
