package org.haven.platform.sealing;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the key-encryption key comes from (32 bytes, base64) and where the wrapped keys are kept.
 *
 * @param keyFile file that holds it, readable by us alone
 * @param key the key itself, for an environment that gives secrets as variables
 * @param otherKeyFiles files of keys that open what they wrapped and wrap nothing more: needed
 *     while the key is changed
 * @param cacheMinutes how long an unwrapped data key stays in memory
 * @param store the database of the key store; without an address the keys stand in the database of
 *     the record, which is for tests alone
 */
@ConfigurationProperties("haven.sealing")
record SealingProperties(
    @Nullable Path keyFile,
    @Nullable String key,
    @DefaultValue List<Path> otherKeyFiles,
    @DefaultValue("5") int cacheMinutes,
    @DefaultValue Store store) {

  /** A PostgreSQL database of its own. */
  record Store(@Nullable String url, @Nullable String username, @Nullable String password) {
    @Override
    public String toString() {
      return "Store[***]";
    }
  }

  @Override
  public String toString() {
    return "SealingProperties[***]";
  }
}
