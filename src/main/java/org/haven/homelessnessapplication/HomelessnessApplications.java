package org.haven.homelessnessapplication;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.haven.casefile.By;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.CaseFacts;
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
import org.haven.platform.calendar.SlaTable;
import org.haven.platform.calendar.WorkingCalendar;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** What is on record of homelessness applications: advice, decisions, reviews, and their dates. */
@Service
public class HomelessnessApplications {
  private final JdbcClient db;
  private final CaseMoments moments;
  private final CaseFacts facts;
  private final DecisionLog decisions;
  private final JourneyRegister journeys;
  private final CaseAccess access;
  private final Timeline timeline;
  private final Audit audit;
  private final SlaTable limits;
  private final WorkingCalendar calendar;
  private final Clock clock;
  private final TransactionTemplate transaction;

  HomelessnessApplications(
      JdbcClient db,
      CaseMoments moments,
      CaseFacts facts,
      DecisionLog decisions,
      JourneyRegister journeys,
      CaseAccess access,
      Timeline timeline,
      Audit audit,
      SlaTable limits,
      WorkingCalendar calendar,
      Clock clock,
      PlatformTransactionManager transactions) {
    this.db = db;
    this.moments = moments;
    this.facts = facts;
    this.decisions = decisions;
    this.journeys = journeys;
    this.access = access;
    this.timeline = timeline;
    this.audit = audit;
    this.limits = limits;
    this.calendar = calendar;
    this.clock = clock;
    this.transaction = new TransactionTemplate(transactions);
  }

  public LocalDate today() {
    return WorkingCalendar.dateOf(clock.instant());
  }

  /** A moment from which a clock runs; a day begins at midnight in London. */
  public void moment(CaseRef caseRef, JourneyId journeyId, String moment, LocalDate on) {
    moments.record(caseRef, journeyId, moment, startOf(on));
  }

  /** The moment is now. */
  public void momentNow(CaseRef caseRef, JourneyId journeyId, String moment) {
    moments.record(caseRef, journeyId, moment, clock.instant());
  }

  /** The day since when there was reason to believe, else the one on which the case came to us. */
  public Optional<LocalDate> reasonToBelieve(CaseRef caseRef, JourneyId journeyId) {
    return moments
        .latest(caseRef, journeyId, "reason-to-believe")
        .or(() -> moments.latest(caseRef, journeyId, "report"))
        .map(WorkingCalendar::dateOf);
  }

  private static Instant startOf(LocalDate day) {
    return day.atStartOfDay(WorkingCalendar.LONDON).toInstant();
  }

  /** Somebody had a part in the application. */
  @Transactional
  public void tookPart(
      CaseRef caseRef, JourneyId journeyId, long taskId, String formId, ActingPerson who) {
    db.sql(
            "insert into homelessness_part (task_id, case_ref, journey_id, form_id, at, by)"
                + " values (?, ?, ?, ?, ?, ?) on conflict do nothing")
        .params(
            taskId,
            caseRef.value(),
            journeyId.value(),
            formId,
            Timestamp.from(clock.instant()),
            who.username())
        .update();
  }

  /** Whether this person had any part in the applications of a case. */
  public boolean hadPart(CaseRef caseRef, ActingPerson who) {
    return db.sql("select exists (select 1 from homelessness_part where case_ref = ? and by = ?)")
        .params(caseRef.value(), who.username())
        .query(Boolean.class)
        .single();
  }

  /**
   * Keeps what the table advises; the time for the decision letter runs from it.
   *
   * @param stepKey the engine's step; the same again changes nothing
   */
  @Transactional
  public void advise(CaseRef caseRef, JourneyId journeyId, long stepKey, Code stage, Code advice) {
    int first =
        db.sql(
                """
                insert into homelessness_advice (step_key, case_ref, journey_id, stage, advice, at)
                values (?, ?, ?, ?, ?, ?) on conflict do nothing
                """)
            .params(
                stepKey,
                caseRef.value(),
                journeyId.value(),
                stage.value(),
                advice.value(),
                Timestamp.from(clock.instant()))
            .update();
    if (first == 1) {
      momentNow(caseRef, journeyId, "decision");
    }
  }

