package org.haven.meetings;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.MeetingRecorded;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.haven.platform.calendar.WorkingCalendar;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Which case is talked about at which meeting. Everybody sees the cases that they may open, and a
 * meeting only if one of them is on it: neither its length nor its being there tells of another.
 */
@Service
public class Agendas {
  /** How far back the list of past meetings goes. Status: Local default. */
  public static final Duration PAST = Duration.ofDays(365);

  private static final String COLUMNS =
      """
      select s.sitting_id, s.kind, s.starts_at, s.whole_day, s.changes,
        s.cancelled_at is not null as cancelled, i.item_id, i.case_ref, i.journey_id, i.guarded,
        i.left_at is not null as gone, i.meeting_id
      from sitting s join sitting_item i using (sitting_id)
      """;

  private final JdbcClient db;
  private final CaseAccess access;
  private final Audit audit;
  private final Clock clock;

  Agendas(JdbcClient db, CaseAccess access, Audit audit, Clock clock) {
    this.db = db;
    this.access = access;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Puts a journey's case on the agenda, and takes it off that of an earlier listing that was not
   * held. Again changes nothing.
   */
  @Transactional
  public void list(CaseRef caseRef, JourneyId journeyId, Listing listing) {
    Timestamp now = Timestamp.from(clock.instant());
    String own = listing.alone() ? journeyId.value() : "";
    Timestamp at = Timestamp.from(listing.at());
    db.sql(
            """
            insert into sitting (sitting_id, kind, slot, own_of, starts_at, whole_day)
            values (?, ?, ?, ?, ?, ?) on conflict (kind, slot, own_of) do nothing
            """)
        .params(UUID.randomUUID(), listing.kind(), at, own, at, listing.wholeDay())
        .update();
    UUID sitting =
        db.sql("select sitting_id from sitting where kind = ? and slot = ? and own_of = ?")
            .params(listing.kind(), at, own)
            .query(UUID.class)
            .single();
    db.sql(
            """
            update sitting_item i set left_at = ? from sitting s
            where s.sitting_id = i.sitting_id and s.kind = ? and i.journey_id = ?
              and i.sitting_id <> ? and i.left_at is null and i.meeting_id is null
            """)
        .params(now, listing.kind(), journeyId.value(), sitting)
        .update();
    db.sql(
            """
            insert into sitting_item (item_id, sitting_id, case_ref, journey_id, guarded, listed_at)
            values (?, ?, ?, ?, ?, ?)
            on conflict (sitting_id, journey_id) do update set left_at = null
            """)
        .params(
            UUID.randomUUID(), sitting, caseRef.value(), journeyId.value(), listing.guarded(), now)
        .update();
  }

  /** The same for a case that was talked about, unless it is on an agenda already. */
  @Transactional
  public void listUnlessListed(CaseRef caseRef, JourneyId journeyId, Listing listing) {
    boolean listed =
        db.sql(
                """
                select exists (select 1 from sitting_item i join sitting s using (sitting_id)
                  where i.journey_id = ? and s.kind = ? and i.left_at is null
                    and i.meeting_id is null)
                """)
            .params(journeyId.value(), listing.kind())
            .query(Boolean.class)
            .single();
    if (!listed) {
      list(caseRef, journeyId, listing);
    }
  }

  /** What was talked about is on record now: nothing more is written at the meeting's page. */
  @EventListener
  @Transactional
  public void recorded(MeetingRecorded meeting) {
    db.sql(
            """
            update sitting_item set meeting_id = ? where item_id = (
              select item_id from sitting_item
              where case_ref = ? and journey_id = ? and left_at is null and meeting_id is null
              order by listed_at desc limit 1)
            """)
        .params(meeting.meetingId(), meeting.caseRef().value(), meeting.journeyId().value())
        .update();
  }

  /** Those that are today or later, the next first. */
  public List<Sitting> coming(ActingPerson who) {
    return sittings(
        who,
        db.sql(COLUMNS + " where s.starts_at >= ? order by s.starts_at, s.sitting_id, i.position")
            .param(Timestamp.from(today())));
  }

  /** Those of the last year, the newest first. */
  public List<Sitting> past(ActingPerson who) {
    return sittings(
        who,
        db.sql(
                COLUMNS
                    + " where s.starts_at < ? and s.starts_at > ?"
                    + " order by s.starts_at desc, s.sitting_id, i.position")
            .params(Timestamp.from(today()), Timestamp.from(clock.instant().minus(PAST))));
  }

  private Instant today() {
    LocalDate today = WorkingCalendar.dateOf(clock.instant());
    return today.atStartOfDay(WorkingCalendar.LONDON).toInstant();
  }

  /** Empty too if nothing on it is for this person to see. */
  public Optional<Sitting> find(ActingPerson who, UUID sittingId) {
    return sittings(
            who, db.sql(COLUMNS + " where s.sitting_id = ? order by i.position").param(sittingId))
        .stream()
        .findFirst();
  }

  private record Row(Sitting head, AgendaItem item) {}

  private List<Sitting> sittings(ActingPerson who, JdbcClient.StatementSpec found) {
    List<Row> rows = found.query((rs, _) -> row(rs)).list();
    Set<CaseRef> theirs =
        access.openable(who, rows.stream().map(row -> row.item().caseRef()).distinct().toList());
    Map<UUID, List<Row>> bySitting = new LinkedHashMap<>();
    rows.stream()
        .filter(row -> theirs.contains(row.item().caseRef()))
        .forEach(
            row -> bySitting.computeIfAbsent(row.head().id(), _ -> new ArrayList<>()).add(row));
    return bySitting.values().stream()
        .map(
            of -> {
              Sitting head = of.getFirst().head();
              return new Sitting(
                  head.id(),
                  head.kind(),
                  head.startsAt(),
                  head.wholeDay(),
                  head.changes(),
                  head.cancelled(),
                  of.stream().map(Row::item).toList());
            })
        .toList();
  }

  private static Row row(ResultSet rs) throws SQLException {
    UUID sitting = rs.getObject("sitting_id", UUID.class);
    return new Row(
        new Sitting(
            sitting,
            rs.getString("kind"),
            rs.getTimestamp("starts_at").toInstant(),
            rs.getBoolean("whole_day"),
            rs.getInt("changes"),
            rs.getBoolean("cancelled"),
            List.of()),
        new AgendaItem(
            rs.getObject("item_id", UUID.class),
            sitting,
            new CaseRef(rs.getString("case_ref")),
            new JourneyId(rs.getString("journey_id")),
            rs.getBoolean("guarded"),
            rs.getBoolean("gone"),
            rs.getString("meeting_id")));
  }

  /**
   * The meeting is on another day, or after all on this one: calendars take it over. The same day
   * again changes nothing.
   */
  @Transactional
  public void move(ActingPerson who, UUID sittingId, Instant startsAt, boolean wholeDay) {
    int moved =
        db.sql(
                """
                update sitting set starts_at = :at, whole_day = :day, cancelled_at = null,
                  changes = changes + 1
                where sitting_id = :id
                  and (starts_at <> :at or whole_day <> :day or cancelled_at is not null)
                """)
            .param("at", Timestamp.from(startsAt))
            .param("day", wholeDay)
            .param("id", sittingId)
            .update();
    if (moved > 0) {
      audit.record(
          who,
          "move-meeting",
          null,
          Map.of("meeting", sittingId.toString(), "on", WorkingCalendar.dateOf(startsAt)));
    }
  }

  /** The meeting is not held: calendars take it out. Again changes nothing. */
  @Transactional
  public void cancel(ActingPerson who, UUID sittingId) {
    int cancelled =
        db.sql(
                "update sitting set cancelled_at = ?, changes = changes + 1"
                    + " where sitting_id = ? and cancelled_at is null")
            .params(Timestamp.from(clock.instant()), sittingId)
            .update();
    if (cancelled > 0) {
      audit.record(who, "cancel-meeting", null, Map.of("meeting", sittingId.toString()));
    }
  }

  /**
   * Puts a case one place up or down, among those that the person sees: what they do not see keeps
   * its place.
   *
   * @param from its place as the page showed it, from 1; if it is elsewhere by now nothing happens,
   *     so that a page that is sent twice counts once
   */
  @Transactional
  public void place(ActingPerson who, UUID sittingId, UUID itemId, int from, boolean up) {
    db.sql("select 1 from sitting where sitting_id = ? for update")
        .param(sittingId)
        .query()
        .listOfRows();
    List<AgendaItem> items = find(who, sittingId).map(Sitting::items).orElse(List.of());
    int other = up ? from - 2 : from;
    if (from < 1
        || from > items.size()
        || other < 0
        || other >= items.size()
        || !items.get(from - 1).id().equals(itemId)) {
      return;
    }
    UUID swapped = items.get(other).id();
    db.sql(
            """
            update sitting_item i set position = o.position from sitting_item o
            where (i.item_id = :one and o.item_id = :other)
              or (i.item_id = :other and o.item_id = :one)
            """)
        .param("one", itemId)
        .param("other", swapped)
        .update();
    audit.record(
        who,
        "order-agenda",
        items.get(from - 1).caseRef(),
        Map.of("meeting", sittingId.toString(), "place", other + 1));
  }
}
