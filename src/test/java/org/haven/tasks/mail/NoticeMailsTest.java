package org.haven.tasks.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.haven.testing.TestCasefile.ALEX;
import static org.haven.testing.TestCasefile.SAM;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import org.haven.casefile.By;
import org.haven.casefile.Conflicts;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.StaffDirectory;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.tasks.NoticeKind;
import org.haven.tasks.Notices;
import org.haven.testing.TestCasefile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.transaction.PlatformTransactionManager;

/** What e-mails to staff say, and when, on a real mail server. */
class NoticeMailsTest {
  private final TestCasefile haven = TestCasefile.fresh();
  private final GreenMail server = new GreenMail(ServerSetup.SMTP.dynamicPort());
  private final Notices notices = haven.get(Notices.class);
  private final JavaMailSenderImpl sender = new JavaMailSenderImpl();
  private final NoticeMails mails = mails("council.example");

  private NoticeMails mails(@Nullable String domain) {
    var beans = new DefaultListableBeanFactory();
    beans.registerSingleton("mail", sender);
    return new NoticeMails(
        haven.db,
        haven.get(StaffDirectory.class),
        haven.get(WorkingCalendar.class),
        haven.clock,
        new NoticeMailProperties(
            domain, "housing@council.example", "https://haven.council.example", "Housing Services"),
        beans.getBeanProvider(JavaMailSender.class),
        haven.get(PlatformTransactionManager.class));
  }

  @BeforeEach
  void start() {
    server.start();
    sender.setHost("127.0.0.1");
    sender.setPort(server.getSmtp().getPort());
    at("2026-11-24T10:00"); // a Tuesday
  }

  @AfterEach
  void stop() {
    server.stop();
    haven.close();
  }

  private void at(String time) {
    haven.clock.set(ZonedDateTime.parse(time + ":00Z").toInstant());
  }

  private void tell(CaseRef caseRef, NoticeKind kind, String... usernames) {
    notices.tell(List.of(usernames), kind, caseRef, null);
  }

  private List<String> received() throws Exception {
    return Arrays.stream(server.getReceivedMessages())
        .map(
            message -> {
              try {
                return message.getAllRecipients()[0] + ": " + message.getContent().toString();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            })
        .toList();
  }

  @Test
  void shouldSayHowManyWaitAndNothingElse() throws Exception {
    // given
    CaseRef caseRef = haven.aCase();
    tell(caseRef, NoticeKind.BREACH, "alex");
    tell(caseRef, NoticeKind.WARNING, "alex");
    // when
    mails.send();
    mails.send();
    // then
    assertThat(received()).hasSize(1);
    assertThat(received().getFirst())
        .startsWith("alex@council.example: 2 notices wait for you. Sign in to read:")
        .contains("https://haven.council.example")
        .doesNotContain(caseRef.value(), "late", "abuse");
    assertThat(server.getReceivedMessages()[0].getSubject())
        .isEqualTo("A message from Housing Services");
  }

  @Test
  void shouldTellTogether_whatComesWithinAQuarterOfAnHour() throws Exception {
    tell(haven.aCase(), NoticeKind.BREACH, "alex");
    mails.send();
    haven.clock.move(Duration.ofMinutes(5));
    tell(haven.aCase(), NoticeKind.BREACH, "alex");
    tell(haven.aCase(), NoticeKind.BREACH, "alex");
    mails.send();
    assertThat(received()).hasSize(1);
    haven.clock.move(Duration.ofMinutes(10));
    mails.send();
    assertThat(received()).hasSize(2);
    assertThat(received().get(1)).contains("2 notices wait");
  }

  @Test
  void shouldBeQuietOutsideOfficeHours_butForWhatIsUrgent() throws Exception {
    at("2026-11-24T22:00");
    tell(haven.aCase(), NoticeKind.BREACH, "alex");
    mails.send();
    assertThat(received()).isEmpty();
    tell(haven.aCase(), NoticeKind.AT_ONCE, "alex");
    mails.send();
    assertThat(received()).hasSize(1);
    tell(haven.aCase(), NoticeKind.BREACH, "alex");
    at("2026-11-25T08:40");
    mails.send();
    assertThat(received()).hasSize(1);
    at("2026-11-25T08:46");
    mails.send();
    assertThat(received()).hasSize(2);
  }

  @Test
  void shouldTellOnceADay_whenThatWasChosen() throws Exception {
    mails.choose(ALEX, NoticeMails.Choice.DAILY);
    tell(haven.aCase(), NoticeKind.BREACH, "alex");
    mails.send();
    haven.clock.move(Duration.ofHours(2));
    tell(haven.aCase(), NoticeKind.BREACH, "alex");
    mails.send();
    assertThat(received()).hasSize(1);
    at("2026-11-25T09:00");
    mails.send();
    assertThat(received()).hasSize(2);
    tell(haven.aCase(), NoticeKind.AT_ONCE, "alex");
    mails.send();
    assertThat(received()).hasSize(3);
    mails.choose(ALEX, NoticeMails.Choice.NEVER);
    assertThat(mails.choice(ALEX)).isEqualTo(NoticeMails.Choice.NEVER);
    assertThat(mails.choice(SAM)).isEqualTo(NoticeMails.Choice.AT_ONCE);
    tell(haven.aCase(), NoticeKind.AT_ONCE, "alex");
    mails.send();
    assertThat(received()).hasSize(3);
  }

  @Test
  void shouldTellNobodyOfACaseTheyMustNotKnow_norWhatWasRead() throws Exception {
    CaseRef caseRef = haven.aCase();
    tell(caseRef, NoticeKind.BREACH, "alex", "sam");
    haven.get(Conflicts.class).add(caseRef, "alex", new Code("related"), By.SYSTEM);
    notices.unread(SAM).forEach(notice -> notices.markRead(SAM, notice.id()));
    mails.send();
    assertThat(received()).isEmpty();
  }

  @Test
  void shouldTryAgain_whenTheServerIsAway() throws Exception {
    tell(haven.aCase(), NoticeKind.BREACH, "alex", "sam");
    server.stop();
    mails.send();
    mails.send();
    server.start();
    sender.setPort(server.getSmtp().getPort());
    haven.clock.move(Duration.ofMinutes(2));
    mails.send();
    assertThat(received()).hasSize(2);
  }

  @Test
  void shouldSendNothing_whenItIsNotSetUp() throws Exception {
    tell(haven.aCase(), NoticeKind.AT_ONCE, "alex");
    var off = mails(null);
    off.send();
    assertThat(off.isReady()).isFalse();
    assertThat(received()).isEmpty();
    assertThatThrownBy(() -> mails("not a domain"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "haven.notices.domain is \"not a domain\": give a domain, such as council.example");
  }
}
