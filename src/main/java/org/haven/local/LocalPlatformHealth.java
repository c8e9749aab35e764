package org.haven.local;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** How the local servers do, on the health page: down while any of them does not serve. */
class LocalPlatformHealth implements HealthIndicator {
  private final LocalPlatform platform;

  LocalPlatformHealth(LocalPlatform platform) {
    this.platform = platform;
  }

  @Override
  public Health health() {
    var health = new Health.Builder().up();
    for (PartState part : platform.states()) {
      if (part.state() != PartState.State.UP) {
        health.down();
      }
      health.withDetail(
          part.name(),
          "%s since %s at %s, started again %d times"
              .formatted(part.state(), part.since(), part.address(), part.restarts()));
    }
    return health.build();
  }
}
