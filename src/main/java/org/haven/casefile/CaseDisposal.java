package org.haven.casefile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.haven.platform.sealing.KeyScope;
import org.haven.platform.sealing.Sealing;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes a case off the record when the time for which we keep it is over: every row that belongs to
 * it goes, whichever area wrote it, and the key that sealed them is destroyed, so that no copy of
 * the database gives them back. Source: procedure, J17 step 7; policy 10.1, 10.2, 12.1.
 *
 * <p>A table that is added later is emptied too: what stays is named here.
 */
@Component
public class CaseDisposal {
  /**
   * What stays: that there was a case, which journeys and tasks it had and how their limits were
   * kept, the audit trail, holds, and what keeps her home out of the tenancy register. None of them
   * holds a name, an address or a typed word.
   */
  private static final Set<String> KEPT =
      Set.of(
          "case_file",
          "case_link",
          "journey",
          "task",
          "clock",
          "service_level",
          "legal_hold",
          "tenancy_vault",
          "audit_entry");

  private final JdbcClient db;
  private final CaseFiles cases;
  private final JourneyNotes notes;
  private final LegalHolds holds;
  private final Sealing sealing;
  private final Audit audit;
  private final ApplicationEventPublisher events;
  private final CaseGroups groups;

  CaseDisposal(
      JdbcClient db,
      CaseFiles cases,
      JourneyNotes notes,
      LegalHolds holds,
      Sealing sealing,
      Audit audit,
      ApplicationEventPublisher events,
      CaseGroups groups) {
    this.db = db;
    this.cases = cases;
    this.notes = notes;
    this.holds = holds;
    this.sealing = sealing;
    this.audit = audit;
    this.events = events;
    this.groups = groups;
  }

  private record Reference(String child, String column, String parent, String parentColumn) {}

  /** Why a record is not disposed of. */
  public enum Need {
    /** A legal hold stands. */
    EVIDENCE,
    /** Another journey of the case runs, or is about to. */
    JOURNEY,
    /** It is part of another case, and goes with that one. */
    PART
  }

  /**
   * What the record is still needed for, if anything. What is part of the case counts like it.
   *
   * @param journeyId in which disposal is decided
   * @param ownHolds how the references of those holds begin that end with the approval
   */
  public Optional<Need> needed(CaseRef caseRef, JourneyId journeyId, String ownHolds) {
    if (!groups.leading(caseRef).equals(caseRef)) {
      return Optional.of(Need.PART);
    }
    List<CaseRef> members = groups.members(caseRef);
    if (members.stream()
        .flatMap(one -> holds.standing(one).stream())
        .anyMatch(hold -> !hold.startsWith(ownHolds))) {
      return Optional.of(Need.EVIDENCE);
    }
    boolean anotherRuns =
        db.sql(
                """
                select exists (select 1 from journey where case_ref = any (?::text[]) and journey_id <> ?
                  and parent_id is null and status in ('requested', 'running', 'waiting'))
                """)
            .params(CaseGroups.refs(members), journeyId.value())
            .query(Boolean.class)
            .single();
    boolean atTheEnd =
        members.stream().allMatch(one -> cases.head(one).status() == CaseStatus.RETAINED);
    return anotherRuns || members.size() > 1 && !atTheEnd
        ? Optional.of(Need.JOURNEY)
        : Optional.empty();
  }

  /**
   * Disposes of a case and of what is part of it; one that is disposed of stays so. It may be hours
   * after the approval: what was asked for meanwhile counts, and what is asked for now waits until
   * this is over.
   *
   * @param journeyId in which it was approved
   * @param approvedIn the step in which somebody approved it
   * @param ownHolds how the references of those holds begin that end with the approval
   * @return what the record is still needed for; nothing is disposed of then
   * @throws IllegalStateException if the case is not at the end of its retention
   */
  @Transactional
  public Optional<Need> dispose(
      CaseRef caseRef, JourneyId journeyId, String approvedIn, String ownHolds) {
    groups.lock(List.of(caseRef));
    if (cases.head(caseRef).status() == CaseStatus.DISPOSED) {
      return Optional.empty();
    }
    Optional<Need> needed = needed(caseRef, journeyId, ownHolds);
    if (needed.isPresent()) {
      return needed;
    }
    String by = notes.lastBy(caseRef, journeyId, approvedIn).orElse(By.SYSTEM.name());
    groups.parts(caseRef).forEach(part -> dispose(part, journeyId, by));
    dispose(caseRef, journeyId, by);
    return Optional.empty();
  }

  private void dispose(CaseRef caseRef, JourneyId journeyId, String by) {
    holds.standing(caseRef).forEach(hold -> holds.release(caseRef, hold, By.SYSTEM));
    int rows = erase(caseRef, journeyId);
    cases.status(caseRef, CaseStatus.DISPOSED, By.SYSTEM);
    audit.recordSystem("dispose-record", caseRef, Map.of("approvedBy", by, "rows", rows));
  }

  /** At each start: the record may have been restored. */
  @EventListener(ApplicationReadyEvent.class)
  @Transactional
  public void whenReady() {
    disposeAgain();
  }

