package org.haven.recordrequest;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.haven.casefile.By;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.CaseGroups;
import org.haven.casefile.CaseMoments;
import org.haven.casefile.HeldRecords;
import org.haven.casefile.HeldRecords.About;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.NoSuchCaseException;
import org.haven.casefile.Timeline;
import org.haven.casefile.clocks.ClockMoves;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Known;
import org.haven.platform.References;
import org.haven.platform.Role;
import org.haven.platform.calendar.WorkingCalendar;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What is on record of requests for records and of breaches of personal data. */
@Service
public class RecordRequests {
  /** The limit of the whole request. */
  private static final String SAR = "sar";

  /** A year that lies longer back was mistyped; what is truly old is taken. A local default. */
  private static final int OLDEST_YEARS = 6;

  private final JdbcClient db;
  private final CaseAccess access;
  private final CaseGroups groups;
  private final CaseMoments moments;
  private final ClockMoves clocks;
  private final JourneyRegister journeys;
  private final List<HeldRecords> held;
  private final Timeline timeline;
  private final Audit audit;
  private final Clock clock;

  RecordRequests(
      JdbcClient db,
      CaseAccess access,
      CaseGroups groups,
      CaseMoments moments,
      ClockMoves clocks,
      JourneyRegister journeys,
      List<HeldRecords> held,
      Timeline timeline,
      Audit audit,
      Clock clock) {
    this.db = db;
    this.access = access;
    this.groups = groups;
    this.moments = moments;
    this.clocks = clocks;
    this.journeys = journeys;
    this.held = held;
    this.timeline = timeline;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * A request of a case.
   *
   * @param dueAt as the clock stands now; absent before it was started
   * @param runs false while the clock stands still
   * @param endState how it ended, absent while it runs
   */
  public record Request(
      String requestId,
      LocalDate receivedOn,
      @Nullable Instant dueAt,
      boolean runs,
      boolean extended,
      @Nullable String endState) {}

  /**
   * A line of the breach log.
   *
   * @param decision report or not-report, once somebody decided
   */
  public record Breach(Instant awareAt, String addressOut, @Nullable String decision) {}

  /** One record that was listed for whoever asks. */
  public record Item(CaseRef caseRef, String kind, String ref, String what, Instant of) {}

  /** What came of telling Haven that something came. */
  public enum Received {
    STARTED,
    /** The same page was sent twice. */
    ALREADY,
    /** It lies ahead. */
    NOT_A_POSSIBLE_TIME,
    /** Longer back than {@link #OLDEST_YEARS}: the year is wrong. */
    TOO_LONG_AGO
  }

  /**
   * Somebody asks for records. The law's time runs from the day on which the request came.
   *
   * @param token of the page, so that the page sent twice is one request
   * @throws NoSuchCaseException if the person may not open the case
   */
  @Transactional
  public Received receive(ActingPerson who, CaseRef of, UUID token, LocalDate receivedOn) {
    access.require(who, of);
    CaseRef caseRef = journeys.taking(of);
    if (receivedOn.isAfter(WorkingCalendar.dateOf(clock.instant()))) {
      return Received.NOT_A_POSSIBLE_TIME;
    }
    if (isTooLongAgo(receivedOn)) {
      return Received.TOO_LONG_AGO;
    }
    String requestId = References.of("RR", token);
    Optional<JourneyId> started =
        journeys.requestOnce(
            caseRef,
            RecordRequestJourney.PROCESS,
            "record-request-received",
            requestId,
            Map.of("requestId", requestId),
            By.of(who));
    if (started.isEmpty()) {
      return Received.ALREADY;
    }
    JourneyId journeyId = started.get();
    moments.record(
        caseRef,
        journeyId,
        "received",
        receivedOn.atStartOfDay(WorkingCalendar.LONDON).toInstant());
    db.sql(
            "insert into record_request (request_id, case_ref, journey_id, received_on, at, by)"
                + " values (?, ?, ?, ?, ?, ?)")
        .params(requestId, caseRef.value(), journeyId.value(), receivedOn, now(), who.username())
        .update();
    audit.record(who, "record-request-received", caseRef, Map.of("reference", requestId));
    return Received.STARTED;
  }

  /**
   * Personal data got out, or may have. The law's 72 hours run from when we learnt of it.
   *
   * @param addressOut whether where she lives, or how she is reached, may be known
   * @throws NoSuchCaseException if the person may not open the case
   */
  @Transactional
  public Received breachFound(
      ActingPerson who, CaseRef of, UUID token, Instant awareAt, Known addressOut) {
    access.require(who, of);
    CaseRef caseRef = journeys.taking(of);
    if (awareAt.isAfter(clock.instant())) {
      return Received.NOT_A_POSSIBLE_TIME;
    }
    if (isTooLongAgo(WorkingCalendar.dateOf(awareAt))) {
      return Received.TOO_LONG_AGO;
    }
    String breachId = References.of("DB", token);
    Optional<JourneyId> started =
        journeys.requestOnce(
            caseRef,
            RecordRequestJourney.PROCESS,
            "data-breach-found",
            breachId,
            Map.of("breachId", breachId, "addressOut", addressOut),
            By.of(who));
    if (started.isEmpty()) {
      return Received.ALREADY;
    }
    JourneyId journeyId = started.get();
    moments.record(caseRef, journeyId, "aware", awareAt);
    db.sql(
            "insert into data_breach (breach_id, case_ref, journey_id, aware_at, address_out, at,"
                + " by) values (?, ?, ?, ?, ?, ?, ?)")
        .params(
            breachId,
            caseRef.value(),
            journeyId.value(),
            Timestamp.from(awareAt),
            addressOut.name().toLowerCase(Locale.ROOT),
            now(),
            who.username())
        .update();
    audit.record(who, "data-breach-found", caseRef, Map.of("reference", breachId));
    return Received.STARTED;
  }

  private boolean isTooLongAgo(LocalDate day) {
    return day.isBefore(WorkingCalendar.dateOf(clock.instant()).minusYears(OLDEST_YEARS));
  }

  /** What came of asking for more time. */
  public enum MoreTime {
    GIVEN,
    ALREADY_GIVEN,
    /** There is no such request, it has ended, or the person may not give it. */
    NONE_RUNS
  }

  /**
   * May the person give a request of this case more time? As at its tasks: a supervisor of those
   * who work on the case, and nobody who only looks. A local default that awaits the policy owner.
   */
  public boolean mayGiveTime(ActingPerson who, CaseRef caseRef) {
    return who.has(Role.SUPERVISOR) && access.mayWork(who, caseRef);
  }

  /**
   * Two months more for a request that is complex, once.
   *
   * @param reason told to whoever asked; sealed here
   * @throws NoSuchCaseException if the person may not open the case
   */
  public MoreTime moreTime(ActingPerson who, CaseRef caseRef, String requestId, String reason) {
    var found = of(who, caseRef).stream().filter(r -> r.requestId().equals(requestId)).findFirst();
    if (found.isEmpty()
        || found.get().endState() != null
        || found.get().dueAt() == null
        || !mayGiveTime(who, caseRef)) {
      return MoreTime.NONE_RUNS;
    }
    boolean given = clocks.extend(caseRef, journey(requestId), SAR, reason, By.of(who));
    return given ? MoreTime.GIVEN : MoreTime.ALREADY_GIVEN;
  }

  private JourneyId journey(String requestId) {
    return new JourneyId(
        db.sql("select journey_id from record_request where request_id = ?")
            .param(requestId)
            .query(String.class)
            .single());
  }

  /**
   * Lists what is on record for whoever asks, of what is part of the case too; again changes
   * nothing. Somebody who is said to abuse gets a list of the letters that went to that person, and
   * nothing else of the case. The safeguarding log is on nobody's list.
   *
   * @param requester survivor, perpetrator, other, agency or police
   */
  @Transactional
  public void collect(CaseRef caseRef, JourneyId journeyId, Code requester) {
    About about = about(requester.value());
    // in a case that is part of this one the person who is said to abuse may be another
    List<CaseRef> cases = about == About.OTHER_PARTY ? List.of(caseRef) : groups.members(caseRef);
    for (CaseRef one : cases) {
      for (HeldRecords area : held) {
        for (HeldRecords.Head head : area.list(one, about)) {
          // what is read as one record is listed once, as far as it went then
          db.sql(
                  """
                  insert into record_request_item (journey_id, case_ref, kind, ref, what, of_at, at)
                  select :journey, :case, :kind, :ref, :what, :of, :at
                  where not exists (select 1 from record_request_item
                    where journey_id = :journey and case_ref = :case and kind = :kind
                      and what = :what and :kind in ('timeline', 'facts'))
                  on conflict do nothing
                  """)
              .param("journey", journeyId.value())
              .param("case", one.value())
              .param("kind", area.kind())
              .param("ref", head.ref())
              .param("what", head.what())
              .param("of", Timestamp.from(head.at()))
              .param("at", now())
              .update();
        }
      }
    }
    audit.recordSystem(
        "collect-records",
        caseRef,
        Map.of("requester", requester.value(), "count", items(journeyId).size()));
  }

  /** Whoever is not the other party asks for hers, for herself or because she said so. */
  static About about(String requester) {
    return requester.equals("perpetrator") ? About.OTHER_PARTY : About.HER;
  }

  /**
   * What was listed for a request, the oldest first. What was listed of a case that is not part of
   * the request's case any more is another survivor's, and is not among it.
   */
  public List<Item> items(JourneyId journeyId) {
    List<Item> listed = listed(journeyId);
    List<CaseRef> one =
        db.sql("select case_ref from record_request where journey_id = ?")
            .param(journeyId.value())
            .query(String.class)
            .optional()
            .map(CaseRef::new)
            .map(groups::members)
            .orElseGet(List::of);
    return one.isEmpty()
        ? listed
        : listed.stream().filter(item -> one.contains(item.caseRef())).toList();
  }

  private List<Item> listed(JourneyId journeyId) {
    return db.sql(
            "select case_ref, kind, ref, what, of_at from record_request_item where journey_id = ?"
                + " order by of_at, ref")
        .param(journeyId.value())
        .query(
            (row, _) ->
                new Item(
                    new CaseRef(row.getString("case_ref")),
                    row.getString("kind"),
                    row.getString("ref"),
                    row.getString("what"),
                    row.getTimestamp("of_at").toInstant()))
        .list();
  }

  /** The breach was assessed: reported to the Information Commissioner, or not. */
  @Transactional
  public void assessed(
      CaseRef caseRef, JourneyId journeyId, long taskId, Code decision, ActingPerson who) {
    db.sql(
            "insert into data_breach_decision (task_id, case_ref, journey_id, decision, at, by)"
                + " values (?, ?, ?, ?, ?, ?) on conflict do nothing")
        .params(taskId, caseRef.value(), journeyId.value(), decision.value(), now(), who.username())
        .update();
    timeline.add(
        caseRef,
        journeyId,
        "breach",
        "timeline.breach-assessed",
        Map.of("decision", decision),
        By.of(who));
  }

  /**
   * The requests of a case, the newest first.
   *
   * @throws NoSuchCaseException if the person may not open the case
   */
  @Transactional(readOnly = true)
  public List<Request> of(ActingPerson who, CaseRef caseRef) {
    access.require(who, caseRef);
    return db
        .sql(
            """
            select r.*, j.end_state from record_request r
            join journey j on j.journey_id = r.journey_id and j.parent_id is null
            where r.case_ref = ? order by r.at desc
            """)
        .param(caseRef.value())
        .query(
            (row, _) ->
                new OnRecord(
                    row.getString("request_id"),
                    new JourneyId(row.getString("journey_id")),
                    row.getObject("received_on", LocalDate.class),
                    row.getString("end_state")))
        .list()
        .stream()
        .map(this::request)
        .toList();
  }

  private record OnRecord(
      String requestId, JourneyId journeyId, LocalDate receivedOn, @Nullable String endState) {}

  private Request request(OnRecord one) {
    Optional<ClockMoves.Dates> dates = clocks.of(one.journeyId(), SAR).map(clocks::read);
    return new Request(
        one.requestId(),
        one.receivedOn(),
        dates.map(ClockMoves.Dates::dueAt).orElse(null),
        dates.map(ClockMoves.Dates::runs).orElse(true),
        dates.map(ClockMoves.Dates::extended).orElse(false),
        one.endState());
  }

  /**
   * The breach log of a case, the newest first.
   *
   * @throws NoSuchCaseException if the person may not open the case
   */
  public List<Breach> breaches(ActingPerson who, CaseRef caseRef) {
    access.require(who, caseRef);
    return db.sql(
            """
            select b.aware_at, b.address_out, d.decision from data_breach b
            left join data_breach_decision d using (journey_id)
            where b.case_ref = ? order by b.aware_at desc
            """)
        .param(caseRef.value())
        .query(
            (row, _) ->
                new Breach(
                    row.getTimestamp("aware_at").toInstant(),
                    row.getString("address_out"),
                    row.getString("decision")))
        .list();
  }

  private Timestamp now() {
    return Timestamp.from(clock.instant());
  }
}
