package org.haven.platform.sealing;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Is the key store there? Without it a case opens only while its key is still in memory. */
@Component("keys")
class KeyStoreHealth implements HealthIndicator {
  private final KeyRing keys;

  KeyStoreHealth(KeyRing keys) {
    this.keys = keys;
  }

  @Override
  public Health health() {
    try {
      keys.store().db().sql("select 1").query(Integer.class).single();
      return Health.up().build();
    } catch (RuntimeException e) {
      return Health.down().withDetail("answer", e.getClass().getSimpleName()).build();
    }
  }
}
