package org.haven.tasks.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.haven.casefile.CaseAccess;
import org.haven.platform.ActingPerson;
import org.haven.platform.StaffDirectory;
import org.haven.platform.Team;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.tasks.NoticeKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.MailException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Tells staff by e-mail that notices wait, and nothing else: no reference, no name, not what they
 * are about. Outside office hours nobody is told but of what is urgent, and those on duty.
 */
@Component
@EnableConfigurationProperties(NoticeMailProperties.class)
public class NoticeMails {
  private static final Logger LOG = LoggerFactory.getLogger(NoticeMails.class);

  /** Local default: what comes within so long comes as one e-mail. */
  static final Duration TOGETHER = Duration.ofMinutes(15);

  private static final Duration LONGEST_WAIT = Duration.ofHours(1);
  private static final int PEOPLE = 500;

  /** How somebody is told. */
  public enum Choice {
    AT_ONCE("at-once"),
    DAILY("daily"),
    NEVER("never");

    private final String code;

    Choice(String code) {
      this.code = code;
    }

    public String code() {
      return code;
    }

    /**
     * @throws IllegalArgumentException if there is none
     */
    public static Choice of(String code) {
      for (Choice choice : values()) {
        if (choice.code.equals(code)) {
          return choice;
        }
      }
      throw new IllegalArgumentException("No such choice");
    }
  }

  private final JdbcClient db;
  private final StaffDirectory staff;
  private final WorkingCalendar calendar;
  private final Clock clock;
  private final NoticeMailProperties settings;
  private final ObjectProvider<JavaMailSender> mail;
  private final TransactionTemplate transaction;
  private final Map<String, HeldUp> heldUp = new ConcurrentHashMap<>();

  NoticeMails(
      JdbcClient db,
      StaffDirectory staff,
      WorkingCalendar calendar,
      Clock clock,
      NoticeMailProperties settings,
      ObjectProvider<JavaMailSender> mail,
      PlatformTransactionManager transactions) {
    this.db = db;
    this.staff = staff;
    this.calendar = calendar;
    this.clock = clock;
    this.settings = settings;
    this.mail = mail;
    this.transaction = new TransactionTemplate(transactions);
  }

  /** Are e-mails to staff set up here? */
  public boolean isReady() {
    return settings.complete() && mail.getIfAvailable() != null;
  }

  /** What the person chose; who chose nothing is told at once. */
  public Choice choice(ActingPerson who) {
    return choice(who.username());
  }

  private Choice choice(String username) {
    return db.sql("select mail from notice_choice where username = ?")
        .param(username)
        .query(String.class)
        .optional()
        .map(Choice::of)
        .orElse(Choice.AT_ONCE);
  }

  /** The last choice counts. */
  public void choose(ActingPerson who, Choice choice) {
    db.sql(
            """
            insert into notice_choice (username, mail, at) values (?, ?, ?)
            on conflict (username) do update set mail = excluded.mail, at = excluded.at
            """)
        .params(who.username(), choice.code(), Timestamp.from(clock.instant()))
        .update();
  }

  @Scheduled(fixedDelayString = "PT1M", initialDelayString = "PT1M")
  void soon() {
    try {
      send();
    } catch (RuntimeException e) {
      LOG.warn("E-mails to staff could not go on ({})", e.getClass().getSimpleName());
    }
  }

  /** Tells whoever is to be told by now. An e-mail that is not taken waits longer each time. */
  void send() {
    if (!isReady()) {
      return;
    }
    List<String> usernames =
        db.sql(
                """
                select distinct username from notice
                where mailed_at is null and read_at is null order by 1 limit ?
                """)
            .param(PEOPLE)
            .query(String.class)
            .list();
    for (String username : usernames) {
      ActingPerson person = staff.find(username).orElse(null);
      if (person != null && person.worksCases() && !isHeldUp(username)) {
        try {
          transaction.executeWithoutResult(_ -> tell(person));
          heldUp.remove(username);
        } catch (MailException e) {
          // what it quotes is an address: it is not passed on
          LOG.warn("An e-mail to staff waits ({})", e.getClass().getSimpleName());
          holdUp(username);
          boolean refused =
              e instanceof MailSendException sent && !sent.getFailedMessages().isEmpty();
          if (!refused) {
            return; // the server is away
          }
        }
      }
    }
  }

