package org.haven.complaint;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.haven.casefile.By;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.CaseMoments;
import org.haven.casefile.DecisionLog;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.NoSuchCaseException;
import org.haven.casefile.Timeline;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.References;
import org.haven.platform.calendar.WorkingCalendar;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What is on record of complaints: what they are about, what was found, by whom, and when. */
@Service
public class Complaints {
  /** A year that lies longer back was mistyped; what is truly old is taken. A local default. */
  private static final int OLDEST_YEARS = 6;

  private final JdbcClient db;
  private final CaseAccess access;
  private final CaseMoments moments;
  private final JourneyRegister journeys;
  private final DecisionLog decisions;
  private final Timeline timeline;
  private final Audit audit;
  private final Clock clock;

  Complaints(
      JdbcClient db,
      CaseAccess access,
      CaseMoments moments,
      JourneyRegister journeys,
      DecisionLog decisions,
      Timeline timeline,
      Audit audit,
      Clock clock) {
    this.db = db;
    this.access = access;
    this.moments = moments;
    this.journeys = journeys;
    this.decisions = decisions;
    this.timeline = timeline;
    this.audit = audit;
    this.clock = clock;
  }

  public LocalDate today() {
    return WorkingCalendar.dateOf(clock.instant());
  }

  /** What came of telling Haven that something was received. */
  public enum Received {
    STARTED,
    /** The same page was sent twice, or it was asked for before. */
    ALREADY,
    /** It lies ahead, or before what it is about. */
    NOT_A_POSSIBLE_DAY,
    /** Longer back than {@link #OLDEST_YEARS}: the year is wrong. */
    TOO_LONG_AGO,
    /** There is no such complaint, or it is too early for that. */
    NOT_NOW
  }

  /**
   * Somebody complains. The time to acknowledge runs from the day on which it came.
   *
   * @param token of the page, so that the page sent twice is one complaint
   * @throws NoSuchCaseException if the person may not open the case
   */
  @Transactional
  public Received receive(ActingPerson who, CaseRef caseRef, UUID token, LocalDate receivedOn) {
    access.require(who, caseRef);
    if (receivedOn.isAfter(today())) {
      return Received.NOT_A_POSSIBLE_DAY;
    }
    if (receivedOn.isBefore(today().minusYears(OLDEST_YEARS))) {
      return Received.TOO_LONG_AGO;
    }
    return start(
                who,
                journeys.taking(caseRef),
                "complaint-received",
                "complaintId",
                References.of("CO", token),
                receivedOn)
            .isPresent()
        ? Received.STARTED
        : Received.ALREADY;
  }

  /**
   * Whoever complained is not satisfied with our first answer.
   *
   * @throws NoSuchCaseException if the person may not open the case
   */
  @Transactional
  public Received askForStage2(
      ActingPerson who, CaseRef caseRef, String complaintId, LocalDate receivedOn) {
    var found = find(who, caseRef, complaintId);
    if (found.isEmpty() || found.get().finding() == null) {
      return Received.NOT_NOW;
    }
    ComplaintView complaint = found.get();
    if (complaint.secondOn() != null) {
      return Received.ALREADY;
    }
    if (receivedOn.isAfter(today()) || receivedOn.isBefore(complaint.receivedOn())) {
      return Received.NOT_A_POSSIBLE_DAY;
    }
    var journeyId =
        start(
            who,
            caseRef,
            "stage-2-requested",
            "stageId",
            complaintId + "-2",
            receivedOn,
            Map.of(
                "complaintId",
                complaintId,
                "complaintSubject",
                new Code(complaint.subject()),
                "complainant",
                new Code(complaint.complainant())));
    journeyId.ifPresent(
        id ->
            db.sql(
                    "insert into complaint_stage2 (complaint_id, journey_id, received_on, at, by)"
                        + " values (?, ?, ?, ?, ?)")
                .params(complaintId, id.value(), receivedOn, now(), who.username())
                .update());
    return journeyId.isPresent() ? Received.STARTED : Received.ALREADY;
  }

