package org.haven.policyreview;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.haven.casefile.By;
import org.haven.casefile.CaseMoments;
import org.haven.casefile.JourneyNotes;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.PolicyFile;
import org.haven.casefile.RulesChanged;
import org.haven.casefile.Timeline;
import org.haven.casefile.clocks.DateScan;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.haven.platform.OnlyOnce;
import org.haven.platform.Role;
import org.haven.platform.Team;
import org.haven.platform.calendar.Sla;
import org.haven.platform.calendar.SlaTable;
import org.haven.platform.calendar.WorkingCalendar;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The versions of the policy: which is in force on a day, when it is reviewed, and what a new one
 * changed. Source: policy 14.3; procedure, J19.
 */
@Service
public class PolicyVersions implements DateScan {
  static final String CHANGE_FOUND = "policy-change-found";

  /** The step in which the service manager approves. */
  private static final String APPROVAL = "Task_ApprovePolicy";

  /** Months before three years are over in which the review begins. Source: procedure, J19. */
  private static final int OPENS_EARLY = 6;

  private static final String LIMIT = "policyReview";
  private static final String ADOPTED = "adopted";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final JdbcClient db;
  private final PolicyFile file;
  private final JourneyRegister journeys;
  private final JourneyNotes notes;
  private final CaseMoments moments;
  private final Timeline timeline;
  private final Audit audit;
  private final RuleTables tables;
  private final OnlyOnce once;
  private final SlaTable limits;
  private final WorkingCalendar calendar;
  private final ApplicationEventPublisher events;
  private final Clock clock;
  private final TransactionTemplate transaction;

  PolicyVersions(
      JdbcClient db,
      PolicyFile file,
      JourneyRegister journeys,
      JourneyNotes notes,
      CaseMoments moments,
      Timeline timeline,
      Audit audit,
      RuleTables tables,
      OnlyOnce once,
      SlaTable limits,
      WorkingCalendar calendar,
      ApplicationEventPublisher events,
      Clock clock,
      PlatformTransactionManager transactions) {
    this.db = db;
    this.file = file;
    this.journeys = journeys;
    this.notes = notes;
    this.moments = moments;
    this.timeline = timeline;
    this.audit = audit;
    this.tables = tables;
    this.once = once;
    this.limits = limits;
    this.calendar = calendar;
    this.events = events;
    this.clock = clock;
    this.transaction = new TransactionTemplate(transactions);
  }

  /**
   * A version as it was adopted or confirmed.
   *
   * @param reason absent for one that is older than Haven
   * @param tables decision to the checksum of its table
   * @param changed decisions whose table is not that of the version before
   */
  public record Version(
      long id,
      int version,
      boolean confirmed,
      LocalDate adoptedOn,
      LocalDate effectiveFrom,
      @Nullable Trigger reason,
      Map<String, String> tables,
      List<String> changed,
      String by) {}

  /** Who may ask for a review and say when the policy was adopted. */
  public static boolean mayAsk(ActingPerson who) {
    return who.has(Role.POLICY_OWNER)
        || who.teams().contains(Team.POLICY_OWNER)
        || who.teams().contains(Team.SERVICE_MANAGER);
  }

  private LocalDate today() {
    return WorkingCalendar.dateOf(clock.instant());
  }

  /** All versions, the newest first. */
  public List<Version> all() {
    return db.sql("select * from policy_version order by id desc")
        .query(PolicyVersions::version)
        .list();
  }

  /** The version whose rules hold on a day: the last that began by then. */
  public Optional<Version> inForce(LocalDate day) {
    return all().stream().filter(v -> !v.effectiveFrom().isAfter(day)).findFirst();
  }

  /**
   * The day by which the policy is to be reviewed; empty while nobody has said when it was adopted.
   * Must not be called in a transaction.
   */
  public Optional<LocalDate> dueOn() {
    List<Version> all = all();
    return all.isEmpty() ? Optional.empty() : Optional.of(dueOn(all.getFirst()));
  }

  private LocalDate dueOn(Version version) {
    Sla limit = limits.limit(LIMIT, version.adoptedOn());
    return WorkingCalendar.dateOf(calendar.dueAt(limit, startOf(version.adoptedOn())));
  }

  private static java.time.Instant startOf(LocalDate day) {
    return day.atStartOfDay(WorkingCalendar.LONDON).toInstant();
  }

  /**
   * Says when the policy was adopted that was in force before Haven; three years run from then.
   *
   * @return false if a version is on record already
   * @throws IllegalArgumentException if that day is still to come
   */
  @Transactional
  public boolean adoptedBefore(LocalDate on, ActingPerson who) {
    if (on.isAfter(today())) {
      throw new IllegalArgumentException("A policy cannot have been adopted after today");
    }
    if (!all().isEmpty()) {
      return false;
    }
    CaseRef policy = file.ref();
    insert(1, "adopted", on, on, null, null, null, tables.checksums(), List.of(), who.username());
    moments.record(policy, null, ADOPTED, startOf(on));
    audit.record(who, "record-adoption", policy, Map.of("on", on.toString()));
    return true;
  }

  /** Asks for a review at once; while one runs the request is kept on that. */
  @Transactional
  public JourneyId ask(Trigger trigger, ActingPerson who) {
    CaseRef policy = file.ref();
    audit.record(who, "ask-policy-review", policy, Map.of("trigger", trigger.code()));
    return journeys.requestKeyed(
        policy,
        PolicyFile.PROCESS,
        CHANGE_FOUND,
        policy.value(),
        Map.of("trigger", trigger),
        By.of(who));
  }

