package org.haven.platform.sealing;

import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.haven.platform.purpose.Purpose;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Finds the key-encryption keys and the key store; the local platform makes them at first start.
 */
@Configuration
@EnableConfigurationProperties(SealingProperties.class)
class SealingConfiguration {
  @Bean
  KeyStore keyStore(
      DataSource record, JdbcClient db, SealingProperties properties, Environment environment) {
    String url = properties.store().url();
    if (url == null || url.isBlank()) {
      return KeyStore.within(record);
    }
    KeyStore store = KeyStore.apart(properties.store(), record, Purpose.of(environment));
    store.takeOver(db);
    return store;
  }

  @Bean
  KeyRing keyRing(
      KeyStore store,
      SealingProperties properties,
      ObjectProvider<KeySource> keyService,
      Clock clock) {
    return new KeyRing(
        store, keyService.getIfAvailable(() -> new FilesAndEnvironment(properties)), clock);
  }

  @Bean
  TinkSealing sealing(JdbcClient db, KeyRing keys, Clock clock, SealingProperties properties) {
    return new TinkSealing(db, keys, clock, Duration.ofMinutes(properties.cacheMinutes()));
  }
}