  /**
   * An ombudsman asks about a complaint, at any time.
   *
   * @throws NoSuchCaseException if the person may not open the case
   */
  @Transactional
  public Received ombudsmanAsks(
      ActingPerson who, CaseRef caseRef, String complaintId, UUID token, LocalDate receivedOn) {
    var found = find(who, caseRef, complaintId);
    if (found.isEmpty()) {
      return Received.NOT_NOW;
    }
    if (receivedOn.isAfter(today()) || receivedOn.isBefore(found.get().receivedOn())) {
      return Received.NOT_A_POSSIBLE_DAY;
    }
    String enquiryId = References.of("OE", token);
    var journeyId =
        start(
            who,
            caseRef,
            "ombudsman-enquiry",
            "enquiryId",
            enquiryId,
            receivedOn,
            Map.of("complaintId", complaintId));
    journeyId.ifPresent(
        id ->
            db.sql(
                    "insert into ombudsman_enquiry (enquiry_id, complaint_id, journey_id,"
                        + " received_on, at, by) values (?, ?, ?, ?, ?, ?)")
                .params(enquiryId, complaintId, id.value(), receivedOn, now(), who.username())
                .update());
    return journeyId.isPresent() ? Received.STARTED : Received.ALREADY;
  }

  private Optional<JourneyId> start(
      ActingPerson who,
      CaseRef caseRef,
      String message,
      String keyName,
      String key,
      LocalDate receivedOn) {
    return start(who, caseRef, message, keyName, key, receivedOn, Map.of());
  }

  private Optional<JourneyId> start(
      ActingPerson who,
      CaseRef caseRef,
      String message,
      String keyName,
      String key,
      LocalDate receivedOn,
      Map<String, Object> facts) {
    var told = new java.util.LinkedHashMap<>(facts);
    told.put(keyName, key);
    Optional<JourneyId> journeyId =
        journeys.requestOnce(caseRef, ComplaintJourney.PROCESS, message, key, told, By.of(who));
    journeyId.ifPresent(
        id -> {
          moments.record(
              caseRef, id, "received", receivedOn.atStartOfDay(WorkingCalendar.LONDON).toInstant());
          audit.record(who, message, caseRef, Map.of("reference", key));
        });
    return journeyId;
  }

  /** The complaint is logged: what it is about and who complains are known. */
  @Transactional
  public void logged(
      CaseRef caseRef, JourneyId journeyId, Code subject, Code complainant, ActingPerson who) {
    db.sql(
            """
            insert into complaint (complaint_id, case_ref, journey_id, received_on, subject,
              complainant, at, by)
            values ((select min(correlation_key) from journey
                     where journey_id = :journey and process_id = :process),
              :case, :journey, :received, :subject, :complainant, :at, :by)
            on conflict do nothing
            """)
        .param("journey", journeyId.value())
        .param("process", ComplaintJourney.PROCESS)
        .param("case", caseRef.value())
        .param("received", receivedOn(caseRef, journeyId))
        .param("subject", subject.value())
        .param("complainant", complainant.value())
        .param("at", now())
        .param("by", who.username())
        .update();
    timeline.add(
        caseRef,
        journeyId,
        "complaint",
        "timeline.complaint-logged",
        Map.of("subject", subject),
        By.of(who));
  }

  private LocalDate receivedOn(CaseRef caseRef, JourneyId journeyId) {
    return moments
        .latest(caseRef, journeyId, "received")
        .map(WorkingCalendar::dateOf)
        .orElseGet(this::today);
  }

  /** Somebody found what is to be answered. */
  @Transactional
  public void found(
      CaseRef caseRef, JourneyId journeyId, long taskId, Code finding, ActingPerson who) {
    db.sql(
            "insert into complaint_finding (task_id, case_ref, journey_id, finding, at, by)"
                + " values (?, ?, ?, ?, ?, ?) on conflict do nothing")
        .params(taskId, caseRef.value(), journeyId.value(), finding.value(), now(), who.username())
        .update();
    timeline.add(
        caseRef,
        journeyId,
        "complaint",
        "timeline.complaint-found",
        Map.of("finding", finding),
        By.of(who));
  }

