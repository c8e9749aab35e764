package org.haven.casefile;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.haven.platform.sealing.Sealed;
import org.haven.platform.sealing.Sealing;
import org.haven.platform.sealing.TamperedValueException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What happened in a case, in order: a message key with routing details, and a sealed note. */
@Component
public class Timeline {
  static final String ENTITY = "timeline";

  private final JdbcClient db;
  private final Sealing sealing;
  private final Clock clock;
  private final Audit audit;
  private final CaseAccess access;
  private final CaseWorkers workers;

  Timeline(
      JdbcClient db,
      Sealing sealing,
      Clock clock,
      Audit audit,
      CaseAccess access,
      CaseWorkers workers) {
    this.db = db;
    this.sealing = sealing;
    this.clock = clock;
    this.audit = audit;
    this.access = access;
    this.workers = workers;
  }

  public void add(
      CaseRef caseRef,
      @Nullable JourneyId journeyId,
      String kind,
      String textKey,
      Map<String, ?> details,
      By by) {
    add(caseRef, journeyId, kind, textKey, details, null, by);
  }

  /**
   * @param kind such as {@code report}, {@code task}, {@code journey}, {@code decision}
   * @param textKey message key, such as {@code timeline.lead-assigned}
   * @param details routing facts that the sentence names
   * @param note what somebody typed; sealed
   */
  @Transactional
  public void add(
      CaseRef caseRef,
      @Nullable JourneyId journeyId,
      String kind,
      String textKey,
      Map<String, ?> details,
      @Nullable String note,
      By by) {
    String id = UUID.randomUUID().toString();
    db.sql(
            "insert into timeline"
                + " (row_id, case_ref, journey_id, kind, text_key, details, sealed, at, by)"
                + " values (?::uuid, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?, ?)")
        .params(
            Rows.values(
                id,
                caseRef.value(),
                Rows.text(journeyId),
                kind,
                textKey,
                Rows.json(Rows.closed(details)),
                note == null || note.isBlank()
                    ? null
                    : sealing.sealAll(caseRef, ENTITY, id, Map.of("note", note)),
                Rows.ts(clock.instant()),
                by.name()))
        .update();
    workers.worked(caseRef, by);
  }

  /**
   * Newest first; the read is audited.
   *
   * @throws NoSuchCaseException if the person may not open the case
   */
  @Transactional
  public List<TimelineEntry> of(ActingPerson who, CaseRef caseRef) {
    access.require(who, caseRef);
    audit.record(who, "read-timeline", caseRef, Map.of());
    return unaudited(who, caseRef);
  }

  /** Without what names another case that must not exist for the person who reads. */
  List<TimelineEntry> unaudited(ActingPerson who, CaseRef caseRef) {
    return read(caseRef, who.username());
  }

  List<TimelineEntry> unaudited(CaseRef caseRef) {
    return read(caseRef, "");
  }

  private List<TimelineEntry> read(CaseRef caseRef, String reader) {
    return db.sql(
            """
            select id, row_id, journey_id, kind, text_key, details::text as details,
              sealed::text as sealed, at, by from timeline
            where case_ref = :case and not exists (select 1 from case_conflict cc
              where cc.case_ref = timeline.details ->> 'case' and cc.username = :reader)
            order by id desc limit 500
            """)
        .param("case", caseRef.value())
        .param("reader", reader)
        .query(
            (rs, _) ->
                new TimelineEntry(
                    rs.getLong("id"),
                    Rows.at(rs, "at"),
                    rs.getString("by"),
                    rs.getString("kind"),
                    Rows.journeyOrNull(rs, "journey_id"),
                    rs.getString("text_key"),
                    Rows.map(rs.getString("details")),
                    note(caseRef, ENTITY, rs.getString("row_id"), rs.getString("sealed"), "note")))
        .list();
  }

  private @Nullable Sealed note(
      CaseRef caseRef, String entity, String id, @Nullable String sealed, String field) {
    return note(sealing, caseRef, entity, id, sealed, field);
  }

  /** A single note; one that was changed is left out, and the rest of the list is shown. */
  static @Nullable Sealed note(
      Sealing sealing,
      CaseRef caseRef,
      String entity,
      String id,
      @Nullable String sealed,
      String field) {
    if (sealed == null) {
      return null;
    }
    try {
      return sealing.openAll(caseRef, entity, id, sealed).text(field).orElse(null);
    } catch (TamperedValueException e) {
      return new Sealed("[this note was changed outside Haven and is not shown]");
    }
  }
}
