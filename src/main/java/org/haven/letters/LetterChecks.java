package org.haven.letters;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import org.haven.casefile.By;
import org.haven.casefile.Timeline;
import org.haven.letters.LetterRows.Row;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.Code;
import org.haven.platform.sealing.Sealing;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Two people check a letter before it goes. Source: procedure section 7, letters and bundles. */
@Component
public class LetterChecks {
  static final String ENTITY = "letter-check";

  private final JdbcClient db;
  private final Sealing sealing;
  private final Clock clock;
  private final Audit audit;
  private final Timeline timeline;
  private final LetterRows rows;
  private final OpenedLetters opened;

  LetterChecks(
      JdbcClient db,
      Sealing sealing,
      Clock clock,
      Audit audit,
      Timeline timeline,
      LetterRows rows,
      OpenedLetters opened) {
    this.db = db;
    this.sealing = sealing;
    this.clock = clock;
    this.audit = audit;
    this.timeline = timeline;
    this.rows = rows;
    this.opened = opened;
  }

  /** Why somebody may not pass a letter. */
  public enum Objection {
    /** Two people check; this one was the first. */
    SAME_PERSON,
    /** Haven found something with which it cannot go. */
    FOUND,
    /** The contact rules changed after the draft was made. */
    STALE,
    /** There is no letter to check, or it is past checking. */
    NONE_TO_CHECK
  }

  /** What stands against this person's passing it now. */
  @Transactional
  public Optional<Objection> objection(ActingPerson who, long processInstanceKey) {
    Optional<Row> found = rows.ofInstance(processInstanceKey, false);
    if (found.isEmpty()) {
      return Optional.of(Objection.NONE_TO_CHECK);
    }
    Row row = found.get();
    if (row.status() == LetterStatus.CHECKED_ONCE && who.username().equals(row.checker1())) {
      return Optional.of(Objection.SAME_PERSON);
    }
    if (row.status() != LetterStatus.DRAFT && row.status() != LetterStatus.CHECKED_ONCE) {
      return Optional.of(Objection.NONE_TO_CHECK);
    }
    LetterView view = opened.of(row);
    if (view.stale()) {
      return Optional.of(Objection.STALE);
    }
    return view.blocked() ? Optional.of(Objection.FOUND) : Optional.empty();
  }

  /**
   * Keeps what a checker answered and moves the letter on: passed once, passed twice, or back to
   * draft.
   *
   * @param sealed recipientRight, noSafeAddress, noMarac, neutralSender, whatToChange
   * @throws IllegalStateException if the same person would check twice, or it cannot pass
   */
  @Transactional
  public void checked(
      ActingPerson who, long processInstanceKey, boolean pass, Map<String, ?> sealed) {
    Row row = rows.ofInstance(processInstanceKey, true).orElseThrow(NoSuchElementException::new);
    if (pass) {
      objection(who, processInstanceKey)
          .ifPresent(
              why -> {
                throw new IllegalStateException("The letter cannot pass: " + why);
              });
    }
    String id = UUID.randomUUID().toString();
    db.sql(
            "insert into letter_check (check_id, letter_id, draft, pass, sealed, at, by)"
                + " values (?::uuid, ?, ?, ?, ?::jsonb, ?, ?)")
        .params(
            id,
            row.letterId(),
            row.draft(),
            pass,
            sealing.sealAll(row.caseRef(), ENTITY, id, sealed),
            Timestamp.from(clock.instant()),
            who.username())
        .update();
    if (!pass) {
      rows.backToDraft(row);
    } else if (row.status() == LetterStatus.DRAFT) {
      passed(row, LetterStatus.CHECKED_ONCE, "checker1", who);
    } else {
      passed(row, LetterStatus.CHECKED, "checker2", who);
    }
    timeline.add(
        row.caseRef(),
        row.journeyId(),
        "letter",
        pass ? "timeline.letter-passed" : "timeline.letter-not-passed",
        Map.of("letter", new Code(row.template())),
        By.of(who));
    audit.record(
        who,
        "check-letter",
        row.caseRef(),
        Map.of("letter", row.letterId(), "draft", row.draft(), "pass", pass));
  }

  private void passed(Row row, LetterStatus next, String checker, ActingPerson who) {
    db.sql("update letter set " + checker + " = ? where letter_id = ?")
        .params(who.username(), row.letterId())
        .update();
    rows.move(row, next);
  }
}
