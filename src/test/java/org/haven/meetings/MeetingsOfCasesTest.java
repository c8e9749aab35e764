package org.haven.meetings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.haven.testing.TestCasefile.ALEX;
import static org.haven.testing.TestCasefile.SAM;
import static org.haven.testing.TestCasefile.TERRY;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.haven.casefile.AddressVault;
import org.haven.casefile.By;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.CaseWorkers;
import org.haven.casefile.Conflicts;
import org.haven.casefile.HeldRecords;
import org.haven.casefile.Meetings;
import org.haven.casefile.NoSuchCaseException;
import org.haven.meetings.AgreedActions.Added;
import org.haven.meetings.LiveMinutes.Saved;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Team;
import org.haven.testing.TestCasefile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway")
class MeetingsOfCasesTest {
  private static final Instant PANEL = Instant.parse("2026-11-25T10:00:00Z");
  private static final Instant LATER = Instant.parse("2026-12-09T10:00:00Z");

  private final TestCasefile haven = TestCasefile.with("org.haven.casereview");
  private final Agendas agendas = haven.get(Agendas.class);
  private final LiveMinutes minutes = haven.get(LiveMinutes.class);
  private final AgreedActions agreed = haven.get(AgreedActions.class);

  @AfterEach
  void stop() {
    haven.close();
  }

  private record Listed(CaseRef caseRef, JourneyId journeyId) {}

  private Listed listed(Instant at, boolean guarded) {
    CaseRef caseRef = haven.aCase();
    haven.get(CaseFiles.class).assignLead(caseRef, Team.HOUSING_SOLUTIONS, null, By.of(ALEX));
    JourneyId journey = haven.aJourney(caseRef, "case-review");
    var listed = new Listed(caseRef, journey);
    again(listed, at, guarded);
    return listed;
  }

  private void again(Listed listed, Instant at, boolean guarded) {
    agendas.list(
        listed.caseRef(), listed.journeyId(), new Listing("panel", at, false, false, guarded));
  }

  private Sitting only(ActingPerson who) {
    assertThat(agendas.coming(who)).hasSize(1);
    return agendas.coming(who).getFirst();
  }

