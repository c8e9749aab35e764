package org.haven.casefile.referrals;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.haven.casefile.By;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.CaseMoments;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.JourneyStopped;
import org.haven.casefile.NoSuchCaseException;
import org.haven.casefile.Rows;
import org.haven.casefile.Timeline;
import org.haven.casefile.clocks.Clocks;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Outbox;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.platform.sealing.KeyScope;
import org.haven.platform.sealing.SealedFields;
import org.haven.platform.sealing.Sealing;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What goes to other agencies, and their answers. A referral is answered once, whichever way the
 * answer comes; what comes besides is kept, shown, and moves nothing.
 */
@Component
public class Referrals {
  /** How an answer came. */
  public static final Code BY_PAGE = new Code("page");

  public static final Code BY_WEBHOOK = new Code("webhook");
  public static final Code BY_MAIL = new Code("mail");

  /** What every referral's reference looks like: it may stand in mails and links. */
  public static final Pattern REFERENCE = Pattern.compile("RF-[2-9A-HJKMNP-Z]{10}");

  /** Long enough for a chase that is just beginning, too short for a later one. */
  private static final Duration CHASE_HEARS_FOR = JourneyRegister.BROADCAST_TIME_TO_LIVE;

  private static final String REPLY_CLOCK = "partnerReply";
  private static final String SENT = "sent";
  private static final String LATE = "late-answer";
  private static final Pattern DATE_NAME = Pattern.compile("[a-z][A-Za-z]{0,38}(On|By|Until)");

  /** Codes by which agencies say no; every other answer takes the referral on. */
  private static final List<String> NO =
      List.of("refused", "declined", "not-accepted", "rejected", "not-eligible");

  private final JdbcClient db;
  private final Clock clock;
  private final Sealing sealing;
  private final Outbox outbox;
  private final Clocks clocks;
  private final CaseMoments moments;
  private final CaseAccess access;
  private final Timeline timeline;
  private final Audit audit;
  private final ApplicationEventPublisher events;
  private final TransactionTemplate transaction;

  Referrals(
      JdbcClient db,
      Clock clock,
      Sealing sealing,
      Outbox outbox,
      Clocks clocks,
      CaseMoments moments,
      CaseAccess access,
      Timeline timeline,
      Audit audit,
      ApplicationEventPublisher events,
      PlatformTransactionManager transactions) {
    this.db = db;
    this.clock = clock;
    this.sealing = sealing;
    this.outbox = outbox;
    this.clocks = clocks;
    this.moments = moments;
    this.access = access;
    this.timeline = timeline;
    this.audit = audit;
    this.events = events;
    this.transaction = new TransactionTemplate(transactions);
  }

  /**
   * What a step sends.
   *
   * @param processId of the journey
   * @param answerMessage the message that the journey waits for, key the referral's id
   * @param answers codes of which the agency may give one; empty if any will do
   * @param answerDates names of the dates that may come with it; empty if any will do
   * @param clock the key of taskSla by which it is due, {@code partnerReply} if not given
   * @param contentId the form's record that holds what the agency is to read
   */
  public record NewReferral(
      CaseRef caseRef,
      JourneyId journeyId,
      String processId,
      Code agency,
      Code purpose,
      String answerMessage,
      List<Code> answers,
      List<String> answerDates,
      @Nullable String clock,
      @Nullable UUID contentId) {}

  /** A referral that is on its way. */
  public record Sent(Code referralId, Instant replyDueAt) {}

  /**
   * Sends a referral and starts its clock; the same step again gives the same referral.
   *
   * @param elementInstanceKey of the step that sends it
   * @throws org.haven.platform.Decisions.DecisionUnavailableException if the limit cannot be read
   *     now: nothing has been sent then, and the step is tried again
   */
  public Sent send(NewReferral referral, long elementInstanceKey) {
    String id = transaction.execute(_ -> draft(referral, elementInstanceKey));
    String key = referral.clock() == null ? REPLY_CLOCK : referral.clock();
    // the table of limits is asked outside a transaction
    Instant due =
        clocks
            .start(referral.caseRef(), referral.journeyId(), key, null, elementInstanceKey)
            .dueAt();
    transaction.executeWithoutResult(_ -> sent(Objects.requireNonNull(id), due));
    return new Sent(new Code(Objects.requireNonNull(id)), due);
  }

