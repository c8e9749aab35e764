package org.haven.partners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.haven.partners.TestPartners.HUB;

import com.google.crypto.tink.HybridDecrypt;
import com.google.crypto.tink.KeyTemplates;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.hybrid.HybridConfig;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetupTest;
import jakarta.mail.Flags;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.haven.casefile.By;
import org.haven.casefile.FormRecords;
import org.haven.casefile.People;
import org.haven.casefile.PersonKind;
import org.haven.casefile.referrals.KeptAnswer;
import org.haven.casefile.referrals.ReferralContents;
import org.haven.casefile.referrals.ReferralSent;
import org.haven.casefile.referrals.ReferralStatus;
import org.haven.casefile.referrals.Referrals;
import org.haven.platform.Audit;
import org.haven.platform.Code;
import org.haven.platform.sealing.Sealing;
import org.haven.testing.TestCasefile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * A real mail server and a real folder: what goes out, what comes in, and what nobody else sees.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway")
class AgenciesTest {
  private final GreenMail server = new GreenMail(ServerSetupTest.SMTP_IMAP);
  private TestPartners partners;
  private String referral;

  @BeforeAll
  void start() {
    server.start();
  }

  @AfterAll
  void stop() {
    server.stop();
  }

  @BeforeEach
  void aReferral() throws Exception {
    server.purgeEmailFromAllMailboxes();
    server.setUser("documents@example.org", "documents", "secret");
    server.setUser("hub@example.org", "hub", "secret");
    partners = new TestPartners();
    var casefile = partners.haven;
    casefile
        .get(People.class)
        .add(
            partners.caseRef,
            PersonKind.VICTIM,
            Map.of("name", "Maya Sample", "birthDate", "1990-05-31"),
            By.of(TestCasefile.ALEX));
    casefile
        .get(FormRecords.class)
        .record(
            partners.caseRef,
            partners.journey,
            "Task_CompleteMaracReferral",
            "complete-marac-referral",
            Map.of("whomSheFears", "Referral.whomSheFears", "minutes", "Meeting.minutes"),
            Map.of("priorReferral", true),
            Map.of("whomSheFears", "Her brother", "minutes", "Not for the hub"),
            By.of(TestCasefile.ALEX));
    referral = partners.referral();
  }

  private JavaMailSenderImpl smtp(int port) {
    var smtp = new JavaMailSenderImpl();
    smtp.setHost("127.0.0.1");
    smtp.setPort(port);
    smtp.getJavaMailProperties().put("mail.smtp.connectiontimeout", "2000");
    return smtp;
  }

  private Dispatches dispatches(PartnersProperties properties, JavaMailSender smtp) {
    var words = new ResourceBundleMessageSource();
    words.setBasename("messages/partners");
    words.setDefaultEncoding("UTF-8");
    var beans = new StaticListableBeanFactory(Map.of("smtp", smtp));
    return dispatches(
        properties,
        new SmtpAgencyMail(beans.getBeanProvider(JavaMailSender.class), properties, words));
  }

  private Dispatches dispatches(PartnersProperties properties, AgencyMail mail) {
    return new Dispatches(
        partners.haven.db,
        partners.haven.clock,
        properties,
        mail,
        new FolderDrop(properties),
        partners.haven.get(ReferralContents.class),
        partners.haven.get(Audit.class),
        partners.haven.get(PlatformTransactionManager.class));
  }

  /** A mail server that takes its time, and what else happens meanwhile. */
  private final class SlowMail implements AgencyMail {
    final List<String> told = new ArrayList<>();
    Runnable meanwhile = () -> {};
    boolean refuses;

    @Override
    public boolean isOn() {
      return true;
    }

    @Override
    public void tell(String address, String referralId, UUID dispatchId) {
      told.add(referralId);
      partners.haven.clock.move(Duration.ofSeconds(90));
      meanwhile.run();
      if (refuses) {
        throw new NotDelivered("MAIL_SERVER", new IllegalStateException());
      }
    }
  }

