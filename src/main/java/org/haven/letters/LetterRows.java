package org.haven.letters;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.haven.platform.sealing.KeyScope;
import org.haven.platform.sealing.Sealing;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Letters as they are kept, each with the draft that counts, and how they move on. */
@Component
class LetterRows {
  static final String ENTITY = "letter";

  private static final String COLUMNS =
      "l.letter_id, l.case_ref, l.journey_id, l.template, l.recipient, l.reader, l.route, l.status,"
          + " l.draft, l.checker1, l.checker2, l.made_at, l.sending_since, l.sent_at,"
          + " d.contact_version, d.sealed::text as sealed";
  private static final String TABLES =
      " from letter l join letter_draft d on d.letter_id = l.letter_id and d.draft = l.draft ";

  private final JdbcClient db;
  private final Sealing sealing;

  LetterRows(JdbcClient db, Sealing sealing) {
    this.db = db;
    this.sealing = sealing;
  }

  record Row(
      String letterId,
      CaseRef caseRef,
      JourneyId journeyId,
      String template,
      String recipient,
      Reader reader,
      Route route,
      LetterStatus status,
      int draft,
      long contactVersion,
      @Nullable String checker1,
      @Nullable String checker2,
      Instant madeAt,
      @Nullable Instant sendingSince,
      @Nullable Instant sentAt,
      String sealed) {
    String sealRow() {
      return sealRow(letterId, draft);
    }

    /** By which what is sealed of a draft is known. */
    static String sealRow(String letterId, int draft) {
      return letterId + "." + draft;
    }

    @Override
    public String toString() {
      return "Row[" + letterId + " ***]";
    }
  }

  /** The one letter of a running of check-letter. */
  Optional<Row> ofInstance(long processInstanceKey, boolean lock) {
    return one("l.process_instance_key = ?", processInstanceKey, lock);
  }

  Optional<Row> find(String letterId, boolean lock) {
    return one("l.letter_id = ?", letterId, lock);
  }

  private Optional<Row> one(String condition, Object value, boolean lock) {
    return db.sql(
            "select " + COLUMNS + TABLES + "where " + condition + (lock ? " for update of l" : ""))
        .param(value)
        .query(LetterRows::row)
        .optional();
  }

  private static Row row(ResultSet rs, int number) throws SQLException {
    Timestamp sending = rs.getTimestamp("sending_since");
    Timestamp sent = rs.getTimestamp("sent_at");
    return new Row(
        rs.getString("letter_id"),
        new CaseRef(rs.getString("case_ref")),
        new JourneyId(rs.getString("journey_id")),
        rs.getString("template"),
        rs.getString("recipient"),
        Reader.ofCode(rs.getString("reader")),
        Route.ofCode(rs.getString("route")),
        LetterStatus.ofCode(rs.getString("status")),
        rs.getInt("draft"),
        rs.getLong("contact_version"),
        rs.getString("checker1"),
        rs.getString("checker2"),
        rs.getTimestamp("made_at").toInstant(),
        sending == null ? null : sending.toInstant(),
        sent == null ? null : sent.toInstant(),
        rs.getString("sealed"));
  }

  byte[] pdf(Row row) {
    String sealed =
        db.sql("select sealed_pdf from letter_draft where letter_id = ? and draft = ?")
            .params(row.letterId(), row.draft())
            .query(String.class)
            .single();
    return Base64.getDecoder()
        .decode(sealing.open(KeyScope.of(row.caseRef()), ENTITY, row.sealRow(), "pdf", sealed));
  }

  void backToDraft(Row row) {
    if (row.status() != LetterStatus.DRAFT) {
      move(row, LetterStatus.DRAFT);
    }
  }

  /** The status, and with one that goes back to draft its checkers. */
  void move(Row row, LetterStatus next) {
    if (!row.status().mayBecome(next)) {
      throw new IllegalStateException(
          "A letter that is " + row.status().code() + " cannot become " + next.code());
    }
    db.sql(
            "update letter set status = :status,"
                + " checker1 = case when :status = 'draft' then null else checker1 end,"
                + " checker2 = case when :status = 'draft' then null else checker2 end,"
                + " sending_id = case when :status = 'draft' then null else sending_id end"
                + " where letter_id = :id")
        .param("status", next.code())
        .param("id", row.letterId())
        .update();
  }
}
