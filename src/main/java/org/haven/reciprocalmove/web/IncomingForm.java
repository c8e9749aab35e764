package org.haven.reciprocalmove.web;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.haven.platform.Code;
import org.haven.platform.web.PageToken;
import org.haven.reciprocalmove.IncomingRequest;
import org.haven.reciprocalmove.ReciprocalIntake;
import org.haven.reciprocalmove.Scheme;
import org.jspecify.annotations.Nullable;

/** The page's fields as they were typed. */
record IncomingForm(
    @Nullable String token,
    @Nullable String scheme,
    @Nullable String area,
    @Nullable String reference,
    @Nullable String name,
    @Nullable String words) {
  private static final int LONGEST_WORDS = 10_000;
  private static final int LONGEST_LINE = 200;

  static IncomingForm empty() {
    return new IncomingForm(UUID.randomUUID().toString(), null, null, null, null, null);
  }

  /** What is wrong: message keys by field. */
  Map<String, String> problems() {
    var problems = new LinkedHashMap<String, String>();
    if (Scheme.valuesAsCodes().stream().noneMatch(code -> code.equals(text(scheme)))) {
      problems.put("scheme", "incoming.scheme.needed");
    }
    if (ReciprocalIntake.AREAS.stream().noneMatch(code -> code.value().equals(text(area)))) {
      problems.put("area", "incoming.area.needed");
    }
    if (text(name).isEmpty()) {
      problems.put("name", "incoming.name.needed");
    }
    if (text(name).length() > LONGEST_LINE) {
      problems.put("name", "incoming.name.long");
    }
    if (text(reference).length() > LONGEST_LINE) {
      problems.put("reference", "incoming.reference.long");
    }
    if (text(words).length() > LONGEST_WORDS) {
      problems.put("words", "incoming.words.long");
    }
    return problems;
  }

  IncomingRequest request() {
    return new IncomingRequest(
        PageToken.of(token),
        Scheme.of(text(scheme)),
        new Code(text(area)),
        text(reference),
        text(name),
        text(words));
  }

  private static String text(@Nullable String typed) {
    return typed == null ? "" : typed.strip();
  }

  @Override
  public String toString() {
    return "IncomingForm[***]";
  }
}
