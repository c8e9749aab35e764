package org.haven.refertomarac;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.haven.casefile.By;
import org.haven.casefile.CaseFacts;
import org.haven.casefile.CaseMoments;
import org.haven.casefile.FormRecords;
import org.haven.casefile.JourneyRequests;
import org.haven.casefile.Meetings;
import org.haven.casefile.SharingDecisions;
import org.haven.casefile.clocks.Clocks;
import org.haven.casefile.referrals.Referrals;
import org.haven.casefile.referrals.Referrals.NewReferral;
import org.haven.casefile.register.TenancyFlags;
import org.haven.meetings.Agendas;
import org.haven.meetings.Listing;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Known;
import org.haven.platform.calendar.SlaTable;
import org.haven.platform.calendar.WorkingCalendar;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Referrals to the MARAC, what runs from them, and what follows from the meeting. */
@Service
public class MaracReferrals {
  /** The agency that takes referrals and answers them. */
  static final Code HUB = new Code("marac-hub");

  /** The purpose of sharing, and the kind of meeting. */
  public static final Code MARAC = new Code("marac");

  private static final String ANSWER = "marac-answered";
  private static final List<Code> ANSWERS = List.of(new Code("accepted"), new Code("refused"));
  private static final List<String> DATES = List.of("meetingOn");
  private static final String ACKNOWLEDGED = "maracAck";
  private static final String WATCH = "maracWatch";
  private static final String FLAG = "tenancyFlag";
  private static final String PANEL = "complex-case-panel";

  /** The moment from which the watch is counted. */
  private static final String REFERRAL = "referral";

  private final MaracReferralRecords records;
  private final FormRecords forms;
  private final Referrals referrals;
  private final Clocks clocks;
  private final CaseMoments moments;
  private final CaseFacts facts;
  private final SharingDecisions sharing;
  private final TenancyFlags flags;
  private final JourneyRequests requests;
  private final Agendas agendas;
  private final SlaTable limits;
  private final WorkingCalendar calendar;
  private final MaracSettings settings;
  private final Clock clock;

