package org.haven.partners;

import org.haven.casefile.referrals.Referrals;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Which ways to agencies are set up, and what waits on them. Off is no fault. */
@Component("partners")
class PartnersHealthIndicator implements HealthIndicator {
  private final Dispatches dispatches;
  private final AgencyMail mail;
  private final SecureDrop drop;
  private final AgencyInbox inbox;
  private final Answers answers;
  private final Referrals referrals;

  PartnersHealthIndicator(
      Dispatches dispatches,
      AgencyMail mail,
      SecureDrop drop,
      AgencyInbox inbox,
      Answers answers,
      Referrals referrals) {
    this.dispatches = dispatches;
    this.mail = mail;
    this.drop = drop;
    this.inbox = inbox;
    this.answers = answers;
    this.referrals = referrals;
  }

  @Override
  public Health health() {
    var state = dispatches.state();
    String problem = inbox.isOn() ? inbox.problem() : null;
    var health =
        (state.dead() > 0 || problem != null ? Health.down() : Health.up())
            .withDetail("mail", onOrOff(mail.isOn()))
            .withDetail("secureDrop", onOrOff(drop.isOn()))
            .withDetail("signedAnswers", answers.agencies() + " agencies")
            .withDetail("mailbox", problem != null ? problem : onOrOff(inbox.isOn()))
            .withDetail("waiting", state.waiting())
            .withDetail("givenUp", state.dead())
            .withDetail("wrongSignatures", answers.refusedLately())
            .withDetail("answersWithoutCase", referrals.unplaced());
    var looked = inbox.lookedAt();
    if (looked != null) {
      health.withDetail("mailboxReadAt", looked.toString());
    }
    return health.build();
  }

  private static String onOrOff(boolean on) {
    return on ? "on" : "off";
  }
}
