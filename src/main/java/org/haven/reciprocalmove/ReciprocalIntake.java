package org.haven.reciprocalmove;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.haven.casefile.By;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.CaseMoments;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.NewCase;
import org.haven.casefile.People;
import org.haven.casefile.PersonKind;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.Team;
import org.haven.platform.sealing.Sealing;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Requests of other areas: each opens a case and starts the journey with its own reference. */
@Service
public class ReciprocalIntake {
  /** Who may ask us: the Kent districts, Medway, and the county's coordinator. */
  public static final List<Code> AREAS =
      List.of(
              "ashford",
              "canterbury",
              "dover",
              "folkestone-and-hythe",
              "gravesham",
              "maidstone",
              "sevenoaks",
              "swale",
              "thanet",
              "tonbridge-and-malling",
              "tunbridge-wells",
              "medway",
              "kcc-da-coordinator")
          .stream()
          .map(Code::new)
          .toList();

  private static final String ENTITY = "reciprocal-request";

  private final JdbcClient db;
  private final Sealing sealing;
  private final CaseFiles cases;
  private final People people;
  private final CaseMoments moments;
  private final JourneyRegister journeys;
  private final Clock clock;

  ReciprocalIntake(
      JdbcClient db,
      Sealing sealing,
      CaseFiles cases,
      People people,
      CaseMoments moments,
      JourneyRegister journeys,
      Clock clock) {
    this.db = db;
    this.sealing = sealing;
    this.cases = cases;
    this.people = people;
    this.moments = moments;
    this.journeys = journeys;
    this.clock = clock;
  }

  /**
   * Takes a request; the same page sent again gives the same case.
   *
   * @throws IllegalArgumentException if that area does not take part
   */
  @Transactional
  public CaseRef take(IncomingRequest request, ActingPerson who) {
    if (!AREAS.contains(request.area())) {
      throw new IllegalArgumentException("That area does not take part in the schemes");
    }
    // a page that is sent twice at once: the second waits until the first has committed
    String referralId = "RI-" + request.token();
    db.sql("select pg_advisory_xact_lock(hashtextextended(?, 0))")
        .param(referralId)
        .query()
        .singleRow();
    Optional<CaseRef> before =
        db.sql("select case_ref from reciprocal_request where referral_id = ?")
            .param(referralId)
            .query(String.class)
            .optional()
            .map(CaseRef::new);
    return before.orElseGet(() -> open(request, referralId, who));
  }

  private CaseRef open(IncomingRequest request, String referralId, ActingPerson who) {
    By by = By.of(who);
    var now = clock.instant();
    CaseRef caseRef =
        cases.open(
            new NewCase(
                new Code("third-party"), now, who.username(), Team.HOUSING_SOLUTIONS, false),
            by);
    people.add(caseRef, PersonKind.VICTIM, Map.of("name", request.name()), by);
    db.sql(
            "insert into reciprocal_request (referral_id, case_ref, scheme, area, sealed,"
                + " received_at, by) values (?, ?, ?, ?, ?::jsonb, ?, ?)")
        .params(
            referralId,
            caseRef.value(),
            request.scheme().code(),
            request.area().value(),
            sealing.sealAll(
                caseRef,
                ENTITY,
                referralId,
                Map.of("theirReference", request.theirReference(), "words", request.words())),
            Timestamp.from(now),
            by.name())
        .update();
    var journeyId =
        journeys.requestKeyed(
            caseRef,
            "reciprocal-move",
            "reciprocal-incoming",
            referralId,
            Map.of("referralId", new Code(referralId)),
            by);
    moments.record(caseRef, journeyId, "received", now);
    return caseRef;
  }
}