  /**
   * Disposes again of cases whose key is destroyed although the record has them: it was restored
   * from a backup that is older than their disposal. Nothing of them can be read; now nothing is
   * left.
   *
   * @return how many there were
   */
  @Transactional
  public int disposeAgain() {
    int count = 0;
    @Nullable CaseRef after = null;
    while (true) {
      List<CaseRef> erased = sealing.erased(after, 500);
      if (erased.isEmpty()) {
        return count;
      }
      after = erased.getLast();
      List<CaseRef> restored =
          db.sql(
                  "select case_ref from case_file where case_ref = any (?::text[])"
                      + " and status <> 'disposed' order by case_ref for update")
              .param(Rows.codes(erased))
              .query((rs, _) -> Rows.caseRef(rs))
              .list();
      for (CaseRef caseRef : restored) {
        int rows = erase(caseRef, null);
        db.sql("update case_file set status = 'disposed' where case_ref = ?")
            .param(caseRef.value())
            .update();
        audit.recordSystem("dispose-record-again", caseRef, Map.of("rows", rows));
        count++;
      }
    }
  }

  /**
   * @param own the journey of the disposal, whose way is still drawn
   */
  private int erase(CaseRef caseRef, @Nullable JourneyId own) {
    events.publishEvent(new RecordErasing(caseRef));
    groups.disposed(caseRef);
    int rows = 0;
    for (Map.Entry<String, String> table : tables().entrySet()) {
      rows +=
          db.sql("delete from " + table.getKey() + " where " + table.getValue())
              .param("case", caseRef.value())
              .update();
    }
    rows +=
        db.sql(
                "delete from journey_kept_request where journey_row in"
                    + " (select id from journey where case_ref = ?)")
            .param(caseRef.value())
            .update();
    rows +=
        db.sql("delete from case_counterpart where other_case = ?").param(caseRef.value()).update();
    rows += ways("journey_step", caseRef, own) + ways("journey_incident", caseRef, own);
    sealing.destroy(KeyScope.of(caseRef));
    return rows;
  }

  /** The way that each journey took tells about her; that of the disposal itself is still drawn. */
  private int ways(String table, CaseRef caseRef, @Nullable JourneyId own) {
    return db.sql(
            "delete from "
                + table
                + " where process_instance_key in (select process_instance_key from journey"
                + " where case_ref = ? and journey_id is distinct from ?)")
        .params(Rows.values(caseRef.value(), own == null ? null : own.value()))
        .update();
  }

  /** Tables with rows of a case to the condition that finds them, what depends on others first. */
  private Map<String, String> tables() {
    var conditions = new LinkedHashMap<String, String>();
    db
        .sql(
            """
            select (c.table_schema || '.' || c.table_name)::regclass::text
            from information_schema.columns c
            join information_schema.tables t using (table_schema, table_name)
            where c.column_name = 'case_ref' and t.table_type = 'BASE TABLE'
              and c.table_schema not in ('pg_catalog', 'information_schema')
            order by 1
            """)
        .query(String.class)
        .list()
        .stream()
        .filter(table -> !KEPT.contains(table))
        .forEach(table -> conditions.put(table, "case_ref = :case"));
    List<Reference> references = references();
    boolean more = true;
    while (more) {
      more = false;
      for (Reference r : references) {
        String parent = conditions.get(r.parent());
        if (parent != null && !KEPT.contains(r.child()) && !conditions.containsKey(r.child())) {
          conditions.put(
              r.child(),
              "%s in (select %s from %s where %s)"
                  .formatted(r.column(), r.parentColumn(), r.parent(), parent));
          more = true;
        }
      }
    }
    var ordered = new LinkedHashSet<String>();
    for (String table : conditions.keySet()) {
      place(table, conditions.keySet(), references, new ArrayList<>(), ordered);
    }
    var result = new LinkedHashMap<String, String>();
    ordered.forEach(table -> result.put(table, conditions.getOrDefault(table, "false")));
    return result;
  }

  private static void place(
      String table,
      Set<String> tables,
      List<Reference> references,
      List<String> under,
      Set<String> ordered) {
    if (ordered.contains(table) || under.contains(table)) {
      return;
    }
    under.add(table);
    references.stream()
        .filter(r -> r.parent().equals(table) && tables.contains(r.child()))
        .forEach(r -> place(r.child(), tables, references, under, ordered));
    ordered.add(table);
  }

  private List<Reference> references() {
    return db.sql(
            """
            select c.conrelid::regclass::text as child, a.attname as column,
              c.confrelid::regclass::text as parent, p.attname as parent_column
            from pg_constraint c
            join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
            join pg_attribute p on p.attrelid = c.confrelid and p.attnum = c.confkey[1]
            where c.contype = 'f' order by 1, 2
            """)
        .query(
            (rs, _) ->
                new Reference(
                    rs.getString("child"),
                    rs.getString("column"),
                    rs.getString("parent"),
                    rs.getString("parent_column")))
        .list();
  }
}