  @Test
  void shouldTellEachOnce_whenTheMailServerIsSlowAndTwoNodesSend() {
    // given
    var properties = TestPartners.properties(null, null, TestPartners.noInbox());
    var slow = new SlowMail();
    var other = new SlowMail();
    var node = dispatches(properties, slow);
    var second = dispatches(properties, other);
    for (long step = 901; step <= 904; step++) {
      referral = partners.referral(step);
      node.sent(sent());
    }
    slow.meanwhile = second::send;

    // when
    node.send();

    // then
    var all = new ArrayList<>(slow.told);
    all.addAll(other.told);
    assertThat(all).doesNotHaveDuplicates().hasSize(4);
  }

  @Test
  void shouldLeaveWhatAnotherNodeHasSent_whenItsOwnTryFailsLate() {
    // given
    var properties = TestPartners.properties(null, null, TestPartners.noInbox());
    var slow = new SlowMail();
    var other = new SlowMail();
    slow.refuses = true;
    var node = dispatches(properties, slow);
    node.sent(sent());
    slow.meanwhile =
        () -> {
          partners.haven.clock.move(Duration.ofMinutes(1));
          dispatches(properties, other).send();
        };

    // when
    node.send();

    // then
    assertThat(other.told).containsExactly(referral);
    assertThat(node.state()).isEqualTo(new Dispatches.State(0, 0));
    assertThat(
            partners
                .haven
                .db
                .sql("select attempts from partner_dispatch")
                .query(Integer.class)
                .single())
        .isZero();
  }

  private ReferralSent sent() {
    return new ReferralSent(
        referral, partners.caseRef, partners.journey, new Code(HUB), new Code("marac"), null);
  }

  @Test
  void shouldTellAReferenceAndALinkOnce() throws Exception {
    // given
    var dispatches =
        dispatches(
            TestPartners.properties(null, null, TestPartners.noInbox()),
            smtp(ServerSetupTest.SMTP.getPort()));
    dispatches.sent(sent());
    dispatches.sent(sent());

    // when
    assertThat(dispatches.send()).isEqualTo(1);
    assertThat(dispatches.send()).isZero();

    // then
    assertThat(server.getReceivedMessages()).hasSize(1);
    var mail = server.getReceivedMessages()[0];
    assertThat(mail.getSubject()).isEqualTo("Reference " + referral);
    assertThat(mail.getFrom()[0].toString()).isEqualTo("documents@example.org");
    assertThat(GreenMailUtil.getWholeMessage(mail))
        .contains(referral, "https://haven.example.org/")
        .doesNotContainIgnoringCase("marac", "abuse", "maya", "brother", partners.caseRef.value());
  }

  @Test
  void shouldWaitAndTryAgain_whenTheMailServerIsAway() {
    // given
    var properties = TestPartners.properties(null, null, TestPartners.noInbox());
    var away = dispatches(properties, smtp(1));
    away.sent(sent());

    // when
    assertThat(away.send()).isZero();
    assertThat(away.state()).isEqualTo(new Dispatches.State(1, 0));
    var back = dispatches(properties, smtp(ServerSetupTest.SMTP.getPort()));
    assertThat(back.send()).isZero();
    partners.haven.clock.move(Duration.ofMinutes(1));

    // then
    assertThat(back.send()).isEqualTo(1);
    assertThat(server.getReceivedMessages()).hasSize(1);
  }

