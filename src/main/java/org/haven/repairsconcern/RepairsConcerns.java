package org.haven.repairsconcern;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.haven.casefile.By;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.CaseFacts;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.CaseMoments;
import org.haven.casefile.CaseStatus;
import org.haven.casefile.Incidents;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.LeadTold;
import org.haven.casefile.NewCase;
import org.haven.casefile.Timeline;
import org.haven.casefile.register.HomeCases;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Known;
import org.haven.platform.OnlyOnce;
import org.haven.platform.References;
import org.haven.platform.Team;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.platform.sealing.SealedFields;
import org.haven.platform.sealing.Sealing;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Concerns about homes: raised by a card or by a count, looked at, reported or closed. */
@Service
public class RepairsConcerns {
  static final String CARD_RAISED = "maintenance-concern-raised";
  static final String PATTERN_FOUND = "repair-pattern-found";

  private static final String ENTITY = "repairs-concern";
  private static final String REPORT = "report-domestic-abuse";
  private static final Code CHANNEL = new Code("repairs");

  private final JdbcClient db;
  private final Sealing sealing;
  private final Homes homes;
  private final RepairCounts counts;
  private final HomeCases known;
  private final CaseFiles cases;
  private final CaseFacts facts;
  private final CaseMoments moments;
  private final CaseAccess access;
  private final Incidents incidents;
  private final JourneyRegister journeys;
  private final Timeline timeline;
  private final Audit audit;
  private final OnlyOnce once;
  private final WorkingCalendar calendar;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  RepairsConcerns(
      JdbcClient db,
      Sealing sealing,
      Homes homes,
      RepairCounts counts,
      HomeCases known,
      CaseFiles cases,
      CaseFacts facts,
      CaseMoments moments,
      CaseAccess access,
      Incidents incidents,
      JourneyRegister journeys,
      Timeline timeline,
      Audit audit,
      OnlyOnce once,
      WorkingCalendar calendar,
      ApplicationEventPublisher events,
      Clock clock) {
    this.db = db;
    this.sealing = sealing;
    this.homes = homes;
    this.counts = counts;
    this.known = known;
    this.cases = cases;
    this.facts = facts;
    this.moments = moments;
    this.access = access;
    this.incidents = incidents;
    this.journeys = journeys;
    this.timeline = timeline;
    this.audit = audit;
    this.once = once;
    this.calendar = calendar;
    this.events = events;
    this.clock = clock;
  }

  /** True if a card can be placed by this reference: it means a council home. */
  public boolean isHome(String reference) {
    return homes.tenancyOf(reference).isPresent();
  }

  /**
   * Takes a card; the same card again changes nothing. Who raises it learns no more than that it
   * was taken.
   *
   * @throws IllegalArgumentException if the reference is of no council home, or nothing was seen
   */
  @Transactional
  public void raiseCard(ConcernCard card, ActingPerson who) {
    String tenancyRef =
        homes
            .tenancyOf(card.reference())
            .orElseThrow(() -> new IllegalArgumentException("No council home has that reference"));
    if (card.seen().isBlank()) {
      throw new IllegalArgumentException("A card says what was seen");
    }
    lock(tenancyRef);
    if (taken(card.token())) {
      return;
    }
    Map<String, Object> sealed = new LinkedHashMap<>();
    sealed.put("seen", card.seen());
    if (!card.seenBy().isBlank()) {
      sealed.put("seenBy", card.seenBy());
    }
    raise(
        new Concern(tenancyRef, "card", card.token(), card.dangerSign(), card.insecure()),
        counts.of(tenancyRef),
        sealed,
        By.of(who));
    // of which case, the trail of the case itself says
    audit.record(who, "raise-concern-card", null, Map.of("token", card.token().toString()));
  }

  /**
   * A count of repairs calls for a look.
   *
   * @return false if another night has seen to it already
   */
  @Transactional
  public boolean raisePattern(String tenancyRef, RepairCounts.Counts counted) {
    lock(tenancyRef);
    if (!counts.scanned(tenancyRef)) {
      return false;
    }
    raise(
        new Concern(tenancyRef, "pattern", null, Known.UNKNOWN, counted.insecure()),
        counted,
        Map.of(),
        By.SYSTEM);
    return true;
  }

  /** Two at once about one home: the second sees the case that the first opened. */
  private void lock(String tenancyRef) {
    db.sql("select pg_advisory_xact_lock(hashtextextended(?, 0))")
        .param("repairs-concern " + tenancyRef)
        .query()
        .singleRow();
  }

  private boolean taken(UUID token) {
    return db.sql("select exists (select 1 from repairs_concern where token = ?)")
        .param(token)
        .query(Boolean.class)
        .single();
  }

  private record Concern(
      String tenancyRef, String source, @Nullable UUID token, Known dangerSign, Known insecure) {}

