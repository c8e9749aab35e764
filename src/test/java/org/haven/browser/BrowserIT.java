package org.haven.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.SelectOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.haven.HavenApplication;
import org.haven.platform.CaseRef;
import org.haven.platform.Models;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.records.ScriptedFigures;
import org.haven.testing.Chromium;
import org.haven.testing.NothingPersonalExported;
import org.haven.testing.TestPlatform;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.test.context.ContextConfiguration;

/**
 * J1 with J2 from intake to agreed options, through the pages alone, in a real browser against the
 * real platform.
 */
@SpringBootTest(
    classes = {HavenApplication.class, BrowserIT.Supervision.class},
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = "haven.sample-data=false")
@ContextConfiguration(initializers = TestPlatform.Initializer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(NothingPersonalExported.class)
class BrowserIT {
  private static final Path PICTURES = Path.of("docs", "images");

  /** Figures that a test writes: none are built of the records that other tests left. */
  @TestConfiguration(proxyBeanMethods = false)
  static class Supervision {
    @Bean
    @Primary
    static ScriptedFigures scriptedFigures() {
      return new ScriptedFigures();
    }
  }

  @Autowired ScriptedFigures figures;
  @Autowired Models models;

  @LocalServerPort int port;

  @Value("${haven.local.folder}")
  Path folder;

  private Playwright playwright;
  private Browser browser;
  private HavenPages haven;

  @BeforeAll
  void start() throws IOException {
    TestPlatform.moveTo(at("2026-04-02T16:00"));
    playwright = Chromium.playwright();
    browser = Chromium.launch(playwright);
    haven = person();
  }

  @AfterAll
  void stop() {
    browser.close();
    playwright.close();
    TestPlatform.releaseClocks();
  }

  @AfterEach
  void nothingIsWrongWithThePages() {
    assertThat(haven.findings()).isEmpty();
  }

  private HavenPages person() throws IOException {
    String password = Files.readString(folder.resolve("sign-in-password")).strip();
    return new HavenPages(browser, "http://localhost:" + port, password);
  }

  private static java.time.Instant at(String london) {
    return LocalDateTime.parse(london).atZone(WorkingCalendar.LONDON).toInstant();
  }

  private static LocalDate today() {
    return LocalDate.ofInstant(TestPlatform.clock().instant(), WorkingCalendar.LONDON);
  }

  /** The grounds on which a risk is high. */
  enum Ground {
    VISIBLE,
    JUDGEMENT,
    ESCALATION,
    SUICIDE
  }

  @Tag("foundation")
  @Test
  void shouldAgreeOptions_whenTheRiskIsHighByTheAnswers() {
    shouldAgreeOptions(Ground.VISIBLE);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "VISIBLE")
  void shouldAgreeOptions_whenTheRiskIsHighOnAnotherGround(Ground ground) {
    shouldAgreeOptions(ground);
  }

  private void shouldAgreeOptions(Ground ground) {
    // given
    haven.signIn("maya.okafor");
    var caseRef = report();
    checkSafeContact(caseRef);
    holdFirstConversation(caseRef);
    // when
    completeRiskQuestions(caseRef, ground);
    if (ground == Ground.VISIBLE) {
      haven.openCase(caseRef).check("case-under-way").picture(PICTURES, "case");
    }
    recordJudgement(caseRef, ground == Ground.JUDGEMENT);
    agreeOptions(caseRef);
    // then
    await("end of " + caseRef)
        .pollInSameThread()
        .atMost(Duration.ofSeconds(90))
        .untilAsserted(
            () -> {
              haven.open("/cases/" + caseRef);
              assertThat(haven.text()).contains("options agreed").contains("Support plan");
            });
    assertThat(haven.text()).containsIgnoringCase("high").containsIgnoringCase("marac");
    assertThat(haven.page().title()).isEqualTo("Case – " + caseRef + " – Haven");
    haven.check("case");
  }

  @Tag("foundation")
  @Test
  void shouldWarnTheOwnerAndTellOfTheBreach_whenTimePasses() throws IOException {
    // given: Thursday before Easter, first contact due on Tuesday at 17.15, warned at half time
    TestPlatform.moveTo(at("2026-04-02T16:00"));
    haven.signIn("maya.okafor");
    var caseRef = report();
    haven.openTask(caseRef, "Check safe contact");
    haven.press("Claim");
    assertThat(haven.text()).contains("You have claimed it").contains("due Tue 7 April 17.15");
    // when: past the warning
    TestPlatform.moveTo(at("2026-04-07T14:00"));
    // then: she had to sign in again, and is told
    haven.open("/tasks");
    assertThat(haven.text()).contains("nothing was done for 30 minutes");
    haven.signIn("maya.okafor");
    awaitOnTasks(haven, "Time runs out", caseRef);
    assertThat(haven.text()).contains("due today 17.15");
    haven.check("tasks").picture(PICTURES, "tasks");
    // when: past the breach
    TestPlatform.moveTo(at("2026-04-08T09:30"));
    // then: the service manager is told, and the list says how late it is
    try (HavenPages manager = person()) {
      manager.signIn("clare.hodge");
      awaitOnTasks(manager, "Late", caseRef);
    }
    haven.signIn("maya.okafor");
    haven.open("/tasks");
    assertThat(haven.text()).contains("1 working day late");
  }

  @Test
  void shouldKeepWhatWasTyped_whenAColleagueFinishedTheTaskMeanwhile() throws IOException {
    // given
    haven.signIn("maya.okafor");
    var caseRef = report();
    haven.openTask(caseRef, "Check safe contact");
    fillSafeContact(haven);
    try (HavenPages colleague = person()) {
      colleague.signIn("tom.reeve");
      colleague.openTask(caseRef, "Check safe contact");
      fillSafeContact(colleague);
      colleague.send();
    }
    // when
    haven.finishSteps().press("Save and finish the task");
    // then
    haven.page().locator("text=Tom Reeve finished this task").waitFor();
    haven.page().locator(".haven-answers dd:text-is('Nobody at home')").waitFor();
    haven.check("done-meanwhile");
  }

  @Test
  void shouldBeUsable_onEveryOtherPage() throws IOException {
    haven.signIn("helen.marsh");
    haven.open("/tasks?list=team").check("tasks-team");
    haven.open("/cases").check("find-a-case");
    haven.open("/break-glass").check("break-glass");
    haven.press("Open the case");
    haven.check("break-glass-refused");
    haven.open("/break-glass/reviews").check("looks-to-review");
    haven.open("/tenancies").check("tenancies").picture(PICTURES, "tenancies");
    haven.open("/reports/new").picture(PICTURES, "report");
    haven.press("Save the report");
    haven.check("report-refused");
    assertThat(haven.page().evaluate("document.activeElement.className"))
        .asString()
        .contains("govuk-error-summary");
    haven.open("/nowhere").check("not-found");
    haven.open("/platform").check("not-allowed");
    try (HavenPages administrator = person()) {
      administrator.signIn("zoe.lamb");
      administrator.open("/platform").check("platform").picture(PICTURES, "platform");
      assertThat(administrator.findings()).isEmpty();
    }
  }

  @Test
  void shouldLeadFromAFigureToTheWork_byKeyboardAlone() {
    // given
    haven.signIn("maya.okafor");
    var caseRef = report();
    var assessRisk =
        models.processes().stream()
            .filter(model -> model.processId().equals("assess-risk"))
            .findFirst()
            .orElseThrow();
    figures.stand(
        1,
        "assess-risk",
        assessRisk.version(),
        "Task_CompleteRiskQuestions",
        caseRef.value(),
        TestPlatform.clock().instant().minus(Duration.ofHours(30)));
    haven.signIn("helen.marsh");
    String behindIt = "/supervision/work?journey=assess-risk&step=&which=late";
    await("that the case is of her team")
        .pollInSameThread()
        .atMost(Duration.ofSeconds(60))
        .until(() -> haven.open(behindIt).text().contains(caseRef.value()));
    // when
    haven.open("/supervision?show=assess-risk").check("board").picture(PICTURES, "board");
    haven.page().locator("#to-late-assess-risk-").press("Enter");
    haven.page().waitForURL(url -> url.endsWith(behindIt));
    // then
    assertThat(haven.text()).contains(caseRef.value());
    haven.check("board-work");
    // when
    haven.open("/supervision?show=assess-risk");
    haven.page().locator("#diagram-assess-risk").press("Enter");
    haven.page().waitForURL(url -> url.endsWith("/supervision/journeys/assess-risk"));
    // then
    haven.page().locator("figure").scrollIntoViewIfNeeded();
    haven.page().locator("figure svg").getByText("1 now, 1 late").waitFor();
    haven.check("diagram-with-figures").picture(PICTURES, "diagram");
    for (String kind : List.of("SVG", "PNG")) {
      var file =
          haven
              .page()
              .waitForDownload(
                  () -> haven.page().getByLabel("Save the diagram as " + kind).press("Enter"));
      assertThat(file.suggestedFilename())
          .startsWith("assess-risk-median-")
          .endsWith("." + kind.toLowerCase(java.util.Locale.ROOT));
    }
    figures.all.clear();
  }

  @Test
  void shouldShowAJourneyAsItRuns_andWhatMayBeDoneToIt() {
    // given
    haven.signIn("maya.okafor");
    var caseRef = report();
    haven.signIn("helen.marsh");
    String asItRuns = "a[href^='/supervision/instances/']";
    await("that the journey is of her team's case, and runs")
        .pollInSameThread()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              haven.open("/cases/" + caseRef);
              if (haven.page().locator(asItRuns).count() == 0) {
                return false;
              }
              haven.open(haven.page().locator(asItRuns).first().getAttribute("href"));
              return haven.page().locator("#facts").count() > 0
                  && haven.page().locator("#now a[href*='/acts/move']").count() > 0;
            });
    // then
    haven.page().locator("figure").scrollIntoViewIfNeeded();
    haven.page().locator("figure svg .haven-active").first().waitFor();
    haven.check("instance");
    // when
    haven.page().locator("#now a[href*='/acts/move']").first().press("Enter");
    haven.page().waitForURL(url -> url.contains("/acts/move"));
    haven.press("Look what will happen");
    haven.check("act-refused");
    haven.page().locator("#to").selectOption(new SelectOption().setIndex(1));
    haven.page().locator("#reason").fill("It went the wrong way");
    haven.press("Look what will happen");
    // then
    assertThat(haven.page().locator("#preview").innerText()).contains("The journey will leave");
    haven.check("act-preview");
    haven.open("/supervision/incidents").check("incidents");
  }

  @Test
  void shouldBeUsable_onThePagesOfACase() throws IOException {
    // given
    haven.signIn("maya.okafor");
    var caseRef = report();
    checkSafeContact(caseRef);
    // when: the number is looked up, with a reason
    haven.open("/cases/" + caseRef + "/contact").check("contact");
    haven.press("Show number and code word");
    haven.check("contact-refused");
    haven.page().locator("#reason").fill("To call her");
    haven.press("Show number and code word");
    haven.check("contact-shown");
    // then
    assertThat(haven.text()).contains("01632 960555").contains("is on record");
    // and what became unsafe is put right at once
    haven.open("/cases/" + caseRef + "/safe-contact").check("safe-contact");
    haven
        .choose("contactAllowed", "no")
        .choose("watched", "yes")
        .type("unsafeToTell", "Nobody at home");
    haven.press("Save what she said");
    assertThat(haven.text()).contains("counts from now on").contains("Do not contact her yet");
    // and the other pages
    haven.open("/cases/" + caseRef + "/consent-withdrawn").check("consent-withdrawn");
    haven.press("Save that she no longer agrees");
    assertThat(haven.text()).contains("She no longer agrees to sharing.");
    haven.open("/cases/" + caseRef + "/move").check("move");
    haven.press("Save that she has moved");
    haven.check("move-refused");
    haven.page().locator("#safeAddress").fill("1 Sample Road");
    haven.press("Save that she has moved");
    assertThat(haven.text()).contains("The move is on record").doesNotContain("Sample Road");
    // where she is opens once, with a reason, and not to whoever looks over a shoulder
    haven.open("/cases/" + caseRef + "/safe-address").check("vault");
    haven.press("Show the address");
    haven.check("vault-refused");
    haven.page().locator("#reason").fill("To plan the visit");
    haven.press("Show the address");
    haven.check("vault-shown");
    assertThat(haven.text()).contains("1 Sample Road");
    pressEscapeTwice();
    haven.page().locator(".haven-curtain").waitFor();
    assertThat(haven.page().locator("main").isVisible()).isFalse();
    haven.check("hidden");
    pressEscapeTwice();
    assertThat(haven.page().locator("main").isVisible()).isTrue();
    // on paper stands only what may leave the building, and why it is wanted is asked first
    haven.open("/cases/" + caseRef + "/print").check("print-ask");
    haven.press("Show the page to print");
    haven.check("print-refused");
    haven.page().locator("#reason").fill("For the panel");
    haven.press("Show the page to print");
    haven.check("print");
    assertThat(haven.text())
        .contains("Contains personal data", "Marguerite Delacroix")
        .doesNotContain("Sample Road", "01632 960555", "Nobody at home");
    // and whoever calls again is known while her name is typed
    haven.open("/reports/new");
    haven.page().locator("#words").fill("He came back");
    haven.page().locator("#name").fill("marguerite delacroix");
    haven.page().locator("#alike-" + caseRef).waitFor();
    haven.check("report-alike");
    haven.page().locator("#alike-" + caseRef + " button[name=addTo]").press("Enter");
    haven.page().locator("#alike-found .govuk-inset-text").waitFor();
    haven.check("report-alike-added");
    assertThat(haven.page().locator("#openCase").inputValue()).isEqualTo(caseRef.value());
    assertThat(haven.page().locator("#words").inputValue()).isEqualTo("He came back");
    haven.open("/cases/" + caseRef);
    haven.page().locator("#start summary").click();
    haven.check("case-page");
    haven.page().locator("a[href$='/stop']").first().click();
    haven.check("stop-journey");
    haven.press("Stop this journey");
    haven.check("stop-journey-refused");
    assertThat(haven.text()).contains("Confirm it with her alone first");
    keepOut("tom.reeve", caseRef);
  }

  private void pressEscapeTwice() {
    haven.page().keyboard().press("Escape");
    haven.page().keyboard().press("Escape");
  }

  /** A colleague who knows somebody in the case cannot see it from then on. */
  private void keepOut(String username, CaseRef caseRef) throws IOException {
    haven.open("/cases/" + caseRef + "/conflicts").check("conflicts");
    haven.press("Keep them out");
    haven.check("conflicts-refused");
    assertThat(haven.text()).contains("Choose who is to be kept out");
    haven.page().locator("#who").selectOption(username);
    haven.page().locator("input[name=why][value=declared]").check();
    haven.press("Keep them out");
    assertThat(haven.text()).contains("They are kept out of this case from now on");
    try (var colleague = person()) {
      colleague.signIn(username);
      colleague.open("/tasks");
      assertThat(colleague.text()).doesNotContain(caseRef.value());
      colleague.open("/cases/" + caseRef);
      assertThat(colleague.text()).contains("Page not found").doesNotContain(caseRef.value());
    }
  }

  @Test
  void shouldReachTheMainPartFirst_whenTheKeyboardIsUsed() {
    haven.signIn("maya.okafor");
    haven.open("/tasks");
    haven.page().keyboard().press("Tab");
    assertThat(haven.page().evaluate("document.activeElement.textContent"))
        .isEqualTo("Skip to main content");
    haven.page().keyboard().press("Enter");
    assertThat(haven.page().evaluate("document.activeElement.id")).isEqualTo("main-content");
  }

  private static void awaitOnTasks(HavenPages person, String words, CaseRef caseRef) {
    await(words + " for " + caseRef)
        .pollInSameThread()
        .atMost(Duration.ofSeconds(90))
        .untilAsserted(
            () -> {
              person.open("/tasks");
              // while there is no notice there is no place for notices: the page is asked again
              assertThat(String.join(" ", person.page().locator(".haven-notices").allInnerTexts()))
                  .contains(words)
                  .contains(caseRef.value());
            });
  }

  private CaseRef report() {
    return haven.report(
        "He shouted and would not let me leave",
        "Marguerite Delacroix",
        "01632 960555",
        "private-rented");
  }

  private void checkSafeContact(CaseRef caseRef) {
    haven.openTask(caseRef, "Check safe contact");
    fillSafeContact(haven);
    haven.send();
  }

  private static void fillSafeContact(HavenPages person) {
    person
        .choose("contactAllowed", "yes")
        .choose("method", "phone")
        .type("detail", "01632 960555")
        .type("times", "mornings")
        .choose("watched", "no")
        .type("unsafeToTell", "Nobody at home");
  }

  private void holdFirstConversation(CaseRef caseRef) {
    haven
        .openTask(caseRef, "Hold first conversation")
        .choose("reached", "yes")
        .choose("alone", "yes")
        .type("wishes", "To stay, with new locks")
        .choose("personallyConnected", "yes")
        .choose("isAbuse", "yes")
        .choose("homelessNow", "no")
        .choose("unsafeAtHome", "yes")
        .select("threat", "domestic-abuse")
        .choose("furtherIntervention", "no")
        .send();
  }

  private void completeRiskQuestions(CaseRef caseRef, Ground ground) {
    haven.openTask(caseRef, "Complete risk questions").choose("mode", "with-her");
    int yes = ground == Ground.VISIBLE ? 14 : 5;
    for (int item = 1; item <= 24; item++) {
      haven.choose("risk%02d".formatted(item), item <= yes ? "yes" : "no");
    }
    haven
        .date("incidentOn", today().minusDays(1))
        .type("eventsSixMonths", ground == Ground.ESCALATION ? "3" : "1")
        .choose("newAbuse", "yes")
        .choose("samePair", "yes")
        .choose("suicideOrSelfHarm", ground == Ground.SUICIDE ? "yes" : "no")
        .choose("childAffected", "no")
        .choose("childHarmNow", "no")
        .choose("adultCareNeeds", "no")
        .choose("youngParty", "none")
        .choose("otherAbuse", "no")
        .choose("staffImplicated", "no")
        .type("source", "Told by her, alone")
        .send();
  }

  private void recordJudgement(CaseRef caseRef, boolean high) {
    haven.openTask(caseRef, "Record judgement").choose("judgementHigh", high ? "yes" : "no");
    if (high) {
      haven.type("why", "She is very frightened and he is getting worse");
    }
    haven.send();
  }

  private void agreeOptions(CaseRef caseRef) {
    haven
        .openTask(caseRef, "Agree options")
        .choose("offered", "support-plan")
        .choose("chosen", "support-plan")
        .type("steps", "A bag at her sister's")
        .date("reviewOn", today().plusDays(21))
        .choose("championConsulted", "not-needed")
        .send();
  }
}
