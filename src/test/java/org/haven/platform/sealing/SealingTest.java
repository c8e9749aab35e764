package org.haven.platform.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.haven.platform.CaseRef;
import org.haven.testing.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class SealingTest {
  private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
  private static final String OTHER = "//ECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
  private static final CaseRef ONE = new CaseRef("HV-7KQ2M9XD");
  private static final CaseRef TWO = new CaseRef("HV-7KQ2M9XE");

  private final DataSource source = TestDatabase.fresh();
  private final JdbcClient db = JdbcClient.create(source);

  private TinkSealing sealing(String key) {
    return new TinkSealing(
        db,
        SealingForTests.ring(KeyStore.within(source), key),
        Clock.systemUTC(),
        Duration.ofMinutes(5));
  }

  @Test
  void shouldOpenWhatWasSealed_andNowhereElse() {
    var sealing = sealing(KEY);
    String sealed = sealing.seal(KeyScope.of(ONE), "person", "PE-1", "name", "Maya Sample");
    assertThat(sealed).doesNotContain("Maya");
    assertThat(sealing.open(KeyScope.of(ONE), "person", "PE-1", "name", sealed))
        .isEqualTo("Maya Sample");
    sealing.seal(KeyScope.of(TWO), "person", "PE-1", "name", "x");
    for (var elsewhere :
        List.<org.assertj.core.api.ThrowableAssert.ThrowingCallable>of(
            () -> sealing.open(KeyScope.of(TWO), "person", "PE-1", "name", sealed),
            () -> sealing.open(KeyScope.of(ONE), "child", "PE-1", "name", sealed),
            () -> sealing.open(KeyScope.of(ONE), "person", "PE-2", "name", sealed),
            () -> sealing.open(KeyScope.of(ONE), "person", "PE-1", "phone", sealed),
            () -> sealing.open(KeyScope.of(ONE), "person", "PE-1", "name", "no base64 !"))) {
      assertThatThrownBy(elsewhere)
          .isInstanceOf(TamperedValueException.class)
          .hasMessageNotContaining("Maya");
    }
  }

  @Test
  void shouldOpenAfterARestart_withTheSameKey() {
    String sealed =
        sealing(KEY)
            .sealAll(ONE, "person", "1", Map.of("name", "A", "days", List.of("monday"), "n", 3));
    SealedFields fields = sealing(KEY).openAll(ONE, "person", "1", sealed);
    assertThat(fields.values())
        .containsEntry("name", "A")
        .containsEntry("days", List.of("monday"))
        .containsEntry("n", 3);
    assertThat(fields.toString()).isEqualTo("***");
    assertThat(fields.text("name").orElseThrow().toString()).isEqualTo("***");
  }

  @Test
  void shouldStopWithASentence_whenTheKeyIsAnother() {
    sealing(KEY);
    assertThatThrownBy(() -> sealing(OTHER))
        .isInstanceOf(SealingKeyException.class)
        .hasMessageContaining("not the one that sealed this database");
  }

  @Test
  void shouldSayWhatIsWrongWithTheKey(@TempDir Path folder) throws Exception {
    assertThatThrownBy(() -> KeyEncryptionKey.ofBase64("short", "x"))
        .isInstanceOf(SealingKeyException.class);
    assertThatThrownBy(() -> KeyEncryptionKey.ofBase64("c2hvcnQ=", "x"))
        .hasMessageContaining("5 bytes instead of 32");
    assertThatThrownBy(() -> KeyEncryptionKey.ofFile(folder.resolve("none")))
        .hasMessageContaining("cannot be read");
    Files.writeString(folder.resolve("key"), KEY + "\n");
    assertThat(KeyEncryptionKey.ofFile(folder.resolve("key")).toString()).doesNotContain("AAEC");
    var analysis =
        new SealingKeyFailureAnalyzer().analyze(new RuntimeException(KeyEncryptionKey.missing()));
    assertThat(java.util.Objects.requireNonNull(analysis).getAction())
        .contains("haven.sealing.key-file");
  }

  @Test
  void shouldRefuseOneFieldAndShowTheOthers_whenOneWasChanged() {
    var sealing = sealing(KEY);
    String json = sealing.sealAll(ONE, "person", "1", Map.of("name", "A", "phone", "B"));
    String name = sealing.seal(KeyScope.of(ONE), "person", "1", "other", "C");
    SealedFields fields =
        sealing.openAll(
            ONE,
            "person",
            "1",
            json.replaceFirst("\"name\":\"[^\"]*\"", "\"name\":\"" + name + "\""));
    assertThat(fields.values()).containsOnly(Map.entry("phone", "B"));
    assertThatThrownBy(() -> fields.text("name")).isInstanceOf(TamperedValueException.class);
  }

  @Test
  void shouldForgetAKey_whenItsTransactionIsRolledBack() {
    var sealing = sealing(KEY);
    var transaction = new TransactionTemplate(new JdbcTransactionManager(source));
    transaction.executeWithoutResult(
        status -> {
          sealing.seal(KeyScope.of(ONE), "a", "1", "f", "x");
          status.setRollbackOnly();
        });
    String sealed =
        transaction.execute(
            _ -> {
              String first = sealing.seal(KeyScope.of(ONE), "a", "1", "f", "x");
              assertThat(sealing.open(KeyScope.of(ONE), "a", "1", "f", first)).isEqualTo("x");
              return first;
            });
    assertThat(sealing(KEY).open(KeyScope.of(ONE), "a", "1", "f", sealed)).isEqualTo("x");
  }

  @Test
  void shouldEraseWithTheKey() {
    String sealed = sealing(KEY).seal(KeyScope.of(ONE), "a", "1", "f", "x");
    db.sql(
            "update keys.case_key set wrapped = null, destroyed_at = now()"
                + " where scope like 'case:%'")
        .update();
    var restarted = sealing(KEY);
    assertThatThrownBy(() -> restarted.open(KeyScope.of(ONE), "a", "1", "f", sealed))
        .isInstanceOf(KeyDestroyedException.class);
    assertThatThrownBy(() -> restarted.seal(KeyScope.of(ONE), "a", "1", "f", "y"))
        .isInstanceOf(KeyDestroyedException.class);
  }

  @Test
  void shouldFindTheSameValueBlindly() {
    assertThat(sealing(KEY).blindIndex("uprn", "1"))
        .isEqualTo(sealing(KEY).blindIndex("uprn", "1"));
    assertThat(sealing(KEY).blindIndex("uprn", "1"))
        .isNotEqualTo(sealing(KEY).blindIndex("ref", "1"));
  }
}