  private void raise(Concern concern, RepairCounts.Counts counted, Map<String, ?> sealed, By by) {
    Instant now = clock.instant();
    CaseRef caseRef =
        known
            .known(concern.tenancyRef())
            .or(() -> known.ofConcerns(concern.tenancyRef()))
            .map(journeys::taking)
            .orElseGet(() -> open(concern.tenancyRef(), now));
    String concernRef = References.fresh("RC");
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("concernRef", new Code(concernRef));
    if (!known.inVault(concern.tenancyRef())) { // else it leads to her address
      told.put("tenancyRef", new Code(concern.tenancyRef()));
    }
    told.put("cardRaised", concern.source().equals("card"));
    told.put("dangerSign", concern.dangerSign());
    told.put("insecure", concern.insecure());
    told.put("patternCount", counted.pattern());
    told.put("bathroomLock", counted.bathroomLock());
    JourneyId journeyId =
        journeys.requestKeyed(
            caseRef,
            RepairsConcernJourney.PROCESS,
            concern.source().equals("card") ? CARD_RAISED : PATTERN_FOUND,
            concernRef,
            told,
            By.SYSTEM);
    moments.record(caseRef, journeyId, "raised", now);
    moments.record(caseRef, journeyId, "report", now);
    db.sql(
            """
            insert into repairs_concern (concern_ref, case_ref, journey_id, tenancy_ref, source,
              token, danger_sign, insecure, pattern_count, bathroom_lock, sealed, raised_at, by)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?)
            """)
        .params(
            Arrays.asList(
                concernRef,
                caseRef.value(),
                journeyId.value(),
                concern.tenancyRef(),
                concern.source(),
                concern.token(),
                concern.dangerSign().name(),
                concern.insecure().name(),
                counted.pattern(),
                counted.bathroomLock(),
                sealing.sealAll(caseRef, ENTITY, concernRef, sealed),
                Timestamp.from(now),
                by.name()))
        .update();
    timeline.add(
        caseRef,
        journeyId,
        "report",
        "timeline.repairs-concern-" + concern.source(),
        Map.of("count", counted.pattern()),
        by);
  }

  /** A case of its own: no name is known, and nobody who raised the concern may open it. */
  private CaseRef open(String tenancyRef, Instant now) {
    var home = homes.councilHome(tenancyRef).orElseThrow();
    Team reviewers = Homes.reviewers(home.inScheme());
    CaseRef caseRef = cases.open(new NewCase(CHANNEL, now, null, reviewers, false), By.SYSTEM);
    facts.put(
        caseRef,
        Map.of(
            "tenancyRef",
            new Code(tenancyRef),
            "tenure",
            home.tenure(),
            "olderPeoplesScheme",
            Known.of(home.inScheme()),
            "livesInBorough",
            Known.YES),
        By.SYSTEM);
    cases.assignLead(caseRef, reviewers, null, By.SYSTEM);
    return caseRef;
  }

  /** What the table is asked with. */
  public record Counted(
      boolean openCase,
      boolean olderPeoplesScheme,
      boolean cardRaised,
      Known dangerSign,
      Known insecure,
      int patternCount,
      int bathroomLock) {}

  /**
   * Counts the repairs at the home anew, and looks whether somebody works on a case about it. The
   * counts stay with the concern.
   *
   * @throws java.util.NoSuchElementException if there is no such concern
   */
  @Transactional
  public Counted count(String concernRef) {
    Kept concern = kept(concernRef);
    var counted = counts.of(concern.tenancyRef());
    db.sql("update repairs_concern set pattern_count = ?, bathroom_lock = ? where concern_ref = ?")
        .params(counted.pattern(), counted.bathroomLock(), concernRef)
        .update();
    return new Counted(
        known.known(concern.tenancyRef()).isPresent(),
        homes.councilHome(concern.tenancyRef()).filter(home -> home.inScheme()).isPresent(),
        concern.card(),
        concern.dangerSign(),
        concern.insecure(),
        counted.pattern(),
        counted.bathroomLock());
  }

  /** The lead of a case that is known looks at its page; the same step again tells nobody. */
  @Transactional
  public void tellLead(CaseRef caseRef, String concernRef, long stepKey) {
    if (once.first("repairs-concern-told", stepKey)) {
      closed(concernRef);
      events.publishEvent(new LeadTold(caseRef));
      audit.recordSystem("tell-lead", caseRef, Map.of("concern", concernRef));
    }
  }

  /**
   * Reports domestic abuse on behalf of whoever lives there: a new report, or on a case that is
   * worked already a new incident. The same step again changes nothing.
   */
  @Transactional
  public void report(CaseRef caseRef, String concernRef, long stepKey) {
    if (!once.first("repairs-concern-reported", stepKey)) {
      return;
    }
    Kept concern = kept(concernRef);
    Instant now = clock.instant();
    Map<String, Object> words = new LinkedHashMap<>();
    concern.fields().text("seen").ifPresent(seen -> words.put("words", seen.clear()));
    String incidentId = incidents.record(caseRef, null, List.of(), Known.UNKNOWN, words, By.SYSTEM);
    if (known.isForConcernAlone(caseRef)) {
      begin(caseRef, concern, now);
    } else {
      JourneyId assessment =
          journeys.requestKeyed(
              caseRef,
              "assess-risk",
              "incident-reported",
              incidentId,
              Map.of("incidentId", incidentId),
              By.SYSTEM);
      moments.record(caseRef, assessment, "report", now);
      timeline.add(
          caseRef,
          assessment,
          "report",
          "timeline.incident-reported",
          Map.of("channel", CHANNEL),
          By.SYSTEM);
      events.publishEvent(new LeadTold(caseRef));
    }
    closed(concernRef);
    audit.recordSystem("report-concern", caseRef, Map.of("concern", concernRef));
  }

