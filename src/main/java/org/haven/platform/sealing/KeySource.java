package org.haven.platform.sealing;

import java.util.List;

/**
 * Where key-encryption keys come from: by default files and the environment; a bean of this type
 * takes their place, such as one that asks a key service.
 */
public interface KeySource {
  /**
   * The key that wraps what is made from now on.
   *
   * @throws SealingKeyException if there is none, or it is malformed
   */
  KeyEncryptionKey current();

  /** Keys that open what they wrapped and wrap nothing more: those before or after the current. */
  List<KeyEncryptionKey> others();
}
