package org.haven.letters;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.haven.casefile.HeldRecords;
import org.haven.platform.CaseRef;
import org.haven.platform.sealing.SealedFields;
import org.haven.platform.sealing.Sealing;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Letters that went: those to the other party to that person alone, all others to her alone. Of a
 * letter its words are given, and not where it went.
 */
@Component
class HeldLetters implements HeldRecords {
  private final JdbcClient db;
  private final Sealing sealing;

  HeldLetters(JdbcClient db, Sealing sealing) {
    this.db = db;
    this.sealing = sealing;
  }

  @Override
  public String kind() {
    return "letter";
  }

  @Override
  public List<Head> list(CaseRef caseRef, About about) {
    return db.sql(
            """
            select letter_id, template, sent_at from letter
            where case_ref = ? and status = 'sent' and (reader = 'perpetrator') = ?
              and template not in ('record-answer', 'record-clarify', 'record-withheld')
            order by sent_at, letter_id
            """)
        .params(caseRef.value(), about == About.OTHER_PARTY)
        .query(
            (rs, _) ->
                new Head(
                    rs.getString("letter_id"),
                    rs.getString("template"),
                    rs.getTimestamp("sent_at").toInstant()))
        .list();
  }

  @Override
  public Optional<Held> open(CaseRef caseRef, String ref) {
    return db.sql(
            """
            select l.letter_id, l.template, l.sent_at, d.draft,
              jsonb_strip_nulls(jsonb_build_object('words', d.sealed -> 'words'))::text as sealed
            from letter l join letter_draft d on d.letter_id = l.letter_id and d.draft = l.draft
            where l.case_ref = ? and l.letter_id = ? and l.status = 'sent'
            """)
        .params(caseRef.value(), ref)
        .query(
            (rs, _) -> {
              SealedFields fields =
                  sealing.openAll(
                      caseRef,
                      LetterRows.ENTITY,
                      LetterRows.Row.sealRow(rs.getString("letter_id"), rs.getInt("draft")),
                      rs.getString("sealed"));
              var pieces = new ArrayList<Piece>();
              fields.values().forEach((name, value) -> pieces.add(new Piece(name, value, true)));
              return new Held(
                  rs.getString("template"),
                  null,
                  rs.getTimestamp("sent_at").toInstant(),
                  false,
                  pieces,
                  fields.refused());
            })
        .optional();
  }
}
