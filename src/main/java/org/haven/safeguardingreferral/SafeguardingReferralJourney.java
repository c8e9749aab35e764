package org.haven.safeguardingreferral;

import org.haven.platform.Journey;
import org.springframework.stereotype.Component;

@Component
class SafeguardingReferralJourney implements Journey {
  @Override
  public String processId() {
    return "safeguarding-referral";
  }

  @Override
  public String startMessage() {
    return "safeguarding-referral-requested";
  }

  @Override
  public String title() {
    return "Safeguarding referral";
  }
}
