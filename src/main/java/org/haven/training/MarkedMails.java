package org.haven.training;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.InputStream;
import org.haven.platform.Training;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Profile;
import org.springframework.mail.MailParseException;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.stereotype.Component;

/** Puts the mark before the subject of every e-mail, whoever writes it. */
@Component
@Profile(Training.PROFILE)
class MarkedMails implements BeanPostProcessor {
  private static final String MARK = Training.MARK + ": ";

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    return bean instanceof JavaMailSender server && !(bean instanceof Marked)
        ? new Marked(server)
        : bean;
  }

  private record Marked(JavaMailSender server) implements JavaMailSender {
    @Override
    public MimeMessage createMimeMessage() {
      return server.createMimeMessage();
    }

    @Override
    public MimeMessage createMimeMessage(InputStream content) {
      return server.createMimeMessage(content);
    }

    @Override
    public void send(MimeMessage... messages) {
      for (MimeMessage message : messages) {
        mark(message);
      }
      server.send(messages);
    }

    @Override
    public void send(SimpleMailMessage... messages) {
      for (SimpleMailMessage message : messages) {
        message.setSubject(marked(message.getSubject()));
      }
      server.send(messages);
    }

    private static void mark(MimeMessage message) {
      try {
        message.setSubject(marked(message.getSubject()), "UTF-8");
      } catch (MessagingException e) {
        throw new MailParseException(e);
      }
    }

    private static String marked(@org.jspecify.annotations.Nullable String subject) {
      String text = subject == null ? "" : subject;
      return text.startsWith(MARK) ? text : MARK + text;
    }
  }
}
