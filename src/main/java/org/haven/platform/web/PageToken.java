package org.haven.platform.web;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A page's own mark: sent twice it counts once. */
public final class PageToken {
  private PageToken() {}

  /** The mark that came with the page; none if it is none: where a second time must do nothing. */
  public static Optional<UUID> sent(String once) {
    try {
      return Optional.of(UUID.fromString(once.strip()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The mark that came with the page; without one each sending counts for itself. */
  public static UUID of(@Nullable String sent) {
    return sent(sent == null ? "" : sent).orElseGet(UUID::randomUUID);
  }
}
