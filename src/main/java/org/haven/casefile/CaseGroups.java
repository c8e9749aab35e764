package org.haven.casefile;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.haven.platform.CaseRef;
import org.haven.platform.EveryCase;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Which cases are one by now. Each keeps its reference, its rows and its key; the oldest leads. Who
 * may open the one may open the other, and whoever is kept out of one is kept out of all: those
 * rows are shared while the join stands.
 */
@Component
public class CaseGroups {
  private final JdbcClient db;
  private final Clock clock;

  CaseGroups(JdbcClient db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  /** The case that leads; the case itself if it is joined with none. */
  public CaseRef leading(CaseRef caseRef) {
    return db.sql("select lead_case as case_ref from case_group where case_ref = ?")
        .param(caseRef.value())
        .query((rs, _) -> Rows.caseRef(rs))
        .optional()
        .orElse(caseRef);
  }

  /** The case that leads, then its parts, the oldest first; the case alone if joined with none. */
  public List<CaseRef> members(CaseRef caseRef) {
    List<CaseRef> members =
        db.sql(
                """
                select g.case_ref from case_group one
                join case_group g on g.lead_case = one.lead_case
                join case_file cf on cf.case_ref = g.case_ref
                where one.case_ref = ?
                order by g.case_ref <> g.lead_case, cf.reported_at, cf.created_at, g.case_ref
                """)
            .param(caseRef.value())
            .query((rs, _) -> Rows.caseRef(rs))
            .list();
    return members.isEmpty() ? List.of(caseRef) : members;
  }

  /** What is part of this case; none if it is a part itself. */
  public List<CaseRef> parts(CaseRef caseRef) {
    List<CaseRef> members = members(caseRef);
    return members.getFirst().equals(caseRef) ? members.subList(1, members.size()) : List.of();
  }

  /** The others that are one with this case. */
  List<CaseRef> others(CaseRef caseRef) {
    return members(caseRef).stream().filter(one -> !one.equals(caseRef)).toList();
  }

  /** Which of these cases are one with another. */
  Set<CaseRef> joined(Collection<CaseRef> cases) {
    return Set.copyOf(
        db.sql("select distinct case_ref from case_group where case_ref = any (?::text[])")
            .param(Rows.codes(cases))
            .query((rs, _) -> Rows.caseRef(rs))
            .list());
  }

  static String[] refs(List<CaseRef> cases) {
    return Rows.codes(cases);
  }

  /**
   * The strong lock on these cases and on all that are one with them, in one order and before any
   * other: until this transaction has ended nobody adds to one of them, such as to its conflict
   * list, and none is joined, made two of or disposed of.
   */
  void lock(Collection<CaseRef> cases) {
    var locked = new TreeSet<String>();
    while (true) {
      var all = new TreeSet<String>();
      cases.forEach(one -> members(one).forEach(member -> all.add(member.value())));
      if (!locked.addAll(all)) {
        return;
      }
      // while this waited one of them may have been joined with another
      db.sql(
              "select case_ref from case_file where case_ref = any (?::text[])"
                  + " order by case_ref for update")
          .param(all.toArray(String[]::new))
          .query(String.class)
          .list();
    }
  }

  /** Works out again what is one with these cases, after a join was made or undone. */
  @Transactional
  void regroup(Set<CaseRef> of) {
    var seen = new ArrayList<CaseRef>();
    of.forEach(one -> seen.addAll(members(one)));
    for (String table : List.of("case_conflict", "case_team")) {
      String column = table.equals("case_conflict") ? "username" : "team";
      db.sql(
              """
              delete from %1$s t using %1$s_shared s where s.case_ref = any (?::text[])
                and t.case_ref = s.case_ref and t.%2$s = s.%2$s
              """
                  .formatted(table, column))
          .param(refs(seen))
          .update();
    }
    forget(seen);
    var left = new ArrayList<>(seen);
    while (!left.isEmpty()) {
      List<CaseRef> group = joinedWith(left.getFirst());
      left.removeAll(group);
      if (group.size() > 1) {
        keep(group);
      }
    }
    of.forEach(this::share);
  }

  /** The case is disposed of: what it shared stays with the others. */
  @Transactional
  void disposed(CaseRef caseRef) {
    List<CaseRef> members = members(caseRef);
    if (members.size() == 1) {
      return;
    }
    for (String table : List.of("case_conflict_shared", "case_team_shared")) {
      db.sql("delete from " + table + " where case_ref = any (?::text[])")
          .param(refs(members))
          .update();
    }
    forget(members);
    List<CaseRef> rest = members.stream().filter(one -> !one.equals(caseRef)).toList();
    if (rest.size() > 1) {
      keep(rest);
    }
  }

  private void forget(List<CaseRef> cases) {
    db.sql("delete from case_group where case_ref = any (?::text[])").param(refs(cases)).update();
  }

  /** By joins that stand, the oldest case first. */
  private List<CaseRef> joinedWith(CaseRef caseRef) {
    return db.sql(
            """
            with recursive g (case_ref) as (
              values (:case::text)
              union
              select case when j.part = g.case_ref then j.case_ref else j.part end
              from g join case_join j on j.undone_at is null
                and (j.case_ref = g.case_ref or j.part = g.case_ref)
            )
            select cf.case_ref from g join case_file cf using (case_ref)
            where cf.status <> 'disposed'
            order by cf.reported_at, cf.created_at, cf.case_ref
            """)
        .param("case", caseRef.value())
        .query((rs, _) -> Rows.caseRef(rs))
        .list();
  }

  private void keep(List<CaseRef> oldestFirst) {
    oldestFirst.forEach(
        one ->
            db.sql("insert into case_group (case_ref, lead_case) values (?, ?)")
                .params(one.value(), oldestFirst.getFirst().value())
                .update());
  }

  /** Who is kept out of one, and which teams have a part in one, counts for all of them. */
  void share(CaseRef caseRef) {
    share(
        caseRef,
        """
        with new as (
          insert into case_conflict (case_ref, username, why, at, by)
          select distinct on (g.case_ref, c.username) g.case_ref, c.username, c.why, :now::timestamptz, c.by
          from case_group one join case_group g on g.lead_case = one.lead_case
          join case_group o on o.lead_case = one.lead_case and o.case_ref <> g.case_ref
          join case_conflict c on c.case_ref = o.case_ref
          where one.case_ref = :case
          order by g.case_ref, c.username, c.at
          on conflict do nothing
          returning case_ref, username)
        insert into case_conflict_shared (case_ref, username) select case_ref, username from new
        """);
    share(
        caseRef,
        """
        with new as (
          insert into case_team (case_ref, team, why, since)
          select distinct on (g.case_ref, t.team) g.case_ref, t.team, t.why, :now::timestamptz
          from case_group one join case_group g on g.lead_case = one.lead_case
          join case_group o on o.lead_case = one.lead_case and o.case_ref <> g.case_ref
          join case_team t on t.case_ref = o.case_ref
          where one.case_ref = :case
          order by g.case_ref, t.team, t.since
          on conflict do nothing
          returning case_ref, team)
        insert into case_team_shared (case_ref, team) select case_ref, team from new
        """);
  }

  private void share(CaseRef caseRef, String sql) {
    db.sql(sql).param("case", caseRef.value()).param("now", Rows.ts(clock.instant())).update();
  }

  /** A case that is joined with none has no shared rows. */
  private boolean alone(CaseRef caseRef) {
    return db.sql("select not exists (select 1 from case_group where case_ref = ?)")
        .param(caseRef.value())
        .query(Boolean.class)
        .single();
  }

  /**
   * Somebody was put on the list of this very case: a row that was only shared is its own now.
   *
   * @param declared true if a person said so: they said it of what was one, and nobody can tell of
   *     which part, so it is each part's own
   */
  void ownConflict(CaseRef caseRef, String username, boolean declared) {
    // also where it does not exist for whoever acts: the others must not exist for this person
    EveryCase.look(db, () -> owned(caseRef, username, declared));
  }

  private boolean owned(CaseRef caseRef, String username, boolean declared) {
    if (alone(caseRef)) {
      return false;
    }
    share(caseRef);
    List<CaseRef> owners = declared ? members(caseRef) : List.of(caseRef);
    db.sql("delete from case_conflict_shared where case_ref = any (?::text[]) and username = ?")
        .params(refs(owners), username)
        .update();
    return true;
  }

  /** A team got a part in this very case. */
  void ownTeam(CaseRef caseRef, String team) {
    if (alone(caseRef)) {
      return;
    }
    db.sql("delete from case_team_shared where case_ref = ? and team = ?")
        .params(caseRef.value(), team)
        .update();
    share(caseRef);
  }
}
