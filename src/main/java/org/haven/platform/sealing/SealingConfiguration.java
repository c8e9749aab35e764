package org.haven.platform.sealing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds the key-encryption key. The local platform makes one at its first start. */
@Configuration
@EnableConfigurationProperties(SealingProperties.class)
class SealingConfiguration {
  @Bean
  Sealing sealing(
      JdbcClient db,
      Clock clock,
      SealingProperties properties,
      @Value("${haven.local.enabled:false}") boolean local,
      @Value("${haven.local.folder:.haven}") Path localFolder) {
    return new TinkSealing(
        db,
        key(db, properties, local, localFolder),
        clock,
        Duration.ofMinutes(properties.cacheMinutes()));
  }

  private static KeyEncryptionKey key(
      JdbcClient db, SealingProperties properties, boolean local, Path localFolder) {
    Path file = properties.keyFile();
    String key = properties.key();
    if (file != null && !file.toString().isBlank()) {
      return KeyEncryptionKey.ofFile(file);
    }
    if (key != null && !key.isBlank()) {
      return KeyEncryptionKey.ofBase64(key, "haven.sealing.key");
    }
    if (!local) {
      throw KeyEncryptionKey.missing();
    }
    Path made = localFolder.resolve("sealing.key");
    // A lost key is never replaced silently: what the old one sealed would look like damage.
    boolean nothingSealed =
        db.sql("select not exists (select 1 from keys.key_check)").query(Boolean.class).single();
    if (Files.notExists(made) && nothingSealed) {
      KeyEncryptionKey.makeFile(made, new SecureRandom());
    }
    return KeyEncryptionKey.ofFile(made);
  }
}
