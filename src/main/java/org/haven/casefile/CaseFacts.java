package org.haven.casefile;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.haven.platform.CaseRef;
import org.haven.platform.Known;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Routing facts on record by name. Every answer stays; the latest counts. A fact that nobody was
 * asked for is not there, and that is not "no".
 */
@Component
public class CaseFacts {
  /** What is true when it is said and soon no longer: each time it is said is kept. */
  private static final Set<String> OF_THE_MOMENT = Set.of("immediateDanger");

  private final JdbcClient db;
  private final Clock clock;

  CaseFacts(JdbcClient db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  /**
   * The latest value of each fact: true, false, "unknown", a code, a number, an ISO date, a list.
   */
  public Map<String, Object> of(CaseRef caseRef) {
    Map<String, Object> facts = new LinkedHashMap<>();
    db.sql(
            "select distinct on (name) name, value::text as value from case_fact"
                + " where case_ref = ? order by name, id desc")
        .param(caseRef.value())
        .query(
            rs -> {
              facts.put(
                  rs.getString("name"), Rows.JSON.readValue(rs.getString("value"), Object.class));
            });
    return facts;
  }

  /** When the fact was last told; empty if it never was. */
  public Optional<Instant> toldAt(CaseRef caseRef, String name) {
    return db.sql(
            "select at from case_fact where case_ref = ? and name = ? order by id desc limit 1")
        .params(caseRef.value(), name)
        .query((rs, _) -> Rows.at(rs, "at"))
        .optional();
  }

  /** A tri-state fact; unknown when it was never asked. */
  public Known known(CaseRef caseRef, String name) {
    return Known.of(of(caseRef).get(name));
  }

  /**
   * Keeps what was answered; a value that is on record already adds nothing.
   *
   * @throws IllegalArgumentException if a value is not of a closed type
   */
  @Transactional
  public void put(CaseRef caseRef, Map<String, ?> routing, By by) {
    Map<String, Object> before = of(caseRef);
    Rows.closed(routing)
        .forEach(
            (name, value) -> {
              String json = Rows.json(value);
              Object known = before.get(name);
              if (known == null || OF_THE_MOMENT.contains(name) || !Rows.json(known).equals(json)) {
                db.sql(
                        "insert into case_fact (case_ref, name, value, at, by)"
                            + " values (?, ?, ?::jsonb, ?, ?)")
                    .params(caseRef.value(), name, json, Rows.ts(clock.instant()), by.name())
                    .update();
              }
            });
  }
}
