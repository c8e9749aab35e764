package org.haven.platform.sealing;

import java.nio.file.Path;
import java.util.List;

/** Key-encryption keys from files and the environment. */
record FilesAndEnvironment(SealingProperties properties) implements KeySource {
  @Override
  public KeyEncryptionKey current() {
    Path file = properties.keyFile();
    if (file != null && !file.toString().isBlank()) {
      return KeyEncryptionKey.ofFile(file);
    }
    String key = properties.key();
    if (key != null && !key.isBlank()) {
      return KeyEncryptionKey.ofBase64(key, "haven.sealing.key");
    }
    throw KeyEncryptionKey.missing();
  }

  @Override
  public List<KeyEncryptionKey> others() {
    return properties.otherKeyFiles().stream()
        .filter(file -> !file.toString().isBlank())
        .map(KeyEncryptionKey::ofFile)
        .toList();
  }
}
