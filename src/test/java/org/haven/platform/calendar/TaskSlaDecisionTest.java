package org.haven.platform.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.haven.platform.calendar.Sla.Status;
import org.haven.testing.DecisionTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every limit of procedure section 5, as the deployed table gives it and as Java reads it. */
class TaskSlaDecisionTest {
  private static final DecisionTable TABLE = DecisionTable.of("taskSla");
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 21);

  /** Every key of section 5, each of which has a test below. */
  private static final List<String> LIMITS =
      """
      atOnce interimHome logReport letterCheck firstContactUrgent maracReferral lockChange tellLead
      breach firstContact riskAssessment safeguardingReferral concernReview reviewLog
      breakGlassReview securityRepair childDecision maracAck sanctuarySurvey sanctuaryCheck
      supportNeeds decisionLetter standard transferDecision maracResearch panelPapers optionsPlan
      riskReask housingPlan legalReview legalAdvice perpDecision partnerReply reciprocalReply
      sanctuaryWorks complaintAck stage1 stage2 mainDutyDecision activeSearch panelReview perpReview
      supportReview transferReview caseReviewHigh caseReview watchPeriod dpComplaintAck
      reviewRequest appeal reviewShort reviewDecision bnbLimit preventionDuty reliefDuty
      noticeEarliest noticeToQuit noticeLapse maracWatch tenancyFlag reciprocalReview sar retention
      policyReview actionDate
      """
          .lines()
          .flatMap(line -> List.of(line.split(" ")).stream())
          .toList();

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "atOnce, AtOnce[], B, LOCAL, event",
        "interimHome, AtOnce[], B, STATUTORY, reason-to-believe",
        "logReport, WorkingHours[hours=4], A, LOCAL, report",
        "letterCheck, WorkingHours[hours=4], A, LOCAL, -",
        "firstContactUrgent, ClockHours[hours=4], B, LOCAL, report",
        "maracReferral, ClockHours[hours=24], B, LOCAL, risk-result",
        "lockChange, ClockHours[hours=24], B, LOCAL, request",
        "tellLead, ClockHours[hours=24], B, GUIDANCE, concern",
        "breach, ClockHours[hours=72], C, STATUTORY, aware",
        "firstContact, 'WorkingDays[days=1, dayOne=false]', B, LOCAL, report",
        "riskAssessment, 'WorkingDays[days=1, dayOne=false]', B, LOCAL, first-conversation",
        "safeguardingReferral, 'WorkingDays[days=1, dayOne=false]', B, LOCAL, concern",
        "concernReview, 'WorkingDays[days=1, dayOne=false]', B, LOCAL, raised",
        "reviewLog, 'WorkingDays[days=1, dayOne=false]', B, LOCAL, request",
        "breakGlassReview, 'WorkingDays[days=1, dayOne=false]', B, LOCAL, use",
        "securityRepair, 'WorkingDays[days=1, dayOne=false]', B, STATUTORY, report",
        "childDecision, 'WorkingDays[days=1, dayOne=false]', A, GUIDANCE, sent",
        "maracAck, 'WorkingDays[days=2, dayOne=false]', A, LOCAL, sent",
        "sanctuarySurvey, 'WorkingDays[days=2, dayOne=false]', A, LOCAL, eligible",
        "sanctuaryCheck, 'WorkingDays[days=2, dayOne=false]', A, LOCAL, completed",
        "supportNeeds, 'WorkingDays[days=2, dayOne=false]', A, LOCAL, case-open",
        "decisionLetter, 'WorkingDays[days=2, dayOne=false]', A, LOCAL, decision",
        "standard, 'WorkingDays[days=2, dayOne=false]', A, LOCAL, -",
        "transferDecision, 'WorkingDays[days=2, dayOne=false]', B, LOCAL, request",
        "maracResearch, WorkingDaysBefore[days=2], A, LOCAL, meeting",
        "panelPapers, WorkingDaysBefore[days=2], A, LOCAL, panel",
        "optionsPlan, 'WorkingDays[days=3, dayOne=false]', A, LOCAL, risk-result",
        "riskReask, 'WorkingDays[days=5, dayOne=false]', A, LOCAL, risk-result",
        "housingPlan, 'WorkingDays[days=5, dayOne=false]', A, LOCAL, eligible",
        "legalReview, 'WorkingDays[days=5, dayOne=false]', A, LOCAL, elements-met",
        "legalAdvice, 'WorkingDays[days=5, dayOne=false]', A, LOCAL, asked",
        "perpDecision, 'WorkingDays[days=5, dayOne=false]', A, LOCAL, wishes-recorded",
        "partnerReply, 'WorkingDays[days=5, dayOne=false]', A, LOCAL, sent",
        "reciprocalReply, 'WorkingDays[days=5, dayOne=false]', A, LOCAL, received",
        "sanctuaryWorks, 'WorkingDays[days=5, dayOne=false]', B, LOCAL, agreed",
        "complaintAck, 'WorkingDays[days=5, dayOne=false]', C, STATUTORY, received",
        "stage1, 'WorkingDays[days=10, dayOne=false]', C, STATUTORY, acknowledged",
        "stage2, 'WorkingDays[days=20, dayOne=false]', C, STATUTORY, acknowledged",
        "mainDutyDecision, 'WorkingDays[days=15, dayOne=false]', C, GUIDANCE, relief-ends",
        "activeSearch, 'CalendarDays[days=7, dayOne=false]', A, LOCAL, approval",
        "panelReview, 'CalendarDays[days=28, dayOne=false]', A, LOCAL, panel",
        "perpReview, 'CalendarDays[days=28, dayOne=false]', A, LOCAL, action",
        "supportReview, 'CalendarDays[days=28, dayOne=false]', A, LOCAL, plan",
        "transferReview, 'CalendarDays[days=28, dayOne=false]', B, LOCAL, approval",
        "caseReviewHigh, 'CalendarDays[days=28, dayOne=false]', B, LOCAL, last-review",
        "caseReview, 'CalendarDays[days=84, dayOne=false]', A, LOCAL, last-review",
        "watchPeriod, 'CalendarDays[days=90, dayOne=false]', A, LOCAL, watch",
        "dpComplaintAck, 'CalendarDays[days=30, dayOne=false]', C, STATUTORY, received",
        "reviewRequest, 'CalendarDays[days=21, dayOne=true]', A, STATUTORY, notified",
        "appeal, 'CalendarDays[days=21, dayOne=false]', A, STATUTORY, review-notified",
        "reviewShort, 'CalendarDays[days=21, dayOne=true]', C, STATUTORY, request",
        "reviewDecision, 'CalendarDays[days=56, dayOne=true]', C, STATUTORY, request",
        "bnbLimit, 'CalendarDays[days=42, dayOne=true]', C, STATUTORY, placed",
        "preventionDuty, 'CalendarDays[days=56, dayOne=true]', C, STATUTORY, satisfied",
        "reliefDuty, 'CalendarDays[days=56, dayOne=true]', C, STATUTORY, satisfied",
        "noticeEarliest, RentPeriod[atLeastDays=28], A, STATUTORY, served",
        "noticeToQuit, RentPeriod[atLeastDays=28], A, STATUTORY, received",
        "noticeLapse, 'Months[months=12, nextWorkingDay=false]', C, STATUTORY, notice-earliest",
        "maracWatch, 'Months[months=12, nextWorkingDay=false]', A, GUIDANCE, referral",
        "tenancyFlag, 'Months[months=12, nextWorkingDay=false]', A, LOCAL, meeting",
        "reciprocalReview, 'Months[months=3, nextWorkingDay=false]', A, GUIDANCE, accepted",
        "sar, 'Months[months=1, nextWorkingDay=true]', C, STATUTORY, received",
        "retention, 'Months[months=72, nextWorkingDay=false]', A, LOCAL, closed",
        "policyReview, 'Months[months=36, nextWorkingDay=false]', A, LOCAL, adopted",
        "actionDate, AsAgreed[], A, LOCAL, meeting",
      })
  void shouldGiveTheLimitOfTheProcedure_whenAskedByKey(
      String key, String term, Told told, Status status, String startsFrom) {
    var sla = SlaTable.read(key, TABLE.one(Map.of("slaKey", key)));
    assertThat(sla.term()).hasToString(term);
    assertThat(sla.told()).isEqualTo(told);
    assertThat(sla.status()).isEqualTo(status);
    assertThat(sla.startsFrom()).isEqualTo(startsFrom);
    assertThat(LIMITS).contains(key);
  }

  @Test
  void shouldHaveEveryKeyAndNoOther_whenComparedWithTheProcedure() throws IOException {
    var text = Files.readString(Path.of("processes/shared/taskSla.dmn"));
    var keys =
        java.util.regex.Pattern.compile("<inputEntry id=\"SlaKey_[^>]*>\\s*<text>\"(\\w+)\"")
            .matcher(text)
            .results()
            .map(result -> result.group(1))
            .collect(Collectors.toSet());
    assertThat(keys).containsExactlyInAnyOrderElementsOf(LIMITS);
  }

  @Test
  void shouldCiteASource_whateverTheLimit() {
    for (var key : LIMITS) {
      assertThat(TABLE.one(Map.of("slaKey", key)).get("source")).as(key).asString().isNotBlank();
    }
  }

  @Test
  void shouldBeLocal_whenTheDutyHadNotBegun() {
    var before = TABLE.one(Map.of("slaKey", "dpComplaintAck", "effectiveOn", "2026-06-18"));
    var after = TABLE.one(Map.of("slaKey", "dpComplaintAck", "effectiveOn", "2026-06-19"));
    assertThat(before).containsEntry("status", "local");
    assertThat(after).containsEntry("status", "statutory");
  }

  @Test
  void shouldGiveNone_whenTheKeyIsUnknown() {
    assertThat(TABLE.one(Map.of("slaKey", "nothing"))).isEmpty();
    var table =
        new SlaTable((_, inputs) -> TABLE.all(inputs), Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
    assertThatThrownBy(() -> table.limit("nothing", TODAY))
        .isInstanceOf(SlaTable.NoSuchLimitException.class)
        .hasMessageContaining("processes/shared/taskSla.dmn");
  }

  @Test
  void shouldAskTheEngineOnce_whenAskedOftenWithinAMinute() {
    // given
    var asked = new AtomicInteger();
    var table =
        new SlaTable(
            (_, inputs) -> {
              asked.incrementAndGet();
              return List.of(TABLE.one(inputs));
            },
            Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
    // when
    table.limit("firstContact", TODAY);
    table.limit("firstContact", TODAY);
    // then
    assertThat(asked).hasValue(1);
  }
}
