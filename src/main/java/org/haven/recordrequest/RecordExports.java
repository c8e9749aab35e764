package org.haven.recordrequest;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.NoSuchCaseException;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.haven.platform.Team;
import org.haven.platform.sealing.KeyScope;
import org.haven.platform.sealing.Sealing;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The bundles of records that somebody checked: each is sealed until it is handed out, once.
 * Source: policy 12.1; UK GDPR art. 12, 15, 20.
 */
@Service
public class RecordExports {
  private static final String CHECK = "Task_CheckDisclosureSafety";
  private static final String ANSWER = "record-answer";
  private static final String ENTITY = "record-export";
  private static final String AGAIN = "record-export-again";
  private static final Set<String> GOES = Set.of("release", "part");

  private final JdbcClient db;
  private final Sealing sealing;
  private final CaseAccess access;
  private final Audit audit;
  private final Clock clock;

  RecordExports(JdbcClient db, Sealing sealing, CaseAccess access, Audit audit, Clock clock) {
    this.db = db;
    this.sealing = sealing;
    this.access = access;
    this.audit = audit;
    this.clock = clock;
  }

  /** How many records a bundle holds, how many of them in part, and how many it leaves out. */
  record Counts(int given, int redacted, int withheld) {}

  /** Seals what was checked; the same check again keeps no other. */
  void keep(
      ActingPerson who,
      CaseRef caseRef,
      JourneyId journeyId,
      long taskId,
      byte[] zip,
      Counts counts) {
    UUID id = UUID.randomUUID();
    db.sql(
            """
            insert into record_export
              (export_id, journey_id, case_ref, task_id, given, redacted, withheld, sealed, at, by)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (task_id) do nothing
            """)
        .params(
            id,
            journeyId.value(),
            caseRef.value(),
            taskId,
            counts.given(),
            counts.redacted(),
            counts.withheld(),
            sealing.seal(
                KeyScope.of(caseRef),
                ENTITY,
                id.toString(),
                "zip",
                Base64.getEncoder().encodeToString(zip)),
            now(),
            who.username())
        .update();
    audit.record(
        who,
        "seal-record-export",
        caseRef,
        Map.of(
            "export",
            id.toString(),
            "given",
            counts.given(),
            "redacted",
            counts.redacted(),
            "withheld",
            counts.withheld()));
  }

  /**
   * A bundle that was checked.
   *
   * @param goes true if the last check said that it goes, nothing was decided since, and no case
   *     was made two of of which it holds records
   * @param ready true once the letter that it goes with was sent too
   * @param fetchedAt when it was handed out last, absent while it can be fetched
   */
  public record Bundle(
      UUID exportId,
      int given,
      int redacted,
      int withheld,
      Instant checkedAt,
      String checkedBy,
      boolean goes,
      boolean ready,
      int turn,
      @Nullable Instant fetchedAt,
      @Nullable String fetchedBy) {}

  /** Data protection hand it out, and nobody else. */
  public static boolean mayFetch(ActingPerson who) {
    return who.worksCases() && who.teams().contains(Team.DATA_PROTECTION);
  }

  /** The bundle of this request that was checked last; nothing is opened for it. */
  public Optional<Bundle> of(JourneyId journeyId) {
    return db.sql(
            """
            select e.export_id, e.given, e.redacted, e.withheld, e.at, e.by,
              (select n.outcome from journey_note n where n.journey_id = e.journey_id
                and n.element_id = :check order by n.seq desc limit 1) as outcome,
              exists (select 1 from letter l where l.journey_id = e.journey_id
                and l.template = :answer and l.status = 'sent' and l.made_at >= e.at) as sent,
              exists (select 1 from record_decision d
                where d.journey_id = e.journey_id and d.at > e.at)
              -- of what was listed some may be another survivor's, as it turned out
              or exists (select 1 from case_join j join record_request_item i
                on i.case_ref in (j.case_ref, j.part)
                where j.undone_at >= e.at and i.journey_id = e.journey_id
                  and i.case_ref <> e.case_ref) as changed,
              coalesce((select max(a.turn) from record_export_again a
                where a.export_id = e.export_id), 0) as turn,
              f.at as fetched_at, f.by as fetched_by
            from record_export e
            left join lateral (select x.at, x.by from record_export_fetch x
              where x.export_id = e.export_id and x.turn = coalesce((select max(a.turn)
                from record_export_again a where a.export_id = e.export_id), 0)) f on true
            where e.journey_id = :journey order by e.seq desc limit 1
            """)
        .param("journey", journeyId.value())
        .param("check", CHECK)
        .param("answer", ANSWER)
        .query(RecordExports::bundle)
        .optional();
  }

  /**
   * The same by the request's reference.
   *
   * @throws NoSuchCaseException if the person may not open the case, or does not hand bundles out
   */
  public Optional<Bundle> of(ActingPerson who, CaseRef caseRef, String requestId) {
    return journey(who, caseRef, requestId).flatMap(this::of);
  }

