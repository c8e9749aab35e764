package org.haven.refertomarac.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.haven.testing.TestCasefile.ALEX;
import static org.haven.testing.TestCasefile.TERRY;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.haven.casefile.By;
import org.haven.casefile.CaseFacts;
import org.haven.casefile.NoSuchCaseException;
import org.haven.casefile.People;
import org.haven.casefile.PersonKind;
import org.haven.casefile.register.TenancyFlags;
import org.haven.engine.JobContext;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Known;
import org.haven.refertomarac.MaracMinutes;
import org.haven.refertomarac.MaracReferrals;
import org.haven.testing.TestCasefile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Each job of refer-to-marac runs twice and has one effect; who opens minutes, and how. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MaracWorkersTest {
  private static final LocalDate MEETING = LocalDate.of(2026, 12, 3);

  private TestCasefile haven;
  private CaseRef caseRef;
  private JourneyId journeyId;

  @BeforeAll
  void start() {
    haven = TestCasefile.with("org.haven.refertomarac");
  }

  @AfterAll
  void stop() {
    haven.close();
  }

  @BeforeEach
  void aCase() {
    haven.clock.set(Instant.parse("2026-11-16T10:00:00Z"));
    caseRef = haven.aCase();
    haven
        .get(People.class)
        .add(caseRef, PersonKind.VICTIM, Map.of("name", "Ada Fictional"), By.of(ALEX));
    journeyId = haven.aJourney(caseRef, "refer-to-marac");
    haven.outbox.said.clear();
  }

  private static JobContext aJob() {
    return TestCasefile.aJob("refer-to-marac");
  }

  private Code sent() {
    var job = aJob();
    var worker = haven.get(SendMaracReferralWorker.class);
    var first = worker.work(new SendMaracReferralWorker.In(caseRef, journeyId, job));
    assertThat(worker.work(new SendMaracReferralWorker.In(caseRef, journeyId, job)))
        .isEqualTo(first);
    return first.referralId();
  }

  private long count(String sql) {
    return haven.db.sql(sql).param(caseRef.value()).query(Long.class).single();
  }

  @Test
  void shouldSendOneReferralWithTheOfficersWords_whenTheJobRunsTwice() {
    // given
    haven
        .get(MaracReferrals.class)
        .completed(
            caseRef,
            journeyId,
            "Task_CompleteMaracReferral",
            "complete-marac-referral",
            Map.of("whyNot", "Referral.whyNot"),
            Map.of("consent", new Code("refused")),
            Map.of("whyNot", "Great danger"),
            ALEX);

    // when
    sent();

    // then
    assertThat(count("select count(*) from referral where case_ref = ?")).isEqualTo(1);
    assertThat(
            count(
                "select count(*) from referral r join form_record f on f.id = r.content_id"
                    + " where r.case_ref = ?"))
        .isEqualTo(1);
  }

  @Test
  void shouldStartOneWatch_whenTheJobRunsTwice() {
    // given
    var in = new StartMaracWatchWorker.In(caseRef, journeyId, sent(), aJob());
    var worker = haven.get(StartMaracWatchWorker.class);

    // when
    worker.work(in);
    haven.clock.move(Duration.ofDays(2));
    worker.work(in);

    // then
    assertThat(haven.get(CaseFacts.class).of(caseRef))
        .containsEntry("priorReferral", true)
        .containsEntry("watchStartOn", "2026-11-16");
    assertThat(count("select count(*) from clock where sla_key = 'maracWatch' and case_ref = ?"))
        .isEqualTo(1);
  }

  @Test
  void shouldFlagHerTenancyOnce_whenItIsHersAlone() {
    // given
    holds("sole-victim", "TEN-1");
    var flags = haven.get(TenancyFlags.class);

    // when
    var in = new SetTenancyFlagWorker.In(caseRef, journeyId, aJob());
    haven.get(SetTenancyFlagWorker.class).work(in);
    haven.get(SetTenancyFlagWorker.class).work(in);

    // then
    assertThat(count("select count(*) from tenancy_flag where case_ref = ?")).isEqualTo(1);
    assertThat(flags.isFlagged("TEN-1")).isTrue();
    assertThat(flags.isFlagged("TEN-2")).isFalse();

    // and the meeting extends it, once
    var extend = new ExtendTenancyFlagWorker.In(caseRef, journeyId, MEETING, aJob());
    haven.get(ExtendTenancyFlagWorker.class).work(extend);
    haven.get(ExtendTenancyFlagWorker.class).work(extend);
    assertThat(count("select count(*) from tenancy_flag where case_ref = ?")).isEqualTo(2);
    var flag = flags.of(caseRef).orElseThrow();
    assertThat(flag.from()).isEqualTo(LocalDate.of(2026, 11, 16));
    assertThat(flag.endsOn()).isAfter(MEETING);

    // and after its last day it shows no more
    haven.clock.move(Duration.ofDays(400));
    assertThat(flags.isFlagged("TEN-1")).isFalse();
  }

  @Test
  void shouldFlagHerPersonRecordAlone_whenTheTenancyIsJoint() {
    // given
    holds("joint", "TEN-3");

    // when
    haven
        .get(SetTenancyFlagWorker.class)
        .work(new SetTenancyFlagWorker.In(caseRef, journeyId, aJob()));

    // then
    var flags = haven.get(TenancyFlags.class);
    assertThat(flags.isFlagged("TEN-3")).isFalse();
    assertThat(flags.of(caseRef).orElseThrow().personRef())
        .isEqualTo(haven.get(People.class).ref(caseRef, PersonKind.VICTIM).orElseThrow());
  }

  @Test
  void shouldFlagTheCase_whenNobodyHasNamedHerYet() {
    // given
    caseRef = haven.aCase();
    holds("joint", "TEN-4");
    var in = new SetTenancyFlagWorker.In(caseRef, journeyId, aJob());

    // when
    haven.get(SetTenancyFlagWorker.class).work(in);
    haven.get(SetTenancyFlagWorker.class).work(in);

    // then
    var flags = haven.get(TenancyFlags.class);
    assertThat(count("select count(*) from tenancy_flag where case_ref = ?")).isEqualTo(1);
    assertThat(flags.of(caseRef).orElseThrow().personRef()).isNull();
    assertThat(flags.of(caseRef).orElseThrow().tenancyRef()).isNull();
    assertThat(flags.isFlagged("TEN-4")).isFalse();
  }

  @Test
  void shouldNoteTheMeetingOnce() {
    // when
    var in = new NoteMeetingDateWorker.In(caseRef, journeyId, MEETING);
    haven.get(NoteMeetingDateWorker.class).work(in);
    haven.get(NoteMeetingDateWorker.class).work(in);
    haven
        .get(NoteMeetingDateWorker.class)
        .work(new NoteMeetingDateWorker.In(caseRef, journeyId, null));

    // then
    assertThat(count("select count(*) from case_moment where moment = 'meeting' and case_ref = ?"))
        .isEqualTo(1);
  }

  @Test
  void shouldAskForThePanelOnce_tellingItThatTheCaseWasHeard() {
    // when
    var in = new SendComplexCasePanelRequestedWorker.In(caseRef, aJob());
    haven.get(SendComplexCasePanelRequestedWorker.class).work(in);
    haven.get(SendComplexCasePanelRequestedWorker.class).work(in);

    // then
    assertThat(haven.outbox.said).hasSize(1);
    assertThat(haven.outbox.said.getFirst().message()).isEqualTo("complex-case-panel-requested");
    assertThat(haven.outbox.said.getFirst().told())
        .containsEntry("askedBy", new Code("refer-to-marac"));
    assertThat(haven.get(CaseFacts.class).of(caseRef)).containsEntry("maracDiscussed", true);
  }

  @Test
  void shouldOpenMinutesWithAReasonAlone_andKeepIt() {
    // given
    var minutes = haven.get(MaracMinutes.class);
    minutes.record(caseRef, journeyId, 1, MEETING, "What was planned for her", ALEX);
    minutes.record(caseRef, journeyId, 1, MEETING, "What was planned for her", ALEX);
    var kept = minutes.of(ALEX, caseRef);
    assertThat(kept).hasSize(1);
    var id = kept.getFirst().id();

    // then
    assertThatThrownBy(() -> minutes.reveal(ALEX, caseRef, id, " "))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> minutes.reveal(TERRY, caseRef, id, "Curious"))
        .isInstanceOf(NoSuchCaseException.class);
    assertThat(count("select count(*) from marac_minutes_reveal where case_ref = ?")).isZero();

    // when
    var opened = minutes.reveal(ALEX, caseRef, id, "To do our action");

    // then
    assertThat(opened.words()).isEqualTo("What was planned for her");
    assertThat(opened).hasToString("Opened[***]");
    assertThat(count("select count(*) from marac_minutes_reveal where case_ref = ?")).isEqualTo(1);
    assertThat(
            haven
                .db
                .sql("select sealed::text from marac_minutes where case_ref = ?")
                .param(caseRef.value())
                .query(String.class)
                .single())
        .doesNotContain("planned");
  }

  @Test
  void shouldNotOpenMinutesOfAnotherCase() {
    // given
    var minutes = haven.get(MaracMinutes.class);
    minutes.record(caseRef, journeyId, 2, MEETING, "What was planned for her", ALEX);
    var id = minutes.of(ALEX, caseRef).getFirst().id();
    var first = caseRef;

    // when
    aCase();

    // then
    assertThat(caseRef).isNotEqualTo(first);
    assertThat(minutes.of(ALEX, caseRef)).isEqualTo(List.of());
    assertThatThrownBy(() -> minutes.reveal(ALEX, caseRef, id, "To do our action"))
        .isInstanceOf(NoSuchCaseException.class);
  }

  private void holds(String holding, String tenancyRef) {
    haven
        .get(CaseFacts.class)
        .put(
            caseRef,
            Map.of(
                "tenancyRef", new Code(tenancyRef),
                "holding", new Code(holding),
                "councilTenant", Known.YES),
            By.of(ALEX));
  }
}
