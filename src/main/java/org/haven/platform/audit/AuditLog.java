package org.haven.platform.audit;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.Role;
import org.haven.platform.calendar.WorkingCalendar;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The trail as auditors read it: who, what, when, of which case, and nothing of the content. Rows
 * of a case whose conflict list they are on do not exist for them. Each read is a row of the trail.
 */
@Component
public class AuditLog {
  /**
   * Somebody kept out of a case learns of it from its rows, and from rows about the list itself.
   */
  private static final String NOT_CONFLICTED =
      "(e.case_ref is null or not exists (select 1 from case_conflict cc"
          + " where cc.case_ref = e.case_ref and cc.username = :acting))";

  private final JdbcClient db;
  private final Audit audit;

  AuditLog(JdbcClient db, Audit audit) {
    this.db = db;
    this.audit = audit;
  }

  /**
   * What to look for; what is absent is not asked.
   *
   * @param who sign-in name of the person who acted
   * @param day in London
   */
  public record Filter(
      @Nullable CaseRef caseRef,
      @Nullable String who,
      @Nullable String action,
      @Nullable LocalDate day) {
    public static final Filter NONE = new Filter(null, null, null, null);
  }

  /** A row without its details. */
  public record Line(Instant at, String who, String action, @Nullable CaseRef caseRef) {}

  /**
   * Some rows, newest first.
   *
   * @param next where the older ones begin; absent if there are none
   */
  public record Slice(List<Line> lines, @Nullable Long next) {}

  private record Row(long id, Line line) {}

  /**
   * @param before where to go on, as the slice before said
   * @throws IllegalStateException if the person is no auditor
   */
  @Transactional
  public Slice read(ActingPerson who, Filter filter, @Nullable Long before, int limit) {
    require(who);
    var details = new LinkedHashMap<String, Object>();
    if (filter.who() != null) {
      details.put("byPerson", true);
    }
    if (filter.action() != null) {
      details.put("byAction", true);
    }
    if (filter.day() != null) {
      details.put("day", filter.day());
    }
    details.put("older", before != null);
    audit.record(who, "read-trail", filter.caseRef(), details);
    var sql =
        new StringBuilder("select e.id, e.at, e.who, e.action, e.case_ref from audit_entry e");
    sql.append(" where ").append(NOT_CONFLICTED);
    var given = new LinkedHashMap<String, Object>();
    given.put("acting", who.username());
    given.put("limit", limit + 1);
    if (filter.caseRef() != null) {
      sql.append(" and e.case_ref = :case");
      given.put("case", filter.caseRef().value());
    }
    if (filter.who() != null) {
      sql.append(" and e.who = :who");
      given.put("who", filter.who());
    }
    if (filter.action() != null) {
      sql.append(" and e.action = :action");
      given.put("action", filter.action());
    }
    LocalDate day = filter.day();
    if (day != null) {
      sql.append(" and e.at >= :from and e.at < :until");
      given.put("from", start(day));
      given.put("until", start(day.plusDays(1)));
    }
    if (before != null) {
      sql.append(" and e.id < :before");
      given.put("before", before);
    }
    List<Row> rows =
        db.sql(sql.append(" order by e.id desc limit :limit").toString())
            .params(given)
            .query(
                (rs, _) ->
                    new Row(
                        rs.getLong("id"),
                        new Line(
                            rs.getTimestamp("at").toInstant(),
                            rs.getString("who"),
                            rs.getString("action"),
                            caseRef(rs.getString("case_ref")))))
            .list();
    boolean more = rows.size() > limit;
    List<Row> shown = more ? rows.subList(0, limit) : rows;
    return new Slice(shown.stream().map(Row::line).toList(), more ? shown.getLast().id() : null);
  }

  /** What was ever done, to choose from; found along the index, however long the trail is. */
  public List<String> actions(ActingPerson who) {
    require(who);
    return db.sql(
            """
            with recursive a as (
              (select action from audit_entry order by action limit 1)
              union all
              select (select e.action from audit_entry e where e.action > a.action
                      order by e.action limit 1)
              from a where a.action is not null)
            select action from a where action is not null
            """)
        .query(String.class)
        .list();
  }

  private static void require(ActingPerson who) {
    if (!who.has(Role.AUDITOR)) {
      throw new IllegalStateException("Only auditors read the trail");
    }
  }

  /** A row's case as it stands; one that is none any more is left out. */
  private static @Nullable CaseRef caseRef(@Nullable String text) {
    return text != null && CaseRef.isCaseRef(text) ? new CaseRef(text) : null;
  }

  private static Timestamp start(LocalDate day) {
    return Timestamp.from(day.atStartOfDay(WorkingCalendar.LONDON).toInstant());
  }
}
