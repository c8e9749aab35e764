package org.haven.platform.sealing;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds the key-encryption key; the local platform makes one at its first start. */
@Configuration
@EnableConfigurationProperties(SealingProperties.class)
class SealingConfiguration {
  @Bean
  Sealing sealing(JdbcClient db, Clock clock, SealingProperties properties) {
    return new TinkSealing(
        db, key(properties), clock, Duration.ofMinutes(properties.cacheMinutes()));
  }

  private static KeyEncryptionKey key(SealingProperties properties) {
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
}
