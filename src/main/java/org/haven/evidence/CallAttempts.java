package org.haven.evidence;

import java.util.List;
import org.haven.casefile.ContactAttempts;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Calls of the telephone log; nothing that was said is opened. */
@Component
class CallAttempts implements ContactAttempts {
  private static final Code WAY = new Code("call");

  private final JdbcClient db;

  CallAttempts(JdbcClient db) {
    this.db = db;
  }

  /** Without what was put right by a newer entry, and calls of others. */
  @Override
  public List<Attempt> of(CaseRef caseRef) {
    return db.sql(
            """
            select n.happened_at, n.detail, n.by from case_note n
            where n.case_ref = ? and n.kind = 'call' and n.detail <> 'other-called'
              and not exists (select 1 from case_note newer where newer.corrects = n.note_id)
            order by n.happened_at desc limit 100
            """)
        .param(caseRef.value())
        .query(
            (rs, _) ->
                new Attempt(
                    rs.getTimestamp("happened_at").toInstant(),
                    rs.getString("by"),
                    WAY,
                    new Code(rs.getString("detail"))))
        .list();
  }
}