  /** Is there a bundle that this person may fetch, or has fetched? */
  public boolean isReadyFor(ActingPerson who, CaseRef caseRef, String requestId) {
    return mayFetch(who)
        && access.mayWork(who, caseRef)
        && of(who, caseRef, requestId).filter(Bundle::ready).isPresent();
  }

  private Optional<JourneyId> journey(ActingPerson who, CaseRef caseRef, String requestId) {
    // a look through broken glass is none to work with
    if (!access.mayWork(who, caseRef) || !mayFetch(who)) {
      throw new NoSuchCaseException();
    }
    return db.sql("select journey_id from record_request where request_id = ? and case_ref = ?")
        .params(requestId, caseRef.value())
        .query(String.class)
        .optional()
        .map(JourneyId::new);
  }

  private static Bundle bundle(ResultSet rs, int number) throws SQLException {
    Timestamp fetched = rs.getTimestamp("fetched_at");
    String outcome = rs.getString("outcome");
    boolean goes = outcome != null && GOES.contains(outcome) && !rs.getBoolean("changed");
    return new Bundle(
        rs.getObject("export_id", UUID.class),
        rs.getInt("given"),
        rs.getInt("redacted"),
        rs.getInt("withheld"),
        rs.getTimestamp("at").toInstant(),
        rs.getString("by"),
        goes,
        goes && rs.getBoolean("sent"),
        rs.getInt("turn"),
        fetched == null ? null : fetched.toInstant(),
        rs.getString("fetched_by"));
  }

  /** What came of fetching. */
  public sealed interface Fetched {
    record Zip(byte[] bytes) implements Fetched {
      @Override
      public String toString() {
        return "Zip[***]";
      }
    }

    /** Somebody had it before. */
    record Already() implements Fetched {}

    /** There is none, or it may not go yet. */
    record NotReady() implements Fetched {}
  }

  /**
   * Hands the bundle out, once. That it went is on record before its first byte goes.
   *
   * @throws NoSuchCaseException if the person may not open the case, or does not hand bundles out
   */
  @Transactional
  public Fetched fetch(ActingPerson who, CaseRef caseRef, String requestId) {
    Optional<Bundle> found = of(who, caseRef, requestId).filter(Bundle::ready);
    if (found.isEmpty()) {
      return new Fetched.NotReady();
    }
    Bundle bundle = found.get();
    boolean first =
        db.sql(
                    "insert into record_export_fetch (export_id, turn, case_ref, at, by)"
                        + " values (?, ?, ?, ?, ?) on conflict do nothing")
                .params(bundle.exportId(), bundle.turn(), caseRef.value(), now(), who.username())
                .update()
            == 1;
    if (!first) {
      return new Fetched.Already();
    }
    String sealed =
        db.sql("select sealed from record_export where export_id = ?")
            .param(bundle.exportId())
            .query(String.class)
            .single();
    audit.record(
        who,
        "fetch-record-export",
        caseRef,
        Map.of("export", bundle.exportId().toString(), "turn", bundle.turn()));
    return new Fetched.Zip(
        Base64.getDecoder()
            .decode(
                sealing.open(
                    KeyScope.of(caseRef), ENTITY, bundle.exportId().toString(), "zip", sealed)));
  }

  /** What came of letting it be fetched once more. */
  public enum Again {
    DONE,
    /** Whoever fetched it does not say so too. */
    SAME_PERSON,
    /** It was not fetched yet. */
    NOT_FETCHED
  }

  /**
   * It was lost on the way, such as by a line that broke: it can be fetched once more.
   *
   * @param reason as typed; sealed
   * @throws NoSuchCaseException if the person may not open the case, or does not hand bundles out
   */
  @Transactional
  public Again again(ActingPerson who, CaseRef caseRef, String requestId, String reason) {
    Optional<Bundle> found =
        of(who, caseRef, requestId).filter(bundle -> bundle.fetchedAt() != null);
    if (found.isEmpty()) {
      return Again.NOT_FETCHED;
    }
    Bundle bundle = found.get();
    if (who.username().equals(bundle.fetchedBy())) {
      return Again.SAME_PERSON;
    }
    int turn = bundle.turn() + 1;
    db.sql(
            "insert into record_export_again (export_id, turn, case_ref, sealed, at, by)"
                + " values (?, ?, ?, ?::jsonb, ?, ?) on conflict do nothing")
        .params(
            bundle.exportId(),
            turn,
            caseRef.value(),
            sealing.sealAll(
                caseRef, AGAIN, bundle.exportId() + "." + turn, Map.of("reason", reason)),
            now(),
            who.username())
        .update();
    audit.record(
        who,
        "record-export-again",
        caseRef,
        Map.of("export", bundle.exportId().toString(), "turn", turn));
    return Again.DONE;
  }

  private Timestamp now() {
    return Timestamp.from(clock.instant());
  }
}
