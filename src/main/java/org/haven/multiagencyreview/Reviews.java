package org.haven.multiagencyreview;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.haven.casefile.AddressVault;
import org.haven.casefile.By;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.CaseMoments;
import org.haven.casefile.Conflicts;
import org.haven.casefile.FormRecords;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.LegalHolds;
import org.haven.casefile.NewCase;
import org.haven.casefile.People;
import org.haven.casefile.PersonKind;
import org.haven.meetings.Agendas;
import org.haven.meetings.Listing;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Team;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.platform.sealing.Sealed;
import org.haven.platform.sealing.Sealing;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Requests for a review, the hold that each places, and what was written for it. */
@Service
public class Reviews {
  /** The form in which the chronology is written. */
  public static final String CHRONOLOGY_FORM = "prepare-chronology";

  /** The kind of meeting. */
  public static final String REVIEW = "review";

  private static final String ENTITY = "review-request";

  private final JdbcClient db;
  private final Sealing sealing;
  private final CaseFiles cases;
  private final CaseAccess access;
  private final Conflicts conflicts;
  private final People people;
  private final CaseMoments moments;
  private final JourneyRegister journeys;
  private final FormRecords records;
  private final AddressVault vault;
  private final LegalHolds holds;
  private final Agendas agendas;
  private final Audit audit;
  private final Clock clock;

  Reviews(
      JdbcClient db,
      Sealing sealing,
      CaseFiles cases,
      CaseAccess access,
      Conflicts conflicts,
      People people,
      CaseMoments moments,
      JourneyRegister journeys,
      FormRecords records,
      AddressVault vault,
      LegalHolds holds,
      Agendas agendas,
      Audit audit,
      Clock clock) {
    this.db = db;
    this.sealing = sealing;
    this.cases = cases;
    this.access = access;
    this.conflicts = conflicts;
    this.people = people;
    this.moments = moments;
    this.journeys = journeys;
    this.records = records;
    this.vault = vault;
    this.holds = holds;
    this.agendas = agendas;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * True if this person may log a review of that case: whoever may open it, and the safeguarding
   * lead, to whom reviews come. Wrong, none and not yours are not told apart.
   */
  public boolean mayReview(ActingPerson who, CaseRef caseRef) {
    return access.mayWork(who, caseRef)
        || who.worksCases()
            && who.teams().contains(Team.SAFEGUARDING_LEAD)
            && isOnRecord(caseRef)
            && !conflicts.isConflicted(caseRef, who.username());
  }

  private boolean isOnRecord(CaseRef caseRef) {
    return db.sql(
            "select exists (select 1 from case_file where case_ref = ? and status <> 'disposed')")
        .param(caseRef.value())
        .query(Boolean.class)
        .single();
  }

  /**
   * Takes a request; the same page sent again gives the same case.
   *
   * @return the case, which its sender may not be able to open
   * @throws NoSuchElementException if the person may not log a review of that case
   */
  @Transactional
  public CaseRef take(RequestedReview request, ActingPerson who) {
    db.sql("select pg_advisory_xact_lock(hashtextextended(?, 0))")
        .param("review-request " + request.token())
        .query()
        .singleRow();
    return db.sql("select case_ref from review_request where token = ?")
        .param(request.token())
        .query(String.class)
        .optional()
        .map(CaseRef::new)
        .orElseGet(() -> begin(request, who));
  }

  private CaseRef begin(RequestedReview request, ActingPerson who) {
    if (request.caseRef() != null && !mayReview(who, request.caseRef())) {
      throw new NoSuchElementException("There is no case " + request.caseRef());
    }
    var by = By.of(who);
    var now = clock.instant();
    var caseRef =
        request.caseRef() != null ? journeys.taking(request.caseRef()) : open(request.name(), who);
    var journeyId = journeys.request(caseRef, MultiAgencyReviewJourney.PROCESS, Map.of(), by);
    moments.record(caseRef, journeyId, "request", now);
    String id = request.token().toString();
    db.sql(
            "insert into review_request (token, case_ref, journey_id, sealed, received_at, by)"
                + " values (?, ?, ?, ?::jsonb, ?, ?)")
        .params(
            request.token(),
            caseRef.value(),
            journeyId.value(),
            sealing.sealAll(caseRef, ENTITY, id, Map.of("words", request.words())),
            Timestamp.from(now),
            by.name())
        .update();
    audit.record(who, "take-review-request", caseRef, Map.of("journeyId", journeyId.value()));
    return caseRef;
  }

  /** A case of our own for what the partner asks: the record may turn out to be empty. */
  private CaseRef open(String name, ActingPerson who) {
    var by = By.of(who);
    var caseRef =
        cases.open(
            new NewCase(
                new Code("third-party"),
                clock.instant(),
                who.username(),
                Team.HOUSING_SOLUTIONS,
                false),
            by);
    people.add(caseRef, PersonKind.VICTIM, Map.of("name", name), by);
    return caseRef;
  }

  /** What the partner asked in its own words, if a page took it; for whoever may open the case. */
  @Transactional
  public Optional<Sealed> asked(ActingPerson who, CaseRef caseRef, JourneyId journeyId) {
    if (!access.mayOpen(who, caseRef)) {
      return Optional.empty();
    }
    audit.record(who, "read-review-request", caseRef, Map.of());
    return db.sql(
            "select token::text as id, sealed::text as sealed from review_request"
                + " where case_ref = ? and journey_id = ? order by seq desc limit 1")
        .params(caseRef.value(), journeyId.value())
        .query(
            (row, _) ->
                sealing.openAll(caseRef, ENTITY, row.getString("id"), row.getString("sealed")))
        .optional()
        .flatMap(fields -> fields.text("words"));
  }

  /** The chronology as it was last written in this journey. */
  public Optional<Sealed> chronology(ActingPerson who, CaseRef caseRef, JourneyId journeyId) {
    return records
        .newest(who, caseRef, journeyId, CHRONOLOGY_FORM)
        .flatMap(form -> Optional.ofNullable(form.answers().get("chronology")))
        .map(words -> new Sealed(words.toString()));
  }

  /** True if these words name an address that is, or ever was, in the vault of the case. */
  public boolean namesASafeAddress(CaseRef caseRef, String words) {
    return vault.isNamedIn(caseRef, words);
  }

  /** The review meets on that day; again, or on another, changes the list of meetings. */
  public void meets(CaseRef caseRef, JourneyId journeyId, LocalDate on) {
    agendas.list(
        caseRef,
        journeyId,
        new Listing(
            REVIEW, on.atStartOfDay(WorkingCalendar.LONDON).toInstant(), true, true, false));
  }

  /** Keeps the case from disposal until this review has ended. Again changes nothing. */
  public void hold(CaseRef caseRef, JourneyId journeyId) {
    holds.place(caseRef, journeyId.value(), By.SYSTEM);
  }

  /** This review needs the records no longer. Again, or without a hold, changes nothing. */
  public void release(CaseRef caseRef, JourneyId journeyId) {
    holds.release(caseRef, journeyId.value(), By.SYSTEM);
  }
}
