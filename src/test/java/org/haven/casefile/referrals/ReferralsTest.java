package org.haven.casefile.referrals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.haven.testing.TestCasefile.ALEX;
import static org.haven.testing.TestCasefile.AUDREY;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.haven.casefile.AnswersTo;
import org.haven.casefile.By;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.CaseMoments;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.NewCase;
import org.haven.casefile.NoSuchCaseException;
import org.haven.casefile.Timeline;
import org.haven.casefile.TimelineEntry;
import org.haven.casefile.clocks.Clocks;
import org.haven.casefile.referrals.Referrals.Answer;
import org.haven.casefile.referrals.Referrals.NewReferral;
import org.haven.casefile.referrals.Referrals.Taken;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Team;
import org.haven.testing.TestCasefile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReferralsTest {
  private final TestCasefile haven = TestCasefile.fresh();
  private final Referrals referrals = haven.get(Referrals.class);
  private final CaseRef caseRef =
      haven
          .get(CaseFiles.class)
          .open(
              new NewCase(
                  new Code("phone"), haven.clock.instant(), "alex", Team.HOUSING_SOLUTIONS, false),
              By.of(ALEX));
  private final JourneyRegister journeys = haven.get(JourneyRegister.class);
  private final JourneyId journey =
      journeys.request(caseRef, "refer-to-marac", Map.of(), By.of(ALEX));

  @AfterEach
  void stop() {
    haven.close();
  }

  private String sent() {
    return referrals.send(newReferral(), 900).referralId().value();
  }

  private NewReferral newReferral() {
    return new NewReferral(
        caseRef,
        journey,
        "refer-to-marac",
        new Code("marac-hub"),
        new Code("marac"),
        "marac-answered",
        List.of(new Code("accepted"), new Code("refused")),
        List.of("meetingOn"),
        null,
        null);
  }

  private static Answer answer(String code) {
    return new Answer(new Code(code), Map.of(), Referrals.BY_PAGE, null, null);
  }

  private static Answer fromAgency(String code, @Nullable String words) {
    return new Answer(new Code(code), Map.of(), Referrals.BY_WEBHOOK, new Code("marac-hub"), words);
  }

  @Test
  void shouldTakeAnAnswerByWordOfMouthOnce() {
    // given
    var byMouth = haven.get(ReferralAnswers.class);
    String id = sent();
    var by = By.of(ALEX);

    // then
    assertThat(byMouth.open(caseRef, journey, "marac-answered"))
        .containsExactly(new AnswersTo.Open(id, new Code("marac-hub")));
    assertThat(byMouth.open(caseRef, journey, "other-answered")).isEmpty();
    assertThat(byMouth.faults(id, new Code("perhaps"), Map.of())).containsOnlyKeys("answer");
    assertThat(
            byMouth.faults(id, new Code("accepted"), Map.of("meetingOn", LocalDate.of(2036, 1, 1))))
        .containsOnlyKeys("meetingOn");
    assertThat(byMouth.answer(caseRef, id, new Code("accepted"), Map.of(), "She rang", by))
        .isTrue();
    assertThat(byMouth.open(caseRef, journey, "marac-answered")).isEmpty();
    assertThat(byMouth.answer(caseRef, id, new Code("refused"), Map.of(), null, by)).isFalse();
    assertThat(haven.said("marac-answered")).hasSize(1);
  }

  @Test
  void shouldSendOnceAndStartTheClock_whenTheJobRunsTwice() {
    // when
    var first = referrals.send(newReferral(), 900);
    haven.clock.set(Instant.parse("2026-11-17T10:00:00Z"));
    var again = referrals.send(newReferral(), 900);

    // then: five working days from Monday 16 November
    assertThat(again).isEqualTo(first);
    assertThat(first.replyDueAt()).isEqualTo(Instant.parse("2026-11-23T17:15:00Z"));
    assertThat(referrals.of(ALEX, caseRef))
        .singleElement()
        .satisfies(
            r -> {
              assertThat(r.status()).isEqualTo(ReferralStatus.SENT);
              assertThat(r.sentAt()).isEqualTo(Instant.parse("2026-11-16T10:00:00Z"));
              assertThat(r.replyDueAt()).isEqualTo(first.replyDueAt());
            });
    assertThat(sentLines()).hasSize(1);
  }

  private List<TimelineEntry> sentLines() {
    return haven.get(Timeline.class).of(ALEX, caseRef).stream()
        .filter(line -> line.textKey().equals("timeline.referral-sent"))
        .toList();
  }

  @Test
  void shouldMoveTheJourneyOnAndEndTheChase_whenTheAgencyAnswers() {
    // given
    String id = sent();

    // when
    var taken =
        referrals.answer(
            id,
            new Answer(
                new Code("accepted"),
                Map.of("meetingOn", LocalDate.of(2026, 12, 3)),
                Referrals.BY_WEBHOOK,
                new Code("marac-hub"),
                null),
            By.PARTNER);

    // then
    assertThat(taken).isInstanceOf(Taken.Recorded.class);
    assertThat(haven.said("marac-answered"))
        .singleElement()
        .satisfies(
            said -> {
              assertThat(said.key()).isEqualTo(id);
              assertThat(said.told())
                  .isEqualTo(
                      Map.of(
                          "answer", new Code("accepted"), "meetingOn", LocalDate.of(2026, 12, 3)));
            });
    assertThat(haven.said("referral-answered"))
        .singleElement()
        .satisfies(
            said -> {
              assertThat(said.key()).isEqualTo(id);
              assertThat(said.timeToLive()).isLessThanOrEqualTo(java.time.Duration.ofMinutes(1));
            });
    assertThat(referrals.find(id).orElseThrow())
        .satisfies(
            r -> {
              assertThat(r.status()).isEqualTo(ReferralStatus.ACCEPTED);
              assertThat(r.dates()).containsEntry("meetingOn", LocalDate.of(2026, 12, 3));
            });
  }

  @Test
  void shouldKeepASecondAnswerWithoutEffect() {
    // given
    String id = sent();
    referrals.answer(id, answer("refused"), By.of(ALEX));
    int said = haven.outbox.said.size();

    // when
    var taken = referrals.answer(id, fromAgency("accepted", "We changed our mind"), By.PARTNER);

    // then
    assertThat(taken).isEqualTo(new Taken.Kept(new Code("answered")));
    assertThat(haven.outbox.said).hasSize(said);
    assertThat(referrals.find(id).orElseThrow().status()).isEqualTo(ReferralStatus.REFUSED);
    assertThat(referrals.kept(ALEX, caseRef))
        .singleElement()
        .satisfies(
            kept -> {
              assertThat(kept.fields().values())
                  .containsEntry("answer", "accepted")
                  .containsEntry("words", "We changed our mind");
              assertThat(kept.seenAt()).isNull();
            });
    assertThat(haven.db.sql("select sealed::text from late_answer").query(String.class).single())
        .doesNotContain("mind");
  }

  @Test
  void shouldKeepAnAnswer_whenTheJourneyIsOver() {
    String id = sent();
    journeys.started(journey, "refer-to-marac", caseRef, 55);
    journeys.ended(55, "EndEvent_Stopped", false);
    assertThat(referrals.answer(id, answer("accepted"), By.of(ALEX)))
        .isEqualTo(new Taken.Kept(new Code("closed")));
    assertThat(haven.said("marac-answered")).isEmpty();
  }

  @Test
  void shouldKeepAnAnswer_whenTheReferralIsUnknownOrAnothers() {
    String id = sent();
    var other =
        new Answer(
            new Code("accepted"), Map.of(), Referrals.BY_WEBHOOK, new Code("kent-police"), null);
    for (String reference : List.of(id, "RF-2222222222")) {
      assertThat(referrals.answer(reference, other, By.PARTNER))
          .isEqualTo(new Taken.Kept(new Code("unknown")));
    }
    assertThat(referrals.unplaced()).isEqualTo(2);
    assertThat(haven.said("marac-answered")).isEmpty();
    assertThat(referrals.find(id).orElseThrow().status()).isEqualTo(ReferralStatus.SENT);
  }

  @Test
  void shouldTakeAnAnswer_whenTheAgencyHadBeenGivenUpOn() {
    String id = sent();
    referrals.silent(id, By.SYSTEM);
    referrals.silent(id, By.SYSTEM);
    assertThat(referrals.find(id).orElseThrow().status()).isEqualTo(ReferralStatus.NO_ANSWER);
    assertThat(referrals.answer(id, answer("accepted"), By.of(ALEX)))
        .isInstanceOf(Taken.Recorded.class);
    referrals.silent(id, By.SYSTEM);
    assertThat(referrals.find(id).orElseThrow().status()).isEqualTo(ReferralStatus.ACCEPTED);
    assertThatThrownBy(() -> referrals.withdraw(id, By.of(ALEX)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldHaveNoEffect_whenItWasWithdrawn() {
    String id = sent();
    referrals.withdraw(id, By.of(ALEX));
    referrals.withdraw(id, By.of(ALEX));
    assertThat(referrals.answer(id, answer("accepted"), By.of(ALEX)))
        .isEqualTo(new Taken.Kept(new Code("closed")));
    assertThat(
            haven
                .db
                .sql("select status from referral_move where referral_id = ? order by id")
                .param(id)
                .query(String.class)
                .list())
        .containsExactly("sent", "withdrawn");
  }

  @Test
  void shouldBeWithdrawn_whenItsJourneyIsStopped() {
    // given: one that nobody has answered, one that was answered
    String open = sent();
    String answered = referrals.send(newReferral(), 901).referralId().value();
    referrals.answer(answered, answer("accepted"), By.of(ALEX));

    // when
    haven.get(JourneyRegister.class).stop(caseRef, journey, new Code("withdrawn"), By.of(ALEX));

    // then
    assertThat(referrals.find(open).orElseThrow().status()).isEqualTo(ReferralStatus.WITHDRAWN);
    assertThat(referrals.find(answered).orElseThrow().status()).isEqualTo(ReferralStatus.ACCEPTED);
    assertThat(referrals.answer(open, answer("accepted"), By.of(ALEX)))
        .isEqualTo(new Taken.Kept(new Code("closed")));
    assertThat(
            haven
                .db
                .sql("select count(*) from timeline where text_key = 'timeline.referral-withdrawn'")
                .query(Long.class)
                .single())
        .isEqualTo(1);
  }

  @Test
  void shouldNameTheField_whenAnAnswerCannotBe() {
    String id = sent();
    var wrong =
        new Answer(
            new Code("perhaps"),
            Map.of(
                "meetingOn", LocalDate.of(2062, 1, 1), "shareAllowed", LocalDate.of(2026, 12, 1)),
            Referrals.BY_WEBHOOK,
            null,
            null);
    assertThat(referrals.faults(id, wrong))
        .extracting(Referrals.Fault::field)
        .containsExactlyInAnyOrder("answer", "dates/meetingOn", "dates");
    assertThatThrownBy(() -> referrals.answer(id, wrong, By.PARTNER))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(haven.said("marac-answered")).isEmpty();
  }

  @Test
  void shouldGiveTheUsualTimeAgainOnce_whenAskedAgain() {
    String id = sent();
    haven.clock.set(Instant.parse("2026-11-24T10:00:00Z"));
    Instant due = referrals.askedAgain(id, 901);
    haven.clock.set(Instant.parse("2026-11-25T10:00:00Z"));
    assertThat(referrals.askedAgain(id, 901)).isEqualTo(due);
    assertThat(due).isEqualTo(Instant.parse("2026-12-01T17:15:00Z"));
    assertThat(referrals.find(id).orElseThrow().replyDueAt()).isEqualTo(due);
  }

  @Test
  void shouldGiveTheTime_whenAnEarlierRunOfTheStepCameNoFurtherThanTheClock() {
    String id = sent();
    haven.clock.set(Instant.parse("2026-11-24T10:00:00Z"));
    haven.get(CaseMoments.class).record(caseRef, journey, "sent", haven.clock.instant());
    Instant due =
        haven.get(Clocks.class).start(caseRef, journey, "partnerReply", null, 901).dueAt();
    assertThat(referrals.askedAgain(id, 901)).isEqualTo(due);
    assertThat(referrals.find(id).orElseThrow().replyDueAt()).isEqualTo(due);
  }

  @Test
  void shouldFileAMailAndMoveNothing() {
    String id = sent();
    assertThat(referrals.file(id, "She is expected on Tuesday", By.PARTNER)).isTrue();
    assertThat(referrals.file("RF-2222222222", "Who is this", By.PARTNER)).isFalse();
    assertThat(referrals.kept(ALEX, caseRef))
        .singleElement()
        .satisfies(
            kept -> {
              assertThat(kept.why()).isEqualTo(new Code("by-mail"));
              assertThat(kept.fields().values())
                  .containsEntry("words", "She is expected on Tuesday");
            });
    assertThat(haven.said("marac-answered")).isEmpty();
    // when somebody has dealt with it
    referrals.seen(ALEX, caseRef, referrals.kept(ALEX, caseRef).getFirst().id());
    assertThat(referrals.kept(ALEX, caseRef).getFirst().seenBy()).isEqualTo("alex");
  }

  @Test
  void shouldTellNothing_whenThePersonMayNotOpenTheCase() {
    sent();
    assertThatThrownBy(() -> referrals.of(AUDREY, caseRef)).isInstanceOf(NoSuchCaseException.class);
    assertThatThrownBy(() -> referrals.kept(AUDREY, caseRef))
        .isInstanceOf(NoSuchCaseException.class);
  }
}
