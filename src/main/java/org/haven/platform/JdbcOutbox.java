package org.haven.platform;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.json.JsonMapper;

/** The outbox as a table, written in the caller's transaction and sent on its commit. */
@Component
class JdbcOutbox implements Outbox {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final JdbcClient db;
  private final Clock clock;
  private final ObjectProvider<OutboxWakeUp> sender;

  JdbcOutbox(JdbcClient db, Clock clock, ObjectProvider<OutboxWakeUp> sender) {
    this.db = db;
    this.clock = clock;
    this.sender = sender;
  }

  @Override
  public long publish(
      CaseRef caseRef, String messageName, String correlationKey, Map<String, ?> facts) {
    return publish(caseRef, messageName, correlationKey, facts, TIME_TO_LIVE);
  }

  @Override
  public long publish(
      CaseRef caseRef,
      String messageName,
      String correlationKey,
      Map<String, ?> facts,
      Duration timeToLive) {
    if (timeToLive.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("A message lives a second at least");
    }
    RoutingFacts.toEngine("correlationKey", correlationKey);
    return insert(
        caseRef, "MESSAGE", messageName, correlationKey, timeToLive.toSeconds(), null, facts);
  }

  @Override
  public long completeTask(
      CaseRef caseRef, long elementInstanceKey, String elementId, Map<String, ?> facts) {
    return insert(caseRef, "COMPLETE_TASK", elementId, null, null, elementInstanceKey, facts);
  }

  private long insert(
      CaseRef caseRef,
      String kind,
      String name,
      @Nullable String correlationKey,
      @Nullable Long timeToLiveSeconds,
      @Nullable Long elementInstanceKey,
      Map<String, ?> facts) {
    if (!TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalStateException(
          "What is said to the engine belongs to the transaction that decided it: open one");
    }
    String json = JSON.writeValueAsString(RoutingFacts.toEngine(facts));
    long id =
        db.sql(
                """
                insert into outbox (case_ref, kind, name, correlation_key, time_to_live_seconds,
                                    element_instance_key, facts, created_at, next_attempt_at)
                values (:caseRef, :kind, :name, :correlationKey, :timeToLive, :elementInstance,
                        :facts::jsonb, :createdAt, clock_timestamp())
                returning id
                """)
            .param("caseRef", caseRef.value())
            .param("kind", kind)
            .param("name", name)
            .param("correlationKey", correlationKey)
            .param("timeToLive", timeToLiveSeconds)
            .param("elementInstance", elementInstanceKey)
            .param("facts", json)
            .param("createdAt", clock.instant().atOffset(ZoneOffset.UTC))
            .query(Long.class)
            .single();
    AfterCommit.run(() -> sender.ifAvailable(OutboxWakeUp::wake));
    return id;
  }
}
