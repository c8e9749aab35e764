package org.haven.casefile.web;

import org.haven.casefile.By;
import org.haven.platform.web.StaffNames;
import org.springframework.stereotype.Component;

/** Who did something, in words: staff by their name, and what nobody of ours did. */
@Component
class SignedBy {
  private final StaffNames names;
  private final CaseWords words;

  SignedBy(StaffNames names, CaseWords words) {
    this.names = names;
    this.words = words;
  }

  /**
   * @param by a sign-in name, or {@code system} {@code partner} or a contractor
   */
  String of(String by) {
    return switch (by) {
      case "system" -> "Haven";
      case "partner" -> "a partner agency";
      case "public" -> "the online report";
      default ->
          By.firmOf(by).map(firm -> words.value("contractor", firm)).orElseGet(() -> names.of(by));
    };
  }
}
