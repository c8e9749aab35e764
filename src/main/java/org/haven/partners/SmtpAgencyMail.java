package org.haven.partners;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.MessageSource;
import org.springframework.mail.MailException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;
import org.springframework.stereotype.Component;

/**
 * The council's mail server, as {@code spring.mail.*} says. Sender, subject and text are the same
 * for every referral, so that nobody who sees them learns what they are about.
 */
@Component
class SmtpAgencyMail implements AgencyMail {
  private final ObjectProvider<JavaMailSender> server;
  private final PartnersProperties properties;
  private final MessageSource words;

  SmtpAgencyMail(
      ObjectProvider<JavaMailSender> server, PartnersProperties properties, MessageSource words) {
    this.server = server;
    this.properties = properties;
    this.words = words;
  }

  @Override
  public boolean isOn() {
    return server.getIfAvailable() != null
        && properties.from() != null
        && !properties.from().isBlank();
  }

  @Override
  public void tell(String address, String referralId, UUID dispatchId) {
    JavaMailSender sender = server.getObject();
    try {
      var mail = new KnownById(sender.createMimeMessage().getSession(), dispatchId);
      var helper = new MimeMessageHelper(mail, false, StandardCharsets.UTF_8.name());
      helper.setFrom(String.valueOf(properties.from()));
      helper.setTo(address);
      helper.setSubject(text("partners.mail.subject", referralId));
      helper.setText(text("partners.mail.text", referralId));
      sender.send(mail);
    } catch (MessagingException | MailException e) {
      throw new NotDelivered("MAIL_SERVER", e);
    }
  }

  private String text(String key, String referralId) {
    return words.getMessage(
        key, new Object[] {referralId, properties.link().toString()}, java.util.Locale.UK);
  }

  /** A mail that is tried again has the same id, so that mail systems show it once. */
  private static final class KnownById extends MimeMessage {
    private final UUID id;

    KnownById(Session session, UUID id) {
      super(session);
      this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", "<" + id + "@haven.invalid>");
    }
  }
}
