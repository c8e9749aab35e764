package org.haven.casefile;

import java.util.List;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** When she was asked how she can be reached safely, and whether there was a way. */
@Component
class ContactChecks implements ContactAttempts {
  private static final Code WAY = new Code("safe-contact");

  private final JdbcClient db;

  ContactChecks(JdbcClient db) {
    this.db = db;
  }

  /** Without what was only put right in the office: nobody tried to reach her for it. */
  @Override
  public List<Attempt> of(CaseRef caseRef) {
    return db.sql(
            """
            select checked_at, checked_by, contact_allowed and has_method as safe
            from safe_contact where case_ref = ? and not corrected order by seq desc limit 100
            """)
        .param(caseRef.value())
        .query(
            (rs, _) ->
                new Attempt(
                    Rows.at(rs, "checked_at"),
                    rs.getString("checked_by"),
                    WAY,
                    new Code(rs.getBoolean("safe") ? "safe" : "not-safe")))
        .list();
  }
}