  private String draft(NewReferral referral, long elementInstanceKey) {
    Instant now = clock.instant();
    db.sql(
            """
            insert into referral (referral_id, case_ref, journey_id, process_id, agency, purpose,
              status, answer_message, answers, answer_dates, clock, content_id, created_at, by,
              element_instance_key)
            values (?, ?, ?, ?, ?, ?, 'draft', ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (element_instance_key) do nothing
            """)
        .params(
            Rows.values(
                Rows.ref("RF"),
                referral.caseRef().value(),
                referral.journeyId().value(),
                referral.processId(),
                referral.agency().value(),
                referral.purpose().value(),
                new Code(referral.answerMessage()).value(),
                Rows.codes(referral.answers()),
                Rows.codes(referral.answerDates()),
                referral.clock() == null ? REPLY_CLOCK : referral.clock(),
                referral.contentId(),
                Rows.ts(now),
                By.SYSTEM.name(),
                elementInstanceKey))
        .update();
    ReferralView row =
        db.sql("select * from referral where element_instance_key = ?")
            .param(elementInstanceKey)
            .query((rs, _) -> view(rs))
            .single();
    if (row.status() == ReferralStatus.DRAFT) {
      moments.record(row.caseRef(), row.journeyId(), SENT, now);
    }
    return row.referralId();
  }

  private void sent(String referralId, Instant due) {
    ReferralView row = locked(referralId).orElseThrow();
    if (row.status() != ReferralStatus.DRAFT) {
      return;
    }
    db.sql("update referral set sent_at = ?, reply_due_at = ? where referral_id = ?")
        .params(Rows.ts(clock.instant()), Rows.ts(due), referralId)
        .update();
    move(row, ReferralStatus.SENT, By.SYSTEM);
    timeline.add(
        row.caseRef(),
        row.journeyId(),
        "referral",
        "timeline.referral-sent",
        Map.of("agency", row.agency(), "purpose", row.purpose()),
        By.SYSTEM);
    UUID content =
        db.sql("select content_id from referral where referral_id = ?")
            .param(referralId)
            .query((rs, _) -> Optional.ofNullable(rs.getObject(1, UUID.class)))
            .single()
            .orElse(null);
    events.publishEvent(
        new ReferralSent(
            referralId, row.caseRef(), row.journeyId(), row.agency(), row.purpose(), content));
  }

  /**
   * The agency was asked once more: it gets the usual time again. The same step again gives the
   * same date.
   *
   * @return until when it may answer
   */
  public Instant askedAgain(String referralId, long elementInstanceKey) {
    ReferralView row = find(referralId).orElseThrow();
    boolean first =
        Boolean.FALSE.equals(
            db.sql("select exists (select 1 from clock where element_instance_key = ?)")
                .param(elementInstanceKey)
                .query(Boolean.class)
                .single());
    if (first) {
      moments.record(row.caseRef(), row.journeyId(), SENT, clock.instant());
    }
    Instant due =
        clocks.start(row.caseRef(), row.journeyId(), REPLY_CLOCK, null, elementInstanceKey).dueAt();
    // also when an earlier run of the step came no further than the clock
    db.sql(
            "update referral set reply_due_at = greatest(reply_due_at, ?) where referral_id = ?"
                + " and status in ('sent','no-answer')")
        .params(Rows.ts(due), referralId)
        .update();
    return due;
  }

  /** Asked twice and silent; an answer may still come. Again, or after an answer, no effect. */
  @Transactional
  public void silent(String referralId, By by) {
    locked(referralId)
        .filter(row -> row.status() == ReferralStatus.SENT)
        .ifPresent(
            row -> {
              move(row, ReferralStatus.NO_ANSWER, by);
              timeline.add(
                  row.caseRef(),
                  row.journeyId(),
                  "referral",
                  "timeline.referral-silent",
                  Map.of("agency", row.agency()),
                  by);
            });
  }

  /**
   * We take it back; what comes for it from now on has no effect.
   *
   * @throws IllegalStateException if it has been answered
   */
  @Transactional
  public void withdraw(String referralId, By by) {
    ReferralView row = locked(referralId).orElseThrow();
    if (row.status() == ReferralStatus.WITHDRAWN) {
      return;
    }
    move(row, ReferralStatus.WITHDRAWN, by);
    timeline.add(
        row.caseRef(),
        row.journeyId(),
        "referral",
        "timeline.referral-withdrawn",
        Map.of("agency", row.agency(), "purpose", row.purpose()),
        by);
  }

