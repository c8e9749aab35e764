package org.haven.multiagencyreview.web;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.haven.multiagencyreview.RequestedReview;
import org.haven.platform.CaseRef;
import org.haven.platform.web.PageToken;
import org.jspecify.annotations.Nullable;

/** The page's fields as they were typed. */
record ReviewRequestForm(
    @Nullable String token,
    @Nullable String reference,
    @Nullable String name,
    @Nullable String words) {
  private static final int LONGEST_WORDS = 10_000;
  private static final int LONGEST_LINE = 200;

  static ReviewRequestForm empty() {
    return new ReviewRequestForm(UUID.randomUUID().toString(), null, null, null);
  }

  /** What is wrong, whatever the record says: message keys by field. */
  Map<String, String> problems() {
    var problems = new LinkedHashMap<String, String>();
    if (!written().isEmpty() && !CaseRef.isCaseRef(written())) {
      problems.put("reference", "review-request.reference.unknown");
    }
    if (written().isEmpty() && text(name).isEmpty()) {
      problems.put("name", "review-request.name.needed");
    }
    if (text(name).length() > LONGEST_LINE) {
      problems.put("name", "review-request.name.long");
    }
    if (text(words).isEmpty()) {
      problems.put("words", "review-request.words.needed");
    } else if (text(words).length() > LONGEST_WORDS) {
      problems.put("words", "review-request.words.long");
    }
    return problems;
  }

  @Nullable CaseRef caseRef() {
    return CaseRef.isCaseRef(written()) ? new CaseRef(written()) : null;
  }

  RequestedReview request() {
    return new RequestedReview(PageToken.of(token), caseRef(), text(name), text(words));
  }

  private String written() {
    return text(reference).toUpperCase(Locale.ROOT).replace(" ", "");
  }

  private static String text(@Nullable String typed) {
    return typed == null ? "" : typed.strip();
  }

  @Override
  public String toString() {
    return "ReviewRequestForm[***]";
  }
}
