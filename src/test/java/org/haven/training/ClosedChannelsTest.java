package org.haven.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.bootstrap.DefaultBootstrapContext;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.mail.javamail.MimeMessageHelper;
import org.springframework.mock.env.MockEnvironment;

/** Nothing of a training reaches anybody, whatever a machine's settings say. */
class ClosedChannelsTest {
  private final MockEnvironment environment = new MockEnvironment();

  private void prepare() {
    new ClosedChannels()
        .onApplicationEvent(
            new ApplicationEnvironmentPreparedEvent(
                new DefaultBootstrapContext(),
                new SpringApplication(Object.class),
                new String[0],
                environment));
  }

  private void settingsOfTheRealHaven() {
    environment.setProperty("haven.local.folder", "/srv/training");
    environment.setProperty("spring.mail.host", "mail.council.example");
    environment.setProperty("spring.mail.username", "haven");
    environment.setProperty("haven.partners.from", "housing@council.example");
    environment.setProperty("haven.partners.inbox.host", "imap.council.example");
    environment.setProperty("haven.partners.drop-folder", "/srv/exchange");
    environment.setProperty("haven.letters.print-queue", "/srv/print-room");
    environment.setProperty("haven.letters.portal-folder", "/srv/portal");
    environment.setProperty("haven.audit.lodge-folder", "/srv/checkpoints");
  }

  @Test
  void shouldKeepEverythingInItsFolder_whateverIsSet() {
    // given
    settingsOfTheRealHaven();
    environment.setActiveProfiles("training");
    // when
    prepare();
    // then
    for (String folder :
        List.of(
            "haven.partners.drop-folder",
            "haven.letters.print-queue",
            "haven.letters.portal-folder",
            "haven.audit.lodge-folder")) {
      assertThat(environment.getProperty(folder)).as(folder).startsWith("/srv/training/");
    }
    assertThat(environment.getProperty("spring.mail.host")).isEqualTo("127.0.0.1");
    assertThat(environment.getProperty("spring.mail.username")).isEmpty();
    assertThat(environment.getProperty("haven.partners.from")).isEmpty();
    assertThat(environment.getProperty("haven.partners.inbox.host")).isEmpty();
  }

  @Test
  void shouldChangeNothing_inAnyOtherHaven() {
    settingsOfTheRealHaven();
    int before = environment.getPropertySources().size();
    prepare();
    assertThat(environment.getPropertySources()).hasSize(before);
  }

  @Test
  void shouldSendToTheCatcherAlone_withAMarkedSubject() throws Exception {
    // given
    var catcher = new GreenMail(ServerSetup.SMTP.dynamicPort());
    catcher.start();
    try {
      var server = new JavaMailSenderImpl();
      server.setHost("127.0.0.1");
      server.setPort(catcher.getSmtp().getPort());
      var sender =
          (JavaMailSender) new MarkedMails().postProcessAfterInitialization(server, "mailSender");
      // when
      var message = sender.createMimeMessage();
      var helper = new MimeMessageHelper(message, false, "UTF-8");
      helper.setFrom("haven@council.example");
      helper.setTo("somebody@council.example");
      helper.setSubject("A message from Housing Services");
      helper.setText("Sign in to read.");
      sender.send(message);
      sender.send(message); // tried again
      var plain = new SimpleMailMessage();
      plain.setFrom("haven@council.example");
      plain.setTo("somebody@council.example");
      plain.setSubject("Words");
      plain.setText("Sign in to read.");
      sender.send(plain);
      // then
      assertThat(catcher.getReceivedMessages())
          .extracting(one -> one.getSubject())
          .containsExactly(
              "Training: A message from Housing Services",
              "Training: A message from Housing Services",
              "Training: Words");
    } finally {
      catcher.stop();
    }
  }
}
