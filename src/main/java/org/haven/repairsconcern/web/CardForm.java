package org.haven.repairsconcern.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.haven.platform.Known;
import org.haven.platform.web.PageToken;
import org.haven.repairsconcern.ConcernCard;
import org.jspecify.annotations.Nullable;

/** The card's fields as they were typed. */
record CardForm(
    @Nullable String token,
    @Nullable String reference,
    @Nullable String dangerSign,
    @Nullable String insecure,
    @Nullable String seen,
    @Nullable String seenBy) {
  static final List<String> ANSWERS = List.of("yes", "no", "unknown");
  private static final int LONGEST_WORDS = 10_000;
  private static final int LONGEST_LINE = 200;

  static CardForm empty() {
    return new CardForm(UUID.randomUUID().toString(), null, null, null, null, null);
  }

  /** What is wrong, whatever the register says: message keys by field. */
  Map<String, String> problems() {
    var problems = new LinkedHashMap<String, String>();
    if (reference().isEmpty()) {
      problems.put("reference", "concern-card.reference.needed");
    } else if (reference().length() > LONGEST_LINE) {
      problems.put("reference", "concern-card.reference.unknown");
    }
    if (!ANSWERS.contains(text(dangerSign))) {
      problems.put("dangerSign", "concern-card.dangerSign.needed");
    }
    if (!ANSWERS.contains(text(insecure))) {
      problems.put("insecure", "concern-card.insecure.needed");
    }
    if (text(seen).isEmpty()) {
      problems.put("seen", "concern-card.seen.needed");
    } else if (text(seen).length() > LONGEST_WORDS) {
      problems.put("seen", "concern-card.seen.long");
    }
    if (text(seenBy).length() > LONGEST_LINE) {
      problems.put("seenBy", "concern-card.seenBy.long");
    }
    return problems;
  }

  @Override
  public String reference() {
    return text(reference);
  }

  ConcernCard card() {
    return new ConcernCard(
        PageToken.of(token),
        reference(),
        Known.of(text(dangerSign)),
        Known.of(text(insecure)),
        text(seen),
        text(seenBy));
  }

  private static String text(@Nullable String typed) {
    return typed == null ? "" : typed.strip();
  }

  @Override
  public String toString() {
    return "CardForm[***]";
  }
}
