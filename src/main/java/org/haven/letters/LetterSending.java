package org.haven.letters;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.UUID;
import org.haven.casefile.By;
import org.haven.casefile.SafeContacts;
import org.haven.casefile.Timeline;
import org.haven.letters.LetterRows.Row;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.sealing.Sealed;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Sends letters that two people passed, once. Source: procedure section 7, letters and bundles,
 * neutral notices.
 */
@Component
public class LetterSending {
  /** Shorter than the engine waits before it gives the job to another node. */
  private static final Duration ON_ITS_WAY = Duration.ofSeconds(45);

  private final JdbcClient db;
  private final Clock clock;
  private final Audit audit;
  private final SafeContacts contacts;
  private final Timeline timeline;
  private final LettersProperties office;
  private final LetterRows rows;
  private final OpenedLetters opened;
  private final ObjectProvider<LetterPost> posts;
  private final TransactionTemplate transaction;

  LetterSending(
      JdbcClient db,
      Clock clock,
      Audit audit,
      SafeContacts contacts,
      Timeline timeline,
      LettersProperties office,
      LetterRows rows,
      OpenedLetters opened,
      ObjectProvider<LetterPost> posts,
      PlatformTransactionManager transactions) {
    this.db = db;
    this.clock = clock;
    this.audit = audit;
    this.contacts = contacts;
    this.timeline = timeline;
    this.office = office;
    this.rows = rows;
    this.opened = opened;
    this.posts = posts;
    this.transaction = new TransactionTemplate(transactions);
  }

  /** What came of sending. */
  public sealed interface Outcome {
    record Sent() implements Outcome {}

    /** The contact rules, or what is on record, changed after it was checked. */
    record Stale() implements Outcome {}
  }

  /**
   * Sends a letter that two people have passed, by the way it was checked for. That it goes is on
   * record before it goes, so that a record which is lost on the way never says that it stayed; a
   * step that is done again sends it again under the same name. The same once more sends nothing.
   *
   * @throws IllegalStateException if it was not passed by two, if another step is just sending it,
   *     or inside a transaction
   */
  public Outcome send(CaseRef caseRef, Code letterId) {
    if (TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalStateException("What has left cannot be rolled back: send outside of it");
    }
    return switch (Objects.requireNonNull(transaction.execute(_ -> begin(caseRef, letterId)))) {
      case Going.Over(Outcome outcome) -> outcome;
      case Going.Now now -> carry(now);
    };
  }

  /** What a step that sends has to do. */
  private sealed interface Going {
    record Over(Outcome outcome) implements Going {}

    record Now(Row row, Try attempt, LetterPost by, LetterPost.Outgoing letter) implements Going {}
  }

  private record Try(UUID sendingId, Timestamp since) {}

  private Going begin(CaseRef caseRef, Code letterId) {
    Row row =
        rows.find(letterId.value(), true)
            .filter(r -> r.caseRef().equals(caseRef))
            .orElseThrow(() -> new NoSuchElementException("No letter " + letterId));
    if (row.status() == LetterStatus.SENT) {
      return new Going.Over(new Outcome.Sent());
    }
    if (row.status() == LetterStatus.DRAFT) {
      // an earlier run of the same step found it stale
      return new Going.Over(new Outcome.Stale());
    }
    if (row.status() != LetterStatus.CHECKED && row.status() != LetterStatus.SENDING) {
      throw new IllegalStateException("The letter " + letterId + " was not passed by two people");
    }
    Instant since = row.sendingSince();
    if (since != null && since.plus(ON_ITS_WAY).isAfter(clock.instant())) {
      throw new IllegalStateException("The letter " + letterId + " is just being sent");
    }
    LetterView view = opened.of(row);
    if (view.blocked()) {
      if (since != null) {
        // a step was cut off while it sent it: to say that it stayed here could be untrue
        sent(row, "timeline.letter-may-have-gone");
        return new Going.Over(new Outcome.Sent());
      }
      hold(row);
      return new Going.Over(new Outcome.Stale());
    }
    if (row.status() == LetterStatus.CHECKED) {
      rows.move(row, LetterStatus.SENDING);
    }
    return now(row, view);
  }

  /** What two people passed no longer holds: it is drafted and checked anew. */
  private void hold(Row row) {
    rows.backToDraft(row);
    timeline.add(
        row.caseRef(),
        row.journeyId(),
        "letter",
        "timeline.letter-stale",
        Map.of("letter", new Code(row.template())),
        By.SYSTEM);
    audit.recordSystem("hold-letter", row.caseRef(), Map.of("letter", row.letterId()));
  }

  private Going.Now now(Row row, LetterView view) {
    Try attempt =
        db.sql(
                "update letter set sending_since = ?, sending_id = coalesce(sending_id, ?)"
                    + " where letter_id = ? returning sending_id, sending_since")
            .params(Timestamp.from(clock.instant()), UUID.randomUUID(), row.letterId())
            .query((rs, _) -> new Try(rs.getObject(1, UUID.class), rs.getTimestamp(2)))
            .single();
    return new Going.Now(
        row,
        attempt,
        posts
            .orderedStream()
            .filter(post -> post.takes(row.route(), row.recipient()))
            .findFirst()
            .orElseThrow(),
        new LetterPost.Outgoing(
            row.caseRef(),
            row.letterId(),
            attempt.sendingId(),
            row.recipient(),
            row.route(),
            office.sender(),
            label(view),
            row.route() == Route.NOTICE ? noticeTo(row.caseRef()) : null,
            rows.pdf(row)));
  }

  private @Nullable String noticeTo(CaseRef caseRef) {
    Sealed detail = contacts.forSending(caseRef).detail();
    return detail == null ? null : detail.clear();
  }

  private static List<String> label(LetterView view) {
    var label = new ArrayList<String>();
    label.add(view.recipientName() == null ? "" : view.recipientName().clear());
    if (view.addressLabel() != null) {
      Arrays.stream(view.addressLabel().clear().split("[,\\n]"))
          .map(String::strip)
          .forEach(label::add);
    }
    return List.copyOf(label);
  }

  private Outcome carry(Going.Now now) {
    String letterId = now.row().letterId();
    try {
      now.by().send(now.letter());
    } catch (RuntimeException e) {
      // it is still here, unless another step tries it by now: what is found may hold it back
      db.sql(
              "update letter set sending_since = null"
                  + " where letter_id = ? and status = 'sending' and sending_since = ?")
          .params(letterId, now.attempt().since())
          .update();
      throw e;
    }
    transaction.executeWithoutResult(
        _ ->
            rows.find(letterId, true)
                .filter(row -> row.status() == LetterStatus.SENDING)
                .ifPresent(row -> sent(row, "timeline.letter-sent")));
    return new Outcome.Sent();
  }

  private void sent(Row row, String entry) {
    rows.move(row, LetterStatus.SENT);
    db.sql("update letter set sent_at = ?, sending_since = null where letter_id = ?")
        .params(Timestamp.from(clock.instant()), row.letterId())
        .update();
    timeline.add(
        row.caseRef(),
        row.journeyId(),
        "letter",
        entry,
        Map.of(
            "letter", new Code(row.template()),
            "recipient", new Code(row.recipient()),
            "route", new Code(row.route().code())),
        By.SYSTEM);
    audit.recordSystem(
        "send-letter",
        row.caseRef(),
        Map.of("letter", row.letterId(), "route", row.route().code()));
  }
}
