package org.haven.repairsconcern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.security.test.web.servlet.setup.SecurityMockMvcConfigurers.springSecurity;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.multipart;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import io.camunda.client.CamundaClient;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.haven.casefile.By;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.CaseStatus;
import org.haven.casefile.Conflicts;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.TimelineEntry;
import org.haven.casefile.TimelinePages;
import org.haven.casefile.register.TenancyRegister;
import org.haven.casefile.works.WorksFiles;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.Known;
import org.haven.platform.Team;
import org.haven.tasks.NoticeKind;
import org.haven.tasks.Notices;
import org.haven.testing.JourneyDriver;
import org.haven.testing.ProcessTest;
import org.haven.testing.TestPlatform;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.RequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

/** J14 on the real broker: cards and counts, in order of date. */
@ProcessTest
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RepairsConcernProcessTest {
  private static final String PROCESS = "repairs-concern";
  private static final String SEEN = "She whispered, and her arm was bruised";

  @Autowired private ApplicationContext context;
  private JourneyDriver haven;
  private JdbcClient db;
  private MockMvc pages;
  private int repairs;

  @BeforeAll
  void start() {
    haven = new JourneyDriver(context);
    db = context.getBean(JdbcClient.class);
    pages =
        MockMvcBuilders.webAppContextSetup((WebApplicationContext) context)
            .apply(springSecurity())
            .build();
    var homes =
        new StringBuilder(
            "tenancyRef,uprn,address1,address2,town,postcode,tenure,tenancyType,holding,startOn,"
                + "periodDay,scheme,tenantNames\n");
    for (int i = 1; i <= 12; i++) {
      homes.append(
          "RP-%d,77%d,%d Sample Row,,Maidstone,ME14 1AA,council-tenant,secure-lifetime,joint,2019-04-01,monday,%s,Robin Sample\n"
              .formatted(i, i, i, i == 2 ? "Sample Court" : ""));
    }
    context
        .getBean(TenancyRegister.class)
        .importCsv(
            new ByteArrayInputStream(homes.toString().getBytes(StandardCharsets.UTF_8)),
            haven.person("david.achebe"),
            (_, _) -> {});
  }

  @AfterAll
  void release() {
    TestPlatform.releaseClocks();
  }

  /** What the repairs system told of a home. */
  private void repair(String tenancyRef, String kind, String on, String insecure) {
    var line =
        "repairRef,tenancyRef,kind,reportedOn,insecure\nJOB-%d,%s,%s,%s,%s\n"
            .formatted(++repairs, tenancyRef, kind, on, insecure);
    assertThat(
            context
                .getBean(RepairsFeed.class)
                .importCsv(
                    new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8)),
                    haven.person("jo.tanner"))
                .taken())
        .isEqualTo(1);
  }

  /** The nightly scan as the engine runs it. */
  private void night() {
    context
        .getBean(CamundaClient.class)
        .newCreateInstanceCommand()
        .bpmnProcessId("nightly-scan")
        .latestVersion()
        .startBeforeElement("Gateway_ScanBoth")
        .withResult()
        .requestTimeout(Duration.ofSeconds(60))
        .send()
        .join();
  }

  private void card(String tenancyRef, Known danger, Known insecure) {
    context
        .getBean(RepairsConcerns.class)
        .raiseCard(
            new ConcernCard(UUID.randomUUID(), tenancyRef, danger, insecure, SEEN, ""),
            haven.person("jo.tanner"));
  }

  private CaseRef caseOf(String tenancyRef) {
    return new CaseRef(
        db.sql(
                "select case_ref from repairs_concern where tenancy_ref = ? order by seq desc limit"
                    + " 1")
            .param(tenancyRef)
            .query(String.class)
            .single());
  }

  private CaseRef aKnownCase(String tenancyRef) {
    return haven.aCase(Map.of("tenancyRef", new Code(tenancyRef), "tenure", "council-tenant"));
  }

  private CaseStatus status(CaseRef caseRef) {
    return context.getBean(CaseFiles.class).head(caseRef).status();
  }

  private List<String> timeline(CaseRef caseRef, String username) {
    return context.getBean(TimelinePages.class).newest(haven.person(username), caseRef).stream()
        .map(TimelineEntry::textKey)
        .toList();
  }

  private void tell(CaseRef caseRef, String message) {
    context.getBean(JourneyRegister.class).broadcast(caseRef, message, Map.of(), Set.of());
  }

  private MockHttpServletResponse answer(RequestBuilder request) throws Exception {
    return pages.perform(request).andReturn().getResponse();
  }

  private static Document page(MockHttpServletResponse answer) throws Exception {
    return Jsoup.parse(answer.getContentAsString());
  }

  @Test
  @Order(1)
  void shouldBeAConcern_whenABathroomLockAndAnInternalDoorCount() {
    // given
    haven.moveTo("2026-06-03T02:00");
    repair("RP-1", "bathroom-lock", "2025-06-20", "no");
    repair("RP-1", "internal-door", "2026-06-02", "no");
    repair("RP-9", "lost-keys", "2026-06-02", "no");

    // when
    night();

    // then
    var caseRef = caseOf("RP-1");
    var review = haven.awaitTask(caseRef, "Task_ReviewConcern");
    assertThat(review.team()).isEqualTo(Team.TENANCY_SERVICES);
    assertThat(review.slaKey()).isEqualTo("concernReview");
    assertThat(review.due()).isEqualTo("2026-06-04T17:15");
    assertThat(
            db.sql("select count(*) from repairs_concern where tenancy_ref = 'RP-9'")
                .query(Integer.class)
                .single())
        .isZero();

    // and a second night asks nothing again
    night();
    assertThat(haven.journeys(caseRef, PROCESS)).hasSize(1);

    // when it may be abuse: a supervisor plans how to reach her
    haven.outcome(caseRef, "Task_ReviewConcern", "possible-abuse");
    var plan = haven.awaitTask(caseRef, "Task_PlanSafeApproach");
    assertThat(plan.team()).isEqualTo(Team.TENANCY_SERVICES);
    assertThat(plan.forSupervisor()).isTrue();
    assertThat(plan.due()).isEqualTo("2026-06-05T16:45");
    haven.outcome(caseRef, "Task_PlanSafeApproach", "routine-repair");

    // then domestic abuse is reported, and nobody was written to
    assertThat(haven.awaitEnd(caseRef, PROCESS)).isEqualTo("reported");
    haven.awaitRequested(caseRef, "report-domestic-abuse");
    haven.awaitTask(caseRef, "Task_RecordDisclosure");
    assertThat(
            db.sql("select count(*) from letter where case_ref = ?")
                .param(caseRef.value())
                .query(Integer.class)
                .single())
        .isZero();
    assertThat(
            db.sql(
                    "select pattern_count || ' ' || bathroom_lock from repairs_concern"
                        + " where case_ref = ?")
                .param(caseRef.value())
                .query(String.class)
                .single())
        .isEqualTo("2 1");
    haven.assertNothingToldReachedTheEngine();
  }

  @Test
  @Order(2)
  void shouldBeAConcern_whenACardTellsOfAnInjuryWhateverTheCount() throws Exception {
    // given: a Friday, a scheme for older people
    haven.moveTo("2026-06-05T15:00");

    // when
    card("RP-2", Known.NO, Known.NO);
    var caseRef = caseOf("RP-2");

    // then
    var review = haven.awaitTask(caseRef, "Task_ReviewConcern");
    assertThat(review.team()).isEqualTo(Team.HOUSING_SCHEME_AND_FINANCE);
    assertThat(review.due()).isEqualTo("2026-06-08T17:15");
    haven.awaitOpenTasks(caseRef, "Task_ReviewConcern");
    var shown = page(answer(get("/tasks/" + review.id()).with(user("ruth.callow"))));
    assertThat(shown.text()).contains(SEEN, "Bathroom locks among them: 0");

    // and the card's sender sees nothing of it
    var sender = haven.person("jo.tanner");
    assertThat(context.getBean(CaseFiles.class).find(sender, caseRef)).isEmpty();
    assertThat(context.getBean(Notices.class).unread(sender))
        .noneMatch(notice -> caseRef.equals(notice.caseRef()));

    // when nobody has looked in time, a supervisor is told
    haven.awaitWaitingAt(caseRef, "Task_ReviewConcern");
    haven.moveTo("2026-06-08T17:15");
    haven.awaitBreached(review);
    haven.outcome(caseRef, "Task_ReviewConcern", "none");

    // then nothing is left open
    assertThat(haven.awaitEnd(caseRef, PROCESS)).isEqualTo("none");
    assertThat(status(caseRef)).isEqualTo(CaseStatus.CLOSED);
    assertThat(timeline(caseRef, "ruth.callow"))
        .contains("timeline.repairs-concern-card", "timeline.repairs-concern-closed");
    assertThat(haven.audit(caseRef)).contains("close-concern");
    haven.assertNothingToldReachedTheEngine();
  }

  @Test
  @Order(3)
  void shouldWatch_whenTwoExternalLocksWereChanged() {
    // given
    haven.moveTo("2026-06-10T02:00");
    repair("RP-3", "external-lock", "2026-02-01", "no");
    repair("RP-3", "external-lock", "2026-06-09", "no");

    // when
    night();

    // then: for ninety days
    var caseRef = caseOf("RP-3");
    assertThat(haven.awaitClock(caseRef, "watchPeriod")).isEqualTo("2026-09-08T23:59:59");
    haven.awaitWaitingAt(caseRef, "Event_WatchOver");
    assertThat(haven.openTasks(caseRef)).isEmpty();

    // when a card comes meanwhile, it is looked at beside the watch
    haven.moveTo("2026-07-01T10:00");
    card("RP-3", Known.NO, Known.NO);
    assertThat(caseOf("RP-3")).isEqualTo(caseRef);
    assertThat(haven.awaitTask(caseRef, "Task_ReviewConcern").due()).isEqualTo("2026-07-02T17:15");
    haven.outcome(caseRef, "Task_ReviewConcern", "none");
    haven.awaitEnded(caseRef, PROCESS, 1);
    assertThat(status(caseRef)).isEqualTo(CaseStatus.REPORTED);

    // and the watch ends
    haven.moveTo("2026-09-08T23:59:58");
    assertThat(haven.journeys(caseRef, PROCESS)).filteredOn(j -> j.endedAt() == null).hasSize(1);
    haven.moveTo("2026-09-09T00:00:00");
    haven.awaitEnded(caseRef, PROCESS, 2);
    assertThat(haven.journeys(caseRef, PROCESS))
        .extracting(j -> j.endState())
        .containsExactlyInAnyOrder("none", "watch-ended");
    assertThat(status(caseRef)).isEqualTo(CaseStatus.CLOSED);
  }

  @Test
  @Order(4)
  void shouldMakeTheHomeSecureWithoutSayingWhy_whenACardSaysItIsOpen() {
    // given
    haven.moveTo("2026-09-10T11:00");

    // when
    card("RP-4", Known.NO, Known.YES);
    var caseRef = caseOf("RP-4");

    // then: within one working day
    haven.awaitTask(caseRef, "Task_ReviewConcern");
    assertThat(haven.awaitClock(caseRef, "securityRepair")).isEqualTo("2026-09-11T16:45");
    var out = new ByteArrayOutputStream();
    context.getBean(WorksFiles.class).export(haven.person("jo.tanner"), out);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("RP-4", "4 Sample Row", "make-secure", "2026-09-11")
        .doesNotContain("bruise", "concern", "abuse", "Robin", caseRef.value());

    // and a worry of another kind goes to safeguarding
    haven.outcome(caseRef, "Task_ReviewConcern", "other");
    assertThat(haven.awaitEnd(caseRef, PROCESS)).isEqualTo("other-concern");
    haven.awaitTask(caseRef, "Task_RecordConcern");
    assertThat(status(caseRef)).isEqualTo(CaseStatus.REPORTED);
  }

  @Test
  @Order(5)
  void shouldReportAtOnce_whenACardTellsOfDanger() {
    // given: a Saturday night
    haven.moveTo("2026-09-12T23:00");

    // when
    card("RP-5", Known.YES, Known.UNKNOWN);
    var caseRef = caseOf("RP-5");

    // then the report calls 999
    assertThat(haven.awaitEnd(caseRef, PROCESS)).isEqualTo("reported");
    var call = haven.awaitTask(caseRef, "Task_Call999");
    assertThat(call.due()).isEqualTo("2026-09-13T00:00");
    assertThat(haven.openTasksOf(caseRef, PROCESS)).isEmpty();
    assertThat(status(caseRef)).isEqualTo(CaseStatus.OPEN);
  }

  @Test
  @Order(6)
  void shouldCall999AndAssessTheRisk_whenDangerIsSeenAtAHomeThatHasACase() {
    // given
    haven.moveTo("2026-09-14T10:00");
    var caseRef = aKnownCase("RP-6");

    // when
    card("RP-6", Known.YES, Known.NO);

    // then
    var call = haven.awaitTask(caseRef, "Task_Call999");
    assertThat(call.team()).isEqualTo(Team.HOUSING_SOLUTIONS);
    assertThat(call.due()).isEqualTo("2026-09-14T11:00");
    haven.outcome(caseRef, "Task_Call999", "attending");
    assertThat(haven.awaitEnd(caseRef, PROCESS)).isEqualTo("reported");
    haven.awaitRequested(caseRef, "assess-risk");
    assertThat(haven.journeys(caseRef, "report-domestic-abuse")).isEmpty();
    assertThat(timeline(caseRef, "maya.okafor")).contains("timeline.incident-reported");
  }

  @Test
  @Order(7)
  void shouldTellTheLeadInNeutralWords_whenTheHomeHasACase() {
    // given
    haven.moveTo("2026-09-15T10:00");
    var caseRef = aKnownCase("RP-7");

    // when
    card("RP-7", Known.NO, Known.NO);

    // then
    assertThat(haven.awaitEnd(caseRef, PROCESS)).isEqualTo("reported");
    assertThat(haven.openTasks(caseRef)).isEmpty();
    assertThat(context.getBean(Notices.class).unread(haven.person("maya.okafor")))
        .filteredOn(notice -> caseRef.equals(notice.caseRef()))
        .extracting(notice -> notice.kind())
        .containsExactly(NoticeKind.OTHER);
    assertThat(timeline(caseRef, "maya.okafor")).contains("timeline.repairs-concern-card");
  }

  @Test
  @Order(8)
  void shouldGoIntoOtherHands_whenSomebodyOnTheCaseIsAParty() {
    // given
    haven.moveTo("2026-09-16T10:00");
    var caseRef = aKnownCase("RP-8");
    context.getBean(Conflicts.class).add(caseRef, "maya.okafor", new Code("related"), By.SYSTEM);

    // when
    card("RP-8", Known.NO, Known.NO);
    haven.outcome(caseRef, "Task_ReassignCase", "done");

    // then
    assertThat(haven.awaitEnd(caseRef, PROCESS)).isEqualTo("reported");
    assertThat(context.getBean(Notices.class).unread(haven.person("maya.okafor")))
        .noneMatch(notice -> caseRef.equals(notice.caseRef()));
  }

  @Test
  @Order(9)
  void shouldCheckThePlanAndStop_whenSomethingCutsAcross() {
    // given
    haven.moveTo("2026-09-17T10:00");
    card("RP-10", Known.NO, Known.NO);
    var caseRef = caseOf("RP-10");
    haven.awaitTask(caseRef, "Task_ReviewConcern");

    // when: it goes on beside each check
    tell(caseRef, "risk-changed");
    haven.outcome(caseRef, "Task_CheckPlanStillSafe", "continue");
    haven.awaitOpenTasks(caseRef, "Task_ReviewConcern");
    tell(caseRef, "victim-moved");
    haven.outcome(caseRef, "Task_CheckPlanStillSafe", "change");
    haven.awaitOpenTasks(caseRef, "Task_ReviewConcern");
    tell(caseRef, "consent-withdrawn");
    haven.outcome(caseRef, "Task_ReviewLawfulSteps", "stop");

    // then
    assertThat(haven.awaitEnd(caseRef, PROCESS)).isEqualTo("stopped");
    haven.awaitOpenTasks(caseRef);
  }

  @Test
  @Order(10)
  void shouldStop_whenTheCaseIsClosed() {
    // given
    haven.moveTo("2026-09-18T10:00");
    card("RP-11", Known.NO, Known.NO);
    var caseRef = caseOf("RP-11");
    haven.awaitTask(caseRef, "Task_ReviewConcern");

    // when
    tell(caseRef, "case-closed");

    // then
    assertThat(haven.awaitEnd(caseRef, PROCESS)).isEqualTo("stopped");
  }

  @Test
  @Order(11)
  void shouldThankAndSayNothingElse_whenACardIsSent() throws Exception {
    // given
    haven.moveTo("2026-09-21T10:00");
    var sender = user("jo.tanner");

    // when it is empty, or names no council home
    var empty = answer(post("/concern-cards/new").with(sender).with(csrf()));
    assertThat(empty.getStatus()).isEqualTo(400);
    var refused = page(empty);
    assertThat(refused.title()).startsWith("Error:");
    assertThat(refused.select(".govuk-error-summary__list a").eachAttr("href"))
        .containsExactly("#reference", "#dangerSign", "#insecure", "#seen");
    assertThat(refused.select("#seen-error").text()).contains("7.2");
    var elsewhere =
        answer(
            post("/concern-cards/new")
                .param("reference", "RP-404")
                .param("dangerSign", "no")
                .param("insecure", "no")
                .param("seen", SEEN)
                .with(sender)
                .with(csrf()));
    assertThat(elsewhere.getStatus()).isEqualTo(400);
    assertThat(page(elsewhere).select("#reference-error").text()).contains("clause 7.2");
    assertThat(page(elsewhere).select("#seen").text()).isEqualTo(SEEN);
    assertThat(answer(post("/concern-cards/new").with(sender)).getStatus()).isEqualTo(403);

    // when it is right
    var form = page(answer(get("/concern-cards/new").with(sender)));
    assertThat(form.select("h1")).hasSize(1);
    var sent =
        answer(
            post("/concern-cards/new")
                .param("token", form.select("[name=token]").val())
                .param("reference", "RP-12")
                .param("dangerSign", "unknown")
                .param("insecure", "no")
                .param("seen", SEEN)
                .param("seenBy", "Pat Sample")
                .with(sender)
                .with(csrf()));

    // then: no reference, no case, no outcome
    assertThat(sent.getRedirectedUrl()).isEqualTo("/concern-cards/sent");
    assertThat(page(answer(get("/concern-cards/sent").with(sender))).text())
        .contains("Thank you")
        .doesNotContain("C-", "RC-");
    haven.awaitTask(caseOf("RP-12"), "Task_ReviewConcern");
    assertThat(page(answer(get("/reports/new").with(sender))).select("a[href=/concern-cards/new]"))
        .hasSize(1);
    haven.assertNothingToldReachedTheEngine();
  }

  @Test
  @Order(12)
  void shouldTakeTheRepairsFile_whenMaintenanceSendsIt() throws Exception {
    // given
    var sender = user("jo.tanner");
    var file =
        new MockMultipartFile(
            "file",
            "repairs.csv",
            "text/csv",
            "repairRef,tenancyRef,kind,reportedOn,insecure\nJOB-900,RP-12,other,2026-09-20,no\nx"
                .getBytes(StandardCharsets.UTF_8));

    // then
    var taken = page(answer(multipart("/repairs-feed").file(file).with(sender).with(csrf())));
    assertThat(taken.select("[role=status]").text())
        .contains("2 lines read, 1 repairs taken", "Line 3 was not taken");
    var none = answer(multipart("/repairs-feed").with(sender).with(csrf()));
    assertThat(none.getStatus()).isEqualTo(400);
    assertThat(page(none).select("#file-error").text()).contains("Choose a file");
    var wrong =
        new MockMultipartFile(
            "file", "a.csv", "text/csv", "a,b\n1,2".getBytes(StandardCharsets.UTF_8));
    assertThat(
            page(answer(multipart("/repairs-feed").file(wrong).with(sender).with(csrf())))
                .select("#file-error")
                .text())
        .contains("repairRef");
    assertThat(answer(get("/repairs-feed").with(user("maya.okafor"))).getStatus()).isEqualTo(403);
    assertThat(page(answer(get("/works-orders").with(sender))).select("a[href=/repairs-feed]"))
        .hasSize(1);
  }
}
