package org.haven.platform.audit;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.RoutingFacts;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

@Component
class JdbcAudit implements Audit {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private final JdbcClient db;
  private final Clock clock;

  JdbcAudit(JdbcClient db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  @Override
  public void record(
      ActingPerson who, String action, @Nullable CaseRef caseRef, Map<String, ?> details) {
    write(who.username(), action, caseRef, details);
  }

  @Override
  public void recordEach(ActingPerson who, String action, Collection<CaseRef> cases) {
    db.sql(
            "insert into audit_entry (at, who, action, case_ref, details)"
                + " select ?, ?, ?, c, '{}' from unnest(?::text[]) with ordinality u (c, n)"
                + " order by n")
        .param(Timestamp.from(clock.instant()))
        .param(who.username())
        .param(action)
        .param(cases.stream().map(CaseRef::value).toArray(String[]::new))
        .update();
  }

  @Override
  public void recordSystem(String action, @Nullable CaseRef caseRef, Map<String, ?> details) {
    write("system", action, caseRef, details);
  }

  private void write(String who, String action, @Nullable CaseRef caseRef, Map<String, ?> details) {
    db.sql(
            "insert into audit_entry (at, who, action, case_ref, details)"
                + " values (?, ?, ?, ?, ?::jsonb)")
        .param(Timestamp.from(clock.instant()))
        .param(who)
        .param(action)
        .param(caseRef == null ? null : caseRef.value())
        .param(JSON.writeValueAsString(RoutingFacts.toEngine(details)))
        .update();
  }
}
