package org.haven.platform.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.purpose.Purpose;
import org.haven.platform.sealing.IdentityIndex.Term;
import org.haven.testing.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Keys in a database of their own: changed while all goes on, and destroyed for good. */
class KeyStoreTest {
  private static final String OLD = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
  private static final String NEW = "//ECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
  private static final String THIRD = "//8CAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
  private static final CaseRef ONE = new CaseRef("HV-7KQ2M9XD");
  private static final CaseRef TWO = new CaseRef("HV-7KQ2M9XE");

  private final String record = TestDatabase.freshUrl();
  private final String keys = TestDatabase.emptyUrl();
  private final DataSource source = TestDatabase.at(record);
  private final JdbcClient db = JdbcClient.create(source);
  private final JdbcClient keyDb = JdbcClient.create(TestDatabase.ownerAt(keys));
  private final List<KeyStore> open = new ArrayList<>();

  /** One application node with these keys. */
  private record Node(KeyRing ring, TinkSealing sealing, KeyRotation rotation) {}

  private Node node(String current, String... others) {
    return nodeAt(record, keys, current, others);
  }

  private Node nodeAt(String recordUrl, String keysUrl, String current, String... others) {
    KeyStore store =
        KeyStore.apart(
            new SealingProperties.Store(keysUrl, "postgres", "postgres"),
            TestDatabase.at(recordUrl),
            Purpose.REAL);
    open.add(store);
    JdbcClient of = JdbcClient.create(TestDatabase.at(recordUrl));
    store.takeOver(of);
    KeyRing ring = SealingForTests.ring(store, current, others);
    return new Node(
        ring,
        new TinkSealing(of, ring, Clock.systemUTC(), Duration.ofMinutes(5)),
        new KeyRotation(ring, new Silent()));
  }

  private static final class Silent implements Audit {
    @Override
    public void record(
        ActingPerson who, String action, @Nullable CaseRef caseRef, Map<String, ?> details) {}

    @Override
    public void recordSystem(String action, @Nullable CaseRef caseRef, Map<String, ?> details) {}
  }

  @AfterEach
  void close() {
    open.forEach(KeyStore::close);
  }

  private static String seal(Node node, CaseRef caseRef) {
    return node.sealing().seal(KeyScope.of(caseRef), "person", "1", "name", "Marigold Sample");
  }

  private static String open(Node node, CaseRef caseRef, String sealed) {
    return node.sealing().open(KeyScope.of(caseRef), "person", "1", "name", sealed);
  }

  @Test
  void shouldChangeTheSealingKey_whileAllGoesOn() {
    // given a node with the old key, and the new one given to it already
    Node old = node(OLD, NEW);
    String first = seal(old, ONE);
    String index = old.sealing().blindIndex("person-name", "marigold sample");
    for (int i = 0; i < 1200; i++) {
      old.ring()
          .make("case:x" + i, com.google.crypto.tink.aead.PredefinedAeadParameters.AES256_GCM);
    }

    // when another begins to work with the new one
    Node later = node(NEW, OLD);

    // then each opens what the other sealed
    assertThat(open(later, ONE, first)).isEqualTo("Marigold Sample");
    String second = seal(later, TWO);
    assertThat(open(old, TWO, second)).isEqualTo("Marigold Sample");
    assertThat(later.sealing().blindIndex("person-name", "marigold sample")).isEqualTo(index);
    assertThat(later.rotation().progress().left()).isEqualTo(1203); // with index and signature
    assertThat(later.rotation().progress().byCurrent()).isEqualTo(1);

    // when it is cut off after a batch, and another goes on
    later.ring().rewrap("", KeyRotation.BATCH);
    assertThat(node(NEW, OLD).rotation().progress().left()).isEqualTo(703);
    KeyRotation.Progress done = node(NEW, OLD).rotation().toTheEnd();

    // then the old key is needed no more
    assertThat(done.done()).isTrue();
    assertThat(done.byCurrent()).isEqualTo(1204);
    Node alone = node(NEW);
    assertThat(open(alone, ONE, first)).isEqualTo("Marigold Sample");
    assertThat(alone.sealing().blindIndex("person-name", "marigold sample")).isEqualTo(index);
    assertThat(new Signing(alone.ring()).isOurs("a", new Signing(old.ring()).sign("a"))).isTrue();
    assertThatThrownBy(() -> node(OLD))
        .isInstanceOf(SealingKeyException.class)
        .hasMessageContaining("still wrapped by a sealing key that is not given");
  }