  private record HeldUp(Instant until, Duration after) {}

  private boolean isHeldUp(String username) {
    HeldUp held = heldUp.get(username);
    return held != null && clock.instant().isBefore(held.until());
  }

  private void holdUp(String username) {
    HeldUp before = heldUp.get(username);
    Duration wait = before == null ? Duration.ofMinutes(1) : before.after().multipliedBy(2);
    if (wait.compareTo(LONGEST_WAIT) > 0) {
      wait = LONGEST_WAIT;
    }
    heldUp.put(username, new HeldUp(clock.instant().plus(wait), wait));
  }

  private record Waiting(long id, NoticeKind kind) {}

  private void tell(ActingPerson person) {
    // on several nodes one of them tells it
    List<Waiting> waiting =
        db.sql(
                """
                select n.id, n.kind from notice n
                where n.username = :acting and n.mailed_at is null and n.read_at is null and
                """
                    + CaseAccess.NOT_CONFLICTED.formatted("n.case_ref")
                    + " order by n.id for update of n skip locked")
            .param("acting", person.username())
            .query(
                (row, _) ->
                    new Waiting(row.getLong("id"), NoticeKind.valueOf(row.getString("kind"))))
            .list();
    if (waiting.isEmpty()
        || !isTime(person, waiting.stream().anyMatch(one -> one.kind().isUrgent()))) {
      return;
    }
    List<Long> ids = waiting.stream().map(Waiting::id).toList();
    db.sql("update notice set mailed_at = ? where id = any (?::bigint[])")
        .params(Timestamp.from(clock.instant()), ids.toArray(Long[]::new))
        .update();
    // kept only if the server takes it
    post(person, ids);
  }

  private boolean isTime(ActingPerson person, boolean urgent) {
    Choice choice = choice(person.username());
    if (choice == Choice.NEVER) {
      return false;
    }
    if (urgent) {
      return true;
    }
    Instant now = clock.instant();
    boolean onDuty = calendar.isOfficeHours(now) || person.teams().contains(Team.OUT_OF_HOURS);
    if (!onDuty) {
      return false;
    }
    Instant last =
        db.sql("select max(mailed_at) from notice where username = ?")
            .param(person.username())
            .query((row, _) -> row.getTimestamp(1))
            .optional()
            .map(Timestamp::toInstant)
            .orElse(Instant.EPOCH);
    return choice == Choice.DAILY
        ? WorkingCalendar.dateOf(last).isBefore(WorkingCalendar.dateOf(now))
        : !now.isBefore(last.plus(TOGETHER));
  }

  private void post(ActingPerson person, List<Long> ids) {
    JavaMailSender sender = mail.getObject();
    String from = String.valueOf(settings.from());
    try {
      var message = new KnownById(sender.createMimeMessage().getSession(), person, ids, from);
      var helper = new MimeMessageHelper(message, false, StandardCharsets.UTF_8.name());
      helper.setFrom(from);
      helper.setTo(person.username() + "@" + settings.domain());
      helper.setSubject("A message from " + settings.sender());
      helper.setText(
          (ids.size() == 1 ? "1 notice waits" : ids.size() + " notices wait")
              + " for you. Sign in to read:\n\n"
              + settings.link()
              + "\n\n"
              + settings.sender()
              + "\n");
      sender.send(message);
    } catch (MessagingException _) {
      throw new IllegalStateException("An e-mail to staff cannot be written");
    }
  }

  /** An e-mail that is tried again has the same id, so that mail systems show it once. */
  private static final class KnownById extends MimeMessage {
    private final String id;

    KnownById(Session session, ActingPerson person, List<Long> ids, String from) {
      super(session);
      this.id =
          UUID.nameUUIDFromBytes(
                  ("notices " + person.username() + ids).getBytes(StandardCharsets.UTF_8))
              + from.substring(from.indexOf('@'));
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", "<" + id + ">");
    }
  }
}
