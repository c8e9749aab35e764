package org.haven.reportdomesticabuse;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import org.haven.platform.StartupNote;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/**
 * A partner agency to try the reporting endpoint with, its key made anew at each start of the local
 * platform. Outside it, agencies sign in at the identity provider.
 */
@Component
@ConditionalOnProperty(name = "haven.local.enabled", havingValue = "true", matchIfMissing = true)
class LocalPartners implements StartupNote, InitializingBean {
  private static final PartnerAgencies.Agency POLICE =
      new PartnerAgencies.Agency("kent-police", "Kent Police");

  private final PartnerAgencies agencies;
  private final String key;

  LocalPartners(PartnerAgencies agencies) {
    this.agencies = agencies;
    var bytes = new byte[20];
    new SecureRandom().nextBytes(bytes);
    this.key = HexFormat.of().formatHex(bytes);
  }

  @Override
  public void afterPropertiesSet() {
    agencies.seed(POLICE, key);
  }

  @Override
  public List<String> lines() {
    return List.of("Partner agency " + POLICE.id() + ", POST /api/reports with X-API-Key: " + key);
  }
}
