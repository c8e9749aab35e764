package org.haven.policyreview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.security.test.web.servlet.setup.SecurityMockMvcConfigurers.springSecurity;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.camunda.client.CamundaClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.haven.casefile.By;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.JourneyRequests;
import org.haven.casefile.JourneyView;
import org.haven.casefile.PolicyFile;
import org.haven.casefile.clocks.DateScan;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.Decisions;
import org.haven.platform.JourneyId;
import org.haven.platform.Team;
import org.haven.tasks.NoticeKind;
import org.haven.tasks.NoticeView;
import org.haven.tasks.Notices;
import org.haven.tasks.SubmitResult;
import org.haven.testing.JourneyDriver;
import org.haven.testing.ProcessTest;
import org.haven.testing.TestPlatform;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

/** J19 on the real broker, in order of date. */
@ProcessTest
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PolicyReviewProcessTest {
  private static final String REVIEW = "policy-review";

  @Autowired private ApplicationContext context;
  private JourneyDriver haven;
  private PolicyVersions versions;
  private CaseRef policy;
  private List<JourneyId> before;

  @BeforeAll
  void start() {
    haven = new JourneyDriver(context);
    versions = context.getBean(PolicyVersions.class);
    policy = context.getBean(PolicyFile.class).ref();
    // other tests of this application may have found the policy wanting
    var register = context.getBean(JourneyRegister.class);
    haven.journeys(policy, REVIEW).stream()
        .filter(j -> j.endedAt() == null)
        .forEach(j -> register.stop(policy, j.journeyId(), new Code("stopped"), By.SYSTEM));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> haven.journeys(policy, REVIEW).stream().allMatch(j -> j.endedAt() != null));
    haven.awaitOpenTasks(policy);
    before = haven.journeys(policy, REVIEW).stream().map(JourneyView::journeyId).toList();
  }

  @AfterAll
  void release() {
    TestPlatform.releaseClocks();
  }

  private void scan() {
    context.getBeanProvider(DateScan.class).forEach(DateScan::scan);
  }

  private List<String> ends() {
    return haven.journeys(policy, REVIEW).stream()
        .filter(j -> !before.contains(j.journeyId()))
        .map(j -> j.endedAt() == null ? "runs" : String.valueOf(j.endState()))
        .toList();
  }

  private void awaitEnds(String... ends) {
    await().atMost(Duration.ofSeconds(60)).until(() -> ends().equals(List.of(ends)));
  }

  private static Map<String, Object> rules(String trigger, String from) {
    return Map.of(
        "trigger", trigger, "effectiveFrom", from, "changes", "The table of limits: one row");
  }

  @Test
  @Order(1)
  void shouldOpenSixMonthsEarlyAndAdopt_whenThreeYearsAreNearlyOver() {
    // given: adopted on 1 December 2026
    haven.moveTo("2026-12-01T10:00");
    assertThat(versions.adoptedBefore(LocalDate.of(2026, 12, 1), haven.person("beth.quayle")))
        .isTrue();
    assertThat(versions.dueOn()).contains(LocalDate.of(2029, 12, 1));

    // when
    haven.moveTo("2029-05-31T03:00");
    scan();
    assertThat(ends()).isEmpty();
    haven.moveTo("2029-06-01T03:00");
    scan();
    scan();

    // then: it is due when three years are over
    var scope = haven.awaitTask(policy, "Task_ScopePolicyReview");
    assertThat(scope.team()).isEqualTo(Team.POLICY_OWNER);
    assertThat(scope.slaKey()).isEqualTo("policyReview");
    assertThat(scope.due()).isEqualTo("2029-12-01T23:59:59");
    haven.outcome(policy, "Task_ScopePolicyReview", "change");
    haven.outcome(policy, "Task_Consult", "done");

    // and rules of our own cannot hold from a day that has passed
    var update = haven.awaitTask(policy, "Task_UpdateRules");
    var refused =
        haven.submit(update, haven.person("beth.quayle"), rules("three-years", "2029-05-31"));
    assertThat(refused).isInstanceOf(SubmitResult.Invalid.class);
    assertThat(((SubmitResult.Invalid) refused).problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.key()).isEqualTo("effectiveFrom");
              assertThat(problem.message()).contains("policy 14.3");
            });
    haven.complete(policy, "Task_UpdateRules", rules("three-years", "2030-02-01"));
    haven.outcome(policy, "Task_ReviewEqualityImpact", "done");
    haven.outcome(policy, "Task_ApprovePolicy", "changed");
    haven.complete(policy, "Task_UpdateRules", rules("three-years", "2030-03-01"));
    haven.outcome(policy, "Task_ReviewEqualityImpact", "done");
    var approval = haven.outcome(policy, "Task_ApprovePolicy", "approved");
    assertThat(approval.team()).isEqualTo(Team.SERVICE_MANAGER);
    awaitEnds("adopted");

    // then: trigger, versions and dates are on record, and staff are told
    assertThat(versions.all()).hasSize(2);
    var latest = versions.all().getFirst();
    assertThat(latest.version()).isEqualTo(2);
    assertThat(latest.reason()).isEqualTo(Trigger.THREE_YEARS);
    assertThat(latest.adoptedOn()).isEqualTo(LocalDate.of(2029, 6, 1));
    assertThat(latest.effectiveFrom()).isEqualTo(LocalDate.of(2030, 3, 1));
    assertThat(latest.tables()).containsKeys("taskSla", "riskLevel", "leadTeam");
    assertThat(versions.dueOn()).contains(LocalDate.of(2032, 6, 1));
    assertThat(context.getBean(Notices.class).unread(haven.person("maya.okafor")))
        .extracting(NoticeView::kind)
        .contains(NoticeKind.RULES_CHANGED);
    assertThat(haven.audit(policy)).contains("record-adoption", "publish-rules");
    haven.awaitOpenTasks(policy);

    // and the old version holds until the day before the new one does
    assertThat(versions.inForce(LocalDate.of(2030, 2, 28)).orElseThrow().version()).isEqualTo(1);
    assertThat(versions.inForce(LocalDate.of(2030, 3, 1)).orElseThrow().version()).isEqualTo(2);
  }

  @Test
  @Order(2)
  void shouldStartAtOnceAndKeepTheNextRequest_whenALawIsNew() {
    // given
    haven.moveTo("2029-06-04T10:00");

    // when
    versions.ask(Trigger.LAW, haven.person("beth.quayle"));

    // then: its steps have the standard limit
    var scope = haven.awaitTask(policy, "Task_ScopePolicyReview");
    assertThat(scope.slaKey()).isEqualTo("standard");
    assertThat(scope.due()).isEqualTo("2029-06-06T17:15");

    // and what a review with other agencies taught us waits, with nothing of its case
    var caseRef = haven.aCase(Map.of("riskLevel", "high"));
    context
        .getBean(JourneyRequests.class)
        .request(
            caseRef,
            990_001,
            new Code("multi-agency-review"),
            REVIEW,
            "policy-change-found",
            false,
            Map.of("reviewType", new Code("adult-review"), "level", new Code("high")));
    assertThat(haven.journeys(caseRef, REVIEW)).isEmpty();
    haven.moveTo("2029-06-06T17:15:01");
    haven.awaitBreached(haven.awaitWarned(scope));
    haven.outcome(policy, "Task_ScopePolicyReview", "no-change");
    awaitEnds("runs", "no-change", "adopted");
    assertThat(versions.all()).hasSize(2);

    // and it begins now, until somebody stops it
    haven.awaitTask(policy, "Task_ScopePolicyReview");
    assertThat(haven.person("beth.quayle")).isNotNull();
    JourneyView learning = haven.journeys(policy, REVIEW).getFirst();
    context
        .getBean(JourneyRegister.class)
        .stop(policy, learning.journeyId(), new Code("stopped"), By.SYSTEM);
    awaitEnds("stopped", "no-change", "adopted");
    haven.awaitOpenTasks(policy);
    haven.assertNothingToldReachedTheEngine();
  }

  @Test
  @Order(3)
  void shouldCountThreeYearsAnew_whenAReviewFindsNothingToChange() {
    // given
    haven.moveTo("2031-12-01T03:00");
    scan();
    haven.outcome(policy, "Task_ScopePolicyReview", "no-change");

    // then
    awaitEnds("no-change", "stopped", "no-change", "adopted");
    var latest = versions.all().getFirst();
    assertThat(latest.confirmed()).isTrue();
    assertThat(latest.version()).isEqualTo(2);
    assertThat(versions.dueOn()).contains(LocalDate.of(2034, 12, 1));
    scan();
    assertThat(ends()).hasSize(4);
  }

  /** A policy owner ends the old row and adds the new one; both stay in the table. */
  @Test
  @Order(4)
  void shouldDecideByTheOldRowUntilTheDayBefore_whenARuleHoldsFromTheFirstOfMarch()
      throws IOException {
    // given: a copy of the table of limits in which a limit changes on 1 March 2030
    String table = Files.readString(Path.of("processes/shared/taskSla.dmn"));
    int from = table.indexOf("<rule id=\"Rule_CaseReview\">");
    String old = table.substring(from, table.indexOf("</rule>", from) + "</rule>".length());
    String empty = "<inputEntry id=\"EffectiveOn_CaseReview\">\n          <text></text>";
    assertThat(old).contains(empty, "<text>84</text>");
    String ends = old.replace(empty, empty.replace("<text>", "<text>&lt; date(\"2030-03-01\")"));
    String begins =
        old.replace(empty, empty.replace("<text>", "<text>&gt;= date(\"2030-03-01\")"))
            .replace("<text>84</text>", "<text>56</text>")
            .replace("_CaseReview\"", "_CaseReviewFrom2030\"");
    context
        .getBean(CamundaClient.class)
        .newDeployResourceCommand()
        .addResourceStringUtf8(
            table
                .replace(old, ends + begins)
                .replace("id=\"Definitions_TaskSla\"", "id=\"Definitions_LimitsByDate\"")
                .replace("<decision id=\"taskSla\"", "<decision id=\"limitsByDate\"")
                .replace("#taskSla", "#limitsByDate")
                .replace("dmnElementRef=\"taskSla\"", "dmnElementRef=\"limitsByDate\""),
            "limitsByDate.dmn")
        .send()
        .join();

    // then
    assertThat(caseReview("2030-02-28")).isEqualTo(84);
    assertThat(caseReview("2030-03-01")).isEqualTo(56);
  }

  @Test
  @Order(5)
  void shouldShowTheVersionsToAllAndLetOnlyThePolicyOwnerAsk_whenThePageIsOpened()
      throws Exception {
    // given
    var pages =
        MockMvcBuilders.webAppContextSetup((WebApplicationContext) context)
            .apply(springSecurity())
            .build();

    // then
    pages
        .perform(get("/policy-reviews").with(user("maya.okafor")))
        .andExpect(status().isOk())
        .andExpect(
            content()
                .string(
                    allOf(
                        containsString("In force"),
                        containsString("Three years were over"),
                        not(containsString("Start the review")))));
    pages
        .perform(
            post("/policy-reviews").param("trigger", "law").with(user("maya.okafor")).with(csrf()))
        .andExpect(status().isForbidden());
    pages
        .perform(post("/policy-reviews").with(user("beth.quayle")).with(csrf()))
        .andExpect(status().isBadRequest())
        .andExpect(
            content()
                .string(
                    allOf(
                        containsString("Error: "),
                        containsString("href=\"#trigger\""),
                        containsString("Select what gives rise to the review"))));
    pages
        .perform(
            post("/policy-reviews")
                .param("adopted", "yes")
                .param("adoptedOnDay", "31")
                .param("adoptedOnMonth", "2")
                .param("adoptedOnYear", "2026")
                .with(user("clare.hodge"))
                .with(csrf()))
        .andExpect(status().isBadRequest())
        .andExpect(content().string(containsString("Enter the day on which it was adopted")));
    pages
        .perform(
            post("/policy-reviews")
                .param("trigger", "operations")
                .with(user("beth.quayle"))
                .with(csrf()))
        .andExpect(redirectedUrl("/policy-reviews"));
    haven.outcome(policy, "Task_ScopePolicyReview", "no-change");
    awaitEnds("no-change", "no-change", "stopped", "no-change", "adopted");
  }

  private Object caseReview(String day) {
    return context
        .getBean(Decisions.class)
        .evaluate("limitsByDate", Map.of("slaKey", "caseReview", "effectiveOn", day))
        .getFirst()
        .values()
        .stream()
        .filter(Number.class::isInstance)
        .map(Number.class::cast)
        .map(Number::intValue)
        .findFirst()
        .orElseThrow();
  }
}
