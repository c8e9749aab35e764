package org.haven.safeguardingreferral;

import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.haven.casefile.By;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.CaseMoments;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.JourneyView;
import org.haven.casefile.NoSuchCaseException;
import org.haven.casefile.People;
import org.haven.casefile.PersonKind;
import org.haven.casefile.SharingLedger;
import org.haven.casefile.Timeline;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Known;
import org.haven.platform.RoutingFacts;
import org.haven.platform.Team;
import org.haven.platform.sealing.Sealing;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * What became of each concern, whether or not anything was sent. Whoever makes a referral writes to
 * it; only the safeguarding lead reads it. A line stays as it was written.
 */
@Service
public class SafeguardingLog {
  private static final String ENTITY = "SafeguardingLog";
  private static final String ADULT_ROUTE = "adult-referral";
  private static final List<String> YOUNG = List.of("under-16", "16-17");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final JdbcClient db;
  private final Sealing sealing;
  private final CaseMoments moments;
  private final JourneyRegister journeys;
  private final People people;
  private final SharingLedger ledger;
  private final Timeline timeline;
  private final CaseAccess access;
  private final Audit audit;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  SafeguardingLog(
      JdbcClient db,
      Sealing sealing,
      CaseMoments moments,
      JourneyRegister journeys,
      People people,
      SharingLedger ledger,
      Timeline timeline,
      CaseAccess access,
      Audit audit,
      Clock clock) {
    this.db = db;
    this.sealing = sealing;
    this.moments = moments;
    this.journeys = journeys;
    this.people = people;
    this.ledger = ledger;
    this.timeline = timeline;
    this.access = access;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * A concern comes into the log. Its clocks run from when it was raised, not from when the engine
   * came to it.
   *
   * @param stepKey the engine's step; the same step again changes nothing
   */
  @Transactional
  public void open(CaseRef caseRef, JourneyId journeyId, long stepKey, List<Code> routes) {
    var raisedAt =
        journeys.of(caseRef).stream()
            .filter(journey -> journey.journeyId().equals(journeyId))
            .map(JourneyView::requestedAt)
            .findFirst()
            .orElseGet(clock::instant);
    if (write(
        new Line(caseRef, journeyId, null, null, "opened", null, stepKey),
        Map.of("routes", routes),
        Map.of(),
        By.SYSTEM)) {
      moments.record(caseRef, journeyId, "concern", raisedAt);
      timeline.add(
          caseRef, journeyId, "safeguarding", "timeline.safeguarding-concern", Map.of(), By.SYSTEM);
    }
  }

  /**
   * Somebody says in their own words what they fear.
   *
   * @param taskId the task that it was written in
   */
  @Transactional
  public void describe(
      CaseRef caseRef,
      JourneyId journeyId,
      long taskId,
      Map<String, ?> routing,
      Map<String, ?> sealed,
      ActingPerson who) {
    write(
        new Line(caseRef, journeyId, null, null, "concern", null, taskId),
        routing,
        sealed,
        By.of(who));
    audit.record(who, "record-concern", caseRef, Map.of("taskId", String.valueOf(taskId)));
  }

  /** What decides who is at risk. */
  public record Concern(
      Known childAffected,
      Known childHarmNow,
      @Nullable Code youngParty,
      List<Code> routes,
      @Nullable Code leadDecision) {}

  /**
   * The lines of the persons at risk.
   *
   * @param all everybody to be referred
   * @param adults those of them that adult services are told of
   */
  public record Entries(List<Code> all, List<Code> adults) {}

  /**
   * Everybody at risk gets a line: each child of the case, or one unnamed child if none is on
   * record; a party under 18; the adult with care needs. The same step again gives the same lines.
   */
  @Transactional
  public Entries listPersons(CaseRef caseRef, JourneyId journeyId, long stepKey, Concern concern) {
    var listed = listed(stepKey);
    if (listed.all().isEmpty()) {
      String decided = concern.leadDecision() == null ? "" : concern.leadDecision().value();
      boolean children =
          concern.childAffected() == Known.YES
              || concern.childHarmNow() == Known.YES
              || decided.equals("refer-child");
      boolean youngParty =
          concern.youngParty() != null && YOUNG.contains(concern.youngParty().value());
      String childRoute =
          concern.routes().contains(new Code("child-urgent")) ? "child-urgent" : "child-referral";
      var victim = people.ref(caseRef, PersonKind.VICTIM).orElse(null);
      if (children) {
        var known = people.refs(caseRef, PersonKind.CHILD);
        if (known.isEmpty()) {
          list(caseRef, journeyId, stepKey, null, childRoute);
        }
        known.forEach(child -> list(caseRef, journeyId, stepKey, child, childRoute));
      }
      if (youngParty) {
        list(caseRef, journeyId, stepKey, victim, childRoute);
      }
      if (concern.routes().contains(new Code(ADULT_ROUTE)) || decided.equals("refer-adult")) {
        list(caseRef, journeyId, stepKey, victim, ADULT_ROUTE);
      }
      listed = listed(stepKey);
    }
    return listed;
  }

  private void list(
      CaseRef caseRef,
      JourneyId journeyId,
      long stepKey,
      @Nullable String personRef,
      String route) {
    write(
        new Line(caseRef, journeyId, newEntry(), personRef, "person", route, stepKey),
        Map.of(),
        Map.of(),
        By.SYSTEM);
  }

  private Entries listed(long stepKey) {
    var all = new ArrayList<Code>();
    var adults = new ArrayList<Code>();
    db.sql(
            "select entry_id, route from safeguarding_log"
                + " where step_key = ? and kind = 'person' order by seq")
        .param(stepKey)
        .query(
            row -> {
              var entry = new Code(row.getString("entry_id"));
              all.add(entry);
              if (ADULT_ROUTE.equals(row.getString("route"))) {
                adults.add(entry);
              }
            });
    return new Entries(all, adults);
  }

  /** Remembers which person a task is about. */
  @Transactional
  public void link(long taskId, Code entryId) {
    db.sql(
            "insert into safeguarding_task (task_id, entry_id) values (?, ?)"
                + " on conflict do nothing")
        .params(taskId, entryId.value())
        .update();
  }

  /**
   * The person that a task is about.
   *
   * @param personRef absent while nobody has named the person
   * @param referred true once the referral is written
   */
  public record Person(String entryId, @Nullable String personRef, String route, boolean referred) {
    public boolean adult() {
      return route.equals(ADULT_ROUTE);
    }
  }

  /** Empty if the task is about nobody in particular. */
  public Optional<Person> personOf(long taskId) {
    return db.sql(
            """
            select l.entry_id, l.person_ref, l.route, exists (select 1 from safeguarding_log r
              where r.entry_id = l.entry_id and r.kind = 'referral') as referred
            from safeguarding_task t join safeguarding_log l using (entry_id)
            where t.task_id = ? and l.kind = 'person'
            """)
        .param(taskId)
        .query(
            (row, _) ->
                new Person(
                    row.getString("entry_id"),
                    row.getString("person_ref"),
                    row.getString("route"),
                    row.getBoolean("referred")))
        .optional();
  }

  /** Keeps what is written of one person: the referral, or what the services decided. */
  @Transactional
  public void write(
      CaseRef caseRef,
      JourneyId journeyId,
      long taskId,
      String kind,
      Map<String, ?> routing,
      Map<String, ?> sealed,
      ActingPerson who) {
    var person = personOf(taskId).orElse(null);
    write(
        new Line(
            caseRef,
            journeyId,
            person == null ? null : person.entryId(),
            person == null ? null : person.personRef(),
            kind,
            person == null ? null : person.route(),
            taskId),
        routing,
        sealed,
        By.of(who));
    audit.record(
        who,
        "write-safeguarding-log",
        caseRef,
        Map.of("taskId", String.valueOf(taskId), "kind", kind));
  }

  /** How a referral ended up, as the engine tells it. */
  public record Sending(
      @Nullable Code entryId,
      @Nullable Code referralId,
      @Nullable Code consent,
      @Nullable Code decided) {}

  /** One line for a person, or for the whole concern, sent or not. */
  @Transactional
  public void log(CaseRef caseRef, JourneyId journeyId, long stepKey, Sending sending) {
    var routing = new LinkedHashMap<String, Object>();
    put(routing, "referralId", sending.referralId());
    put(routing, "consent", sending.consent());
    put(routing, "decided", sending.decided());
    boolean sent = sending.referralId() != null;
    String entryId = sending.entryId() == null ? null : sending.entryId().value();
    var person = entryId == null ? null : personLine(entryId).orElse(null);
    if (write(
        new Line(
            caseRef,
            journeyId,
            entryId,
            person == null ? null : person.personRef(),
            sent ? "sent" : "not-sent",
            person == null ? null : person.route(),
            stepKey),
        routing,
        Map.of(),
        By.SYSTEM)) {
      if (person != null && person.adult() && sending.decided() != null) {
        ledger.record(
            caseRef,
            new Code("safeguarding-adult"),
            sending.consent() == null ? new Code("not-asked") : sending.consent(),
            new Code(sent ? "public-task" : "none"),
            Map.of("approver", "safeguarding-lead", "necessity", sending.decided().value()),
            By.SYSTEM);
      }
      audit.recordSystem(
          "log-safeguarding", caseRef, Map.of("journeyId", journeyId.value(), "sent", sent));
    }
  }

  private Optional<Person> personLine(String entryId) {
    return db.sql(
            "select person_ref, route from safeguarding_log where entry_id = ? and kind = 'person'")
        .param(entryId)
        .query(
            (row, _) ->
                new Person(entryId, row.getString("person_ref"), row.getString("route"), false))
        .optional();
  }

  /**
   * The log of a case, the newest line first; the read is audited.
   *
   * @throws NoSuchCaseException if the person is not a safeguarding lead, or may not open the case
   */
  @Transactional
  public List<SafeguardingEntry> of(ActingPerson who, CaseRef caseRef) {
    if (!mayRead(who) || !access.mayOpen(who, caseRef)) {
      throw new NoSuchCaseException();
    }
    audit.record(who, "read-safeguarding-log", caseRef, Map.of());
    return lines("case_ref = ? order by seq desc", caseRef.value());
  }

  /** The safeguarding lead and nobody else. Source: procedure section 2. */
  public boolean mayRead(ActingPerson who) {
    return who.teams().contains(Team.SAFEGUARDING_LEAD);
  }

  /**
   * What was written of the person that a task is about, for whoever does the task.
   *
   * @param kind such as {@code referral}
   */
  @Transactional
  public Optional<SafeguardingEntry> written(ActingPerson who, long taskId, String kind) {
    if (!mayRead(who)) {
      return Optional.empty();
    }
    return personOf(taskId)
        .flatMap(
            person ->
                lines("entry_id = ? order by seq desc", person.entryId()).stream()
                    .filter(line -> line.kind().equals(kind))
                    .findFirst());
  }

  private List<SafeguardingEntry> lines(String condition, String value) {
    return db.sql("select * from safeguarding_log where " + condition)
        .param(value)
        .query((row, _) -> entry(row))
        .list();
  }

  private SafeguardingEntry entry(ResultSet row) throws SQLException {
    return new SafeguardingEntry(
        new JourneyId(row.getString("journey_id")),
        row.getString("entry_id"),
        row.getString("person_ref"),
        row.getString("kind"),
        row.getString("route"),
        JSON.readValue(row.getString("routing"), new TypeReference<Map<String, Object>>() {}),
        sealing.openAll(
            new CaseRef(row.getString("case_ref")),
            ENTITY,
            row.getString("id"),
            row.getString("sealed")),
        row.getTimestamp("at").toInstant(),
        row.getString("by"));
  }

  private record Line(
      CaseRef caseRef,
      JourneyId journeyId,
      @Nullable String entryId,
      @Nullable String personRef,
      String kind,
      @Nullable String route,
      long stepKey) {}

  private boolean write(Line line, Map<String, ?> routing, Map<String, ?> sealed, By by) {
    Instant now = clock.instant();
    String id = UUID.randomUUID().toString();
    return db.sql(
                """
                insert into safeguarding_log (id, case_ref, journey_id, entry_id, person_ref, kind,
                  route, routing, sealed, step_key, at, by)
                values (?::uuid, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?, ?, ?)
                on conflict do nothing
                """)
            .params(
                Arrays.asList(
                    id,
                    line.caseRef().value(),
                    line.journeyId().value(),
                    line.entryId(),
                    line.personRef(),
                    line.kind(),
                    line.route(),
                    JSON.writeValueAsString(RoutingFacts.toEngine(routing)),
                    sealing.sealAll(line.caseRef(), ENTITY, id, sealed),
                    line.stepKey(),
                    Timestamp.from(now),
                    by.name()))
            .update()
        == 1;
  }

  private String newEntry() {
    return "SE-" + Long.toUnsignedString(random.nextLong(), 36);
  }

  private static void put(Map<String, Object> routing, String name, @Nullable Code value) {
    if (value != null) {
      routing.put(name, value);
    }
  }
}
