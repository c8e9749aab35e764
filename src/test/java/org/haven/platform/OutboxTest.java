package org.haven.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.haven.platform.OutboxQueue.Leased;
import org.haven.platform.RoutingFacts.OpenTypeException;
import org.haven.testing.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class OutboxTest {
  private static final CaseRef FIRST = new CaseRef("HV-22222222");
  private static final CaseRef SECOND = new CaseRef("HV-33333333");
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final ActingPerson ADMINISTRATOR =
      new ActingPerson("admin", "Administrator", Set.of(Role.ADMINISTRATOR), Set.of());
  private static final ActingPerson OFFICER =
      new ActingPerson("officer", "Officer", Set.of(Role.OFFICER), Set.of());

  private final Clock clock = Clock.fixed(Instant.parse("2026-04-02T15:00:00Z"), ZoneOffset.UTC);
  private final AtomicInteger wakeUps = new AtomicInteger();
  private final List<String> audited = new ArrayList<>();
  private JdbcClient db;
  private TransactionTemplate transaction;
  private Outbox outbox;
  private OutboxQueue queue;

  @BeforeEach
  void setUp() {
    var source = TestDatabase.fresh();
    db = JdbcClient.create(source);
    transaction = new TransactionTemplate(new JdbcTransactionManager(source));
    var beans = new StaticListableBeanFactory();
    beans.addBean("sender", (OutboxWakeUp) wakeUps::incrementAndGet);
    var sender = beans.getBeanProvider(OutboxWakeUp.class);
    outbox = new JdbcOutbox(db, clock, sender);
    queue = new OutboxQueue(db, clock, new Recorded(), sender);
  }

  private class Recorded implements Audit {
    @Override
    public void record(
        ActingPerson who, String action, @Nullable CaseRef caseRef, Map<String, ?> details) {
      audited.add(who.username() + " " + action + " " + caseRef);
    }

    @Override
    public void recordSystem(String action, @Nullable CaseRef caseRef, Map<String, ?> details) {
      audited.add(action);
    }
  }

  private long publish(CaseRef caseRef) {
    return transaction.execute(
        _ -> outbox.publish(caseRef, "something-happened", caseRef.value(), Map.of("n", 1)));
  }

  @Test
  void shouldRefuse_whenNoTransactionIsOpen() {
    assertThatThrownBy(() -> outbox.publish(FIRST, "something-happened", "key-1", Map.of()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldRefuseAndWriteNothing_whenAFactIsNotClosed() {
    assertThatThrownBy(
            () ->
                transaction.execute(
                    _ ->
                        outbox.completeTask(
                            FIRST, 1, true, "Task_X", Map.of("note", "He came to the door again"))))
        .isInstanceOf(OpenTypeException.class);
    assertThat(queue.state().waiting()).isZero();
  }

  @Test
  void shouldWakeTheSenderAfterCommitOnly() {
    // when it is rolled back
    transaction.executeWithoutResult(
        status -> {
          outbox.publish(FIRST, "something-happened", "key-1", Map.of());
          assertThat(wakeUps).hasValue(0);
          status.setRollbackOnly();
        });
    // then
    assertThat(wakeUps).hasValue(0);
    assertThat(queue.lease(10, LEASE)).isEmpty();

    // when it is committed
    publish(FIRST);
    // then
    assertThat(wakeUps).hasValue(1);
    assertThat(queue.lease(10, LEASE)).hasSize(1);
  }

  @Test
  void shouldGiveOneRowOfEachCaseInOrder_whenLeased() {
    // given
    long a1 = publish(FIRST);
    long a2 = publish(FIRST);
    long b1 = publish(SECOND);

    // when
    List<Leased> rows = queue.lease(10, LEASE);

    // then
    assertThat(rows).extracting(Leased::id).containsExactlyInAnyOrder(a1, b1);
    assertThat(queue.lease(10, LEASE)).isEmpty();

    // when the first of a case is sent, then its next one comes
    assertThat(queue.sent(rows.stream().filter(r -> r.id() == a1).findFirst().orElseThrow()))
        .isTrue();
    List<Leased> next = queue.lease(10, LEASE);
    assertThat(next).extracting(Leased::id).containsExactly(a2);
    assertThat(queue.sent(next.getFirst())).isFalse();
  }

  @Test
  void shouldSendACompletionAtOnce_whenTheKeyOfItsTaskBecomesKnown() {
    // given a task that was answered before anybody knew its key
    transaction.executeWithoutResult(_ -> outbox.completeTask(FIRST, 7, false, "Task_X", Map.of()));
    assertThat(wakeUps).hasValue(0);
    assertThat(queue.lease(10, LEASE)).isEmpty();

    // when the key of another, and then its own, becomes known
    transaction.executeWithoutResult(_ -> outbox.keysKnown(Set.of(8L)));
    assertThat(wakeUps).hasValue(0);
    transaction.executeWithoutResult(_ -> outbox.keysKnown(Set.of(7L, 8L)));

    // then
    assertThat(wakeUps).hasValue(1);
    assertThat(queue.lease(10, LEASE)).extracting(Leased::elementInstanceKey).containsExactly(7L);
  }

  @Test
  void shouldHoldBackTheCase_whenItsFirstRowWaits() {
    // given
    long a1 = publish(FIRST);
    publish(FIRST);

    // when
    queue.later(queue.lease(1, LEASE).getFirst(), Duration.ofMinutes(1), true, "INVALID_ARGUMENT");

    // then
    assertThat(queue.lease(10, LEASE)).isEmpty();
    assertThat(queue.waiting(ADMINISTRATOR, 10).getFirst())
        .satisfies(
            row -> {
              assertThat(row.id()).isEqualTo(a1);
              assertThat(row.attempts()).isEqualTo(1);
              assertThat(row.heldBackBy()).isEqualTo(1);
              assertThat(row.lastError()).isEqualTo("INVALID_ARGUMENT");
            });
  }

  @Test
  void shouldForgetWhatWasSentLongAgoAlone_whenTidied() {
    // given one that was sent, and one that waits
    publish(FIRST);
    queue.sent(queue.lease(1, LEASE).getFirst());
    publish(FIRST);

    // then
    assertThat(queue.forgetSent(Duration.ofDays(1))).isZero();
    assertThat(queue.forgetSent(Duration.ofSeconds(-1))).isEqualTo(1);
    assertThat(queue.state().waiting()).isEqualTo(1);
  }

  @Test
  void shouldTakeTheRowAgain_whenTheLeaseRanOut() throws InterruptedException {
    // given
    publish(FIRST);
    Leased lost = queue.lease(1, Duration.ZERO).getFirst();
    Thread.sleep(5);

    // when another node takes it
    Leased taken = queue.lease(1, LEASE).getFirst();
    // then the first one's word no longer counts
    queue.dead(lost, "LATE");
    assertThat(taken.id()).isEqualTo(lost.id());
    assertThat(queue.state().dead()).isZero();
  }

  @Test
  void shouldStopTheCaseUntilAnAdministratorRetries_whenDead() {
    // given
    long a1 = publish(FIRST);
    publish(FIRST);
    queue.dead(queue.lease(1, LEASE).getFirst(), "INVALID_ARGUMENT");
    assertThat(queue.lease(10, LEASE)).isEmpty();
    assertThat(queue.state()).isEqualTo(new OutboxAdmin.State(1, Duration.ZERO, 1));
    assertThat(queue.dead(ADMINISTRATOR))
        .extracting(OutboxAdmin.Row::heldBackBy)
        .containsExactly(1);

    // when
    assertThatThrownBy(() -> queue.retry(a1, OFFICER)).isInstanceOf(IllegalStateException.class);
    boolean first = transaction.execute(_ -> queue.retry(a1, ADMINISTRATOR));
    boolean second = transaction.execute(_ -> queue.retry(a1, ADMINISTRATOR));

    // then
    assertThat(first).isTrue();
    assertThat(second).isFalse();
    assertThat(audited).containsExactly("admin retry-outbox-row HV-22222222");
    assertThat(queue.lease(10, LEASE)).extracting(Leased::id).containsExactly(a1);
  }

  @Test
  void shouldNotEvenBeCounted_whenTheAdministratorIsOnTheConflictList() {
    // given
    long dead = publish(FIRST);
    publish(FIRST);
    long other = publish(SECOND);
    queue.dead(queue.lease(1, LEASE).getFirst(), "INVALID_ARGUMENT");
    db.sql(
            "insert into case_file (case_ref, status, channel, reported_at, opened_by, created_at)"
                + " values (?, 'open', 'phone', now(), 'alex', now())")
        .param(FIRST.value())
        .update();
    db.sql(
            "insert into case_conflict (case_ref, username, why, at, by)"
                + " values (?, 'admin', 'related', now(), 'system')")
        .param(FIRST.value())
        .update();

    // then
    assertThat(queue.dead(ADMINISTRATOR)).isEmpty();
    assertThat(queue.waiting(ADMINISTRATOR, 10))
        .extracting(OutboxAdmin.Row::id)
        .containsExactly(other);
    assertThat(queue.state(ADMINISTRATOR)).isEqualTo(new OutboxAdmin.State(1, Duration.ZERO, 0));
    boolean again = transaction.execute(_ -> queue.retry(dead, ADMINISTRATOR));
    assertThat(again).isFalse();

    // and a colleague sees to it
    var colleague = new ActingPerson("ada", "Ada", Set.of(Role.ADMINISTRATOR), Set.of());
    assertThat(queue.dead(colleague)).extracting(OutboxAdmin.Row::id).containsExactly(dead);
    assertThat(queue.state(colleague).waiting()).isEqualTo(2);
  }

  @Test
  void shouldSendEachRowOnceAndInOrder_whenSeveralNodesTake() throws Exception {
    // given
    String letters = "ABCDEFGHJK";
    for (int n = 0; n < 20; n++) {
      for (char letter : letters.toCharArray()) {
        publish(new CaseRef("HV-2222222" + letter));
      }
    }
    var sent = new ConcurrentHashMap<CaseRef, List<Long>>();
    Callable<Integer> node =
        () -> {
          int count = 0;
          for (var rows = queue.lease(3, LEASE); ; rows = queue.lease(3, LEASE)) {
            for (Leased row : rows) {
              sent.computeIfAbsent(row.caseRef(), c -> new CopyOnWriteArrayList<>()).add(row.id());
              queue.sent(row);
              count++;
            }
            if (queue.state().waiting() == 0) {
              return count;
            }
          }
        };

    // when
    int total = 0;
    try (var nodes = Executors.newFixedThreadPool(4)) {
      for (var done : nodes.invokeAll(List.of(node, node, node, node))) {
        total += done.get();
      }
    }

    // then
    assertThat(total).isEqualTo(200);
    assertThat(sent.values()).allSatisfy(ids -> assertThat(ids).hasSize(20).isSorted());
  }
}
