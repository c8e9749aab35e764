package org.haven.complexcasepanel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.haven.testing.JourneyDriver.with;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.haven.casefile.By;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.People;
import org.haven.casefile.PersonKind;
import org.haven.forms.FormProblem;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
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

/** J4 on the real broker, in order of date. */
@ProcessTest
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ComplexCasePanelProcessTest {
  @Autowired private ApplicationContext context;
  private JourneyDriver haven;
  private PanelListings listings;

  @BeforeAll
  void start() {
    haven = new JourneyDriver(context);
    listings = context.getBean(PanelListings.class);
  }

  @AfterAll
  void release() {
    TestPlatform.releaseClocks();
  }

  private static Map<String, Object> aProposal(String atRisk, String... issues) {
    return Map.of(
        "councilTenant", "yes",
        "maracDiscussed", "no",
        "complexIssues", List.of(issues),
        "tenancyAtRisk", atRisk,
        "summary", "She whispered that the debts are his");
  }

  private static Map<String, Object> aPanel(String outcome) {
    return Map.of(
        "hsPresent", "yes",
        "tsPresent", "yes",
        "outcome", outcome,
        "plan", "Marguerite is offered help with the debts");
  }

  private CaseRef aTenantsCase() {
    return haven.aCase(Map.of("tenure", "council-tenant", "leadTeam", "tenancy-services"));
  }

  @Test
  @Order(1)
  void shouldBeListed_whenTheMaracHeardTheCaseOfACouncilTenant() {
    // given: one issue is known
    haven.moveTo("2026-05-14T12:00");
    var caseRef = haven.aCase(Map.of("tenure", "council-tenant", "maracDiscussed", "yes"));

    // when
    haven.request(caseRef, "complex-case-panel", Map.of("askedBy", new Code("refer-to-marac")));

    // then nobody proposes it: it is listed for Wednesday 27 May, the papers due two days before
    var brief = haven.awaitTask(caseRef, "Task_PreparePanelBrief");
    assertThat(brief.due()).isEqualTo("2026-05-22T16:45");
    assertThat(listings.of(caseRef)).containsExactly(LocalDate.of(2026, 5, 27));
    haven.outcome(caseRef, "Task_PreparePanelBrief", "done");
    haven.awaitWaitingAt(caseRef, "Event_PanelDay");
    haven.moveTo("2026-05-27T09:59");
    assertThat(haven.openTasks(caseRef)).isEmpty();
    haven.moveTo("2026-05-27T10:01");
    var panel = haven.awaitTask(caseRef, "Task_HoldPanel");
    assertThat(panel.team().code()).isEqualTo("complex-case-panel");

    // when only Tenancy Services is there
    var alone = with(aPanel("plan-agreed"), "hsPresent", "no");
    assertThat(haven.submit(panel, haven.ownerOf(panel), alone))
        .isInstanceOfSatisfying(
            SubmitResult.Invalid.class,
            invalid -> {
              assertThat(invalid.problems())
                  .extracting(FormProblem::key)
                  .containsExactly("hsPresent");
              assertThat(invalid.problems().getFirst().message()).contains("7.4.1");
            });

    // and both, but too little is known
    haven.complete(caseRef, "Task_HoldPanel", aPanel("more-information"));

    // then it comes back to the next panel, with a new brief
    assertThat(haven.awaitTask(caseRef, "Task_PreparePanelBrief").due())
        .isEqualTo("2026-06-08T17:15");
    assertThat(listings.of(caseRef)).hasSize(2);
    haven.outcome(caseRef, "Task_PreparePanelBrief", "done");
    haven.awaitWaitingAt(caseRef, "Event_PanelDay", 2);
    haven.moveTo("2026-06-10T10:01");
    haven.complete(
        caseRef,
        "Task_HoldPanel",
        with(
            aPanel("plan-agreed"),
            "actions",
            List.of(
                Map.of(
                    "owner", "housing-solutions",
                    "what", "She whispered what would help",
                    "due", "2026-06-17"))));
    assertThat(haven.awaitTask(caseRef, "Task_CompleteAction").due()).isEqualTo("2026-06-17T17:15");
    haven.outcome(caseRef, "Task_CompleteAction", "done");

    // and the plan is looked at after four weeks, and after four more
    assertThat(haven.awaitClock(caseRef, "panelReview")).isEqualTo("2026-07-08T23:59:59");
    haven.moveTo("2026-07-09T09:00");
    haven.outcome(caseRef, "Task_ReviewPanelPlan", "continue");
    await().until(() -> haven.awaitClock(caseRef, "panelReview").equals("2026-08-06T23:59:59"));
    haven.moveTo("2026-08-07T08:00");
    haven.outcome(caseRef, "Task_ReviewPanelPlan", "finish");
    assertThat(haven.awaitEnd(caseRef, "complex-case-panel")).isEqualTo("plan-complete");
    haven.assertNothingToldReachedTheEngine();
  }

  @Test
  @Order(2)
  void shouldBeListed_whenAbuseHighArrearsAndATenancyAtRiskComeTogether() {
    // given
    haven.moveTo("2026-08-17T09:00");
    var caseRef = aTenantsCase();
    haven.request(caseRef, "complex-case-panel", Map.of());

    // when
    haven.complete(caseRef, "Task_ProposePanelCase", aProposal("yes", "abuse", "high-arrears"));

    // then
    haven.outcome(caseRef, "Task_PreparePanelBrief", "done");
    haven.awaitWaitingAt(caseRef, "Event_PanelDay");
    haven.moveTo("2026-08-26T10:01");
    haven.complete(caseRef, "Task_HoldPanel", aPanel("no-action"));
    assertThat(haven.awaitEnd(caseRef, "complex-case-panel")).isEqualTo("no-action");
  }

  @Test
  @Order(3)
  void shouldBeDecidedByThePanel_whenTheTenancyIsNotAtRisk() {
    // given
    haven.moveTo("2026-09-01T09:00");
    var caseRef = aTenantsCase();
    haven.request(caseRef, "complex-case-panel", Map.of());
    haven.complete(caseRef, "Task_ProposePanelCase", aProposal("no", "abuse", "mental-health"));

    // when
    var listing = haven.awaitTask(caseRef, "Task_DecideListing");
    assertThat(listing.team().code()).isEqualTo("complex-case-panel");
    haven.outcome(caseRef, "Task_DecideListing", "not-list");

    // then
    haven.outcome(caseRef, "Task_TellReferrer", "done");
    assertThat(haven.awaitEnd(caseRef, "complex-case-panel")).isEqualTo("not-listed");

    // and when the panel takes another
    var other = aTenantsCase();
    haven.request(other, "complex-case-panel", Map.of());
    haven.complete(other, "Task_ProposePanelCase", aProposal("no", "abuse", "substances"));
    haven.outcome(other, "Task_DecideListing", "list");
    haven.awaitTask(other, "Task_PreparePanelBrief");
    tell(other, "risk-changed");
    haven.outcome(other, "Task_CheckPlanStillSafe", "stop");
    assertThat(haven.awaitEnd(other, "complex-case-panel")).isEqualTo("stopped");
  }

  @Test
  @Order(4)
  void shouldAskAgain_whenItIsNotKnownWhetherSheIsATenant() {
    // given
    haven.moveTo("2026-09-07T09:00");
    var caseRef = haven.aCase(Map.of());
    haven.request(caseRef, "complex-case-panel", Map.of());

    // when
    haven.complete(
        caseRef,
        "Task_ProposePanelCase",
        with(aProposal("yes", "abuse"), "councilTenant", "unknown"));

    // then
    haven.complete(caseRef, "Task_ProposePanelCase", aProposal("yes", "abuse"));
    haven.outcome(caseRef, "Task_TellReferrer", "done");
    assertThat(haven.awaitEnd(caseRef, "complex-case-panel")).isEqualTo("not-listed");
  }

  @Test
  @Order(5)
  void shouldStop_whenTheCaseIsClosed() {
    // given
    haven.moveTo("2026-09-14T09:00");
    var caseRef = aTenantsCase();
    // whoever took the report turns out to be a party
    context
        .getBean(People.class)
        .add(
            caseRef,
            PersonKind.PERPETRATOR,
            Map.of("name", "Maya Okafor"),
            By.of(haven.person("tom.reeve")));
    haven.request(caseRef, "complex-case-panel", Map.of());
    haven.outcome(caseRef, "Task_ReassignCase", "done");
    haven.awaitTask(caseRef, "Task_ProposePanelCase");

    // when
    tell(caseRef, "victim-moved");
    haven.outcome(caseRef, "Task_CheckPlanStillSafe", "continue");
    tell(caseRef, "consent-withdrawn");
    haven.outcome(caseRef, "Task_ReviewLawfulSteps", "go-on-by-duty");
    tell(caseRef, "case-closed");

    // then
    assertThat(haven.awaitEnd(caseRef, "complex-case-panel")).isEqualTo("stopped");
  }

  private void tell(CaseRef caseRef, String message) {
    context.getBean(JourneyRegister.class).broadcast(caseRef, message, Map.of(), Set.of());
  }
}
