package org.haven.platform;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Collection;
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
        caseRef, "MESSAGE", messageName, correlationKey, timeToLive.toSeconds(), null, true, facts);
  }

  @Override
  public long completeTask(
      CaseRef caseRef,
      long elementInstanceKey,
      boolean keyKnown,
      String elementId,
      Map<String, ?> facts) {
    return insert(
        caseRef, "COMPLETE_TASK", elementId, null, null, elementInstanceKey, keyKnown, facts);
  }

  @Override
  public void keysKnown(Collection<Long> elementInstanceKeys) {
    int waiting =
        db.sql(
                """
                update outbox set next_attempt_at = clock_timestamp()
                where kind = 'COMPLETE_TASK' and element_instance_key = any (?::bigint[])
                  and sent_at is null and dead_at is null
                """)
            .param(elementInstanceKeys.toArray(Long[]::new))
            .update();
    if (waiting > 0) {
      AfterCommit.run(() -> sender.ifAvailable(OutboxWakeUp::wake));
    }
  }

  private long insert(
      CaseRef caseRef,
      String kind,
      String name,
      @Nullable String correlationKey,
      @Nullable Long timeToLiveSeconds,
      @Nullable Long elementInstanceKey,
      boolean atOnce,
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
                        :facts::jsonb, :createdAt,
                        clock_timestamp() + :seconds * interval '1 second')
                returning id
                """)
            .param("caseRef", caseRef.value())
            .param("kind", kind)
            .param("name", name)
            .param("correlationKey", correlationKey)
            .param("timeToLive", timeToLiveSeconds)
            .param("elementInstance", elementInstanceKey)
            .param("facts", json)
            .param("seconds", atOnce ? 0 : 1)
            .param("createdAt", clock.instant().atOffset(ZoneOffset.UTC))
            .query(Long.class)
            .single();
    if (atOnce) {
      AfterCommit.run(() -> sender.ifAvailable(OutboxWakeUp::wake));
    }
    return id;
  }
}