  /** Whether this person has answered the complaint of this journey at an earlier stage. */
  public boolean answeredBefore(JourneyId journeyId, String username) {
    return db.sql(
            """
            select exists (
              select 1 from complaint_stage2 s
              join complaint c using (complaint_id)
              join complaint_finding f on f.journey_id = c.journey_id
              where s.journey_id = ? and f.by = ?)
            """)
        .params(journeyId.value(), username)
        .query(Boolean.class)
        .single();
  }

  /**
   * Keeps whom the table advises to name.
   *
   * @param stepKey the engine's step; the same again changes nothing
   */
  @Transactional
  public void advise(CaseRef caseRef, JourneyId journeyId, long stepKey, Code route) {
    int first =
        db.sql(
                "insert into complaint_route (step_key, case_ref, journey_id, route, at)"
                    + " values (?, ?, ?, ?, ?) on conflict do nothing")
            .params(stepKey, caseRef.value(), journeyId.value(), route.value(), now())
            .update();
    if (first == 1) {
      timeline.add(
          caseRef,
          journeyId,
          "complaint",
          "timeline.ombudsman-route",
          Map.of("route", route),
          By.SYSTEM);
    }
  }

  /** Whom the table advised to name, if it named somebody. */
  public Optional<String> advised(JourneyId journeyId) {
    return db.sql("select route from complaint_route where journey_id = ? order by at desc limit 1")
        .param(journeyId.value())
        .query(String.class)
        .optional()
        .filter(
            route ->
                List.of(
                        "housing-ombudsman",
                        "local-government-ombudsman",
                        "both",
                        "information-commissioner")
                    .contains(route));
  }

  /** Whom the service manager names, beside what the table advised. */
  @Transactional
  public void named(
      CaseRef caseRef, JourneyId journeyId, Code ombudsman, @Nullable String why, By by) {
    decisions.record(
        caseRef,
        journeyId,
        "ombudsmanRoute",
        0,
        Map.of("route", new Code(advised(journeyId).orElse("none"))),
        Map.of("route", ombudsman),
        today(),
        why,
        by);
  }

  /**
   * The complaint that a journey of any stage is about, for its tasks; empty before it is logged.
   */
  public Optional<ComplaintView> ofJourney(JourneyId journeyId) {
    return views(
            """
            where c.journey_id = :key or s.journey_id = :key
              or exists (select 1 from ombudsman_enquiry e
                         where e.complaint_id = c.complaint_id and e.journey_id = :key)
            """,
            journeyId.value())
        .stream()
        .findFirst();
  }

  /**
   * The complaints of a case, the newest first.
   *
   * @throws NoSuchCaseException if the person may not open the case
   */
  public List<ComplaintView> of(ActingPerson who, CaseRef caseRef) {
    access.require(who, caseRef);
    return views("where c.case_ref = :key", caseRef.value());
  }

  /** One of {@link #of} by its reference. */
  public Optional<ComplaintView> find(ActingPerson who, CaseRef caseRef, String complaintId) {
    return of(who, caseRef).stream()
        .filter(complaint -> complaint.complaintId().equals(complaintId))
        .findFirst();
  }

  private List<ComplaintView> views(String where, String key) {
    return db.sql(
            """
            select c.*, s.received_on as second_on, f1.finding as finding1, f2.finding as finding2
            from complaint c
            left join complaint_stage2 s using (complaint_id)
            left join complaint_finding f1 on f1.journey_id = c.journey_id
            left join complaint_finding f2 on f2.journey_id = s.journey_id
            """
                + where
                + " order by c.at desc")
        .param("key", key)
        .query(
            (row, _) ->
                new ComplaintView(
                    row.getString("complaint_id"),
                    row.getString("subject"),
                    row.getString("complainant"),
                    row.getObject("received_on", LocalDate.class),
                    row.getString("finding1"),
                    row.getObject("second_on", LocalDate.class),
                    row.getString("finding2")))
        .list();
  }

  private Timestamp now() {
    Instant at = clock.instant();
    return Timestamp.from(at);
  }
}