  private void begin(CaseRef caseRef, Kept concern, Instant now) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("channel", CHANNEL);
    told.put("reporterKind", new Code("staff"));
    told.put("immediateDanger", concern.dangerSign());
    told.put("outOfHours", !calendar.isOfficeHours(now));
    facts.put(caseRef, told, By.SYSTEM);
    Map<String, Object> variables = new LinkedHashMap<>(told);
    Map<String, Object> onRecord = facts.of(caseRef);
    for (String name : List.of("tenure", "olderPeoplesScheme", "livesInBorough")) {
      Object value = onRecord.get(name);
      if (value != null) {
        variables.put(name, value instanceof String text ? new Code(text) : value);
      }
    }
    // whoever looked at the concern writes down what is known, in the report's own step
    variables.put("disclosureTaken", false);
    JourneyId journeyId = journeys.request(caseRef, REPORT, variables, By.SYSTEM);
    moments.record(caseRef, journeyId, "report", now);
  }

  /**
   * Nothing came of it. A case that concerns alone have opened is closed too, unless another
   * journey runs on it.
   */
  @Transactional
  public void close(CaseRef caseRef, JourneyId journeyId, String concernRef) {
    if (!closed(concernRef)) {
      return;
    }
    timeline.add(
        caseRef, journeyId, "journey", "timeline.repairs-concern-closed", Map.of(), By.SYSTEM);
    boolean anotherRuns =
        journeys.of(caseRef).stream()
            .anyMatch(j -> !j.journeyId().equals(journeyId) && j.endedAt() == null);
    if (known.isForConcernAlone(caseRef) && !anotherRuns) {
      cases.status(caseRef, CaseStatus.CLOSED, By.SYSTEM);
    }
    audit.recordSystem("close-concern", caseRef, Map.of("concern", concernRef));
  }

  /**
   * @return false if it was closed before
   */
  private boolean closed(String concernRef) {
    return db.sql(
                "update repairs_concern set closed_at = ?"
                    + " where concern_ref = ? and closed_at is null")
            .params(Timestamp.from(clock.instant()), concernRef)
            .update()
        > 0;
  }

  /**
   * A concern, opened for somebody who may open its case.
   *
   * @param card false if a count of repairs raised it
   * @param fields seen, seenBy
   */
  public record Kept(
      String concernRef,
      JourneyId journeyId,
      String tenancyRef,
      boolean card,
      Known dangerSign,
      Known insecure,
      int patternCount,
      int bathroomLock,
      SealedFields fields,
      Instant raisedAt,
      boolean isClosed) {
    @Override
    public String toString() {
      return "Kept[" + concernRef + " ***]";
    }
  }

  /** The concerns of a case, the newest first; empty if the person may not open the case. */
  @Transactional
  public List<Kept> of(ActingPerson who, CaseRef caseRef) {
    if (!access.mayOpen(who, caseRef)) {
      return List.of();
    }
    List<Kept> all =
        db.sql("select * from repairs_concern where case_ref = ? order by seq desc")
            .param(caseRef.value())
            .query((row, _) -> kept(row))
            .list();
    if (!all.isEmpty()) {
      audit.record(who, "read-repairs-concerns", caseRef, Map.of());
    }
    return all;
  }

  /** The concern that a journey is about, for somebody who may open its case. */
  @Transactional
  public Optional<Kept> ofJourney(ActingPerson who, CaseRef caseRef, JourneyId journeyId) {
    return of(who, caseRef).stream().filter(one -> one.journeyId().equals(journeyId)).findFirst();
  }

  private Kept kept(String concernRef) {
    return db.sql("select * from repairs_concern where concern_ref = ?")
        .param(concernRef)
        .query((row, _) -> kept(row))
        .optional()
        .orElseThrow();
  }

  private Kept kept(ResultSet row) throws SQLException {
    String concernRef = row.getString("concern_ref");
    return new Kept(
        concernRef,
        new JourneyId(row.getString("journey_id")),
        row.getString("tenancy_ref"),
        row.getString("source").equals("card"),
        Known.valueOf(row.getString("danger_sign")),
        Known.valueOf(row.getString("insecure")),
        row.getInt("pattern_count"),
        row.getInt("bathroom_lock"),
        sealing.openAll(
            new CaseRef(row.getString("case_ref")), ENTITY, concernRef, row.getString("sealed")),
        row.getTimestamp("raised_at").toInstant(),
        row.getTimestamp("closed_at") != null);
  }
}
