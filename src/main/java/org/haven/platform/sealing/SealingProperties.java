package org.haven.platform.sealing;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the key-encryption key comes from: 32 bytes, base64.
 *
 * @param keyFile file that holds it, readable by us alone
 * @param key the key itself, for an environment that gives secrets as variables
 * @param cacheMinutes how long an unwrapped data key stays in memory
 */
@ConfigurationProperties("haven.sealing")
record SealingProperties(
    @Nullable Path keyFile, @Nullable String key, @DefaultValue("5") int cacheMinutes) {
  @Override
  public String toString() {
    return "SealingProperties[***]";
  }
}
