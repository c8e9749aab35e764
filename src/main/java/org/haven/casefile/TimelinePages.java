package org.haven.casefile;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.platform.sealing.Sealing;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The timeline of a case and of what is part of it, some lines at a time and by what somebody looks
 * for. Only the notes of the lines that are shown are opened.
 */
@Component
public class TimelinePages {
  static final int SHOWN = 50;
  private static final int MOST = 500;

  /** Without what names another case that must not exist for the person who reads. */
  private static final String READABLE =
      """
      from timeline t where t.case_ref = any (:cases::text[])
        and not exists (select 1 from case_conflict cc
          where cc.case_ref = t.details ->> 'case' and cc.username = :reader)
      """;

  private static final String FITS =
      """
      (cast(:kind as text) is null or t.kind = :kind)
        and (cast(:journey as text) is null or t.journey_id = :journey)
        and (cast(:from as timestamptz) is null or t.at >= :from)
        and (cast(:until as timestamptz) is null or t.at < :until)
      """;

  private final JdbcClient db;
  private final Sealing sealing;
  private final Audit audit;
  private final CaseAccess access;
  private final CaseGroups groups;

  TimelinePages(JdbcClient db, Sealing sealing, Audit audit, CaseAccess access, CaseGroups groups) {
    this.db = db;
    this.sealing = sealing;
    this.audit = audit;
    this.access = access;
    this.groups = groups;
  }

  /**
   * What somebody looks for; what is absent is not asked.
   *
   * @param kind such as {@code report}, {@code task}, {@code journey}, {@code decision}
   * @param from first day, in London
   * @param to last day, in London
   * @param before only lines older than the one of this id
   */
  public record Asked(
      @Nullable String kind,
      @Nullable JourneyId journeyId,
      @Nullable LocalDate from,
      @Nullable LocalDate to,
      @Nullable Long before) {
    public static final Asked ALL = new Asked(null, null, null, null, null);
  }

  /**
   * Lines of the timeline.
   *
   * @param entries the newest first, {@value #SHOWN} at most
   * @param kinds each kind of line that there is, with how many, whatever was asked for
   * @param fitting how many lines fit what was asked for, those of other pages included
   * @param older the id before which the next page begins; absent on the last
   */
  public record Page(
      List<TimelineEntry> entries, Map<String, Integer> kinds, int fitting, @Nullable Long older) {
    public static final Page NONE = new Page(List.of(), Map.of(), 0, null);

    @Override
    public String toString() {
      return "Page[" + entries.size() + " ***]";
    }
  }

  /**
   * A page of what fits. Reading the parts of the case is audited; reading the case itself is where
   * it is opened.
   *
   * @throws NoSuchCaseException if the person may not open the case
   */
  @Transactional
  public Page of(ActingPerson who, CaseRef caseRef, Asked asked) {
    Map<String, @Nullable Object> given = given(readable(who, caseRef), who, asked);
    var kinds = new LinkedHashMap<String, Integer>();
    int[] fitting = {0};
    db.sql(
            "select t.kind, count(*) as lines, count(*) filter (where "
                + FITS
                + ") as fitting "
                + READABLE
                + " group by t.kind order by t.kind")
        .params(given)
        .query(
            rs -> {
              kinds.put(rs.getString("kind"), rs.getInt("lines"));
              fitting[0] += rs.getInt("fitting");
            });
    List<TimelineEntry> found = read(given, SHOWN + 1);
    boolean more = found.size() > SHOWN;
    List<TimelineEntry> shown = more ? found.subList(0, SHOWN) : found;
    return new Page(shown, kinds, fitting[0], more ? shown.getLast().id() : null);
  }

  /**
   * The newest lines, {@value #MOST} at most, whatever they tell; the newest first. The read is
   * audited.
   *
   * @throws NoSuchCaseException if the person may not open the case
   */
  @Transactional
  public List<TimelineEntry> newest(ActingPerson who, CaseRef caseRef) {
    List<CaseRef> cases = readable(who, caseRef);
    audit.record(who, "read-timeline", caseRef, Map.of());
    return read(given(cases, who, Asked.ALL), MOST);
  }

  /** The case, and what is part of it so far as it is open to the person. */
  private List<CaseRef> readable(ActingPerson who, CaseRef caseRef) {
    access.require(who, caseRef);
    var cases = new ArrayList<>(List.of(caseRef));
    for (CaseRef part : groups.parts(caseRef)) {
      if (access.mayOpen(who, part)) {
        audit.record(who, "read-timeline", part, Map.of("partOf", caseRef.value()));
        cases.add(part);
      }
    }
    return cases;
  }

  private static Map<String, @Nullable Object> given(
      List<CaseRef> cases, ActingPerson who, Asked asked) {
    var given = new LinkedHashMap<String, @Nullable Object>();
    given.put("cases", Rows.codes(cases));
    given.put("reader", who.username());
    given.put("kind", asked.kind());
    given.put("journey", Rows.text(asked.journeyId()));
    given.put("from", begin(asked.from()));
    given.put("until", begin(asked.to() == null ? null : asked.to().plusDays(1)));
    given.put("before", asked.before() == null ? Long.MAX_VALUE : asked.before());
    return given;
  }

  private static java.sql.@Nullable Timestamp begin(@Nullable LocalDate day) {
    return day == null ? null : Rows.ts(day.atStartOfDay(WorkingCalendar.LONDON).toInstant());
  }

  private List<TimelineEntry> read(Map<String, @Nullable Object> given, int limit) {
    return db.sql(
            "select t.id, t.row_id, t.case_ref, t.journey_id, t.kind, t.text_key,"
                + " t.details::text as details, t.sealed::text as sealed, t.at, t.by "
                + READABLE
                + " and "
                + FITS
                + " and t.id < :before order by t.id desc limit :limit")
        .params(given)
        .param("limit", limit)
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
                    Timeline.note(
                        sealing,
                        Rows.caseRef(rs),
                        Timeline.ENTITY,
                        rs.getString("row_id"),
                        rs.getString("sealed"),
                        "note")))
        .list();
  }
}
