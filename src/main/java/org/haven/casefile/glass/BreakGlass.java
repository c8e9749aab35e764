package org.haven.casefile.glass;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.haven.casefile.By;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.CaseWorkers;
import org.haven.casefile.Conflicts;
import org.haven.casefile.Rows;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.Role;
import org.haven.platform.StaffDirectory;
import org.haven.platform.Team;
import org.haven.platform.sealing.Sealed;
import org.haven.platform.sealing.Sealing;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * A look at a case that team or role would close, for a limited time and with a typed reason. A
 * conflict stays closed, and reads as if there were no such case. Supervisors are told at once and
 * review each look. A look changes nothing: {@link CaseAccess#mayWork} stays false. Source:
 * procedure section 7, break-glass.
 */
@Component
public class BreakGlass {
  /** The limit of the table of clocks for {@link #toReview}. */
  public static final String REVIEW = "breakGlassReview";

  public static final Set<String> VERDICTS = Set.of("justified", "not-justified");

  private static final String ENTITY = "break-glass";
  private static final String REVIEW_ENTITY = "break-glass-review";

  private final JdbcClient db;
  private final Sealing sealing;
  private final Clock clock;
  private final Audit audit;
  private final CaseAccess access;
  private final CaseWorkers workers;
  private final StaffDirectory staff;
  private final Conflicts conflicts;
  private final ApplicationEventPublisher events;
  private final Duration limit;

  /**
   * @param limit how long a look lasts; status: Local default
   * @throws IllegalArgumentException if it is not between a minute and a day
   */
  BreakGlass(
      JdbcClient db,
      Sealing sealing,
      Clock clock,
      Audit audit,
      CaseAccess access,
      CaseWorkers workers,
      StaffDirectory staff,
      Conflicts conflicts,
      ApplicationEventPublisher events,
      @Value("${haven.break-glass.limit:60m}") Duration limit) {
    if (limit.compareTo(Duration.ofMinutes(1)) < 0 || limit.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException(
          "haven.break-glass.limit is " + limit + ": give between 1m and 24h, such as 60m");
    }
    this.db = db;
    this.sealing = sealing;
    this.clock = clock;
    this.audit = audit;
    this.access = access;
    this.workers = workers;
    this.staff = staff;
    this.conflicts = conflicts;
    this.events = events;
    this.limit = limit;
  }

  /** How long a look lasts. */
  public Duration limit() {
    return limit;
  }

  /** Officers and supervisors; nobody who also audits or administers. */
  public static boolean mayAsk(ActingPerson who) {
    return who.worksCases() && !who.has(Role.AUDITOR) && !who.has(Role.ADMINISTRATOR);
  }

  /**
   * Opens a case for a while. Whoever may open it anyway needs no glass: nothing is written then. A
   * refusal is on record too.
   *
   * @return false if there is no such case or it is closed to the person whatever the reason: the
   *     two are not told apart
   * @throws IllegalArgumentException if no reason is given
   * @throws IllegalStateException if the person may not ask
   */
  @Transactional
  public boolean open(ActingPerson who, CaseRef caseRef, String reason) {
    if (!mayAsk(who)) {
      throw new IllegalStateException("Only officers and supervisors break the glass");
    }
    if (reason.isBlank()) {
      throw new IllegalArgumentException("The glass breaks with a reason only");
    }
    if (access.mayOpen(who, caseRef)) {
      return true;
    }
    Team lead = lead(who, caseRef).orElse(null);
    if (lead == null) {
      audit.record(who, "break-glass-refused", caseRef, Map.of());
      return false;
    }
    if (access.mayOpen(who, caseRef)) {
      return true; // sent twice at once: the other one wrote it
    }
    String id = UUID.randomUUID().toString();
    Instant now = clock.instant();
    db.sql(
            "insert into break_glass (id, case_ref, username, sealed, at, until)"
                + " values (?::uuid, ?, ?, ?::jsonb, ?, ?)")
        .params(
            id,
            caseRef.value(),
            who.username(),
            sealing.sealAll(caseRef, ENTITY, id, Map.of("reason", reason)),
            Rows.ts(now),
            Rows.ts(now.plus(limit)))
        .update();
    audit.record(
        who, "break-glass", caseRef, Map.of("look", id, "until", now.plus(limit).toString()));
    // what was seen is known: from here on the other party's case is closed to this person
    workers.worked(caseRef, By.of(who));
    events.publishEvent(new GlassBroken(caseRef, reviewers(lead, caseRef, who.username())));
    return true;
  }

  /**
   * The team that holds a case which the person is not conflicted on; empty if there is none. One
   * look at a case begins at a time.
   */
  private Optional<Team> lead(ActingPerson who, CaseRef caseRef) {
    return db.sql(
            "select coalesce(cf.lead_team, cf.receiver_team, :first) from case_file cf"
                + " where cf.case_ref = :case and cf.status <> 'disposed' and "
                + CaseAccess.NOT_CONFLICTED.formatted("cf.case_ref")
                + " for no key update of cf")
        .param("case", caseRef.value())
        .param("acting", who.username())
        .param("first", Team.HOUSING_SOLUTIONS.code())
        .query(String.class)
        .optional()
        .map(Team::of);
  }

  /**
   * A look that nobody signed off and nobody was chased for.
   *
   * @param lead the team that holds the case now
   */
  record Open(UUID id, CaseRef caseRef, String username, Team lead, Instant at) {}

  /** Those of all cases, the oldest first, a hundred at most. */
  List<Open> notChased() {
    return db.sql(
            """
            select bg.id, bg.case_ref, bg.username, bg.at,
              coalesce(cf.lead_team, cf.receiver_team, :first) as lead
            from break_glass bg join case_file cf on cf.case_ref = bg.case_ref
            where cf.status <> 'disposed'
              and not exists (select 1 from break_glass_review r where r.look = bg.id)
              and not exists (select 1 from break_glass_chase c where c.look = bg.id)
            order by bg.at, bg.id limit 100
            """)
        .param("first", Team.HOUSING_SOLUTIONS.code())
        .query(
            (rs, _) ->
                new Open(
                    UUID.fromString(rs.getString("id")),
                    Rows.caseRef(rs),
                    rs.getString("username"),
                    Team.of(rs.getString("lead")),
                    Rows.at(rs, "at")))
        .list();
  }

  /**
   * Tells those who are to review it once more, and the service managers, that a look is late; once
   * for each look, whoever asks.
   */
  @Transactional
  void chase(Open look) {
    int first =
        db.sql(
                "insert into break_glass_chase (look, case_ref, at) values (?, ?, ?)"
                    + " on conflict do nothing")
            .params(look.id(), look.caseRef().value(), Rows.ts(clock.instant()))
            .update();
    if (first == 0) {
      return;
    }
    var toTell = new HashSet<>(reviewers(look.lead(), look.caseRef(), look.username()));
    names(Stream.of(Team.SERVICE_MANAGER), conflicts.of(look.caseRef()), look.username())
        .forEach(toTell::add);
    audit.recordSystem("chase-break-glass", look.caseRef(), Map.of("look", look.id().toString()));
    events.publishEvent(new GlassReviewLate(look.caseRef(), toTell));
  }

  private Set<String> reviewers(Team lead, CaseRef caseRef, String looker) {
    Set<String> list = conflicts.of(caseRef);
    Set<String> found =
        names(Stream.of(lead, Team.SAFEGUARDING_LEAD), list, looker).collect(Collectors.toSet());
    return found.isEmpty()
        ? names(Stream.of(Team.SERVICE_MANAGER), list, looker).collect(Collectors.toSet())
        : found;
  }

  private Stream<String> names(Stream<Team> teams, Set<String> list, String looker) {
    return teams
        .flatMap(team -> staff.supervisorsOf(team).stream())
        .map(ActingPerson::username)
        .filter(name -> !list.contains(name) && !name.equals(looker));
  }

  /** Until when the person may look, if nothing but a look opens the case to them. */
  public Optional<Instant> until(ActingPerson who, CaseRef caseRef) {
    if (access.mayWork(who, caseRef) || !access.mayOpen(who, caseRef)) {
      return Optional.empty();
    }
    return db.sql(
            "select max(until) from break_glass where username = ? and case_ref = ? and until > ?")
        .params(who.username(), caseRef.value(), Rows.ts(clock.instant()))
        .query((rs, _) -> Optional.ofNullable(Rows.atOrNull(rs, "max")))
        .single();
  }

  /**
   * A look that somebody has to review.
   *
   * @param reads how many times something of the case was opened meanwhile
   */
  public record Look(
      UUID id, CaseRef caseRef, String username, Instant at, Instant until, long reads) {}

  /**
   * A look with what was typed.
   *
   * @param reason absent if it was changed behind our back
   */
  public record Reasoned(Look look, @Nullable Sealed reason) {}

  /** Supervisors of the lead team, of the safeguarding lead and of the service manager. */
  public static boolean mayReview(ActingPerson who) {
    return mayAsk(who) && who.has(Role.SUPERVISOR);
  }

  private static final String THEIRS =
      "not exists (select 1 from break_glass_review r where r.look = bg.id)"
          + " and bg.username <> :acting"
          + " and (:every or coalesce(cf.lead_team, cf.receiver_team, 'housing-solutions')"
          + " in (:teams)) and "
          + CaseAccess.NOT_CONFLICTED.formatted("bg.case_ref");

  private static final String LOOKS =
      """
      select bg.id, bg.case_ref, bg.username, bg.sealed::text as sealed, bg.at, bg.until,
        (select count(*) from audit_entry a
         where a.case_ref = bg.case_ref and a.who = bg.username
           and a.at between bg.at and bg.until
           and (a.action like 'read-%' or a.action like 'reveal-%')) as reads
      from break_glass bg join case_file cf on cf.case_ref = bg.case_ref
      where\s\
      """
          + THEIRS;

  /**
   * The looks that this person is to review, the oldest first, a hundred at most; never their own,
   * nor any at a case that they must not know of.
   */
  public List<Look> toReview(ActingPerson who) {
    return mayReview(who)
        ? theirs(who, LOOKS + " order by bg.at, bg.id limit 100").query((rs, _) -> look(rs)).list()
        : List.of();
  }

  /** One of {@link #toReview} with its reason; the read is audited. Empty if it is none of them. */
  @Transactional
  public Optional<Reasoned> toReview(ActingPerson who, UUID id) {
    if (!mayReview(who)) {
      return Optional.empty();
    }
    Optional<Reasoned> found =
        theirs(who, LOOKS + " and bg.id = :look")
            .param("look", id)
            .query(
                (rs, _) -> {
                  Look look = look(rs);
                  var typed =
                      sealing.openAll(
                          look.caseRef(), ENTITY, id.toString(), rs.getString("sealed"));
                  return new Reasoned(
                      look, typed.refused().isEmpty() ? typed.text("reason").orElse(null) : null);
                })
            .optional();
    found.ifPresent(
        one ->
            audit.record(who, "review-read", one.look().caseRef(), Map.of("look", id.toString())));
    return found;
  }

  private JdbcClient.StatementSpec theirs(ActingPerson who, String sql) {
    return db.sql(sql)
        .param("acting", who.username())
        .param("teams", CaseAccess.teamCodes(who))
        .param("every", reviewsEverywhere(who));
  }

  private static Look look(ResultSet rs) throws SQLException {
    return new Look(
        UUID.fromString(rs.getString("id")),
        Rows.caseRef(rs),
        rs.getString("username"),
        Rows.at(rs, "at"),
        Rows.at(rs, "until"),
        rs.getLong("reads"));
  }

  private static boolean reviewsEverywhere(ActingPerson who) {
    return who.supervises(Team.SAFEGUARDING_LEAD) || who.supervises(Team.SERVICE_MANAGER);
  }

  /**
   * Signs a look off; the first who does counts.
   *
   * @param verdict one of {@link #VERDICTS}
   * @param words kept, sealed
   * @return false if there is no such look for this person to review, or none any more
   * @throws IllegalArgumentException if the verdict is none, or no words are given
   */
  @Transactional
  public boolean signOff(ActingPerson who, UUID look, String verdict, String words) {
    if (!VERDICTS.contains(verdict) || words.isBlank()) {
      throw new IllegalArgumentException("A review needs a verdict and words");
    }
    if (!mayReview(who)) {
      return false;
    }
    Optional<CaseRef> caseRef =
        theirs(
                who,
                "select bg.case_ref from break_glass bg join case_file cf"
                    + " on cf.case_ref = bg.case_ref where bg.id = :look and "
                    + THEIRS)
            .param("look", look)
            .query((rs, _) -> Rows.caseRef(rs))
            .optional();
    if (caseRef.isEmpty()) {
      return false;
    }
    boolean first =
        db.sql(
                    """
                    insert into break_glass_review (look, case_ref, verdict, sealed, at, by)
                    values (?, ?, ?, ?::jsonb, ?, ?) on conflict do nothing
                    """)
                .params(
                    look,
                    caseRef.get().value(),
                    verdict,
                    sealing.sealAll(
                        caseRef.get(), REVIEW_ENTITY, look.toString(), Map.of("words", words)),
                    Rows.ts(clock.instant()),
                    who.username())
                .update()
            == 1;
    if (first) {
      audit.record(
          who,
          "review-break-glass",
          caseRef.get(),
          Map.of("look", look.toString(), "verdict", verdict));
    }
    return first;
  }
}
