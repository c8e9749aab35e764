package org.haven.letters;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.annotation.Order;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;
import org.springframework.stereotype.Component;

/**
 * Tells her by e-mail that something waits, in words that anybody may read over her shoulder. The
 * letter itself goes into the portal's folder, to be read there once she has signed in.
 */
@Component
@Order(0)
class NeutralNotice implements LetterPost {
  private final LettersProperties letters;
  private final ObjectProvider<JavaMailSender> mail;

  NeutralNotice(LettersProperties letters, ObjectProvider<JavaMailSender> mail) {
    this.letters = letters;
    this.mail = mail;
  }

  /** Is there a portal to read it in, and a way to send the notice? */
  boolean ready() {
    return letters.portal() != null && letters.mailFrom() != null && mail.getIfAvailable() != null;
  }

  @Override
  public boolean takes(Route route, String recipient) {
    return route == Route.NOTICE;
  }

  @Override
  public void send(Outgoing letter) {
    String to = letter.notifyAt();
    if (to == null) {
      throw new IllegalStateException("There is no e-mail address on record");
    }
    keep(letter);
    JavaMailSender sender = mail.getObject();
    String from = String.valueOf(letters.mailFrom());
    try {
      var notice =
          new KnownById(sender.createMimeMessage().getSession(), letter.sendingId(), domain(from));
      var helper = new MimeMessageHelper(notice, false, StandardCharsets.UTF_8.name());
      helper.setFrom(from);
      helper.setTo(to);
      helper.setSubject("A message from " + letter.sender());
      helper.setText(
          "There is a message for you. You can read it once you have signed in:\n\n"
              + letters.portal()
              + "\n\n"
              + letter.sender()
              + "\n");
      sender.send(notice);
    } catch (MessagingException _) {
      // what it quotes is an address: it is not passed on
      throw new IllegalStateException("The e-mail address on record is not one");
    }
  }

  private static String domain(String address) {
    return address.substring(address.indexOf('@') + 1).replace(">", "");
  }

  /** A notice that is tried again has the same id, so that mail systems show it once. */
  private static final class KnownById extends MimeMessage {
    private final UUID id;
    private final String domain;

    KnownById(Session session, UUID id, String domain) {
      super(session);
      this.id = id;
      this.domain = domain;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", "<" + id + "@" + domain + ">");
    }
  }

  private void keep(Outgoing letter) {
    try {
      Path folder = Files.createDirectories(letters.portalFolder());
      Path part = folder.resolve("." + letter.letterId() + ".part");
      Files.write(part, letter.pdf());
      Files.move(
          part,
          folder.resolve(letter.letterId() + ".pdf"),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("The portal's folder cannot be written to", e);
    }
  }
}
