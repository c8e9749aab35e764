package org.haven.casefile.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.haven.casefile.CaseSection;
import org.haven.casefile.referrals.KeptAnswer;
import org.haven.casefile.referrals.ReferralStatus;
import org.haven.casefile.referrals.ReferralView;
import org.haven.casefile.referrals.Referrals;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.web.StaffNames;
import org.haven.platform.web.Times;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** What went to agencies, where it stands, and what came that an officer must read. */
@Component
@Order(20)
class ReferralSection implements CaseSection {
  private final Referrals referrals;
  private final CaseWords words;
  private final Times times;
  private final StaffNames names;

  ReferralSection(Referrals referrals, CaseWords words, Times times, StaffNames names) {
    this.referrals = referrals;
    this.words = words;
    this.times = times;
    this.names = names;
  }

  /** A referral in a line. */
  record Row(
      String id,
      String agency,
      String purpose,
      String status,
      String tone,
      @Nullable String sent,
      Times.@Nullable Due due,
      @Nullable String answer) {}

  /** What came and moved nothing. */
  record Kept(
      String id,
      @Nullable String referralId,
      String why,
      String at,
      @Nullable String answer,
      @Nullable String text,
      boolean seen,
      @Nullable String seenBy) {
    @Override
    public String toString() {
      return "***";
    }
  }

  @Override
  public Optional<Section> of(ActingPerson who, CaseRef caseRef) {
    List<Row> rows = referrals.of(who, caseRef).stream().map(this::row).toList();
    List<Kept> kept = referrals.kept(who, caseRef).stream().map(this::kept).toList();
    return Optional.of(
        new Section(
            "casefile/referrals", Map.of("ref", caseRef.value(), "rows", rows, "kept", kept)));
  }

  private Row row(ReferralView referral) {
    return new Row(
        referral.referralId(),
        CaseWords.begun(words.value("agency", referral.agency().value())),
        words.value("purpose", referral.purpose().value()),
        referral.status().code(),
        tone(referral.status()),
        referral.sentAt() == null ? null : times.at(referral.sentAt()),
        referral.awaitsAnswer() && referral.replyDueAt() != null
            ? times.due(referral.replyDueAt(), null)
            : null,
        answer(referral));
  }

  private @Nullable String answer(ReferralView referral) {
    if (referral.answer() == null) {
      return null;
    }
    var parts = new ArrayList<String>();
    parts.add(words.value("answer", referral.answer().value()));
    referral
        .dates()
        .forEach((name, day) -> parts.add(CaseWords.plain(name) + " " + times.date(day)));
    if (referral.answeredAt() != null) {
      parts.add(times.at(referral.answeredAt()));
    }
    return String.join(" · ", parts);
  }

  private static String tone(ReferralStatus status) {
    return switch (status) {
      case DRAFT, WITHDRAWN -> "grey";
      case SENT -> "blue";
      case ACCEPTED -> "green";
      case REFUSED -> "red";
      case NO_ANSWER -> "yellow";
    };
  }

  private Kept kept(KeptAnswer kept) {
    Map<String, Object> fields = kept.fields().values();
    Object answer = fields.get("answer");
    Object dates = fields.get("dates");
    String said =
        answer == null
            ? null
            : words.value("answer", answer)
                + (dates instanceof Map<?, ?> days && !days.isEmpty()
                    ? days.entrySet().stream()
                        .map(
                            day ->
                                CaseWords.plain(String.valueOf(day.getKey()))
                                    + " "
                                    + day.getValue())
                        .collect(Collectors.joining(", ", " · ", ""))
                    : "");
    Object text = fields.get("words");
    return new Kept(
        kept.id().toString(),
        kept.referralId(),
        kept.why().value(),
        times.at(kept.at()),
        said,
        text == null ? null : text.toString(),
        kept.seenAt() != null,
        kept.seenBy() == null ? null : names.of(kept.seenBy()));
  }
}
