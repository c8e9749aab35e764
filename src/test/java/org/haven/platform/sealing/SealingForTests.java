package org.haven.platform.sealing;

/** Lets a test give the same sealing another database. */
public final class SealingForTests {
  private SealingForTests() {}

  /** Forgets all data keys and makes the new database know the key-encryption key. */
  public static void startAnew(Sealing sealing) {
    if (sealing instanceof TinkSealing tink) {
      tink.startAnew();
    }
  }
}
