package org.haven.engine;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.response.PartitionInfo;
import java.time.Duration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Is the engine there, has every partition a leader, and does it have our models? */
@Component("engine")
class EngineHealthIndicator implements HealthIndicator {
  private final CamundaClient engine;
  private final Deployer deployer;

  EngineHealthIndicator(CamundaClient engine, Deployer deployer) {
    this.engine = engine;
    this.deployer = deployer;
  }

  @Override
  public Health health() {
    try {
      var topology =
          engine.newTopologyRequest().requestTimeout(Duration.ofSeconds(2)).send().join();
      long led =
          topology.getBrokers().stream()
              .flatMap(broker -> broker.getPartitions().stream())
              .filter(PartitionInfo::isLeader)
              .map(PartitionInfo::getPartitionId)
              .distinct()
              .count();
      boolean whole = led == topology.getPartitionsCount() && led > 0;
      var health = whole && !deployer.refused() ? Health.up() : Health.down();
      return health
          .withDetail("version", topology.getGatewayVersion())
          .withDetail("partitions", led + " of " + topology.getPartitionsCount())
          .withDetail("models", deployer.state())
          .build();
    } catch (RuntimeException e) {
      return Health.down()
          .withDetail("answer", EngineAnswer.of(e).code())
          .withDetail("models", deployer.state())
          .build();
    }
  }
}