  /**
   * What a stopped journey has asked agencies for is taken back: what has not gone out stays here.
   * Handled in the transaction that stops the journey.
   */
  @EventListener
  @Transactional(propagation = Propagation.MANDATORY)
  public void stopped(JourneyStopped stopped) {
    db.sql(
            """
            select referral_id from referral
            where case_ref = ? and journey_id = ? and status in ('draft','sent','no-answer')
            order by created_at, referral_id
            """)
        .params(stopped.caseRef().value(), stopped.journeyId().value())
        .query(String.class)
        .list()
        .forEach(id -> withdraw(id, By.SYSTEM));
  }

  /** What became of an answer. */
  public sealed interface Taken {
    /** The journey goes on with it. */
    record Recorded(ReferralView referral) implements Taken {}

    /**
     * Kept and shown to an officer, without effect.
     *
     * @param why {@code unknown}, {@code closed} or {@code answered}
     */
    record Kept(Code why) implements Taken {}
  }

  /**
   * An answer, and how it came.
   *
   * @param agency that says it, if a machine said it: only its own referrals are known to it
   * @param words what else was written; sealed
   */
  public record Answer(
      Code answer,
      Map<String, LocalDate> dates,
      Code channel,
      @Nullable Code agency,
      @Nullable String words) {
    @Override
    public String toString() {
      return "***";
    }
  }

  /** What is wrong with an answer, by the field it is in. */
  public record Fault(String field, String expected) {}

  /**
   * What keeps an answer from being one to this referral: a code that it does not offer, a date
   * that it does not ask for or that cannot be. A referral that is not the agency's tells nothing.
   */
  public List<Fault> faults(String referralId, Answer answer) {
    List<Fault> faults = new ArrayList<>();
    Optional<ReferralView> known = find(referralId).filter(r -> isFor(r, answer.agency()));
    known
        .map(ReferralView::answers)
        .filter(offered -> !offered.isEmpty() && !offered.contains(answer.answer()))
        .ifPresent(
            offered ->
                faults.add(
                    new Fault(
                        "answer",
                        "one of "
                            + String.join(", ", offered.stream().map(Code::value).toList()))));
    LocalDate today = WorkingCalendar.dateOf(clock.instant());
    answer
        .dates()
        .forEach(
            (name, day) -> {
              List<String> asked = known.map(ReferralView::answerDates).orElse(List.of());
              if (!DATE_NAME.matcher(name).matches() || !asked.isEmpty() && !asked.contains(name)) {
                faults.add(
                    new Fault(
                        "dates",
                        asked.isEmpty()
                            ? "names such as meetingOn"
                            : "only " + String.join(", ", asked)));
              } else if (day.isBefore(today.minusYears(1)) || day.isAfter(today.plusYears(2))) {
                faults.add(
                    new Fault("dates/" + name, "a day between a year ago and two years ahead"));
              }
            });
    return faults;
  }

  private static boolean isFor(ReferralView referral, @Nullable Code agency) {
    return agency == null || agency.equals(referral.agency());
  }

  /**
   * Takes an answer. The first one to an open referral moves its journey on and ends the chase; any
   * other is kept.
   *
   * @throws IllegalArgumentException if {@link #faults} finds any
   */
  @Transactional
  public Taken answer(String referralId, Answer answer, By by) {
    if (!faults(referralId, answer).isEmpty()) {
      throw new IllegalArgumentException("The answer does not fit the referral");
    }
    ReferralView row = locked(referralId).filter(r -> isFor(r, answer.agency())).orElse(null);
    if (row == null) {
      return keep(null, answer, referralId, "unknown", by);
    }
    if (row.answeredAt() != null) {
      return keep(row, answer, referralId, "answered", by);
    }
    if (!row.status().awaitsAnswer() || isOver(row.journeyId())) {
      return keep(row, answer, referralId, "closed", by);
    }
    db.sql(
            "update referral set answered_at = ?, answer = ?, dates = ?::jsonb, channel = ?"
                + " where referral_id = ?")
        .params(
            Rows.ts(clock.instant()),
            answer.answer().value(),
            Rows.json(Rows.closed(answer.dates())),
            answer.channel().value(),
            referralId)
        .update();
    boolean refused = NO.contains(answer.answer().value());
    move(row, refused ? ReferralStatus.REFUSED : ReferralStatus.ACCEPTED, by);
    timeline.add(
        row.caseRef(),
        row.journeyId(),
        "referral",
        "timeline.referral-answered",
        Map.of("agency", row.agency(), "answer", answer.answer()),
        answer.words(),
        by);
    String message =
        db.sql("select answer_message from referral where referral_id = ?")
            .param(referralId)
            .query(String.class)
            .single();
    Map<String, Object> facts = new LinkedHashMap<>(answer.dates());
    facts.put("answer", answer.answer());
    outbox.publish(row.caseRef(), message, referralId, facts);
    outbox.publish(row.caseRef(), "referral-answered", referralId, Map.of(), CHASE_HEARS_FOR);
    return new Taken.Recorded(find(referralId).orElseThrow());
  }