  @Test
  void shouldStopTheStart_whileAKeyIsStillNeeded() {
    seal(node(OLD), ONE);
    assertThatThrownBy(() -> node(NEW))
        .isInstanceOf(SealingKeyException.class)
        .hasMessageContaining("not the one that sealed this database");
    seal(node(NEW, OLD), TWO);
    assertThatThrownBy(() -> node(NEW))
        .isInstanceOfSatisfying(
            SealingKeyException.class,
            e ->
                assertThat(e.cure())
                    .contains(
                        KeyEncryptionKey.ofBase64(OLD, "x").id(), "haven.sealing.other-key-files"));
    assertThatThrownBy(() -> node(THIRD)).isInstanceOf(SealingKeyException.class);
  }

  @Test
  void shouldWrapTheOthers_whenOneKeyWasChangedBehindOurBack() {
    // given
    Node old = node(OLD);
    seal(old, ONE);
    String second = seal(old, TWO);
    keyDb
        .sql(
            "update keys.case_key set wrapped = set_byte(wrapped, 40, (get_byte(wrapped, 40) + 1) %"
                + " 256) where scope = 'case:"
                + ONE
                + "'")
        .update();

    // when
    KeyRotation.Progress progress = node(NEW, OLD).rotation().toTheEnd();

    // then
    assertThat(progress.left()).isEqualTo(1);
    assertThat(progress.refused()).isEqualTo(1);
    assertThat(open(node(NEW, OLD), TWO, second)).isEqualTo("Marigold Sample");
  }

  @Test
  void shouldBringNothingBack_whenABackupIsRestoredWithTheNewestKeyStore() {
    // given two sealed cases, and a backup of the record, whole and byte for byte
    Node haven = node(OLD);
    String one = seal(haven, ONE);
    String two = seal(haven, TWO);
    var index = new IdentityIndex(haven.ring(), haven.sealing(), Clock.systemUTC());
    index.add(ONE, "PE-1", List.of(new Term("person-name", "marigold")));
    DataSource backup = TestDatabase.copyOf(record);

    // when one is erased afterwards
    new TransactionTemplate(new JdbcTransactionManager(source))
        .executeWithoutResult(_ -> haven.sealing().destroy(KeyScope.of(ONE)));

    // then the backup, with the newest keys and the sealing key itself, opens the other alone
    var restored = JdbcClient.create(backup);
    assertThat(restored.sql("select count(*) from keys.case_key").query(Long.class).single())
        .as("no key is in a copy of the record")
        .isZero();
    assertThat(restored.sql("select count(*) from keys.identity_index").query(Long.class).single())
        .isZero();
    Node again = nodeAt(url(backup), keys, OLD);
    assertThat(open(again, TWO, two)).isEqualTo("Marigold Sample");
    assertThatThrownBy(() -> open(again, ONE, one)).isInstanceOf(KeyDestroyedException.class);
    assertThatThrownBy(() -> seal(again, ONE)).isInstanceOf(KeyDestroyedException.class);
    assertThat(again.sealing().erased(null, 10)).containsExactly(ONE);
    assertThat(again.sealing().erased(ONE, 10)).isEmpty();
    assertThat(index.find(Set.of(new Term("person-name", "marigold")), Set.of(), null, 9))
        .isEmpty();
    assertThat(
            keyDb
                .sql("select wrapped is null from keys.case_key where scope = 'case:" + ONE + "'")
                .query(Boolean.class)
                .single())
        .isTrue();
  }

