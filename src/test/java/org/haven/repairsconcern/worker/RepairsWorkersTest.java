package org.haven.repairsconcern.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.haven.testing.TestCasefile.ALEX;
import static org.haven.testing.TestCasefile.SAM;
import static org.haven.testing.TestCasefile.TERRY;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.CaseMoments;
import org.haven.casefile.CaseStatus;
import org.haven.casefile.Incidents;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.register.TenancyRegister;
import org.haven.engine.JobContext;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Known;
import org.haven.platform.Team;
import org.haven.repairsconcern.ConcernCard;
import org.haven.repairsconcern.RepairsConcerns;
import org.haven.repairsconcern.RepairsScan;
import org.haven.tasks.Notices;
import org.haven.testing.TestCasefile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each job of a repairs concern runs twice and has one effect. */
class RepairsWorkersTest {
  private static final AtomicLong STEPS = new AtomicLong(7000);
  private static final String HOMES =
      """
      tenancyRef,uprn,address1,address2,town,postcode,tenure,tenancyType,holding,startOn,periodDay,scheme,tenantNames
      TEN-1,1,1 Sample Row,,Maidstone,ME14 1AA,council-tenant,secure-lifetime,joint,2019-04-01,monday,Sample Court,Robin Sample
      """;

  private final TestCasefile haven = TestCasefile.with("org.haven.repairsconcern");
  private final RepairsConcerns concerns = haven.get(RepairsConcerns.class);
  private final CaseFiles cases = haven.get(CaseFiles.class);
  private CaseRef caseRef;
  private JourneyId journeyId;
  private Code concernRef;

  @BeforeEach
  void aConcern() {
    haven
        .get(TenancyRegister.class)
        .importCsv(
            new ByteArrayInputStream(HOMES.getBytes(StandardCharsets.UTF_8)), SAM, (_, _) -> {});
    raise();
    var said = haven.said("maintenance-concern-raised").getFirst();
    caseRef = said.caseRef();
    concernRef = new Code(said.key());
    journeyId = haven.get(JourneyRegister.class).of(caseRef).getFirst().journeyId();
  }

  private void raise() {
    concerns.raiseCard(
        new ConcernCard(
            UUID.randomUUID(), "TEN-1", Known.NO, Known.YES, "A bruised arm", "Pat Plumber"),
        ALEX);
  }

  private static JobContext aJob() {
    long step = STEPS.incrementAndGet();
    return new JobContext(step, "repairs-concern", 1, 1, 1, "Task", step, Map.of());
  }

  @Test
  void shouldCount_whenAsked() {
    var worker = new CountRepairsWorker(concerns);
    assertThat(worker.work(new CountRepairsWorker.In(concernRef)))
        .isEqualTo(worker.work(new CountRepairsWorker.In(concernRef)))
        .isEqualTo(new RepairsConcerns.Counted(false, true, true, Known.NO, Known.YES, 0, 0));
  }

  @Test
  void shouldCloseTheCaseThatTheConcernOpened() {
    // given
    var worker = new CloseConcernWorker(concerns);
    var in = new CloseConcernWorker.In(caseRef, journeyId, concernRef);

    // when
    worker.work(in);
    worker.work(in);

    // then
    assertThat(cases.head(caseRef).status()).isEqualTo(CaseStatus.CLOSED);
    assertThat(
            haven
                .db
                .sql(
                    "select count(*) from timeline where text_key ="
                        + " 'timeline.repairs-concern-closed'")
                .query(Integer.class)
                .single())
        .isEqualTo(1);

    // and a card after that is a case of its own
    raise();
    assertThat(haven.said("maintenance-concern-raised").getLast().caseRef()).isNotEqualTo(caseRef);
  }

  @Test
  void shouldKeepTheCase_whenAnotherConcernIsLookedAt() {
    raise();
    assertThat(haven.said("maintenance-concern-raised").getLast().caseRef()).isEqualTo(caseRef);
    new CloseConcernWorker(concerns)
        .work(new CloseConcernWorker.In(caseRef, journeyId, concernRef));
    assertThat(cases.head(caseRef).status()).isEqualTo(CaseStatus.REPORTED);
  }

  @Test
  void shouldReportOnce_thenAddAnIncident() {
    // given
    var worker = new SendDomesticAbuseReportedWorker(concerns);
    var in = new SendDomesticAbuseReportedWorker.In(caseRef, concernRef, aJob());

    // when
    worker.work(in);
    worker.work(in);

    // then: the report begins with what the home's record tells
    assertThat(haven.said("domestic-abuse-reported"))
        .singleElement()
        .satisfies(
            said -> {
              assertThat(said.key()).isEqualTo(caseRef.value());
              assertThat(said.facts())
                  .containsEntry("channel", new Code("repairs"))
                  .containsEntry("immediateDanger", Known.NO)
                  .containsEntry("outOfHours", false)
                  .containsEntry("tenure", new Code("council-tenant"))
                  .containsEntry("olderPeoplesScheme", true)
                  .containsEntry("disclosureTaken", false);
            });
    assertThat(haven.get(Incidents.class).of(ruth(), caseRef))
        .singleElement()
        .satisfies(
            incident ->
                assertThat(incident.fields().text("words").orElseThrow().clear())
                    .isEqualTo("A bruised arm"));
    assertThat(haven.get(CaseMoments.class).latest(caseRef, null, "report"))
        .hasValue(haven.clock.instant());

    // and on a case that is worked it is a new incident
    cases.status(caseRef, CaseStatus.OPEN, org.haven.casefile.By.SYSTEM);
    raise();
    var second = new Code(haven.said("maintenance-concern-raised").getLast().key());
    worker.work(new SendDomesticAbuseReportedWorker.In(caseRef, second, aJob()));
    assertThat(haven.said("domestic-abuse-reported")).hasSize(1);
    assertThat(haven.said("incident-reported")).hasSize(1);
  }

  private static org.haven.platform.ActingPerson ruth() {
    return new org.haven.platform.ActingPerson(
        "ruth",
        "Ruth Scheme",
        java.util.Set.of(org.haven.platform.Role.OFFICER),
        java.util.Set.of(Team.HOUSING_SCHEME_AND_FINANCE));
  }

  @Test
  void shouldTellTheLeadOnce() {
    cases.assignLead(caseRef, Team.HOUSING_SOLUTIONS, null, org.haven.casefile.By.SYSTEM);
    var worker = new NotifyLeadWorker(concerns);
    var in = new NotifyLeadWorker.In(caseRef, concernRef, aJob());
    worker.work(in);
    assertThat(toldTheLead()).isEqualTo(1);
    haven.db.sql("update notice set read_at = at").update();
    worker.work(in);
    assertThat(toldTheLead()).isZero();
    assertThat(
            haven
                .db
                .sql("select count(*) from audit_entry where action = 'tell-lead'")
                .query(Integer.class)
                .single())
        .isEqualTo(1);
  }

  private long toldTheLead() {
    return haven.get(Notices.class).unread(ALEX).stream()
        .filter(notice -> caseRef.equals(notice.caseRef()))
        .count();
  }

  @Test
  void shouldScan_whenNothingIsNew() {
    var worker = new ScanRepairsWorker(haven.get(RepairsScan.class));
    worker.work(new ScanRepairsWorker.In(aJob()));
    worker.work(new ScanRepairsWorker.In(aJob()));
    assertThat(haven.said("repair-pattern-found")).isEmpty();
    assertThat(concerns.of(TERRY, caseRef)).isEmpty();
  }
}
