package org.haven.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.haven.HavenApplication;
import org.haven.platform.CaseRef;
import org.haven.testing.Chromium;
import org.haven.testing.NothingPersonalExported;
import org.haven.testing.TestPlatform;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ContextConfiguration;

/** Three survivors, each from the report to a home, through the pages alone. */
@Tag("long")
@SpringBootTest(
    classes = HavenApplication.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = "haven.sample-data=false")
@ContextConfiguration(initializers = TestPlatform.Initializer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(NothingPersonalExported.class)
class SurvivorsIT {
  // told in confidence: words that no exported record may hold
  private static final String SURVIVOR = "Marguerite Delacroix";
  private static final String PERPETRATOR = "Edmund Thistlewood";
  private static final String MINUTES = "Somebody whispered where the marzipan is kept";
  private static final String NEW_HOME = "12 Marzipan Mews, Sampleton";
  private static final String REFUGE = "4 Marzipan Yard, Sampleton";
  private static final String PHONE = "01632 960555";

  @LocalServerPort int port;

  @Value("${haven.local.folder}")
  Path folder;

  private Staff haven;

  /** Pages that are looked at once for all; these were by BrowserIT. */
  private final Set<String> checked =
      new HashSet<>(
          Set.of(
              "sign-in",
              "report",
              "task-Check safe contact",
              "task-Hold first conversation",
              "task-Complete risk questions",
              "task-Record judgement",
              "task-Agree options"));

  private Playwright playwright;
  private Browser browser;

  /** Says where everybody stood when a test failed. */
  @RegisterExtension
  final AfterTestExecutionCallback standing =
      test ->
          test.getExecutionException()
              .ifPresent(
                  failure ->
                      failure.addSuppressed(
                          new AssertionError(String.join("\n\n", haven.standing()))));

  @BeforeAll
  void start() {
    playwright = Chromium.playwright();
    browser = Chromium.launch(playwright);
  }

  @BeforeEach
  void everybodyAtWork() throws IOException {
    if (haven != null) {
      haven.close();
    }
    String password = Files.readString(folder.resolve("sign-in-password")).strip();
    haven = new Staff(browser, "http://localhost:" + port, password, checked);
  }

  @AfterAll
  void stop() {
    browser.close();
    playwright.close();
    TestPlatform.releaseClocks();
  }

  private static LocalDate day(String date) {
    return LocalDate.parse(date);
  }

  // from the report to the options, as every survivor

  private CaseRef report(String at, String tenure) {
    haven.moveTo(at);
    return haven
        .as("maya.okafor")
        .report("He whispered that he would come back", SURVIVOR, PHONE, tenure, PERPETRATOR);
  }

  private void checkSafeContact(HavenPages officer, CaseRef caseRef) {
    officer.finish(
        caseRef,
        "Check safe contact",
        """
        contactAllowed: yes
        method: phone
        detail: %s
        watched: no
        unsafeToTell: %s
        """
            .formatted(PHONE, PERPETRATOR));
  }

  private void holdFirstConversation(HavenPages officer, CaseRef caseRef, String homelessNow) {
    officer.finish(
        caseRef,
        "Hold first conversation",
        """
        reached: yes
        alone: yes
        wishes: To sleep without fear, she whispered
        personallyConnected: yes
        isAbuse: yes
        homelessNow: %s
        unsafeAtHome: yes
        threat: domestic-abuse
        furtherIntervention: yes
        """
            .formatted(homelessNow));
  }

  private void assessRisk(HavenPages officer, CaseRef caseRef, int yes, String incidentOn) {
    officer.openTask(caseRef, "Complete risk questions").fill("mode: with-her");
    for (int item = 1; item <= 24; item++) {
      officer.fill("risk%02d: %s".formatted(item, item <= yes ? "yes" : "no"));
    }
    officer
        .fill(
            """
            incidentOn: %s
            eventsSixMonths: 1
            newAbuse: yes
            samePair: yes
            suicideOrSelfHarm: no
            childAffected: no
            childHarmNow: no
            adultCareNeeds: no
            youngParty: none
            otherAbuse: no
            staffImplicated: no
            source: She whispered it to us
            """
                .formatted(incidentOn))
        .send();
    officer.finish(caseRef, "Record judgement", "judgementHigh: no");
  }

  private void agreeOptions(
      HavenPages officer, CaseRef caseRef, String reviewOn, List<String> chosen) {
    var offered = new ArrayList<>(chosen);
    offered.add("support-plan");
    officer.finish(
        caseRef,
        "Agree options",
        """
        offered: %s
        chosen: %s
        steps: Keep the phone charged
        reviewOn: %s
        championConsulted: not-needed
        """
            .formatted(String.join(", ", offered), String.join(", ", chosen), reviewOn));
    officer.awaitEnd(caseRef, "Report domestic abuse", "options agreed");
  }

  /** Two people of the team look at the letter that waits. */
  private void passLetter(CaseRef caseRef, String first, String second) {
    check(haven.as(first), caseRef, "Check letter and bundle");
    check(haven.as(second), caseRef, "Check letter again");
  }

  private static void check(HavenPages checker, CaseRef caseRef, String title) {
    checker.finish(
        caseRef,
        title,
        """
        pass: yes
        recipientRight: yes
        noSafeAddress: yes
        noMarac: yes
        neutralSender: yes
        """);
  }

  /** For whoever has no part in the case it does not exist. */
  private void cannotOpen(String username, CaseRef caseRef) {
    var somebody = haven.as(username);
    somebody.open("/cases/" + caseRef);
    assertThat(somebody.heading()).isEqualTo("Page not found");
    somebody.open("/tasks?list=team");
    assertThat(somebody.text()).doesNotContain(caseRef.value());
    somebody.open("/cases");
    assertThat(somebody.text()).doesNotContain(caseRef.value());
  }

  // the first survivor

  @Test
  void shouldMoveUnseenToASecureTenancy_whenAtHighRisk() {
    // given
    var caseRef = reportAtHighRisk();
    // when
    maracReferral(caseRef);
    maracMeeting(caseRef);
    panel(caseRef);
    transfer(caseRef);
    endOfPanel(caseRef);
    // then
    assertThat(haven.findings()).isEmpty();
  }

  private CaseRef reportAtHighRisk() {
    var caseRef = report("2026-04-20T10:00", "council-tenant");
    var grace = haven.as("grace.lindley");
    checkSafeContact(grace, caseRef);
    holdFirstConversation(grace, caseRef, "no");
    assessRisk(grace, caseRef, 14, "2026-04-19");
    agreeOptions(grace, caseRef, "2026-05-11", List.of());
    return caseRef;
  }

  private void maracReferral(CaseRef caseRef) {
    var grace = haven.as("grace.lindley");
    grace.outcome(caseRef, "Explain referral", "given");
    grace.finish(
        caseRef,
        "Complete MARAC referral",
        """
        grounds: visible
        consent: given
        priorReferral: no
        whomSheFears: %s
        unsafeToTell: Everybody named Thistlewood
        actionsTaken: The locks were changed
        """
            .formatted(PERPETRATOR));
    grace.answer(
        caseRef,
        "Wait for the hub",
        """
        answer: accepted
        meetingOn: 2026-05-14
        """);
    grace.outcome(caseRef, "Request IDVA", "contacted");
    grace.outcome(caseRef, "Research records", "done");
    grace.openCase(caseRef).check("case-before-marac");
  }

  private void maracMeeting(CaseRef caseRef) {
    haven.moveTo("2026-05-14T12:00");
    var grace = haven.as("grace.lindley");
    grace.answer(caseRef, "Wait for the meeting", "words: The hub whispered it");
    grace.outcome(caseRef, "Give safe feedback", "given");
    grace.finish(
        caseRef,
        "Record MARAC meeting",
        """
        meetingOn: 2026-05-14
        perpetratorTenancyDiscussed: no
        minutes: %s
        actions[0].owner: tenancy-services
        actions[0].what: Ring her sister, she whispered
        actions[0].due: 2026-05-21
        """
            .formatted(MINUTES));
    grace.outcome(caseRef, "Complete action", "done");
    grace.awaitEnd(caseRef, "Refer to MARAC", "heard");
    grace.check("case-after-marac");
    assertThat(grace.text()).contains("flagged until 14 May 2027").doesNotContain(MINUTES);
    assertThat(grace.readMinutes(caseRef, "To prepare the panel")).contains(MINUTES);
  }

  private void panel(CaseRef caseRef) {
    var grace = haven.as("grace.lindley");
    grace.outcome(caseRef, "Prepare panel brief", "done");
    grace.awaitStep(caseRef, "Panel day");
    haven.moveTo("2026-05-27T10:01");
    haven
        .as("leah.brandt")
        .finish(
            caseRef,
            "Hold panel",
            """
            hsPresent: yes
            tsPresent: yes
            outcome: plan-agreed
            plan: Marguerite is offered another home
            actions[0].owner: tenancy-services
            actions[0].what: She whispered what would help
            actions[0].due: 2026-06-03
            """);
    haven.as("grace.lindley").outcome(caseRef, "Complete action", "done");
  }

  private void transfer(CaseRef caseRef) {
    var grace = haven.as("grace.lindley");
    grace.startJourney(caseRef, "Management transfer");
    // how to reach her was asked more than 28 days ago
    checkSafeContact(grace, caseRef);
    grace.finish(
        caseRef,
        "Agree areas and size",
        """
        safeAreas: Where she whispered
        noGoAreas: Beside the marzipan shop
        bedrooms: 2
        """);
    grace.finish(
        caseRef,
        "Review arrears fairly",
        """
        amount: 2400
        economicAbuse: yes
        option: pause
        decision: Thistlewood ran the debt up
        """);
    haven.as("clare.hodge").outcome(caseRef, "Approve transfer", "approved");
    haven.as("maya.okafor").outcome(caseRef, "Search other homes", "found");
    var sam = haven.as("sam.whitlock");
    sam.finish(
        caseRef,
        "Check offer is safe",
        """
        notNoGo: yes
        linksNearby: None known
        herView: She whispered that she likes it
        safe: yes
        """);
    sam.outcome(caseRef, "Make offer", "accepted");
    sam.finish(
        caseRef,
        "Check tenancy basis",
        """
        councilGrants: yes
        priorTenancy: other-home
        victimInHousehold: yes
        connected: yes
        basis: The file of Delacroix
        """);
    sam.finish(
        caseRef,
        "Grant tenancy",
        """
        granted: secure-lifetime
        tenancyRef: T-700001
        holding: sole-victim
        startOn: 2026-06-08
        safeAddress: %s
        """
            .formatted(NEW_HOME));
    haven.hide(NEW_HOME);
    sam.outcome(caseRef, "Plan safe move", "done");
    sam.awaitEnd(caseRef, "Management transfer", "moved");
  }

  private void endOfPanel(CaseRef caseRef) {
    var grace = haven.as("grace.lindley");
    grace.awaitStep(caseRef, "Review due");
    haven.moveTo("2026-06-25T09:00");
    haven.as("omar.siddiq").outcome(caseRef, "Review panel plan", "finish");
    grace = haven.as("grace.lindley");
    grace.awaitEnd(caseRef, "Complex Case Panel", "plan complete");
    grace.check("case-moved");
    // then: the new tenancy is on record, her new home is not on the page
    assertThat(grace.record(caseRef, "Grant tenancy"))
        .contains("secure")
        .doesNotContain("T-700001", NEW_HOME);
    assertThat(grace.record(caseRef, "Approve transfer: approved")).contains("Clare Hodge");
    assertThat(grace.record(caseRef, "Make offer: accepted")).contains("Sam Whitlock");
    assertThat(grace.text()).contains("Management transfer ended: moved").doesNotContain(MINUTES);
    cannotOpen("jo.tanner", caseRef);
  }

  // the second survivor

  @Test
  void shouldRegainHerHome_whenHeIsEvictedOnGround2a() {
    // given
    var caseRef = reportOfALeaver();
    // when
    wishes(caseRef);
    notice(caseRef);
    claim(caseRef);
    eviction(caseRef);
    // then
    assertThat(haven.findings()).isEmpty();
  }

  private CaseRef reportOfALeaver() {
    var caseRef = report("2026-02-03T10:00", "council-tenant");
    var grace = haven.as("grace.lindley");
    checkSafeContact(grace, caseRef);
    holdFirstConversation(grace, caseRef, "no");
    assessRisk(grace, caseRef, 5, "2026-02-01");
    agreeOptions(grace, caseRef, "2026-02-24", List.of("perpetrator-response"));
    return caseRef;
  }

  private void wishes(CaseRef caseRef) {
    var grace = haven.as("grace.lindley");
    recordWishes(grace, caseRef);
    grace.finish(
        caseRef,
        "Decide perpetrator action",
        """
        action: possession
        signpost: no
        evidenceNotHers: yes
        reason: Neighbours whispered of shouting at night
        """);
    grace.awaitEnd(caseRef, "Perpetrator response", "handed to possession");
  }

  private void recordWishes(HavenPages officer, CaseRef caseRef) {
    officer.finish(
        caseRef,
        "Record victim's wishes",
        """
        victimWishes: supports
        view: She whispered that she wants her home back
        actionUnsafe: no
        risks: He whispered that he would come back
        wishesRecorded: yes
        """);
  }

  private void notice(CaseRef caseRef) {
    var grace = haven.as("grace.lindley");
    recordWishes(grace, caseRef);
    grace.openTask(caseRef, "Record legal elements");
    grace
        .fill(
            """
            tenancySecure: yes
            livedAsCouple: yes
            onePartnerTenant: yes
            leaverIsTenant: no
            partnerLeft: yes
            leftBecauseOfViolence: yes
            unlikelyToReturn: yes
            reasonableToOrder: yes
            evidence: Neighbours whispered of shouting
            proportionality: He whispered of another flat
            equality: Weighed
            periodDay: monday
            pleadsGround2: no
            safeRouteKnown: yes
            noticeValidOrExcused: unknown
            copyServedOrAllReasonableSteps: unknown
            wishesRecorded: yes
            """)
        .send();
    haven.as("colin.drew").outcome(caseRef, "Review legal case", "issue");
    haven.as("clare.hodge").outcome(caseRef, "Approve proceedings", "approved");
    passLetter(caseRef, "grace.lindley", "sam.whitlock");
    haven.moveTo("2026-02-04T11:00");
    var sam = haven.as("sam.whitlock");
    sam.finish(
        caseRef,
        "Serve notice",
        """
        noticeServed: served
        servedOn: 2026-02-04
        copyServedOrAllReasonableSteps: yes
        recipients: %s
        proof: A certificate
        """
            .formatted(PERPETRATOR));
    sam.awaitStep(caseRef, "First day of claim");
    sam.openCase(caseRef).check("case-notice-served");
  }

  private void claim(CaseRef caseRef) {
    haven.moveTo("2026-03-09T09:00");
    var colin = haven.as("colin.drew");
    colin.outcome(caseRef, "Issue claim", "issued");
    colin.answer(caseRef, "Hearing listed", "hearingOn: 2026-04-15");
    colin.outcome(caseRef, "Prepare court bundle", "done");
    passLetter(caseRef, "sam.whitlock", "grace.lindley");
    haven.moveTo("2026-04-15T15:00");
    colin = haven.as("colin.drew");
    colin.finish(
        caseRef,
        "Record court outcome",
        """
        outcome: outright
        orderOn: 2026-04-15
        leaveOn: 2026-04-29
        """);
    colin.awaitStep(caseRef, "Possession date");
  }

  private void eviction(CaseRef caseRef) {
    haven.moveTo("2026-04-30T09:00");
    var colin = haven.as("colin.drew");
    colin.outcome(caseRef, "Apply for eviction", "done");
    colin.answer(caseRef, "Eviction set", "evictionOn: 2026-05-20");
    haven.moveTo("2026-05-20T12:00");
    var sam = haven.as("sam.whitlock");
    sam.outcome(caseRef, "Carry out eviction", "done");
    // asked by this journey, and by the one for the locks that it started
    checkSafeContact(sam, caseRef);
    checkSafeContact(sam, caseRef);
    sam.outcome(caseRef, "Ask if she returns", "returns");
    sam.finish(
        caseRef,
        "Check tenancy basis",
        """
        councilGrants: yes
        priorTenancy: joint-this-home
        victimInHousehold: yes
        connected: yes
        basis: The old agreement
        """);
    sam.awaitEnd(caseRef, "Possession, Ground 2A", "possessed");
    sam.check("case-possessed");
    // then: the notice, the order and the eviction are on record
    assertThat(sam.record(caseRef, "Serve notice")).contains("4 February 2026", PERPETRATOR);
    assertThat(sam.record(caseRef, "Record court outcome")).contains("29 April 2026");
    assertThat(sam.record(caseRef, "Carry out eviction")).contains("Sam Whitlock", "20 May 2026");
    assertThat(sam.record(caseRef, "Ask if she returns: returns")).contains("20 May 2026");
    assertThat(sam.text())
        .contains("Notice seeking possession", "checked by Grace Lindley, Sam Whitlock")
        .contains("Papers for the hearing", "Locks and security at home");
    cannotOpen("maya.okafor", caseRef);
  }

  // the third survivor

  @Test
  void shouldBeHoused_whenAReviewChangesTheDecision() {
    // given
    var caseRef = reportOfNoHome();
    refused(caseRef);
    // when
    review(caseRef);
    housed(caseRef);
    // then
    assertThat(haven.findings()).isEmpty();
  }

  private CaseRef reportOfNoHome() {
    var caseRef = report("2026-04-08T10:00", "private-rented");
    var maya = haven.as("maya.okafor");
    checkSafeContact(maya, caseRef);
    holdFirstConversation(maya, caseRef, "yes");
    assessRisk(maya, caseRef, 5, "2026-04-07");
    agreeOptions(maya, caseRef, "2026-04-29", List.of("homelessness-application"));
    return caseRef;
  }

  private void refused(CaseRef caseRef) {
    takeApplication(caseRef, "2026-04-08");
    agreePlan(caseRef, "no", "2026-04-08");
    decide(caseRef, "no-duty", "not homeless", "2026-04-08", "She can stay with a friend.");
    haven.as("maya.okafor").awaitEnd(caseRef, "Homelessness application", "not owed");
  }

  private void takeApplication(CaseRef caseRef, String day) {
    var maya = haven.as("maya.okafor");
    maya.finish(
        caseRef,
        "Take application",
        """
        reasonToBelieve: yes
        homeless: yes
        lossReason: domestic-abuse
        lastSettledHome: A flat that he whispered was his
        children: 0
        pregnant: no
        eligible: yes
        recourse: yes
        unsafeAreas: Anywhere near Delacroix Street
        """);
    maya.finish(
        caseRef,
        "Place safely",
        """
        kind: refuge
        areaSafe: yes
        startOn: %s
        safeAddress: %s
        """
            .formatted(day, REFUGE));
    haven.hide(REFUGE);
  }

  private void agreePlan(CaseRef caseRef, String homeless, String day) {
    haven
        .as("maya.okafor")
        .finish(
            caseRef,
            "Agree housing plan",
            """
            homeless: %s
            eligible: yes
            priorityNeed: yes
            intentional: no
            satisfiedOn: %s
            steps: She whispered what would help
            """
                .formatted(homeless, day));
  }

  private void decide(CaseRef caseRef, String duty, String advice, String day, String reasons) {
    var tom = haven.as("tom.reeve").openTask(caseRef, "Issue decision letter");
    assertThat(tom.text()).contains("The table advises: " + advice);
    tom.fill(
            """
            duty: %s
            notifiedOn: %s
            reasons: %s
            reviewRight: yes
            """
                .formatted(duty, day, reasons))
        .send();
    passLetter(caseRef, "maya.okafor", "tom.reeve");
  }

  private void review(CaseRef caseRef) {
    haven.moveTo("2026-04-28T10:00");
    var maya = haven.as("maya.okafor");
    maya.askForReview(caseRef, "Not homeless", day("2026-04-28"));
    haven.moveTo("2026-05-05T10:00");
    haven
        .as("clare.hodge")
        .finish(
            caseRef,
            "Decide review",
            """
            uninvolved: yes
            outcome: changed
            reasons: She was not safe there.
            notifiedOn: 2026-05-05
            appealRight: yes
            """);
    passLetter(caseRef, "tom.reeve", "maya.okafor");
    maya = haven.as("maya.okafor");
    maya.awaitEnd(caseRef, "Homelessness application", "review changed");
    maya.check("case-review-changed");
  }

  private void housed(CaseRef caseRef) {
    takeApplication(caseRef, "2026-05-05");
    agreePlan(caseRef, "yes", "2026-05-05");
    decide(
        caseRef,
        "relief",
        "help to find a home (relief)",
        "2026-05-05",
        "She cannot safely go back.");
    var maya = haven.as("maya.okafor");
    maya.answer(caseRef, "Help to find a home", "answer: secured");
    maya.awaitEnd(caseRef, "Homelessness application", "housed");
    maya.check("case-housed");
    // then: the review is on record beside the decision
    assertThat(maya.text())
        .contains("review asked for on 28 April 2026 · the decision was changed")
        .contains("The review of our decision", "checked by Tom Reeve, Maya Okafor");
    assertThat(maya.record(caseRef, "Decide review"))
        .contains("Clare Hodge", "She was not safe there.");
    cannotOpen("grace.lindley", caseRef);
  }
}