  private static String url(DataSource source) {
    try (var connection = source.getConnection()) {
      return connection.getMetaData().getURL();
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void shouldDestroyAgain_whenAnOlderKeyStoreIsRestored() {
    // given a copy of the key store from before an erasure
    Node haven = node(OLD);
    String sealed = seal(haven, ONE);
    open.forEach(KeyStore::close);
    DataSource older = TestDatabase.copyOf(keys);
    haven = node(OLD);
    haven.sealing().destroy(KeyScope.of(ONE));

    // when Haven starts with it
    Node again = nodeAt(record, url(older), OLD);
    assertThat(open(again, ONE, sealed)).isEqualTo("Marigold Sample");
    new KeyDestruction(db, again.ring(), Clock.systemUTC()).soon();

    // then
    Node after = nodeAt(record, url(older), OLD);
    assertThatThrownBy(() -> open(after, ONE, sealed)).isInstanceOf(KeyDestroyedException.class);
  }

  @Test
  void shouldKeepTheKey_whenTheErasureIsRolledBack() {
    Node haven = node(OLD);
    String sealed = seal(haven, ONE);
    new TransactionTemplate(new JdbcTransactionManager(source))
        .executeWithoutResult(
            status -> {
              haven.sealing().destroy(KeyScope.of(ONE));
              status.setRollbackOnly();
            });
    assertThat(open(node(OLD), ONE, sealed)).isEqualTo("Marigold Sample");
  }

  @Test
  void shouldTakeKeysAtOnce_andLeaveWhatWasDestroyedOrChanged() {
    // given
    CaseRef three = new CaseRef("HV-7KQ2M9XF");
    Node before = node(OLD);
    String one = seal(before, ONE);
    String two = seal(before, TWO);
    String changed = seal(before, three);
    before.sealing().destroy(KeyScope.of(ONE));
    keyDb
        .sql("update keys.case_key set wrapped = '\\x00' where scope = ?")
        .param("case:" + three)
        .update();

    // when
    Node haven = node(OLD);
    haven.sealing().takeKeys(List.of(ONE, TWO, three, TWO));
    keyDb.sql("delete from keys.case_key where scope = ?").param("case:" + TWO).update();

    // then
    assertThat(open(haven, TWO, two)).isEqualTo("Marigold Sample");
    assertThatThrownBy(() -> open(haven, ONE, one)).isInstanceOf(KeyDestroyedException.class);
    assertThatThrownBy(() -> open(haven, three, changed))
        .isInstanceOf(TamperedValueException.class);
  }

  @Test
  void shouldFinishTheErasure_whenItWasCutOffAfterTheCommit() {
    Node haven = node(OLD);
    String sealed = seal(haven, ONE);
    db.sql("insert into key_destruction (scope, asked_at) values (?, now())")
        .param("case:" + ONE)
        .update();
    new KeyDestruction(db, haven.ring(), Clock.systemUTC()).open();
    assertThatThrownBy(() -> open(node(OLD), ONE, sealed))
        .isInstanceOf(KeyDestroyedException.class);
    assertThat(
            db.sql("select count(*) from key_destruction where done_at is null")
                .query(Integer.class)
                .single())
        .isZero();
  }

  @Test
  void shouldStopTheStart_whenTheKeyStoreIsTheRecordsOwnDatabase() {
    String theSame = record.replace("localhost", "127.0.0.1");
    assertThatThrownBy(() -> nodeAt(record, theSame, NEW))
        .isInstanceOf(SealingKeyException.class)
        .hasMessageContaining("the record's own database");
  }

  @Test
  void shouldTakeOverKeys_thatStoodInTheRecordsDatabase() {
    // given keys from before there was a store
    var before =
        new TinkSealing(
            db,
            SealingForTests.ring(KeyStore.within(source), OLD),
            Clock.systemUTC(),
            Duration.ofMinutes(5));
    String sealed = before.seal(KeyScope.of(ONE), "person", "1", "name", "Marigold Sample");

    // when
    Node haven = node(OLD);

    // then
    assertThat(open(haven, ONE, sealed)).isEqualTo("Marigold Sample");
    assertThat(db.sql("select count(*) from keys.case_key").query(Long.class).single()).isZero();
    assertThat(db.sql("select count(*) from keys.key_check").query(Long.class).single()).isZero();
  }
}
