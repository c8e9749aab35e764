package org.haven.engine;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the engine is and how hard we work for it.
 *
 * @param grpcAddress {@code http} for plain text, {@code https} for TLS
 * @param restAddress for user tasks
 * @param monitoringAddress the broker's management port, where it is known
 * @param authorizationServer where a token is asked for; without it no credentials are sent
 * @param deploy false leaves the engine's models alone (they are checked all the same)
 * @param jobThreads jobs that run at the same time on this node
 * @param maxJobsActive jobs of one type that this node holds at the same time
 * @param jobTimeout after which the engine gives a job to another node
 * @param shutdown how long running jobs may take to finish when the application ends
 * @param sendThreads outbox rows that are sent at the same time
 * @param sendAttempts refusals after which an outbox row is dead
 */
@ConfigurationProperties("haven.engine")
record EngineProperties(
    @DefaultValue("http://localhost:26500") URI grpcAddress,
    @DefaultValue("http://localhost:8080") URI restAddress,
    @Nullable URI monitoringAddress,
    @Nullable URI authorizationServer,
    @Nullable String clientId,
    @Nullable String clientSecret,
    @DefaultValue("haven-engine") String audience,
    @DefaultValue("true") boolean deploy,
    @DefaultValue("8") int jobThreads,
    @DefaultValue("32") int maxJobsActive,
    @DefaultValue("1m") Duration jobTimeout,
    @DefaultValue("20s") Duration shutdown,
    @DefaultValue("8") int sendThreads,
    @DefaultValue("6") int sendAttempts) {

  /** Nothing secret may reach a log by way of this record. */
  @Override
  public String toString() {
    return "EngineProperties[" + grpcAddress + ", " + restAddress + "]";
  }
}
