package org.haven.casefile.web;

import org.haven.platform.web.StaffNames;
import org.springframework.stereotype.Component;

/** Who did something, in words: staff by their name, and what nobody of ours did. */
@Component
class SignedBy {
  private final StaffNames names;

  SignedBy(StaffNames names) {
    this.names = names;
  }

  /**
   * @param by a sign-in name, or {@code system} or {@code partner}
   */
  String of(String by) {
    return switch (by) {
      case "system" -> "Haven";
      case "partner" -> "a partner agency";
      case "public" -> "the online report";
      default -> names.of(by);
    };
  }
}