  /** What the table advised last in a journey. */
  public Optional<String> advised(JourneyId journeyId) {
    return db.sql(
            "select advice from homelessness_advice where journey_id = ? order by seq desc limit 1")
        .param(journeyId.value())
        .query(String.class)
        .optional();
  }

  /** What the officer decides, beside what the table advised, with the reason. */
  @Transactional
  public void decided(
      CaseRef caseRef, JourneyId journeyId, String duty, @Nullable String reason, By by) {
    decisions.record(
        caseRef,
        journeyId,
        "homelessnessDuties",
        0,
        Map.of("duty", new Code(advised(journeyId).orElse("none"))),
        Map.of("duty", new Code(duty)),
        today(),
        reason,
        by);
  }

  /** The relief duty came to its end; the time for the next decision runs from it. */
  @Transactional
  public void reliefEnded(CaseRef caseRef, JourneyId journeyId, Instant endedAt) {
    moments.record(caseRef, journeyId, "relief-ends", endedAt);
  }

  /** A letter that could not even be made has no reference of its own. */
  private static String reference(@Nullable Code letterId, long stepKey) {
    return letterId == null ? "HD-" + stepKey : letterId.value();
  }

  /**
   * She has been told of a decision. A letter that went later than planned counts from the day on
   * which it went: her time to ask for a review is never shorter than it seems.
   *
   * @param sent false if it is kept at the office for her, which the law counts as given. Source:
   *     Housing Act 1996 s.184(6)
   * @param stepKey the engine's step; the same again changes nothing
   */
  public void notified(
      CaseRef caseRef,
      JourneyId journeyId,
      long stepKey,
      @Nullable Code letterId,
      Code duty,
      LocalDate notifiedOn,
      boolean sent) {
    LocalDate day = notifiedOn.isBefore(today()) ? today() : notifiedOn;
    // the table is asked before the transaction begins
    var until = calendar.dueAt(limits.limit("reviewRequest", today()), startOf(day));
    transaction.executeWithoutResult(
        _ -> {
          int first =
              db.sql(
                      """
                      insert into homelessness_decision (letter_id, case_ref, journey_id, duty,
                        notified_on, review_until, sent, step_key, at)
                      values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing
                      """)
                  .params(
                      reference(letterId, stepKey),
                      caseRef.value(),
                      journeyId.value(),
                      duty.value(),
                      day,
                      Timestamp.from(until),
                      sent,
                      stepKey,
                      Timestamp.from(clock.instant()))
                  .update();
          if (first == 1) {
            moment(caseRef, journeyId, "notified", day);
            timeline.add(
                caseRef,
                journeyId,
                "decision",
                "timeline.homelessness-decision",
                Map.of("duty", duty, "notifiedOn", day),
                By.SYSTEM);
            audit.recordSystem(
                "notify-homelessness-decision",
                caseRef,
                Map.of("letterId", reference(letterId, stepKey), "duty", duty.value()));
          }
        });
  }

  /**
   * The decisions of a case, the newest first.
   *
   * @throws NoSuchCaseException if the person may not open the case
   */
  public List<DecisionView> decisions(ActingPerson who, CaseRef caseRef) {
    if (!access.mayOpen(who, caseRef)) {
      throw new NoSuchCaseException();
    }
    return decisions(caseRef, null);
  }

  private List<DecisionView> decisions(CaseRef caseRef, @Nullable String letterId) {
    return db.sql(
            """
            select d.*, r.requested_on, x.outcome from homelessness_decision d
            left join homelessness_review r using (letter_id)
            left join homelessness_review_result x on x.journey_id = r.journey_id
            where d.case_ref = :case and (:letter::text is null or d.letter_id = :letter)
            order by d.seq desc
            """)
        .param("case", caseRef.value())
        .param("letter", letterId, java.sql.Types.VARCHAR)
        .query(
            (row, _) ->
                new DecisionView(
                    row.getString("letter_id"),
                    row.getString("duty"),
                    row.getObject("notified_on", LocalDate.class),
                    row.getTimestamp("review_until").toInstant(),
                    row.getObject("requested_on", LocalDate.class),
                    row.getString("outcome")))
        .list();
  }

