package org.haven.casefile.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.haven.casefile.AdvisingRules;
import org.haven.casefile.AdvisingRules.Advice;
import org.haven.casefile.DecisionEntry;
import org.haven.platform.web.Times;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Decisions as pages show them: what holds, what the table advised, and the rules that say so. */
@Component
class DecisionRows {
  private final AdvisingRules rules;
  private final CaseWords words;
  private final Times times;
  private final SignedBy signed;

  DecisionRows(AdvisingRules rules, CaseWords words, Times times, SignedBy signed) {
    this.rules = rules;
    this.words = words;
    this.times = times;
    this.signed = signed;
  }

  /**
   * A decision.
   *
   * @param advised what the table advised where another thing was decided; else empty
   * @param clause of the policy that the table carries out
   * @param reason why it goes beyond the advice, as it was typed
   */
  record Row(
      String title,
      String at,
      String by,
      Map<String, String> decided,
      Map<String, String> advised,
      @Nullable String clause,
      List<String> rules,
      @Nullable String reason) {
    @Override
    public String toString() {
      return "Row[" + title + " ***]";
    }
  }

  List<Row> of(List<DecisionEntry> decisions) {
    return decisions.stream().map(this::row).toList();
  }

  private Row row(DecisionEntry decision) {
    Optional<Advice> advice = rules.of(decision.table(), decision.advice(), decision.effectiveOn());
    return new Row(
        advice.map(Advice::title).orElseGet(() -> CaseWords.plain(decision.table())),
        times.at(decision.at()),
        signed.of(decision.by()),
        said(decision.decided()),
        decision.advice().equals(decision.decided()) ? Map.of() : said(decision.advice()),
        advice.map(Advice::clause).orElse(null),
        advice.map(Advice::rules).orElse(List.of()),
        decision.reason() == null ? null : decision.reason().clear());
  }

  private Map<String, String> said(Map<String, Object> values) {
    var said = new LinkedHashMap<String, String>();
    values.forEach((name, value) -> said.put(CaseWords.plain(name), words.value(name, value)));
    return said;
  }
}