  /** Its journey waits for nothing any more. One that was not begun yet is not over. */
  private boolean isOver(JourneyId journeyId) {
    return db.sql(
            """
            select count(*) > 0 and count(*) filter (where ended_at is null) = 0
            from journey where journey_id = ?
            """)
        .param(journeyId.value())
        .query(Boolean.class)
        .single();
  }

  private Taken keep(@Nullable ReferralView row, Answer answer, String given, String why, By by) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("answer", answer.answer().value());
    if (!answer.dates().isEmpty()) {
      fields.put("dates", Rows.closed(answer.dates()));
    }
    if (answer.words() != null) {
      fields.put("words", answer.words());
    }
    if (row == null) {
      fields.put("reference", given);
    }
    keep(row, why, answer.agency(), answer.channel(), fields, by);
    return new Taken.Kept(new Code(why));
  }

  private void keep(
      @Nullable ReferralView row,
      String why,
      @Nullable Code agency,
      Code channel,
      Map<String, ?> fields,
      By by) {
    UUID id = UUID.randomUUID();
    KeyScope scope = row == null ? new KeyScope.Partners() : KeyScope.of(row.caseRef());
    db.sql(
            """
            insert into late_answer (id, referral_id, case_ref, why, agency, channel, sealed, at, by)
            values (?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?)
            """)
        .params(
            Rows.values(
                id,
                row == null ? null : row.referralId(),
                row == null ? null : row.caseRef().value(),
                why,
                Rows.text(agency),
                channel.value(),
                sealing.sealAll(scope, LATE, id.toString(), fields),
                Rows.ts(clock.instant()),
                by.name()))
        .update();
    if (row != null) {
      timeline.add(
          row.caseRef(),
          row.journeyId(),
          "referral",
          why.equals("by-mail") ? "timeline.answer-by-mail" : "timeline.answer-kept",
          Map.of("agency", row.agency()),
          by);
    }
    events.publishEvent(
        new AnswerKept(row == null ? null : row.caseRef(), row == null ? null : row.journeyId()));
  }

  /**
   * Files a mail that names a referral: sealed, shown on the case page, moving nothing until an
   * officer has read it and records the answer.
   *
   * @param words the mail's text
   * @return false if there is no such referral; the mail is kept all the same
   */
  @Transactional
  public boolean file(String referralId, String words, By by) {
    ReferralView row = find(referralId).orElse(null);
    keep(
        row,
        row == null ? "unknown" : "by-mail",
        null,
        BY_MAIL,
        row == null ? Map.of("words", words, "reference", referralId) : Map.of("words", words),
        by);
    return row != null;
  }

  /** Without asking who reads it: for steps and forms of the case itself. */
  public Optional<ReferralView> find(String referralId) {
    return db.sql("select * from referral where referral_id = ?")
        .param(referralId)
        .query((rs, _) -> view(rs))
        .optional();
  }

  private Optional<ReferralView> locked(String referralId) {
    return db.sql("select * from referral where referral_id = ? for update")
        .param(referralId)
        .query((rs, _) -> view(rs))
        .optional();
  }

  /** What a journey still waits for under this message, the oldest first. */
  List<ReferralView> open(CaseRef caseRef, JourneyId journeyId, String answerMessage) {
    return db.sql(
            """
            select * from referral
            where case_ref = ? and journey_id = ? and answer_message = ? and answered_at is null
              and status in ('sent','no-answer')
            order by sent_at, referral_id
            """)
        .params(caseRef.value(), journeyId.value(), answerMessage)
        .query((rs, _) -> view(rs))
        .list();
  }

  /**
   * The referrals of a case, newest first.
   *
   * @throws NoSuchCaseException if the person may not open the case
   */
  @Transactional
  public List<ReferralView> of(ActingPerson who, CaseRef caseRef) {
    access.require(who, caseRef);
    audit.record(who, "read-referrals", caseRef, Map.of());
    return db.sql("select * from referral where case_ref = ? order by created_at desc, referral_id")
        .param(caseRef.value())
        .query((rs, _) -> view(rs))
        .list();
  }

  /**
   * What came for a case and moved nothing, newest first; the read is audited.
   *
   * @throws NoSuchCaseException if the person may not open the case
   */
  @Transactional
  public List<KeptAnswer> kept(ActingPerson who, CaseRef caseRef) {
    access.require(who, caseRef);
    List<KeptAnswer> kept =
        db.sql(
                "select id, referral_id, why, agency, channel, sealed::text as sealed, at, seen_at,"
                    + " seen_by from late_answer where case_ref = ? order by seq desc limit 100")
            .param(caseRef.value())
            .query((rs, _) -> kept(rs, KeyScope.of(caseRef)))
            .list();
    if (!kept.isEmpty()) {
      audit.record(who, "read-kept-answers", caseRef, Map.of("count", kept.size()));
    }
    return kept;
  }

  /** How many answers fit no referral of ours and have not been looked at. */
  public int unplaced() {
    return db.sql("select count(*) from late_answer where case_ref is null and seen_at is null")
        .query(Integer.class)
        .single();
  }

  /** Somebody has dealt with it; again changes nothing. */
  @Transactional
  public void seen(ActingPerson who, CaseRef caseRef, UUID id) {
    access.require(who, caseRef);
    int first =
        db.sql(
                "update late_answer set seen_at = ?, seen_by = ?"
                    + " where id = ? and case_ref = ? and seen_at is null")
            .params(Rows.ts(clock.instant()), who.username(), id, caseRef.value())
            .update();
    if (first > 0) {
      audit.record(who, "see-kept-answer", caseRef, Map.of("answer", id.toString()));
    }
  }

  private KeptAnswer kept(ResultSet rs, KeyScope scope) throws SQLException {
    String sealed = rs.getString("sealed");
    UUID id = rs.getObject("id", UUID.class);
    SealedFields fields = sealing.openAll(scope, LATE, id.toString(), sealed);
    return new KeptAnswer(
        id,
        rs.getString("referral_id"),
        new Code(rs.getString("why")),
        rs.getString("agency"),
        new Code(rs.getString("channel")),
        fields,
        Rows.at(rs, "at"),
        Rows.atOrNull(rs, "seen_at"),
        rs.getString("seen_by"));
  }

  private void move(ReferralView row, ReferralStatus next, By by) {
    if (!row.status().mayBecome(next)) {
      throw new IllegalStateException(
          "A referral that is " + row.status().code() + " cannot become " + next.code());
    }
    if (row.status() == next) {
      return;
    }
    db.sql("update referral set status = ?, by = ? where referral_id = ?")
        .params(next.code(), by.name(), row.referralId())
        .update();
    db.sql("insert into referral_move (referral_id, status, at, by) values (?, ?, ?, ?)")
        .params(row.referralId(), next.code(), Rows.ts(clock.instant()), by.name())
        .update();
  }

  private static ReferralView view(ResultSet rs) throws SQLException {
    String answer = rs.getString("answer");
    String channel = rs.getString("channel");
    Map<String, LocalDate> dates = new LinkedHashMap<>();
    Rows.map(rs.getString("dates"))
        .forEach((name, day) -> dates.put(name, LocalDate.parse(day.toString())));
    return new ReferralView(
        rs.getString("referral_id"),
        Rows.caseRef(rs),
        new JourneyId(rs.getString("journey_id")),
        rs.getString("process_id"),
        new Code(rs.getString("agency")),
        new Code(rs.getString("purpose")),
        ReferralStatus.of(rs.getString("status")),
        texts(rs, "answers").stream().map(Code::new).toList(),
        texts(rs, "answer_dates"),
        Rows.atOrNull(rs, "sent_at"),
        Rows.atOrNull(rs, "reply_due_at"),
        Rows.atOrNull(rs, "answered_at"),
        answer == null ? null : new Code(answer),
        dates,
        channel == null ? null : new Code(channel),
        rs.getString("by"));
  }

  private static List<String> texts(ResultSet rs, String column) throws SQLException {
    return Arrays.asList((String[]) rs.getArray(column).getArray());
  }
}