  @Test
  void shouldSendNothing_whenTheReferralWasWithdrawnMeanwhile() {
    var dispatches =
        dispatches(
            TestPartners.properties(null, null, TestPartners.noInbox()),
            smtp(ServerSetupTest.SMTP.getPort()));
    dispatches.sent(sent());
    partners.haven.get(Referrals.class).withdraw(referral, By.of(TestCasefile.ALEX));
    assertThat(dispatches.send()).isZero();
    assertThat(dispatches.state()).isEqualTo(new Dispatches.State(0, 0));
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  @Test
  void shouldGiveUpAfterTwoDays_andSayIt() {
    var away = dispatches(TestPartners.properties(null, null, TestPartners.noInbox()), smtp(1));
    away.sent(sent());
    for (int i = 0; i < 40; i++) {
      away.send();
      partners.haven.clock.move(Duration.ofHours(3));
    }
    assertThat(away.state()).isEqualTo(new Dispatches.State(0, 1));
  }

  @Test
  void shouldDropContentThatOnlyTheAgencyCanRead_beforeTheMail(@TempDir Path folder)
      throws Exception {
    // given
    HybridConfig.register();
    var key =
        KeysetHandle.generateNew(
            KeyTemplates.get("DHKEM_X25519_HKDF_SHA256_HKDF_SHA256_AES_256_GCM"));
    Path publicKey = folder.resolve("hub.json");
    Files.writeString(
        publicKey,
        TinkJsonProtoKeysetFormat.serializeKeysetWithoutSecret(key.getPublicKeysetHandle()));
    Path drop = folder.resolve("drop");
    var dispatches =
        dispatches(
            TestPartners.properties(drop, publicKey, TestPartners.noInbox()),
            smtp(ServerSetupTest.SMTP.getPort()));
    dispatches.sent(sent());

    // when
    assertThat(dispatches.send()).isEqualTo(1);
    assertThat(server.getReceivedMessages()).isEmpty();
    assertThat(dispatches.send()).isEqualTo(1);
    assertThat(server.getReceivedMessages()).hasSize(1);

    // then
    Path file = drop.resolve(HUB).resolve(referral + ".sealed");
    byte[] sealed = Files.readAllBytes(file);
    assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("Maya", "brother");
    byte[] opened =
        key.getPrimitive(RegistryConfiguration.get(), HybridDecrypt.class)
            .decrypt(sealed, referral.getBytes(StandardCharsets.UTF_8));
    assertThat(new String(opened, StandardCharsets.UTF_8))
        .contains(referral, "Maya Sample", "Her brother", "priorReferral")
        .doesNotContain("Not for the hub", partners.caseRef.value());
    try (var left = Files.list(file.getParent())) {
      assertThat(left).hasSize(1);
    }
    assertThat(
            partners
                .haven
                .db
                .sql("select count(*) from audit_entry where action = 'dispatch-referral'")
                .query(Long.class)
                .single())
        .isEqualTo(2);
  }

  @Test
  void shouldSayWhatIsMissing_whenAKeyCannotBeRead(@TempDir Path folder) throws Exception {
    Path key = folder.resolve("hub.json");
    Files.writeString(key, "{}");
    assertThatThrownBy(
            () -> new FolderDrop(TestPartners.properties(folder, key, TestPartners.noInbox())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("haven.partners.agencies.marac-hub.drop-key-file");
    assertThatThrownBy(
            () ->
                new Answers(
                    partners.haven.db,
                    partners.haven.clock,
                    new PartnersProperties(
                        Map.of(HUB, new PartnersProperties.Agency(null, null, "c2hvcnQ=")),
                        URI.create("https://haven.example.org/"),
                        null,
                        null,
                        TestPartners.noInbox()),
                    partners.haven.get(Referrals.class),
                    partners.haven.get(Audit.class),
                    event -> {},
                    partners.haven.get(PlatformTransactionManager.class)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("answer-secret");
  }

  private AgencyInbox inbox() {
    var box =
        new PartnersProperties.Inbox(
            "127.0.0.1", ServerSetupTest.IMAP.getPort(), false, "documents", "secret");
    return new AgencyInbox(
        partners.haven.db,
        partners.haven.clock,
        TestPartners.properties(null, null, box),
        partners.haven.get(Referrals.class),
        partners.haven.get(Sealing.class),
        partners.haven.get(PlatformTransactionManager.class));
  }

  private void mail(String subject, String text) {
    GreenMailUtil.sendTextEmail(
        "documents@example.org", "hub@example.org", subject, text, ServerSetupTest.SMTP);
  }

  @Test
  void shouldFileAMailOnceAndMoveNothing() throws Exception {
    // given
    mail("Re: Reference " + referral, "We heard Maya Sample on Thursday.");
    mail("Lunch", "Not about a referral");
    var inbox = inbox();

    // when
    assertThat(inbox.look()).isEqualTo(1);
    assertThat(inbox.look()).isZero();
    var mails =
        server
            .getManagers()
            .getImapHostManager()
            .getInbox(server.getManagers().getUserManager().getUser("documents"));
    mails.getMessages().forEach(one -> one.setFlags(new Flags(), true));
    for (var one : mails.getMessages()) {
      one.getFlags().remove(Flags.Flag.SEEN);
    }
    assertThat(inbox.look()).isZero();

    // then
    var referrals = partners.haven.get(Referrals.class);
    assertThat(referrals.kept(TestCasefile.ALEX, partners.caseRef))
        .singleElement()
        .extracting(KeptAnswer::fields)
        .satisfies(
            fields ->
                assertThat(String.valueOf(fields.values().get("words"))).contains("Thursday"));
    assertThat(referrals.find(referral).orElseThrow().status()).isEqualTo(ReferralStatus.SENT);
    assertThat(partners.haven.said("marac-answered")).isEmpty();
    assertThat(
            partners
                .haven
                .db
                .sql("select sealed::text || ' ' || channel from late_answer")
                .query(String.class)
                .single())
        .doesNotContain("Maya");
    assertThat(inbox.problem()).isNull();
    assertThat(inbox.lookedAt()).isNotNull();
  }

  @Test
  void shouldFileThatAMailCannotBeReadAndReadOn_whenOneIsMalformed() throws Exception {
    // given
    var broken =
        new MimeMessage(
            Session.getInstance(new Properties()),
            new ByteArrayInputStream(
                ("""
                From: hub@example.org
                To: documents@example.org
                Subject: Re: %s
                Message-ID: <broken@example.org>
                MIME-Version: 1.0
                Content-Type: text/plain; charset=UTF-8
                Content-Transfer-Encoding: x-no-such-thing

                Maya Sample cannot come.
                """
                        .formatted(referral)
                        .replace("\n", "\r\n"))
                    .getBytes(StandardCharsets.UTF_8)));
    var box = server.getManagers().getUserManager().getUser("documents");
    server.getManagers().getImapHostManager().getInbox(box).store(broken);
    mail("Re: " + referral, "We heard Maya Sample on Thursday.");
    var inbox = inbox();

    // when
    assertThat(inbox.look()).isEqualTo(2);
    assertThat(inbox.look()).isZero();

    // then
    assertThat(inbox.problem()).isNull();
    assertThat(partners.haven.get(Referrals.class).kept(TestCasefile.ALEX, partners.caseRef))
        .extracting(kept -> String.valueOf(kept.fields().values().get("words")).strip())
        .containsExactlyInAnyOrder(
            "[This mail could not be read; see the mailbox]", "We heard Maya Sample on Thursday.");
  }

  @Test
  void shouldCutALongMail_overAllItsParts() throws Exception {
    // given
    var several = new MimeMultipart();
    for (int i = 0; i < 3; i++) {
      var part = new MimeBodyPart();
      part.setText("x".repeat(150_000));
      several.addBodyPart(part);
    }
    var mail = new MimeMessage(Session.getInstance(new Properties()));
    mail.setSubject("Re: " + referral);
    mail.setContent(several);
    mail.saveChanges();
    var box = server.getManagers().getUserManager().getUser("documents");
    server.getManagers().getImapHostManager().getInbox(box).store(mail);

    // when
    assertThat(inbox().look()).isEqualTo(1);

    // then
    assertThat(partners.haven.get(Referrals.class).kept(TestCasefile.ALEX, partners.caseRef))
        .singleElement()
        .satisfies(
            kept ->
                assertThat(String.valueOf(kept.fields().values().get("words"))).hasSize(200_000));
  }

  @Test
  void shouldSayThatItIsOffOrAway() {
    var off =
        new AgencyInbox(
            partners.haven.db,
            partners.haven.clock,
            TestPartners.properties(null, null, TestPartners.noInbox()),
            partners.haven.get(Referrals.class),
            partners.haven.get(Sealing.class),
            partners.haven.get(PlatformTransactionManager.class));
    assertThat(off.isOn()).isFalse();
    assertThat(off.look()).isZero();
    assertThat(off.problem()).isNull();
    server.setUser("documents@example.org", "documents", "changed");
    var wrong = inbox();
    assertThat(wrong.look()).isZero();
    assertThat(wrong.problem()).isNotNull();
  }
}