  private AgendaItem item(Listed listed) {
    return agendas.coming(SAM).stream()
        .flatMap(sitting -> sitting.items().stream())
        .filter(item -> item.caseRef().equals(listed.caseRef()) && !item.left())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void shouldBeOneMeeting_whenSeveralCasesAreListedForTheSameTime() {
    // given
    var first = listed(PANEL, false);
    var second = listed(PANEL, false);
    // when listed again
    again(first, PANEL, false);
    // then
    assertThat(only(ALEX).items())
        .extracting(AgendaItem::caseRef)
        .containsExactly(first.caseRef(), second.caseRef());
  }

  @Test
  void shouldShowAndCountOnlyCasesOfTheirs() {
    // given
    var first = listed(PANEL, false);
    var second = listed(PANEL, false);
    // when
    haven.get(Conflicts.class).add(first.caseRef(), "alex", new Code("related"), By.of(SAM));
    // then
    assertThat(only(ALEX).items())
        .extracting(AgendaItem::caseRef)
        .containsExactly(second.caseRef());
    assertThat(agendas.coming(TERRY)).isEmpty();
    assertThat(agendas.find(TERRY, only(ALEX).id())).isEmpty();
    // and when none is left to see, there is no meeting
    haven.get(Conflicts.class).add(second.caseRef(), "alex", new Code("related"), By.of(SAM));
    assertThat(agendas.coming(ALEX)).isEmpty();
    assertThat(only(SAM).items()).hasSize(2);
  }

  @Test
  void shouldGoToTheOtherMeeting_whenTheCaseIsListedThere() {
    // given
    var moved = listed(PANEL, false);
    UUID before = only(ALEX).id();
    // when
    again(moved, LATER, false);
    // then
    assertThat(agendas.find(ALEX, before).orElseThrow().left()).isTrue();
    assertThat(item(moved).sittingId()).isNotEqualTo(before);
  }

  @Test
  void shouldSwapWithWhatIsSeen_whenAnotherCaseBetweenIsNot() {
    // given
    var first = listed(PANEL, false);
    var hidden = listed(PANEL, false);
    var last = listed(PANEL, false);
    haven.get(Conflicts.class).add(hidden.caseRef(), "alex", new Code("related"), By.of(SAM));
    UUID meeting = only(ALEX).id();
    // when sent twice
    agendas.place(ALEX, meeting, item(last).id(), 2, true);
    agendas.place(ALEX, meeting, item(last).id(), 2, true);
    // then
    assertThat(only(ALEX).items())
        .extracting(AgendaItem::caseRef)
        .containsExactly(last.caseRef(), first.caseRef());
    assertThat(only(SAM).items().get(1).caseRef()).isEqualTo(hidden.caseRef());
  }

  @Test
  void shouldCountChangesOfTheDay_eachOnce() {
    listed(PANEL, false);
    UUID meeting = only(ALEX).id();
    agendas.move(ALEX, meeting, PANEL, false);
    assertThat(only(ALEX).changes()).isZero();
    agendas.move(ALEX, meeting, LATER, false);
    agendas.move(ALEX, meeting, LATER, false);
    assertThat(only(ALEX).changes()).isEqualTo(1);
    agendas.cancel(ALEX, meeting);
    agendas.cancel(ALEX, meeting);
    assertThat(only(ALEX).changes()).isEqualTo(2);
    assertThat(only(ALEX).cancelled()).isTrue();
    agendas.move(ALEX, meeting, LATER, false);
    assertThat(only(ALEX).cancelled()).isFalse();
    assertThat(only(ALEX).changes()).isEqualTo(3);
  }

  @Test
  void shouldListAmongThePast_fromTheNextDayOn() {
    listed(PANEL, false);
    haven.clock.set(PANEL.plusSeconds(3_600));
    assertThat(agendas.past(ALEX)).isEmpty();
    haven.clock.set(LATER);
    assertThat(agendas.coming(ALEX)).isEmpty();
    assertThat(agendas.past(ALEX)).hasSize(1);
  }

  @Test
  void shouldLoseNothing_whenTwoTypeAtOnce() {
    // given
    var item = item(listed(PANEL, false));
    assertThat(minutes.save(ALEX, item, 0, "Alex one"))
        .isEqualTo(new Saved.Kept(1, haven.clock.instant()));
    // when Sam, who has not read that, saves twice
    assertThat(minutes.save(SAM, item, 0, "Sam one"))
        .isEqualTo(new Saved.Beside(haven.clock.instant(), "alex"));
    minutes.save(SAM, item, 0, "Sam one and more");
    minutes.save(ALEX, item, 1, "Alex two");
    // then
    var read = minutes.read(SAM, item);
    assertThat(read.newest().words().clear()).isEqualTo("Alex two");
    assertThat(read.beside())
        .extracting(text -> text.words().clear())
        .containsExactly("Sam one and more");
    // and when Sam joins both, Alex's stays readable
    minutes.save(SAM, item, read.turn(), "Both");
    assertThat(minutes.read(ALEX, item).newest().by()).isEqualTo("sam");
    assertThat(minutes.read(ALEX, item).earlier())
        .extracting(text -> text.words().clear())
        .containsExactly("Alex two");
  }

  @Test
  void shouldKeepOnce_whenTheSameIsSentTwice() {
    var item = item(listed(PANEL, false));
    minutes.save(ALEX, item, 0, "Words");
    assertThat(minutes.save(ALEX, item, 0, "Words"))
        .isEqualTo(new Saved.Kept(1, haven.clock.instant()));
    assertThat(minutes.read(ALEX, item).beside()).isEmpty();
  }

  @Test
  void shouldRefuseWhoMayNot_andWhatNamesTheVault() {
    var listed = listed(PANEL, false);
    var item = item(listed);
    haven
        .get(AddressVault.class)
        .write(listed.caseRef(), Map.of("safeAddress", "7 Nowhere Row"), By.of(ALEX));
    assertThatThrownBy(() -> minutes.save(TERRY, item, 0, "Words"))
        .isInstanceOf(NoSuchCaseException.class);
    assertThatThrownBy(() -> minutes.read(TERRY, item)).isInstanceOf(NoSuchCaseException.class);
    assertThat(minutes.save(ALEX, item, 0, "She is at 7 Nowhere Row now"))
        .isEqualTo(new Saved.NamesVault());
    assertThat(minutes.read(ALEX, item).newest()).isNull();
  }

  @Test
  void shouldOpenGuardedMinutes_toNamedOfficersWithAReasonAlone() {
    // given
    var listed = listed(PANEL, true);
    var item = item(listed);
    var quinn = new ActingPerson("quinn", "Quinn Officer", ALEX.roles(), ALEX.teams());
    haven.get(CaseWorkers.class).worked(listed.caseRef(), By.of(ALEX));
    minutes.save(ALEX, item, 0, "Said at the MARAC");
    // then
    assertThat(minutes.mayWrite(quinn, item)).isFalse();
    assertThatThrownBy(() -> minutes.save(quinn, item, 0, "Words"))
        .isInstanceOf(NoSuchCaseException.class);
    assertThatThrownBy(() -> minutes.open(quinn, item, "I want to"))
        .isInstanceOf(NoSuchCaseException.class);
    assertThatThrownBy(() -> minutes.read(ALEX, item)).isInstanceOf(NoSuchCaseException.class);
    assertThatThrownBy(() -> minutes.open(ALEX, item, " "))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(minutes.open(ALEX, item, "To go on").newest().words().clear())
        .isEqualTo("Said at the MARAC");
    assertThat(count("sitting_minutes_reveal")).isEqualTo(1);
    assertThat(
            haven
                .db
                .sql("select count(*) from audit_entry where action = 'reveal-marac-minutes'")
                .query(Integer.class)
                .single())
        .isEqualTo(1);
  }

  @Test
  void shouldGiveHerWhatWasTyped_andNothingThatIsGuarded() {
    var open = listed(PANEL, false);
    var guarded = listed(LATER, true);
    haven.get(CaseWorkers.class).worked(guarded.caseRef(), By.of(ALEX));
    minutes.save(ALEX, item(open), 0, "Words");
    minutes.save(ALEX, item(guarded), 0, "Words");
    var held =
        haven.all(HeldRecords.class).stream()
            .filter(records -> records.kind().equals("live-minutes"))
            .findFirst()
            .orElseThrow();
    assertThat(held.list(open.caseRef(), HeldRecords.About.HER)).hasSize(1);
    assertThat(held.list(guarded.caseRef(), HeldRecords.About.HER)).isEmpty();
  }

  @Test
  void shouldCloseTheItem_whenTheMeetingIsRecorded() {
    // given
    var listed = listed(PANEL, false);
    var item = item(listed);
    minutes.save(ALEX, item, 0, "Words");
    UUID mark = UUID.randomUUID();
    LocalDate due = LocalDate.of(2026, 12, 1);
    assertThat(agreed.add(ALEX, item, mark, Team.TENANCY_SERVICES, due, "Ring the school"))
        .isEqualTo(Added.KEPT);
    agreed.add(ALEX, item, mark, Team.TENANCY_SERVICES, due, "Ring the school");
    assertThat(agreed.of(ALEX, item)).hasSize(1);
    // when
    var recorded =
        haven
            .get(Meetings.class)
            .record(
                listed.caseRef(),
                listed.journeyId(),
                77,
                "hold-panel",
                LocalDate.of(2026, 11, 25),
                null,
                List.of(),
                By.of(ALEX));
    // then
    assertThat(item(listed).meetingId()).isEqualTo(recorded.meetingId().value());
    assertThat(minutes.save(ALEX, item, 1, "More")).isEqualTo(new Saved.Closed());
    assertThat(agreed.add(ALEX, item, UUID.randomUUID(), Team.TENANCY_SERVICES, due, "More"))
        .isEqualTo(Added.CLOSED);
    agreed.remove(ALEX, item, mark);
    assertThat(agreed.of(ALEX, item)).hasSize(1);
    assertThat(minutes.read(ALEX, item).newest().words().clear()).isEqualTo("Words");
  }

  @Test
  void shouldTakeAnActionOff_byWhoWorksTheCase() {
    var item = item(listed(PANEL, false));
    UUID mark = UUID.randomUUID();
    LocalDate due = LocalDate.of(2026, 12, 1);
    assertThatThrownBy(() -> agreed.add(TERRY, item, mark, Team.TENANCY_SERVICES, due, "Ring"))
        .isInstanceOf(NoSuchCaseException.class);
    agreed.add(ALEX, item, mark, Team.TENANCY_SERVICES, due, "Ring");
    assertThatThrownBy(() -> agreed.remove(TERRY, item, mark))
        .isInstanceOf(NoSuchCaseException.class);
    agreed.remove(ALEX, item, mark);
    assertThat(agreed.of(ALEX, item)).isEmpty();
  }

  private int count(String table) {
    return haven.db.sql("select count(*) from " + table).query(Integer.class).single();
  }
}
