package org.haven.letters;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.annotation.Order;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;
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
    var notice = new SimpleMailMessage();
    notice.setFrom(String.valueOf(letters.mailFrom()));
    notice.setTo(to);
    notice.setSubject("A message from " + letter.sender());
    notice.setText(
        "There is a message for you. You can read it once you have signed in:\n\n"
            + letters.portal()
            + "\n\n"
            + letter.sender()
            + "\n");
    mail.getObject().send(notice);
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
