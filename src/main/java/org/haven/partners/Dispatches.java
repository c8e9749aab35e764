package org.haven.partners;

import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.haven.casefile.referrals.ReferralContents;
import org.haven.casefile.referrals.ReferralSent;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Carries referrals to agencies after commit, by each way that is set up for the agency: the
 * content by the secure drop, the news of it by mail. Each goes once, whatever happens twice; while
 * the other side is away it waits, longer each time, and after two days an administrator sees to
 * it.
 */
@Service
class Dispatches {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatches.class);
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration LEASE = Duration.ofMinutes(2);
  private static final Duration FIRST_WAIT = Duration.ofSeconds(30);
  private static final Duration LONGEST_WAIT = Duration.ofHours(2);
  private static final int ATTEMPTS = 30;
  private static final int AT_ONCE = 20;

  private final JdbcClient db;
  private final Clock clock;
  private final PartnersProperties properties;
  private final AgencyMail mail;
  private final SecureDrop drop;
  private final ReferralContents contents;
  private final Audit audit;
  private final TransactionTemplate transaction;

  Dispatches(
      JdbcClient db,
      Clock clock,
      PartnersProperties properties,
      AgencyMail mail,
      SecureDrop drop,
      ReferralContents contents,
      Audit audit,
      PlatformTransactionManager transactions) {
    this.db = db;
    this.clock = clock;
    this.properties = properties;
    this.mail = mail;
    this.drop = drop;
    this.contents = contents;
    this.audit = audit;
    this.transaction = new TransactionTemplate(transactions);
  }

  /** Handled in the transaction that sends the referral. */
  @EventListener
  public void sent(ReferralSent referral) {
    String agency = referral.agency().value();
    // the content first: the mail says that it is there
    if (drop.isOn() && drop.reaches(agency)) {
      insert(referral, "drop");
    }
    var known = properties.agencies().get(agency);
    if (mail.isOn() && known != null && known.mail() != null) {
      insert(referral, "mail");
    }
  }

  private void insert(ReferralSent referral, String way) {
    db.sql(
            """
            insert into partner_dispatch (id, referral_id, agency, way, created_at, next_attempt_at)
            values (?, ?, ?, ?, ?, ?) on conflict (referral_id, way) do nothing
            """)
        .params(
            UUID.randomUUID(), referral.referralId(), referral.agency().value(), way, now(), now())
        .update();
  }

  private Timestamp now() {
    return Timestamp.from(clock.instant());
  }

  private record Due(
      UUID id,
      String referralId,
      CaseRef caseRef,
      String agency,
      String way,
      int attempts,
      Instant leasedUntil) {}

  /**
   * Sends what is due, twenty at most.
   *
   * @return how many went out
   */
  int send() {
    int sent = 0;
    for (UUID id : due()) {
      // each has a lease of its own: the ones before it may be slow
      Due one = lease(id).orElse(null);
      if (one == null) {
        continue;
      }
      try {
        carry(one);
        done(one);
        sent++;
      } catch (RuntimeException e) {
        failed(one, e);
      }
    }
    return sent;
  }

  /** A mail waits until its content lies in the drop. What was taken back never goes. */
  private static final String DUE =
      """
      p.sent_at is null and p.dead_at is null and p.next_attempt_at <= :now
        and (p.leased_until is null or p.leased_until < :now)
        and not (p.way = 'mail' and exists (
          select 1 from partner_dispatch c where c.referral_id = p.referral_id
            and c.way = 'drop' and c.sent_at is null))
        and not exists (
          select 1 from referral w
          where w.referral_id = p.referral_id and w.status = 'withdrawn')
      """;

  private List<UUID> due() {
    return db.sql(
            "select p.id from partner_dispatch p where "
                + DUE
                + " order by p.next_attempt_at limit :most")
        .param("now", now())
        .param("most", AT_ONCE)
        .query(UUID.class)
        .list();
  }

  /** Empty if another node has it by now. */
  private Optional<Due> lease(UUID id) {
    return db.sql(
            """
            update partner_dispatch d set leased_until = :until
            from referral r
            where r.referral_id = d.referral_id and d.id in (
              select p.id from partner_dispatch p where p.id = :id and
            """
                + DUE
                + """
                  for update skip locked)
                returning d.id, d.referral_id, r.case_ref, d.agency, d.way, d.attempts,
                  d.leased_until
                """)
        .param("id", id)
        .param("now", now())
        .param("until", Timestamp.from(clock.instant().plus(LEASE)))
        .query(
            (rs, _) ->
                new Due(
                    rs.getObject("id", UUID.class),
                    rs.getString("referral_id"),
                    new CaseRef(rs.getString("case_ref")),
                    rs.getString("agency"),
                    rs.getString("way"),
                    rs.getInt("attempts"),
                    rs.getTimestamp("leased_until").toInstant()))
        .optional();
  }

  private void carry(Due one) {
    if (one.way().equals("drop")) {
      Map<String, Object> file = new LinkedHashMap<>();
      file.put("reference", one.referralId());
      file.put("content", contents.of(one.referralId()));
      drop.put(
          one.agency(),
          one.referralId(),
          JSON.writeValueAsString(file).getBytes(StandardCharsets.UTF_8));
      return;
    }
    var agency = properties.agencies().get(one.agency());
    if (agency == null || agency.mail() == null) {
      throw new NotDelivered("NO_ADDRESS", new IllegalStateException());
    }
    mail.tell(agency.mail(), one.referralId(), one.id());
  }

  private void done(Due one) {
    transaction.executeWithoutResult(
        _ -> {
          // it went, whoever may have its lease by now
          int first =
              db.sql(
                      "update partner_dispatch set sent_at = ?, dead_at = null, last_error = null"
                          + " where id = ? and sent_at is null")
                  .params(now(), one.id())
                  .update();
          if (first == 1) {
            audit.recordSystem(
                "dispatch-referral",
                one.caseRef(),
                Map.of("referral", one.referralId(), "agency", one.agency(), "way", one.way()));
          }
        });
  }

  private void failed(Due one, RuntimeException e) {
    boolean known = e instanceof NotDelivered;
    String code = known ? String.valueOf(e.getMessage()) : e.getClass().getSimpleName();
    int attempts = one.attempts() + 1;
    boolean dead = attempts >= ATTEMPTS;
    Instant next = clock.instant().plus(wait(one.attempts()));
    int ours =
        db.sql(
                "update partner_dispatch set attempts = ?, next_attempt_at = ?, leased_until ="
                    + " null, dead_at = case when ? then ?::timestamptz end, last_error = ? where"
                    + " id = ? and sent_at is null and leased_until = ?")
            .params(
                attempts,
                Timestamp.from(next),
                dead,
                now(),
                code,
                one.id(),
                Timestamp.from(one.leasedUntil()))
            .update();
    if (ours == 0) {
      // it took too long, and another node tries it by now
      return;
    }
    LOG.atLevel(dead ? org.slf4j.event.Level.ERROR : org.slf4j.event.Level.WARN)
        .addKeyValue("referral", one.referralId())
        .addKeyValue("way", one.way())
        .log(
            dead
                ? "A referral could not be carried to its agency ({}); tell it by hand"
                : "A referral could not be carried to its agency yet ({}); it is tried again",
            code);
  }

  private static Duration wait(int attempts) {
    Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(attempts, 10));
    return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }

  /** How many wait, and how many were given up on. */
  record State(long waiting, long dead) {}

  State state() {
    return db.sql(
            """
            select count(*) filter (where d.sent_at is null and d.dead_at is null
                and r.status <> 'withdrawn') as waiting,
              count(*) filter (where d.dead_at is not null) as dead
            from partner_dispatch d join referral r using (referral_id)
            """)
        .query((rs, _) -> new State(rs.getLong("waiting"), rs.getLong("dead")))
        .single();
  }
}
