package org.haven.casefile.works;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.haven.testing.TestCasefile.ALEX;
import static org.haven.testing.TestCasefile.KIM;
import static org.haven.testing.TestCasefile.LEE;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.haven.casefile.By;
import org.haven.casefile.Conflicts;
import org.haven.casefile.People;
import org.haven.casefile.PersonKind;
import org.haven.casefile.Timeline;
import org.haven.casefile.works.ContractorJobs.State;
import org.haven.casefile.works.ContractorJobs.Told;
import org.haven.casefile.works.WorksGiving.Given;
import org.haven.casefile.works.WorksGiving.OnTheWay;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Role;
import org.haven.platform.StaffDirectory;
import org.haven.platform.Team;
import org.haven.testing.TestCasefile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class WorksGivingTest {
  private static final ActingPerson MIA =
      new ActingPerson(
          "mia", "Mia Maintenance", Set.of(Role.OFFICER), Set.of(Team.HOUSING_MAINTENANCE));
  private static final String LOCKSMITH = "night-locksmith";

  private final TestCasefile haven = TestCasefile.fresh();
  private final ContractorJobs jobs = haven.get(ContractorJobs.class);
  private final WorksOrders orders = haven.get(WorksOrders.class);
  private final WorksFiles files = haven.get(WorksFiles.class);
  private final Contractors two =
      new Contractors(
          haven.get(Conflicts.class),
          haven.get(StaffDirectory.class),
          List.of("repairs-contractor", LOCKSMITH));

  /** With two firms; the application at hand has one. */
  private final WorksGiving giving =
      new WorksGiving(
          haven.db,
          haven.clock,
          two,
          orders,
          haven.get(Timeline.class),
          haven.get(Audit.class),
          _ -> {});

  private final CaseRef caseRef = haven.aCase();
  private final JourneyId journey = haven.aJourney(caseRef, "sanctuary-scheme");

  @AfterEach
  void stop() {
    haven.close();
  }

  private String order(long step) {
    return orders
        .create(caseRef, journey, null, "1 Fictional Row", List.of(new Code("door")), null, step)
        .value();
  }

  private void onTheList(String name) {
    haven.get(Conflicts.class).add(caseRef, name, new Code("related"), By.of(ALEX));
  }

  private <T> T inOne(Supplier<T> work) {
    return new TransactionTemplate(haven.get(PlatformTransactionManager.class))
        .execute(_ -> work.get());
  }

  private Given give(ActingPerson who, String id, String firm) {
    return inOne(() -> giving.give(who, id, firm));
  }

  private String status(String id) {
    return orders.find(id).orElseThrow().status().value();
  }

  @Test
  void shouldShowItToTheOtherFirm_andTellTheFirstNotToGo() {
    // given
    String id = order(5);
    assertThat(jobs.list(LEE).getFirst().address()).isEqualTo("1 Fictional Row");

    // when
    assertThat(give(MIA, id, LOCKSMITH)).isEqualTo(Given.GIVEN);
    assertThat(give(MIA, id, LOCKSMITH)).isEqualTo(Given.GIVEN);

    // then
    assertThat(jobs.list(KIM).getFirst().address()).isEqualTo("1 Fictional Row");
    assertThat(giving.onTheWay(MIA)).containsExactly(new OnTheWay(id, "repairs-contractor"));
    assertThat(jobs.done(LEE, id, haven.clock.instant())).contains(Told.CANCELLED);
    assertThat(haven.said("works-completed")).isEmpty();
    var before = jobs.list(LEE).getFirst();
    assertThat(before.state()).isEqualTo(State.CANCELLED);
    assertThat(before.address()).isNull();
    assertThat(giving.onTheWay(MIA)).as("they have read it").isEmpty();
    assertThat(
            haven
                .db
                .sql(
                    "select who || ' ' || (details ->> 'from') || ' ' || (details ->> 'to') from"
                        + " audit_entry where action = 'pass-works-order-on'")
                .query(String.class)
                .list())
        .containsExactly("mia repairs-contractor night-locksmith");
  }

  @Test
  void shouldTellTheFirstNothing_whenNobodyOfItHasReadWhereItIs() {
    String id = order(5);
    give(MIA, id, LOCKSMITH);
    assertThat(jobs.list(LEE)).isEmpty();
    assertThat(giving.onTheWay(MIA)).isEmpty();
  }

  @Test
  void shouldRefuseAConflictedFirm_andWhoMayNot() {
    String id = order(5);
    onTheList(Contractors.conflictName(LOCKSMITH));
    assertThat(give(MIA, id, LOCKSMITH)).isEqualTo(Given.CONFLICTED);
    assertThat(jobs.list(KIM)).isEmpty();
    assertThatThrownBy(() -> give(ALEX, id, LOCKSMITH)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> give(MIA, id, "somebody"))
        .isInstanceOf(IllegalArgumentException.class);
    onTheList("mia");
    assertThat(give(MIA, id, LOCKSMITH)).isEqualTo(Given.GONE);
    assertThat(giving.open(MIA)).isEmpty();
  }

  @Test
  void shouldAskTheFirmFirst_ofWhichNobodyIsOnTheList() {
    assertThat(two.chosenFor(caseRef)).contains("repairs-contractor");
    onTheList("lee");
    assertThat(two.chosenFor(caseRef)).contains(LOCKSMITH);
    assertThat(two.mayBeSent("repairs-contractor", caseRef)).isFalse();
    onTheList(Contractors.conflictName(LOCKSMITH));
    assertThat(two.chosenFor(caseRef)).isEmpty();
  }

  @Test
  void shouldTakeAnOrderAway_whenItsFirmIsPutOnTheList() {
    // given one that nobody has read, and one that the housing system has
    String exported = order(5);
    files.export(MIA, new ByteArrayOutputStream());
    String id = order(6);

    // when
    onTheList(Contractors.conflictName("repairs-contractor"));

    // then
    assertThat(status(id)).isEqualTo("withheld");
    assertThat(files.recalled(MIA)).containsExactly(exported);
    assertThat(jobs.list(LEE)).isEmpty();
    assertThat(
            haven
                .db
                .sql("select count(*) from timeline where text_key = 'timeline.works-withheld'")
                .query(Integer.class)
                .single())
        .isEqualTo(2);

    // and what was withheld can be given to a firm that may be sent
    assertThat(give(MIA, id, LOCKSMITH)).isEqualTo(Given.GIVEN);
    assertThat(status(id)).isEqualTo("ordered");
    assertThat(jobs.list(KIM)).hasSize(1);
  }

  @Test
  void shouldTelephone_whenThePersonWhoReadItIsAPartyByName() {
    String id = order(5);
    assertThat(jobs.list(LEE)).hasSize(1);
    haven
        .get(People.class)
        .add(caseRef, PersonKind.PERPETRATOR, Map.of("name", "Lee Locksmith"), By.of(ALEX));
    assertThat(status(id)).isEqualTo("withheld");
    assertThat(jobs.list(LEE)).isEmpty();
    assertThat(giving.onTheWay(MIA)).containsExactly(new OnTheWay(id, "repairs-contractor"));
  }
}
