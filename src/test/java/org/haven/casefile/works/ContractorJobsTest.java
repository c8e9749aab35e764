package org.haven.casefile.works;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.haven.testing.TestCasefile.ALEX;
import static org.haven.testing.TestCasefile.KIM;
import static org.haven.testing.TestCasefile.LEE;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.haven.casefile.AddressVault;
import org.haven.casefile.By;
import org.haven.casefile.Conflicts;
import org.haven.casefile.JourneyStopped;
import org.haven.casefile.People;
import org.haven.casefile.PersonKind;
import org.haven.casefile.register.HomesInVault;
import org.haven.casefile.works.ContractorJobs.Job;
import org.haven.casefile.works.ContractorJobs.State;
import org.haven.casefile.works.ContractorJobs.Told;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Role;
import org.haven.platform.Team;
import org.haven.testing.TestCasefile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class ContractorJobsTest {
  private static final ActingPerson MIA =
      new ActingPerson(
          "mia", "Mia Maintenance", Set.of(Role.OFFICER), Set.of(Team.HOUSING_MAINTENANCE));
  private static final String HOME = "1 Fictional Row, Maidstone";

  private final TestCasefile haven = TestCasefile.fresh();
  private final ContractorJobs jobs = haven.get(ContractorJobs.class);
  private final WorksOrders orders = haven.get(WorksOrders.class);
  private final WorksFiles files = haven.get(WorksFiles.class);
  private final CaseRef caseRef = haven.aCase();
  private final JourneyId journey = haven.aJourney(caseRef, "sanctuary-scheme");

  @AfterEach
  void stop() {
    haven.close();
  }

  private String order(long step) {
    return order(HOME, step);
  }

  private String order(String address, long step) {
    return orders
        .create(caseRef, journey, null, address, List.of(new Code("change-locks")), null, step)
        .value();
  }

  private void onTheList(String name) {
    haven.get(Conflicts.class).add(caseRef, name, new Code("related"), By.of(ALEX));
  }

  private void stopTheJourney() {
    new TransactionTemplate(haven.get(PlatformTransactionManager.class))
        .executeWithoutResult(_ -> orders.stopped(new JourneyStopped(caseRef, journey)));
  }

  private Job only() {
    return jobs.list(LEE).getFirst();
  }

  private Instant now() {
    return haven.clock.instant();
  }

  @Test
  void shouldShowPlaceJobAndWindow_andWriteDownEachLook() {
    // given
    String id = order(5);

    // when
    Job job = only();

    // then
    assertThat(job.id()).isEqualTo(id);
    assertThat(job.address()).isEqualTo(HOME);
    assertThat(job.jobs()).containsExactly(new Code("change-locks"));
    assertThat(job.from()).isEqualTo("2026-11-16");
    assertThat(job.to()).isEqualTo("2026-11-23");
    assertThat(job.state()).isEqualTo(State.TO_DO);
    assertThat(job.toString()).doesNotContain("Fictional");
    assertThat(jobs.find(LEE, id)).contains(job);
    assertThat(
            haven
                .db
                .sql(
                    "select who, case_ref, details ->> 'worksOrder' as works_order,"
                        + " details ->> 'address' as address, details ->> 'page' as page from"
                        + " audit_entry where action = 'read-works-address' order by id")
                .query()
                .listOfRows())
        .extracting(row -> List.copyOf(row.values()).toString())
        .containsExactly(
            List.of("lee", caseRef.value(), id, "form", "list").toString(),
            List.of("lee", caseRef.value(), id, "form", "job").toString());
  }

  @Test
  void shouldShowNothing_toAnotherFirmOrToAnOfficer() {
    String id = order(5);
    assertThat(jobs.list(KIM)).isEmpty();
    assertThat(jobs.find(KIM, id)).isEmpty();
    assertThat(jobs.done(KIM, id, now())).isEmpty();
    assertThat(jobs.notDone(KIM, id, new Code("nobody-in"), "")).isEmpty();
    assertThat(haven.said("works-completed")).isEmpty();
    assertThatThrownBy(() -> jobs.list(ALEX)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldMoveTheJourneyOnOnce_whenTheWorkIsDone() {
    // given
    String id = order(5);
    haven.clock.move(Duration.ofMinutes(90));

    // when
    assertThat(jobs.done(LEE, id, now().minusSeconds(1800))).contains(Told.TAKEN);
    assertThat(jobs.done(LEE, id, now())).as("sent twice").contains(Told.TAKEN);
    assertThat(jobs.notDone(LEE, id, new Code("nobody-in"), "")).contains(Told.KNOWN);

    // then
    assertThat(haven.said("works-completed"))
        .singleElement()
        .satisfies(
            said -> {
              assertThat(said.key()).isEqualTo(id);
              assertThat(said.told())
                  .isEqualTo(
                      Map.of(
                          "answer",
                          WorksOrders.COMPLETED,
                          "completedOn",
                          LocalDate.of(2026, 11, 16)));
            });
    assertThat(only().state()).isEqualTo(State.DONE);
    assertThat(only().doneAt()).isEqualTo("2026-11-16T11:00:00Z");
    assertThat(only().address()).as("nobody need go there any more").isNull();
    assertThat(orders.find(id).orElseThrow().completedOn()).isEqualTo("2026-11-16");
    // and it was the contractor, who is no officer of the case
    assertThat(
            haven
                .db
                .sql("select by from timeline where text_key = 'timeline.works-closed'")
                .query(String.class)
                .single())
        .isEqualTo("contractor.repairs-contractor");
    assertThat(haven.db.sql("select username from case_worker").query(String.class).list())
        .doesNotContain("lee", "contractor.repairs-contractor");
    assertThat(
            haven
                .db
                .sql("select who from audit_entry where action = 'report-works-order'")
                .query(String.class)
                .list())
        .containsExactly("lee");
  }

  @Test
  void shouldHaveOneEffect_whenTheButtonIsPressedTwiceAtOnce() {
    String id = order(5);
    assertThat(haven.twiceAtOnce(() -> jobs.done(LEE, id, now())))
        .containsExactly(Optional.of(Told.TAKEN), Optional.of(Told.TAKEN));
    assertThat(haven.said("works-completed")).hasSize(1);
  }

  @Test
  void shouldRefuseATime_beforeTheOrderOrStillToCome() {
    String id = order(5);
    assertThat(jobs.done(LEE, id, now().plusSeconds(60))).contains(Told.TO_COME);
    assertThat(jobs.done(LEE, id, now().minusSeconds(120))).contains(Told.TOO_EARLY);
    assertThat(haven.said("works-completed")).isEmpty();
    assertThat(only().state()).isEqualTo(State.TO_DO);
  }

  @Test
  void shouldTellTheCaseWhyItWasNotDone_andTheJourneyThatNobodyGotIn() {
    // given
    String id = order(5);

    // when
    assertThat(jobs.notDone(LEE, id, new Code("unsafe-left"), "A man shouted"))
        .contains(Told.TAKEN);

    // then
    assertThat(haven.said("works-completed").getFirst().told())
        .containsEntry("answer", new Code("no-access"));
    assertThat(only().state()).isEqualTo(State.NOT_DONE);
    assertThat(only().whyNot()).isEqualTo(new Code("unsafe-left"));
    assertThat(
            haven
                .db
                .sql(
                    "select details ->> 'outcome' from timeline"
                        + " where text_key = 'timeline.works-not-done'")
                .query(String.class)
                .single())
        .isEqualTo("unsafe-left");
    assertThat(
            haven
                .db
                .sql("select sealed::text from timeline where sealed is not null")
                .query(String.class)
                .list())
        .isNotEmpty()
        .noneMatch(text -> text.contains("shouted"));
    assertThat(haven.db.sql("select details::text from audit_entry").query(String.class).list())
        .noneMatch(details -> details.contains("shouted"));
    assertThatThrownBy(() -> jobs.notDone(LEE, id, new Code("bored"), ""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> jobs.notDone(LEE, id, new Code("no-access"), "x".repeat(501)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldSayDoNotAttend_whenItIsCalledOff() {
    // given somebody has read where it is
    String id = order(5);
    assertThat(only().address()).isEqualTo(HOME);

    // when
    stopTheJourney();

    // then
    assertThat(only().state()).isEqualTo(State.CANCELLED);
    assertThat(only().address()).isNull();
    assertThat(jobs.done(LEE, id, now())).contains(Told.CANCELLED);
    assertThat(jobs.notDone(LEE, id, new Code("nobody-in"), "")).contains(Told.CANCELLED);
    assertThat(haven.said("works-completed")).isEmpty();
    // and until nobody might go there any more
    haven.clock.set(Instant.parse("2026-11-23T10:00:00Z"));
    assertThat(only().state()).isEqualTo(State.CANCELLED);
    haven.clock.set(Instant.parse("2026-11-24T10:00:00Z"));
    assertThat(jobs.list(LEE)).isEmpty();
  }

  @Test
  void shouldSayDoNotAttend_whenTheHousingSystemHasItToo() {
    String id = order(5);
    var file = new ByteArrayOutputStream();
    files.export(MIA, file);
    assertThat(file.toString(StandardCharsets.UTF_8)).contains(id);
    assertThat(only().state()).isEqualTo(State.TO_DO);
    stopTheJourney();
    assertThat(only().state()).isEqualTo(State.CANCELLED);
    assertThat(jobs.done(LEE, id, now())).contains(Told.CANCELLED);
  }

  @Test
  void shouldShowWhatIsDoneForThreeDays() {
    String id = order(5);
    jobs.done(LEE, id, now());
    haven.clock.move(Duration.ofDays(3).minusMinutes(1));
    assertThat(jobs.list(LEE)).hasSize(1);
    haven.clock.move(Duration.ofMinutes(2));
    assertThat(jobs.list(LEE)).isEmpty();
    assertThat(jobs.find(LEE, id)).isEmpty();
  }

  @Test
  void shouldShowNothing_toAPersonWhoIsConflicted() {
    String id = order(5);
    onTheList("lee");
    assertThat(jobs.list(LEE)).isEmpty();
    assertThat(jobs.find(LEE, id)).isEmpty();
    assertThat(jobs.done(LEE, id, now())).isEmpty();
    assertThat(haven.said("works-completed")).isEmpty();
  }

  @Test
  void shouldShowNothing_toAFirmThatIsConflicted() {
    order(5);
    onTheList(Contractors.conflictName("repairs-contractor"));
    assertThat(jobs.list(LEE)).isEmpty();
  }

  @Test
  void shouldNotOrderFromAFirm_ofWhichEverybodyIsConflicted() {
    // given the only one of the firm who signs in bears a party's name
    haven
        .get(People.class)
        .add(caseRef, PersonKind.PERPETRATOR, Map.of("name", "Lee Locksmith"), By.of(ALEX));

    // when
    String id = order(5);

    // then
    assertThat(orders.find(id).orElseThrow().status()).isEqualTo(new Code("withheld"));
    assertThat(jobs.list(LEE)).isEmpty();
  }

  @Test
  void shouldNotShowAnAddress_thatStandsInAVault() {
    // given the new home of somebody who must not be found, of the register and as typed
    haven
        .get(AddressVault.class)
        .write(caseRef, Map.of("registerAddress1", "7 Hidden Lane"), By.of(ALEX));
    haven.get(HomesInVault.class).moveToVault(caseRef, "T-000077", By.of(ALEX));
    orders.create(caseRef, journey, "T-000077", null, List.of(new Code("door")), null, 6);
    orders.create(
        caseRef, journey, "T-000077", "Flat 1, elsewhere", List.of(new Code("door")), null, 7);
    order("7 Hidden Lane, Sampleton", 8);
    order("", 9);

    // then
    assertThat(jobs.list(LEE)).hasSize(4).allSatisfy(job -> assertThat(job.address()).isNull());
    assertThat(
            haven
                .db
                .sql("select count(*) from audit_entry where action = 'read-works-address'")
                .query(Integer.class)
                .single())
        .isZero();
    // the journey's work goes on by telephone
    assertThat(jobs.done(LEE, jobs.list(LEE).getFirst().id(), now())).contains(Told.TAKEN);
  }
}
