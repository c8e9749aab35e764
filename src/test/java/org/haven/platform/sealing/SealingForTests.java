package org.haven.platform.sealing;

import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;

/** Lets a test give the same sealing another database, and have keys of its own. */
public final class SealingForTests {
  private SealingForTests() {}

  /** Forgets all data keys and makes the new database know the key-encryption key. */
  public static void startAnew(Sealing sealing) {
    if (sealing instanceof TinkSealing tink) {
      tink.startAnew();
    }
  }

  /** What signs, with the keys in that database. */
  public static Signing signing(DataSource keys, String current) {
    return new Signing(ring(KeyStore.within(keys), current));
  }

  static KeyRing ring(KeyStore store, String current, String... others) {
    return new KeyRing(store, keys(current, others), Clock.systemUTC());
  }

  private static KeySource keys(String current, String... others) {
    return new KeySource() {
      @Override
      public KeyEncryptionKey current() {
        return KeyEncryptionKey.ofBase64(current, "a test");
      }

      @Override
      public List<KeyEncryptionKey> others() {
        return Arrays.stream(others).map(o -> KeyEncryptionKey.ofBase64(o, "a test")).toList();
      }
    };
  }
}