  /** The review runs from here on. Again changes nothing. */
  @Transactional
  public void opened(CaseRef caseRef, JourneyId journeyId, String process, long instance) {
    journeys.started(journeyId, process, caseRef, instance);
  }

  /** The policy stays; after three years the next review is counted from today. */
  @Transactional
  public void confirm(CaseRef caseRef, JourneyId journeyId, Trigger trigger, long stepKey) {
    if (trigger != Trigger.THREE_YEARS || !once.first("policy-confirmed", stepKey)) {
      return;
    }
    all().stream()
        .findFirst()
        .ifPresent(
            last -> {
              insert(
                  last.version(),
                  "confirmed",
                  today(),
                  last.effectiveFrom(),
                  trigger,
                  journeyId,
                  stepKey,
                  last.tables(),
                  List.of(),
                  By.SYSTEM.name());
              moments.record(caseRef, null, ADOPTED, startOf(today()));
            });
  }

  /** The new version goes on record, once; three years run from today. */
  @Transactional
  public void publish(
      CaseRef caseRef,
      JourneyId journeyId,
      Trigger trigger,
      LocalDate effectiveFrom,
      long stepKey) {
    if (!once.first("rules-published", stepKey)) {
      return;
    }
    Optional<Version> before = all().stream().findFirst();
    Map<String, String> now = tables.checksums();
    String by = notes.lastBy(caseRef, journeyId, APPROVAL).orElse(By.SYSTEM.name());
    int version = before.map(Version::version).orElse(0) + 1;
    insert(
        version,
        "adopted",
        today(),
        effectiveFrom,
        trigger,
        journeyId,
        stepKey,
        now,
        changed(before.map(Version::tables).orElse(now), now),
        by);
    moments.record(caseRef, null, ADOPTED, startOf(today()));
    timeline.add(
        caseRef,
        journeyId,
        "policy",
        "timeline.rules-published",
        Map.of("version", version, "effectiveFrom", effectiveFrom),
        By.SYSTEM);
    audit.recordSystem(
        "publish-rules",
        caseRef,
        Map.of(
            "version",
            version,
            "effectiveFrom",
            effectiveFrom.toString(),
            "trigger",
            trigger.code(),
            "approvedBy",
            by));
  }

  /** Decisions that are new, gone or not as they were, by name. */
  static List<String> changed(Map<String, String> before, Map<String, String> now) {
    var names = new TreeSet<>(before.keySet());
    names.addAll(now.keySet());
    return names.stream()
        .filter(name -> !String.valueOf(before.get(name)).equals(String.valueOf(now.get(name))))
        .toList();
  }

  /** Staff are told that the rules change, once. */
  @Transactional
  public void tellStaff(LocalDate effectiveFrom, long stepKey) {
    if (once.first("rules-told", stepKey)) {
      events.publishEvent(new RulesChanged(effectiveFrom));
    }
  }

  /**
   * Opens the review six months before three years are over. Each way in which a review of three
   * years ends by its own decision makes a version whose years begin anew; one that was stopped, or
   * that looked at something else and changed nothing, leaves the old ones over, and the review is
   * asked for again.
   */
  @Override
  public int scan() {
    List<Version> all = all();
    if (all.isEmpty()) {
      return 0;
    }
    Version last = all.getFirst();
    if (today().isBefore(dueOn(last).minusMonths(OPENS_EARLY))) {
      return 0;
    }
    return Boolean.TRUE.equals(transaction.execute(_ -> open(last))) ? 1 : 0;
  }

  private boolean open(Version last) {
    CaseRef policy = file.ref();
    // two scans at once queue here
    db.sql("select 1 from policy_file for update").query().singleRow();
    boolean runs =
        journeys.of(policy).stream()
            .anyMatch(j -> j.processId().equals(PolicyFile.PROCESS) && j.endedAt() == null);
    if (runs || all().getFirst().id() != last.id()) {
      return false;
    }
    journeys.request(policy, PolicyFile.PROCESS, Map.of("trigger", Trigger.THREE_YEARS), By.SYSTEM);
    return true;
  }

  private void insert(
      int version,
      String kind,
      LocalDate adoptedOn,
      LocalDate effectiveFrom,
      @Nullable Trigger reason,
      @Nullable JourneyId journeyId,
      @Nullable Long stepKey,
      Map<String, String> tables,
      List<String> changed,
      String by) {
    db.sql(
            """
            insert into policy_version (version, kind, adopted_on, effective_from, reason,
              journey_id, step_key, tables, changed, at, by)
            values (?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?)
            """)
        .params(
            Arrays.<@Nullable Object>asList(
                version,
                kind,
                adoptedOn,
                effectiveFrom,
                reason == null ? null : reason.code(),
                journeyId == null ? null : journeyId.value(),
                stepKey,
                JSON.writeValueAsString(tables),
                changed.toArray(String[]::new),
                Timestamp.from(clock.instant()),
                by))
        .update();
  }

  private static Version version(ResultSet row, int number) throws SQLException {
    String reason = row.getString("reason");
    return new Version(
        row.getLong("id"),
        row.getInt("version"),
        row.getString("kind").equals("confirmed"),
        row.getObject("adopted_on", LocalDate.class),
        row.getObject("effective_from", LocalDate.class),
        reason == null ? null : Trigger.ofCode(reason),
        JSON.readValue(row.getString("tables"), new TypeReference<TreeMap<String, String>>() {}),
        List.of((String[]) row.getArray("changed").getArray()),
        row.getString("by"));
  }
}
