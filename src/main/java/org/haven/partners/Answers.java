package org.haven.partners;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.haven.casefile.By;
import org.haven.casefile.referrals.AnswerRefused;
import org.haven.casefile.referrals.Referrals;
import org.haven.casefile.referrals.Referrals.Answer;
import org.haven.casefile.referrals.Referrals.Fault;
import org.haven.platform.Audit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Answers that agencies' machines send. Each is signed with the agency's own secret: HMAC-SHA256
 * over id, time and body. The agency learns nothing of any case, not even whether its answer had an
 * effect.
 */
@Service
public class Answers {
  /** How far the sender's clock may be from ours. */
  public static final Duration WINDOW = Duration.ofMinutes(5);

  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);
  private static final String HMAC = "HmacSHA256";
  private static final int SHORTEST_SECRET = 32;
  private static final Duration REFUSALS_KEPT = Duration.ofDays(31);
  private static final Duration SIGNATURES_KEPT = WINDOW.multipliedBy(4);

  private final JdbcClient db;
  private final Clock clock;
  private final Referrals referrals;
  private final Audit audit;
  private final ApplicationEventPublisher events;
  private final TransactionTemplate transaction;
  private final Map<String, byte[]> secrets;

  Answers(
      JdbcClient db,
      Clock clock,
      PartnersProperties properties,
      Referrals referrals,
      Audit audit,
      ApplicationEventPublisher events,
      PlatformTransactionManager transactions) {
    this.db = db;
    this.clock = clock;
    this.referrals = referrals;
    this.audit = audit;
    this.events = events;
    this.transaction = new TransactionTemplate(transactions);
    this.secrets = secrets(properties);
  }

  private static Map<String, byte[]> secrets(PartnersProperties properties) {
    var secrets = new TreeMap<String, byte[]>();
    properties
        .agencies()
        .forEach(
            (code, agency) -> {
              String secret = agency.answerSecret();
              if (secret != null && !secret.isBlank()) {
                secrets.put(code, secret(code, secret));
              }
            });
    return secrets;
  }

  private static byte[] secret(String agency, String base64) {
    String cure =
        "haven.partners.agencies."
            + agency
            + ".answer-secret must be base64 of 32 bytes or more: make one with openssl rand"
            + " -base64 32";
    try {
      byte[] secret = Base64.getDecoder().decode(base64.strip());
      if (secret.length < SHORTEST_SECRET) {
        throw new IllegalStateException(cure);
      }
      return secret;
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(cure);
    }
  }

  int agencies() {
    return secrets.size();
  }

  /**
   * What came with a message to prove where it is from.
   *
   * @param id that the agency gave this message
   * @param timestamp seconds since 1970, as it was signed
   * @param signature {@code v1=} and the code in hexadecimal
   */
  public record Proof(String agency, String id, String timestamp, String signature) {
    @Override
    public String toString() {
      return "***";
    }
  }

  /**
   * Is it that agency's, and signed within five minutes of now? Takes the same time whatever is
   * wrong.
   */
  public boolean isGenuine(Proof proof, byte[] body) {
    byte[] known = secrets.get(proof.agency());
    byte[] given = proof.signature().getBytes(StandardCharsets.UTF_8);
    byte[] right = signature(known == null ? new byte[SHORTEST_SECRET] : known, proof, body);
    boolean signed = MessageDigest.isEqual(right, given);
    return signed && known != null && isRecent(proof.timestamp());
  }

  private static byte[] signature(byte[] secret, Proof proof, byte[] body) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(secret, HMAC));
      mac.update((proof.id() + "." + proof.timestamp() + ".").getBytes(StandardCharsets.UTF_8));
      return ("v1=" + java.util.HexFormat.of().formatHex(mac.doFinal(body)))
          .getBytes(StandardCharsets.UTF_8);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean isRecent(String timestamp) {
    try {
      Instant at = Instant.ofEpochSecond(Long.parseLong(timestamp));
      return Duration.between(at, clock.instant()).abs().compareTo(WINDOW) <= 0;
    } catch (RuntimeException e) {
      return false;
    }
  }

  /**
   * Somebody sent what no agency signed. The first of a minute under each agency's name is kept in
   * the audit and told to those who can look into it, the others are counted: nobody can fill the
   * audit from outside.
   */
  public void refused(String claimed) {
    boolean known = secrets.containsKey(claimed);
    String agency = known ? claimed : "unknown";
    transaction.executeWithoutResult(
        _ -> {
          Instant now = clock.instant();
          int times =
              db.sql(
                      """
                      insert into partner_refusal (agency, at, minute) values (?, ?, ?)
                      on conflict (agency, minute) do update set times = partner_refusal.times + 1
                      returning times
                      """)
                  .params(
                      agency,
                      Timestamp.from(now),
                      Timestamp.from(now.truncatedTo(ChronoUnit.MINUTES)))
                  .query(Integer.class)
                  .single();
          if (times > 1) {
            return;
          }
          LOG.atWarn()
              .addKeyValue("agency", agency)
              .log("An answer with a wrong signature was refused");
          audit.recordSystem("refuse-unsigned-answer", null, Map.of("agency", agency));
          events.publishEvent(new AnswerRefused());
        });
  }

  /** How many messages of the last day were refused for their signature. */
  int refusedLately() {
    return db.sql("select coalesce(sum(times), 0) from partner_refusal where at > ?")
        .param(Timestamp.from(clock.instant().minus(Duration.ofDays(1))))
        .query(Integer.class)
        .single();
  }

  /** What was taken. The agency is told the same for each answer that it may give. */
  public sealed interface Receipt {
    record Received() implements Receipt {}

    /** The same message was taken before; nothing changes. */
    record AlreadyReceived() implements Receipt {}

    /** A signed message came twice, byte for byte: a copy, not a second try. */
    record Replayed() implements Receipt {}

    /** The id belongs to a message with another body. */
    record IdUsed() implements Receipt {}

    /** The answer cannot be one to this referral. */
    record Unfit(List<Fault> faults) implements Receipt {}
  }

  /**
   * Takes an answer whose proof {@link #isGenuine} held. One that comes again under a new signature
   * is the same answer; a signature that comes again is a copy.
   */
  public Receipt receive(Proof proof, byte[] body, String referralId, Answer answer) {
    List<Fault> faults = referrals.faults(referralId, answer);
    if (!faults.isEmpty()) {
      return new Receipt.Unfit(faults);
    }
    return Objects.requireNonNull(transaction.execute(_ -> take(proof, body, referralId, answer)));
  }

  private Receipt take(Proof proof, byte[] body, String referralId, Answer answer) {
    Timestamp now = Timestamp.from(clock.instant());
    int fresh =
        db.sql(
                "insert into partner_signature (signature, received_at) values (?, ?)"
                    + " on conflict do nothing")
            .params(
                digest((proof.agency() + proof.signature()).getBytes(StandardCharsets.UTF_8)), now)
            .update();
    if (fresh == 0) {
      return new Receipt.Replayed();
    }
    byte[] digest = digest(body);
    int first =
        db.sql(
                "insert into partner_message (agency, message_id, body_digest, received_at)"
                    + " values (?, ?, ?, ?) on conflict do nothing")
            .params(proof.agency(), proof.id(), digest, now)
            .update();
    if (first == 0) {
      byte[] before =
          db.sql("select body_digest from partner_message where agency = ? and message_id = ?")
              .params(proof.agency(), proof.id())
              .query(byte[].class)
              .single();
      return MessageDigest.isEqual(before, digest)
          ? new Receipt.AlreadyReceived()
          : new Receipt.IdUsed();
    }
    referrals.answer(referralId, answer, By.PARTNER);
    return new Receipt.Received();
  }

  private static byte[] digest(byte[] of) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(of);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A signature is refused by its time long before it is forgotten here. */
  void forgetOld() {
    db.sql("delete from partner_signature where received_at < ?")
        .param(Timestamp.from(clock.instant().minus(SIGNATURES_KEPT)))
        .update();
    db.sql("delete from partner_refusal where at < ?")
        .param(Timestamp.from(clock.instant().minus(REFUSALS_KEPT)))
        .update();
  }
}
