package org.haven.letters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.haven.platform.CaseRef;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** What an e-mail to her says, on a real mail server. */
class NeutralNoticeTest {
  @TempDir private Path folder;
  private final GreenMail server = new GreenMail(ServerSetup.SMTP.dynamicPort());

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  private NeutralNotice notice(@Nullable String portal) {
    var sender = new JavaMailSenderImpl();
    sender.setHost("127.0.0.1");
    sender.setPort(server.getSmtp().getPort());
    var beans = new DefaultListableBeanFactory();
    beans.registerSingleton("mail", sender);
    return new NeutralNotice(
        new LettersProperties(
            "Housing Services",
            List.of("Civic Centre"),
            "01632 960000",
            folder,
            portal,
            folder.resolve("portal"),
            "messages@example.org"),
        beans.getBeanProvider(JavaMailSender.class));
  }

  private static LetterPost.Outgoing letter(@Nullable String to) {
    return new LetterPost.Outgoing(
        new CaseRef("HV-7KQ2M9XD"),
        "LE-2345678923",
        UUID.fromString("0f0e0d0c-0b0a-4908-8706-050403020100"),
        "victim",
        Route.NOTICE,
        "Housing Services",
        List.of("Maya Sample"),
        to,
        new byte[] {37, 80, 68, 70});
  }

  @Test
  void shouldSayNothingButThatAMessageWaits() throws Exception {
    notice("https://portal.example.org").send(letter("maya@example.org"));
    var message = server.getReceivedMessages()[0];
    assertThat(message.getSubject()).isEqualTo("A message from Housing Services");
    String text = message.getContent().toString();
    assertThat(text).contains("https://portal.example.org").doesNotContain("Maya", "LE-", "HV-");
    assertThat(Scan.TELLING.matcher(message.getSubject() + text).find()).isFalse();
    assertThat(folder.resolve("portal/LE-2345678923.pdf")).exists();
  }

  @Test
  void shouldHaveTheSameIdAgain_whenItIsTriedAgain() throws Exception {
    var notice = notice("https://portal.example.org");
    notice.send(letter("maya@example.org"));
    notice.send(letter("maya@example.org"));
    assertThat(server.getReceivedMessages())
        .extracting(mail -> mail.getHeader("Message-ID")[0])
        .containsOnly("<0f0e0d0c-0b0a-4908-8706-050403020100@example.org>");
  }

  @Test
  void shouldBeReadyOnly_whenThereIsAPortalToReadItIn() {
    assertThat(notice("https://portal.example.org").ready()).isTrue();
    assertThat(notice(null).ready()).isFalse();
  }

  @Test
  void shouldSendNothing_whenThereIsNoAddress() {
    assertThatThrownBy(() -> notice("https://portal.example.org").send(letter(null)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(server.getReceivedMessages()).isEmpty();
  }
}
