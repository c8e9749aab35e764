package org.haven.letters;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.haven.casefile.CaseAccess;
import org.haven.letters.LetterRows.Row;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.sealing.Sealing;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The letters of a case, for whoever reads them. */
@Component
@EnableConfigurationProperties(LettersProperties.class)
public class Letters {
  private final JdbcClient db;
  private final Sealing sealing;
  private final Audit audit;
  private final CaseAccess access;
  private final LetterTemplates templates;
  private final LetterRows rows;
  private final OpenedLetters opened;

  Letters(
      JdbcClient db,
      Sealing sealing,
      Audit audit,
      CaseAccess access,
      LetterTemplates templates,
      LetterRows rows,
      OpenedLetters opened) {
    this.db = db;
    this.sealing = sealing;
    this.audit = audit;
    this.access = access;
    this.templates = templates;
    this.rows = rows;
    this.opened = opened;
  }

  /** The letter that a running of check-letter makes, for the forms of its steps. */
  @Transactional
  public Optional<LetterView> ofInstance(ActingPerson who, long processInstanceKey) {
    return rows.ofInstance(processInstanceKey, false)
        .filter(row -> access.mayOpen(who, row.caseRef()))
        .map(opened::of);
  }

  /**
   * The letters of a case in lines, newest first; empty if the person may not open the case. Of
   * what is sealed only the names are opened, and the read is audited once.
   */
  @Transactional
  public List<LetterLine> of(ActingPerson who, CaseRef caseRef) {
    if (!access.mayOpen(who, caseRef)) {
      return List.of();
    }
    List<LetterLine> lines =
        db.sql(
                """
                select l.letter_id, l.template, l.recipient, l.reader, l.route, l.status, l.draft,
                  l.checker1, l.checker2, l.made_at, l.sent_at,
                  jsonb_strip_nulls(
                    jsonb_build_object('recipientName', d.sealed -> 'recipientName'))::text as name
                from letter l join letter_draft d on d.letter_id = l.letter_id and d.draft = l.draft
                where l.case_ref = ? order by l.made_at desc, l.letter_id
                """)
            .param(caseRef.value())
            .query((rs, _) -> line(caseRef, rs))
            .list();
    if (!lines.isEmpty()) {
      audit.record(who, "read-letters", caseRef, Map.of("count", lines.size()));
    }
    return lines;
  }

  private LetterLine line(CaseRef caseRef, ResultSet rs) throws SQLException {
    String letterId = rs.getString("letter_id");
    int draft = rs.getInt("draft");
    Timestamp sent = rs.getTimestamp("sent_at");
    return new LetterLine(
        letterId,
        rs.getString("template"),
        templates.get(rs.getString("template")).title(),
        new Code(rs.getString("recipient")),
        Reader.ofCode(rs.getString("reader")),
        Route.ofCode(rs.getString("route")),
        LetterStatus.ofCode(rs.getString("status")),
        draft,
        rs.getString("checker1"),
        rs.getString("checker2"),
        rs.getTimestamp("made_at").toInstant(),
        sent == null ? null : sent.toInstant(),
        OpenedLetters.sealed(
            sealing.openAll(
                caseRef, LetterRows.ENTITY, Row.sealRow(letterId, draft), rs.getString("name")),
            "recipientName"));
  }

  /**
   * The PDF of the draft that counts. Empty when the case has no such letter or the person may not
   * open it: the two are not told apart. The read is audited.
   */
  @Transactional
  public Optional<byte[]> pdf(ActingPerson who, CaseRef caseRef, String letterId) {
    Optional<Row> found =
        rows.find(letterId, false)
            .filter(row -> row.caseRef().equals(caseRef))
            .filter(row -> access.mayOpen(who, row.caseRef()));
    found.ifPresent(
        row ->
            audit.record(
                who,
                "read-letter",
                row.caseRef(),
                Map.of("letter", letterId, "draft", row.draft())));
    return found.map(rows::pdf);
  }
}