  /** What came of asking for a review. */
  public enum Asked {
    STARTED,
    ALREADY_ASKED,
    NO_SUCH_DECISION,
    NOT_A_POSSIBLE_DAY
  }

  /**
   * She asks for a review of a decision. The time to decide runs from the day on which she asked.
   *
   * @param askedOn today or before, and not before she was told
   */
  @Transactional
  public Asked askForReview(ActingPerson who, CaseRef caseRef, String letterId, LocalDate askedOn) {
    if (!access.mayOpen(who, caseRef)) {
      throw new NoSuchCaseException();
    }
    var decision = decisions(caseRef, letterId).stream().findFirst().orElse(null);
    if (decision == null) {
      return Asked.NO_SUCH_DECISION;
    }
    if (decision.reviewAskedOn() != null) {
      return Asked.ALREADY_ASKED;
    }
    if (askedOn.isAfter(today()) || askedOn.isBefore(decision.notifiedOn())) {
      return Asked.NOT_A_POSSIBLE_DAY;
    }
    boolean late = startOf(askedOn).isAfter(decision.reviewUntil());
    boolean reviewedSoon = Duty.reviewedSoon(decision.duty());
    var told = new LinkedHashMap<String, Object>();
    told.put("letterId", letterId);
    told.put("reviewAsked", true);
    told.put("reviewLate", late);
    told.put("reviewShort", reviewedSoon);
    var started =
        journeys.requestOnce(
            caseRef,
            HomelessnessApplicationJourney.PROCESS,
            "review-requested",
            letterId,
            told,
            By.of(who));
    if (started.isEmpty()) {
      return Asked.ALREADY_ASKED;
    }
    var journeyId = started.get();
    db.sql(
            """
            insert into homelessness_review (letter_id, case_ref, journey_id, requested_on, late,
              short, at, by)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            """)
        .params(
            letterId,
            caseRef.value(),
            journeyId.value(),
            askedOn,
            late,
            reviewedSoon,
            Timestamp.from(clock.instant()),
            who.username())
        .update();
    moment(caseRef, journeyId, "request", askedOn);
    audit.record(who, "ask-for-review", caseRef, Map.of("letterId", letterId));
    return Asked.STARTED;
  }

  /** A review was decided and she has been told; her time to appeal runs from then. */
  @Transactional
  public void reviewed(
      CaseRef caseRef,
      JourneyId journeyId,
      long stepKey,
      @Nullable Code letterId,
      Code outcome,
      LocalDate notifiedOn) {
    LocalDate day = notifiedOn.isBefore(today()) ? today() : notifiedOn;
    int first =
        db.sql(
                """
                insert into homelessness_review_result (journey_id, letter_id, outcome,
                  notified_on, at)
                values (?, ?, ?, ?, ?) on conflict do nothing
                """)
            .params(
                journeyId.value(),
                reference(letterId, stepKey),
                outcome.value(),
                day,
                Timestamp.from(clock.instant()))
            .update();
    if (first == 1) {
      moment(caseRef, journeyId, "review-notified", day);
      timeline.add(
          caseRef,
          journeyId,
          "decision",
          "timeline.homelessness-review",
          Map.of("outcome", outcome),
          By.SYSTEM);
      audit.recordSystem(
          "record-review",
          caseRef,
          Map.of("letterId", reference(letterId, stepKey), "outcome", outcome.value()));
    }
  }

  /** Why the last settled home was lost; again changes nothing. */
  @Transactional
  public void recordReason(CaseRef caseRef, JourneyId journeyId, @Nullable Code duty) {
    var reason = facts.of(caseRef).get("lossReason");
    db.sql(
            """
            insert into hclic_reason (journey_id, case_ref, loss_reason, duty, at)
            values (?, ?, ?, ?, ?) on conflict do nothing
            """)
        .params(
            Arrays.asList(
                journeyId.value(),
                caseRef.value(),
                reason == null ? null : Objects.toString(reason),
                duty == null ? null : duty.value(),
                Timestamp.from(clock.instant())))
        .update();
  }
}
