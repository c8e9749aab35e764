package org.haven.partners;

import jakarta.mail.BodyPart;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.search.FlagTerm;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Matcher;
import org.haven.casefile.By;
import org.haven.casefile.referrals.Referrals;
import org.haven.platform.sealing.Sealing;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads the mailbox to which agencies answer. A mail whose subject holds a referral's reference is
 * filed, sealed, with that referral; nothing of it stands in a notice or a log. Anybody can write a
 * mail, so it moves nothing: an officer reads it and records the answer. Other mails are left
 * alone.
 */
@Service
class AgencyInbox {
  private static final Logger LOG = LoggerFactory.getLogger(AgencyInbox.class);
  private static final int LONGEST_TEXT = 200_000;

  /** Stands in the case record in the place of such a mail's text. */
  private static final String UNREADABLE = "[This mail could not be read; see the mailbox]";

  private static final int DEEPEST = 5;
  private static final String TIMEOUT_MILLIS = "20000";

  private final JdbcClient db;
  private final Clock clock;
  private final PartnersProperties.Inbox box;
  private final Referrals referrals;
  private final Sealing sealing;
  private final TransactionTemplate transaction;
  private volatile @Nullable Instant lookedAt;
  private volatile @Nullable String problem;

  AgencyInbox(
      JdbcClient db,
      Clock clock,
      PartnersProperties properties,
      Referrals referrals,
      Sealing sealing,
      PlatformTransactionManager transactions) {
    this.db = db;
    this.clock = clock;
    this.box = properties.inbox();
    this.referrals = referrals;
    this.sealing = sealing;
    this.transaction = new TransactionTemplate(transactions);
  }

  boolean isOn() {
    return box.isOn();
  }

  @Nullable Instant lookedAt() {
    return lookedAt;
  }

  @Nullable String problem() {
    return problem;
  }

  /**
   * Looks for mails that nobody has read.
   *
   * @return how many were filed
   */
  int look() {
    if (!isOn()) {
      return 0;
    }
    try {
      int filed = read();
      lookedAt = clock.instant();
      problem = null;
      return filed;
    } catch (MessagingException | IOException e) {
      problem = e.getClass().getSimpleName();
      LOG.warn("The agencies' mailbox could not be read ({})", problem);
      return 0;
    }
  }

  private int read() throws MessagingException, IOException {
    String protocol = box.tls() ? "imaps" : "imap";
    var settings = new Properties();
    for (String name : List.of("connectiontimeout", "timeout", "writetimeout")) {
      settings.put("mail." + protocol + "." + name, TIMEOUT_MILLIS);
    }
    if (box.tls()) {
      settings.put("mail.imaps.ssl.checkserveridentity", "true");
    }
    int filed = 0;
    try (var store = Session.getInstance(settings).getStore(protocol)) {
      store.connect(box.host(), box.port(), box.username(), box.password());
      try (Folder inbox = store.getFolder("INBOX")) {
        inbox.open(Folder.READ_WRITE);
        for (Message mail : inbox.search(new FlagTerm(new Flags(Flags.Flag.SEEN), false))) {
          filed += take(mail, inbox) ? 1 : 0;
        }
      }
    }
    return filed;
  }

  /** One that cannot be read is filed as that, and the next is read. */
  private boolean take(Message mail, Folder inbox) throws MessagingException, IOException {
    String referralId = null;
    String text;
    try {
      Matcher reference = Referrals.REFERENCE.matcher(Objects.toString(mail.getSubject(), ""));
      if (!reference.find()) {
        return false;
      }
      referralId = reference.group();
      text = text(mail, 0, LONGEST_TEXT);
    } catch (MessagingException | IOException | RuntimeException e) {
      if (!inbox.isOpen()) {
        // the connection broke, not the mail: it is read at the next look
        throw e;
      }
      if (referralId == null) {
        return false;
      }
      LOG.warn(
          "A mail to the agencies' mailbox could not be read ({})", e.getClass().getSimpleName());
      text = UNREADABLE;
    }
    boolean first = file(mail, referralId, text);
    mail.setFlag(Flags.Flag.SEEN, true);
    return first;
  }

  /** Once for each mail, also when the mailbox forgot that it was read. */
  private boolean file(Message mail, String referralId, String text) throws MessagingException {
    String[] ids = mail.getHeader("Message-ID");
    String index =
        sealing.blindIndex(
            "partner-mail", ids == null ? referralId + text : Arrays.toString(ids) + referralId);
    return Boolean.TRUE.equals(
        transaction.execute(
            _ -> {
              boolean first =
                  db.sql(
                              "insert into partner_mail (mail_index, at) values (?, ?)"
                                  + " on conflict do nothing")
                          .params(index, Timestamp.from(clock.instant()))
                          .update()
                      == 1;
              if (first) {
                referrals.file(referralId, text, By.PARTNER);
              }
              return first;
            }));
  }

  /**
   * What a person would read: plain text before HTML, attachments only counted.
   *
   * @param most characters, over all parts
   */
  private static String text(Part part, int depth, int most)
      throws MessagingException, IOException {
    if (depth > DEEPEST || most <= 0) {
      return "";
    }
    if (part.isMimeType("multipart/*") && part.getContent() instanceof Multipart several) {
      var text = new StringBuilder();
      int attached = 0;
      boolean alternative = part.isMimeType("multipart/alternative");
      for (int i = 0; i < several.getCount() && text.length() < most; i++) {
        BodyPart one = several.getBodyPart(i);
        if (Part.ATTACHMENT.equalsIgnoreCase(one.getDisposition())) {
          attached++;
        } else if (!alternative || text.isEmpty()) {
          text.append(text(one, depth + 1, most - text.length()));
        }
      }
      if (attached > 0) {
        text.append("\n[").append(attached).append(" attached; see the mailbox]");
      }
      return text.toString();
    }
    if (part.isMimeType("text/*")) {
      try (InputStream in = part.getInputStream()) {
        String read = new String(in.readNBytes(most), StandardCharsets.UTF_8);
        return part.isMimeType("text/html")
            ? read.replaceAll("(?is)<(script|style).*?</\\1>", " ").replaceAll("<[^>]*>", " ")
            : read;
      }
    }
    return "";
  }
}
