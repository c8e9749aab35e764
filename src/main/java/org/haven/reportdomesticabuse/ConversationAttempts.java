package org.haven.reportdomesticabuse;

import java.util.List;
import org.haven.casefile.ContactAttempts;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** First conversations that were tried, and whether she was reached and alone. */
@Component
class ConversationAttempts implements ContactAttempts {
  private static final Code WAY = new Code("first-conversation");

  private final JdbcClient db;

  ConversationAttempts(JdbcClient db) {
    this.db = db;
  }

  @Override
  public List<Attempt> of(CaseRef caseRef) {
    return db.sql(
            "select at, by, held from first_conversation where case_ref = ?"
                + " order by at desc limit 100")
        .param(caseRef.value())
        .query(
            (rs, _) ->
                new Attempt(
                    rs.getTimestamp("at").toInstant(),
                    rs.getString("by"),
                    WAY,
                    new Code(rs.getBoolean("held") ? "held" : "not-reached")))
        .list();
  }
}
