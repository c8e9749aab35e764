package org.haven.evidence;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.UUID;
import org.haven.platform.sealing.Sealed;
import org.haven.platform.sealing.SealedFields;
import org.jspecify.annotations.Nullable;

/** Opaque references such as {@code DO-4XK9QTM2RB}, and what opened rows give. */
final class References {
  private static final String ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final SecureRandom RANDOM = new SecureRandom();

  private References() {}

  static String make(String prefix) {
    var text = new StringBuilder(prefix).append('-');
    for (int i = 0; i < 10; i++) {
      text.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
    }
    return text.toString();
  }

  /**
   * The mark of a page and of what was sent by it: the same once more is one thing, and something
   * else by the same page, as after going back to it, is another.
   */
  static UUID mark(UUID page, String sent) {
    return UUID.nameUUIDFromBytes((page + "\u0000" + sent).getBytes(StandardCharsets.UTF_8));
  }

  /** Nothing where it was never given or was changed outside Haven: the rest stays usable. */
  static @Nullable Sealed text(SealedFields fields, String field) {
    Object value = fields.values().get(field);
    return value == null || value.toString().isBlank() ? null : new Sealed(value.toString());
  }
}