  MaracReferrals(
      MaracReferralRecords records,
      FormRecords forms,
      Referrals referrals,
      Clocks clocks,
      CaseMoments moments,
      CaseFacts facts,
      SharingDecisions sharing,
      TenancyFlags flags,
      JourneyRequests requests,
      Agendas agendas,
      SlaTable limits,
      WorkingCalendar calendar,
      MaracSettings settings,
      Clock clock) {
    this.records = records;
    this.forms = forms;
    this.referrals = referrals;
    this.clocks = clocks;
    this.moments = moments;
    this.facts = facts;
    this.sharing = sharing;
    this.flags = flags;
    this.requests = requests;
    this.agendas = agendas;
    this.limits = limits;
    this.calendar = calendar;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Keeps what the officer wrote for the hub. It goes out with the next step.
   *
   * @param entities for a sealed field the entity that it belongs to
   */
  @Transactional
  public void completed(
      CaseRef caseRef,
      JourneyId journeyId,
      String elementId,
      String formId,
      Map<String, String> entities,
      Map<String, ?> routing,
      Map<String, ?> sealed,
      ActingPerson who) {
    By by = By.of(who);
    var content =
        forms.record(caseRef, journeyId, elementId, formId, entities, routing, sealed, by);
    records.add(caseRef, journeyId, UUID.fromString(content), clock.instant(), by);
    facts.put(caseRef, routing, by);
  }

  /** Sends the referral to the hub; the same step again gives the same referral. */
  public Referrals.Sent send(CaseRef caseRef, JourneyId journeyId, long stepKey) {
    return referrals.send(
        new NewReferral(
            caseRef,
            journeyId,
            ReferToMaracJourney.PROCESS,
            HUB,
            MARAC,
            ANSWER,
            ANSWERS,
            DATES,
            ACKNOWLEDGED,
            records.content(caseRef, journeyId).orElse(null)),
        stepKey);
  }

  /**
   * From this referral on new abuse by the same person is a repeat, for twelve months: assess-risk
   * reads the day. A repeat of the step changes nothing.
   */
  public void startWatch(CaseRef caseRef, JourneyId journeyId, Code referralId, long stepKey) {
    Instant sentAt =
        Objects.requireNonNull(referrals.find(referralId.value()).orElseThrow().sentAt());
    moments.record(caseRef, journeyId, REFERRAL, sentAt);
    clocks.start(caseRef, journeyId, WATCH, null, stepKey);
    facts.put(
        caseRef,
        Map.of("priorReferral", Known.YES, "watchStartOn", WorkingCalendar.dateOf(sentAt)),
        By.SYSTEM);
  }

  /** Flags her tenancy from today; the meeting extends it. */
  public void flag(CaseRef caseRef, JourneyId journeyId, long stepKey) {
    LocalDate today = WorkingCalendar.dateOf(clock.instant());
    flags.set(caseRef, journeyId, today, twelveMonthsFrom(today), stepKey);
  }

  /**
   * The flag stays for twelve months from the meeting.
   *
   * @param meetingOn today if nobody said
   */
  public void extendFlag(
      CaseRef caseRef, JourneyId journeyId, @Nullable LocalDate meetingOn, long stepKey) {
    LocalDate met = meetingOn != null ? meetingOn : WorkingCalendar.dateOf(clock.instant());
    LocalDate from = flags.of(caseRef).map(TenancyFlags.Flag::from).orElse(met);
    flags.set(caseRef, journeyId, from, twelveMonthsFrom(met), stepKey);
  }

  private LocalDate twelveMonthsFrom(LocalDate day) {
    var limit = limits.limit(FLAG, day);
    return WorkingCalendar.dateOf(calendar.dueAt(limit, calendar.endOf(day)));
  }

  /** The day on which the case will be heard, if the hub gave it: research is due before. */
  @Transactional
  public void noteMeeting(CaseRef caseRef, JourneyId journeyId, @Nullable LocalDate meetingOn) {
    if (meetingOn != null) {
      moments.record(caseRef, journeyId, Meetings.MEETING, calendar.endOf(meetingOn));
      agendas.list(caseRef, journeyId, listing(meetingOn));
    }
  }

  /** The minutes open with a typed reason alone. */
  private static Listing listing(LocalDate meetingOn) {
    return new Listing(
        MARAC.value(),
        meetingOn.atStartOfDay(WorkingCalendar.LONDON).toInstant(),
        true,
        false,
        true);
  }

  /** The case was heard on that day; where the setting says so the watch runs from it. */
  @Transactional
  public void heard(CaseRef caseRef, JourneyId journeyId, LocalDate meetingOn, By by) {
    agendas.listUnlessListed(caseRef, journeyId, listing(meetingOn));
    facts.put(caseRef, Map.of("maracDiscussed", Known.YES), by);
    if (settings.watchFrom() == MaracSettings.WatchFrom.MEETING) {
      facts.put(caseRef, Map.of("watchStartOn", meetingOn), by);
    }
  }

  /** The panel is told that the case was heard, and nothing of what was said. */
  @Transactional
  public void requestPanel(CaseRef caseRef, long stepKey) {
    facts.put(caseRef, Map.of("maracDiscussed", Known.YES), By.SYSTEM);
    requests.request(
        caseRef, stepKey, new Code(ReferToMaracJourney.PROCESS), PANEL, null, false, Map.of());
  }

  /**
   * What the form of the referral is filled in with: the grounds that the risk assessment found and
   * what she said to sharing. Both can be changed there.
   */
  public Map<String, Object> onRecord(CaseRef caseRef) {
    Map<String, Object> all = facts.of(caseRef);
    Map<String, Object> shown = new LinkedHashMap<>();
    if (all.get("riskGrounds") != null) {
      shown.put("grounds", all.get("riskGrounds"));
    }
    sharing.lastAnswer(caseRef, MARAC).ifPresent(said -> shown.put("consent", said.value()));
    return shown;
  }
}
