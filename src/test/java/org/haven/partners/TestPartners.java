package org.haven.partners;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.haven.casefile.By;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.NewCase;
import org.haven.casefile.referrals.Referrals;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Team;
import org.haven.testing.TestCasefile;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.PlatformTransactionManager;

/** A referral to a fictional hub, and what speaks to that hub. */
public final class TestPartners {
  public static final String HUB = "marac-hub";
  public static final byte[] SECRET = "a secret of the fictional hub, 32+".getBytes();

  public final TestCasefile haven = TestCasefile.fresh();
  public final CaseRef caseRef =
      haven
          .get(CaseFiles.class)
          .open(
              new NewCase(
                  new Code("phone"), haven.clock.instant(), "alex", Team.HOUSING_SOLUTIONS, false),
              By.of(TestCasefile.ALEX));
  public final JourneyId journey =
      haven
          .get(JourneyRegister.class)
          .request(caseRef, "refer-to-marac", Map.of(), By.of(TestCasefile.ALEX));

  public String referral() {
    return referral(900);
  }

  /** One of several, each of a step of its own. */
  public String referral(long step) {
    return haven
        .get(Referrals.class)
        .send(
            new Referrals.NewReferral(
                caseRef,
                journey,
                "refer-to-marac",
                new Code(HUB),
                new Code("marac"),
                "marac-answered",
                List.of(new Code("accepted"), new Code("refused")),
                List.of("meetingOn"),
                null,
                null),
            step)
        .referralId()
        .value();
  }

  static PartnersProperties properties(
      @Nullable Path drop, @Nullable Path dropKey, PartnersProperties.Inbox inbox) {
    return new PartnersProperties(
        Map.of(
            HUB,
            new PartnersProperties.Agency(
                "hub@example.org", dropKey, Base64.getEncoder().encodeToString(SECRET))),
        URI.create("https://haven.example.org/"),
        "documents@example.org",
        drop,
        inbox);
  }

  static PartnersProperties.Inbox noInbox() {
    return new PartnersProperties.Inbox(null, 993, true, null, null);
  }

  public Answers answers() {
    return new Answers(
        haven.db,
        haven.clock,
        properties(null, null, noInbox()),
        haven.get(Referrals.class),
        haven.get(Audit.class),
        event -> {},
        haven.get(PlatformTransactionManager.class));
  }

  /** As an agency's machine signs. */
  public static String sign(byte[] secret, String id, long timestamp, String body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return "v1="
          + HexFormat.of()
              .formatHex(
                  mac.doFinal(
                      (id + "." + timestamp + "." + body).getBytes(StandardCharsets.UTF_8)));
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
