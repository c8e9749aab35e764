package org.haven.casefile;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.haven.platform.CaseRef;
import org.haven.platform.Known;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Routing facts on record by name. Every answer stays; the latest counts, of all cases that are
 * one. A fact that nobody was asked for is not there, and that is not "no".
 */
@Component
public class CaseFacts {
  /** What is true when it is said and soon no longer: each time it is said is kept. */
  private static final Set<String> OF_THE_MOMENT = Set.of("immediateDanger");

  private final JdbcClient db;
  private final Clock clock;
  private final CaseGroups groups;

  CaseFacts(JdbcClient db, Clock clock, CaseGroups groups) {
    this.db = db;
    this.clock = clock;
    this.groups = groups;
  }

  /** An answer as it was told: the newest of its name counts. */
  public record Told(
      long id, CaseRef caseRef, String name, Object value, java.time.Instant at, String by) {}

  /**
   * The latest value of each fact: true, false, "unknown", a code, a number, an ISO date, a list.
   */
  public Map<String, Object> of(CaseRef caseRef) {
    return joint(caseRef, read(caseRef));
  }

  private Map<String, Object> joint(CaseRef caseRef, Own own) {
    if (!own.joined()) {
      return own.facts();
    }
    Map<String, Object> facts = new LinkedHashMap<>();
    newest(groups.members(caseRef)).forEach(told -> facts.put(told.name(), told.value()));
    return facts;
  }

  /** Of cases that are one: where they said otherwise, what was chosen counts before the older. */
  private List<Told> newest(List<CaseRef> members) {
    return db.sql(
            """
            with choice as (
              select c.name, c.kept_fact, c.until_fact, j.at, j.join_id
              from joined_fact c join case_join j on j.join_id = c.join_id
              join case_fact k on k.id = c.kept_fact
              where j.undone_at is null and c.case_ref = any (:members::text[])
                and k.case_ref = any (:members::text[]))
            select distinct on (f.name) f.id, f.case_ref, f.name, f.value::text as value, f.at, f.by
            from case_fact f
            where f.case_ref = any (:members::text[]) and not exists (
              select 1 from choice c
              where c.name = f.name and f.id <= c.until_fact and f.id <> c.kept_fact
                -- chosen again when a further case was joined
                and not exists (select 1 from choice later
                  where later.kept_fact = f.id and (later.at, later.join_id) > (c.at, c.join_id)))
            order by f.name, f.id desc
            """)
        .param("members", CaseGroups.refs(members))
        .query((rs, _) -> told(rs))
        .list();
  }

  /** Every answer there was, the newest first. */
  List<Told> history(CaseRef caseRef) {
    return db.sql(
            "select id, case_ref, name, value::text as value, at, by from case_fact"
                + " where case_ref = any (?::text[]) order by id desc")
        .param(CaseGroups.refs(groups.members(caseRef)))
        .query((rs, _) -> told(rs))
        .list();
  }

  /** What counts by now, with when it was told and by whom. */
  List<Told> current(CaseRef caseRef) {
    return newest(groups.members(caseRef));
  }

  private static Told told(java.sql.ResultSet rs) throws java.sql.SQLException {
    return new Told(
        rs.getLong("id"),
        Rows.caseRef(rs),
        rs.getString("name"),
        Rows.JSON.readValue(rs.getString("value"), Object.class),
        Rows.at(rs, "at"),
        rs.getString("by"));
  }

  /** The newest answers of this case itself. */
  Map<String, Object> own(CaseRef caseRef) {
    return read(caseRef).facts();
  }

  /**
   * The newest answers of a case itself.
   *
   * @param joined true if it is one with another, whose answers may count as well
   */
  private record Own(Map<String, Object> facts, boolean joined) {}

  private Own read(CaseRef caseRef) {
    Map<String, Object> facts = new LinkedHashMap<>();
    boolean[] joined = {false};
    // a row of its own says whether it is joined: there may be no answer yet
    db.sql(
            """
            select null as name, null as value from case_group where case_ref = :case
            union all
            (select distinct on (name) name, value::text from case_fact where case_ref = :case
             order by name, id desc)
            """)
        .param("case", caseRef.value())
        .query(
            rs -> {
              String name = rs.getString("name");
              if (name == null) {
                joined[0] = true;
              } else {
                facts.put(name, Rows.JSON.readValue(rs.getString("value"), Object.class));
              }
            });
    return new Own(facts, joined[0]);
  }

  /** When the fact was last told; empty if it never was. */
  public Optional<Instant> toldAt(CaseRef caseRef, String name) {
    return db.sql(
            "select at from case_fact where case_ref = any (?::text[]) and name = ?"
                + " order by id desc limit 1")
        .params(CaseGroups.refs(groups.members(caseRef)), name)
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
    Own own = read(caseRef);
    Map<String, Object> before = own.facts();
    Map<String, Object> joint = joint(caseRef, own);
    Rows.closed(routing)
        .forEach(
            (name, value) -> {
              String json = Rows.json(value);
              Object known = before.get(name);
              Object counts = joint.get(name);
              if (known == null
                  || counts == null
                  || OF_THE_MOMENT.contains(name)
                  || !Rows.json(known).equals(json)
                  || !Rows.json(counts).equals(json)) {
                db.sql(
                        "insert into case_fact (case_ref, name, value, at, by)"
                            + " values (?, ?, ?::jsonb, ?, ?)")
                    .params(caseRef.value(), name, json, Rows.ts(clock.instant()), by.name())
                    .update();
              }
            });
  }
}
