package org.haven.platform.web;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A page's own mark: sent twice it counts once. */
public final class PageToken {
  private PageToken() {}

  /** The mark that came with the page; without one each sending counts for itself. */
  public static UUID of(@Nullable String sent) {
    try {
      return UUID.fromString(sent == null ? "" : sent.strip());
    } catch (IllegalArgumentException e) {
      return UUID.randomUUID();
    }
  }
}
