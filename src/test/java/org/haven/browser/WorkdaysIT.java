package org.haven.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.Set;
import org.haven.HavenApplication;
import org.haven.platform.CaseRef;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.testing.Chromium;
import org.haven.testing.NothingPersonalExported;
import org.haven.testing.TestPlatform;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ContextConfiguration;

/**
 * The day of an officer and that of a team leader, by keyboard alone, on a wide screen and on a
 * telephone; what they see on the way fits at 200 % too.
 */
@SpringBootTest(
    classes = {HavenApplication.class, BrowserIT.Supervision.class},
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = "haven.sample-data=false")
@ContextConfiguration(initializers = TestPlatform.Initializer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(NothingPersonalExported.class)
class WorkdaysIT {
  private static final int HIGH = 900;

  @LocalServerPort int port;

  @Value("${haven.local.folder}")
  Path folder;

  private Playwright playwright;
  private Browser browser;
  private final Set<String> checked = new HashSet<>();

  @BeforeAll
  void start() {
    TestPlatform.moveTo(
        LocalDateTime.parse("2026-05-11T09:00").atZone(WorkingCalendar.LONDON).toInstant());
    playwright = Chromium.playwright();
    browser = Chromium.launch(playwright);
  }

  @AfterAll
  void stop() {
    browser.close();
    playwright.close();
    TestPlatform.releaseClocks();
  }

  private HavenPages as(String username, int width) throws IOException {
    String password = Files.readString(folder.resolve("sign-in-password")).strip();
    var person =
        new HavenPages(browser, "http://localhost:" + port, password, checked, Set.of())
            .signIn(username);
    person.page().setViewportSize(width, HIGH);
    return person;
  }

  /** Waits until this is shown, loading the page again. */
  private static void until(Page page, String control) {
    await(control)
        .pollInSameThread()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              page.reload();
              return page.locator(control).count() > 0;
            });
  }

  private static String told(HavenPages person) {
    return person.page().locator(".govuk-notification-banner--success").innerText();
  }

  /** Nothing is cut off, on this screen and on half of it. */
  private static void fits(HavenPages person) {
    Page page = person.page();
    int width = page.viewportSize().width;
    for (int shown : new int[] {Math.max(width / 2, 400), width}) {
      page.setViewportSize(shown, HIGH);
      assertThat(
              page.evaluate(
                  "document.documentElement.scrollWidth - document.documentElement.clientWidth"))
          .as(page.url() + " at " + shown)
          .isEqualTo(0);
    }
  }

  private static CaseRef shownCase(Page page) {
    return new CaseRef(page.url().replaceFirst(".*/cases/", ""));
  }

  private static LocalDate today() {
    return LocalDate.ofInstant(TestPlatform.clock().instant(), WorkingCalendar.LONDON);
  }

  // an officer's day

  @ParameterizedTest
  @ValueSource(ints = {1280, 400})
  void shouldTakeAReportAndFinishTheFirstTask_byKeyboardAlone(int width) throws IOException {
    try (var maya = as("maya.okafor", width);
        var tom = as("tom.reeve", width)) {
      Page page = maya.page();
      var keys = new Keyboard(page);
      // when a call comes in
      keys.enter("a[href='/reports/new']");
      page.waitForURL("**/reports/new");
      keys.pick("danger", "no").pick("reporter", "survivor").type("#channel", "By telephone");
      keys.type("#words", "He waits outside her work").type("#name", "Ottilie Placeholder");
      keys.type("#contact", "01632 960777");
      fits(maya);
      page.keyboard().press("Enter");
      page.waitForURL("**/cases/*");
      // then it is a case, and its first task is hers to claim
      CaseRef caseRef = shownCase(page);
      String task = "a.haven-tasks__title:text-is('Check safe contact')";
      until(page, task);
      fits(maya);
      keys.enter("a.haven-tasks__title");
      page.waitForURL("**/tasks/*");
      assertThat(maya.heading()).isEqualTo("Check safe contact");
      keys.enter(".haven-task-head button");
      page.locator("text=You have claimed it").waitFor();
      // when she asks a colleague, who answers from his own list
      String address = page.url();
      keys.enter("#act-ask");
      page.waitForURL("**/ask");
      keys.type("#to", "Tom").type("#words", "Do we know a safe time to ring?");
      fits(maya);
      keys.enter("main form button[type=submit]");
      page.waitForURL(address);
      assertThat(told(maya)).contains("Tom Reeve");
      var his = new Keyboard(tom.page());
      tom.page().navigate(address);
      his.enter("a[href*='/questions/']");
      tom.page().waitForURL("**/questions/*");
      his.type("#words", "Mornings, before nine").enter("main form button[type=submit]");
      tom.page().locator(".govuk-notification-banner--success").waitFor();
      page.reload();
      page.locator("text=Mornings, before nine").waitFor();
      // when she types and her browser is gone before it is sent
      page.locator("[data-module=form][data-ready]").waitFor();
      keys.pick("field-contactAllowed", "yes");
      goOn(page, keys);
      keys.pick("field-method", "phone");
      keys.type("#field-detail", "01632 960777").type("#field-times", "before nine");
      page.locator("[data-draft-status]:has-text('saved')").waitFor();
      page.navigate("about:blank");
      page.navigate(address);
      page.locator("[data-module=form][data-ready]").waitFor();
      // then it is back, where she was
      page.locator("#field-times").waitFor();
      assertThat(page.locator("#field-times").inputValue()).isEqualTo("before nine");
      // when
      fits(maya);
      goOn(page, keys);
      keys.pick("field-watched", "no").type("#field-unsafeToTell", "Nobody at home");
      goOn(page, keys);
      assertThat(maya.text()).contains("before nine").contains("Nobody at home");
      fits(maya);
      keys.enter("#task-form form button[type=submit]");
      // then it is finished, and among what she has done
      page.waitForURL("**/tasks");
      assertThat(told(maya)).contains("The task is finished");
      keys.enter("#list-done");
      page.waitForURL("**list=done**");
      assertThat(maya.text()).contains(caseRef.value());
      fits(maya);
      assertThat(maya.findings()).isEmpty();
      assertThat(tom.findings()).isEmpty();
    }
  }

  // a team leader's day

  @ParameterizedTest
  @ValueSource(ints = {1280, 400})
  void shouldGiveOutTheWork_byKeyboardAlone(int width) throws IOException {
    try (var maya = as("maya.okafor", width);
        var tom = as("tom.reeve", width);
        var helen = as("helen.marsh", width)) {
      // given two tasks that nobody has
      String[] tasks = {aTask(maya), aTask(maya)};
      Page page = helen.page();
      var keys = new Keyboard(page);
      page.navigate("http://localhost:" + port + "/tasks");
      keys.enter("#list-team");
      page.waitForURL("**list=team**");
      fits(helen);
      // when she chooses nothing
      keys.enter("#bulk button");
      page.locator("#error-summary:focus, .govuk-error-summary:focus").waitFor();
      assertThat(page.title()).startsWith("Error: ");
      page.setViewportSize(width, HIGH);
      // when she gives both to an officer
      keys.tick("#choose-" + tasks[0]).tick("#choose-" + tasks[1]);
      keys.pick("act", "assign").type("#to", "Tom").enter("#bulk button");
      page.locator("#results-title").waitFor();
      // then
      assertThat(page.locator("#results-title").innerText()).isEqualTo("2 of 2 done");
      assertThat(page.locator(".haven-results").innerText()).contains("Tom Reeve holds it now");
      fits(helen);
      tom.page().navigate("http://localhost:" + port + "/tasks");
      for (String task : tasks) {
        assertThat(tom.page().locator("#open-" + task).count()).isOne();
      }
      // when she puts one aside until next week
      LocalDate day = today().plusDays(7);
      keys.tick("#choose-" + tasks[0]).pick("act", "follow-up");
      keys.type("#followUp", String.valueOf(day.getDayOfMonth()));
      keys.type("#followUpMonth", String.valueOf(day.getMonthValue()));
      keys.type("#followUpYear", String.valueOf(day.getYear())).enter("#bulk button");
      page.locator(".haven-results:has-text('the day is noted')").waitFor();
      // when she takes one from him, since he is away
      keys.enter("#open-" + tasks[1]);
      page.waitForURL("**/tasks/" + tasks[1]);
      keys.enter("#act-hand-over");
      page.waitForURL("**/hand-over");
      keys.type("#to", "Maya").type("#words", "He is away tomorrow");
      fits(helen);
      keys.enter("main form button[type=submit]");
      page.waitForURL("**/tasks**");
      assertThat(told(helen)).contains("Maya Okafor");
      // when she looks for what one officer has, and keeps that for her team
      page.navigate("http://localhost:" + port + "/tasks?list=team");
      keys.enter("#open-filter");
      page.locator("#by-officer").waitFor();
      keys.type("#by-officer", "Maya").enter(".haven-filter__form button");
      page.waitForURL("**officer=maya.okafor**");
      assertThat(page.locator("#open-" + tasks[1]).count()).isOne();
      assertThat(page.locator("#open-" + tasks[0]).count()).isZero();
      keys.enter("#keep summary").type("#name", "Maya's " + width).type("#share", "Housing S");
      fits(helen);
      keys.enter("#keep button");
      page.waitForLoadState();
      page.locator("main >> text=Maya's " + width).first().waitFor();
      // when she arranges cover for his leave, and calls it off
      keys.enter("a[href='/tasks/cover']");
      page.waitForURL("**/tasks/cover");
      keys.type("#absent", "Tom").type("#covering", "Maya");
      cover(keys, "from", today().plusDays(1));
      cover(keys, "until", today().plusDays(3));
      fits(helen);
      keys.enter("main form[action='/tasks/cover'] button");
      page.locator(".govuk-notification-banner--success").waitFor();
      assertThat(helen.text()).contains("Maya Okafor for Tom Reeve");
      keys.enter("form[action$='/end'] button");
      page.locator(".haven-lines")
          .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
      // and when she looks at how the service stands
      keys.menu();
      keys.enter("a[href='/supervision']");
      page.waitForURL("**/supervision");
      fits(helen);
      assertThat(helen.findings()).isEmpty();
      assertThat(maya.findings()).isEmpty();
      assertThat(tom.findings()).isEmpty();
    }
  }

  /** To the next step of a long form. */
  private static void goOn(Page page, Keyboard keys) {
    String before = page.url();
    keys.enter(".haven-form-moves button:not(.govuk-button--secondary)");
    page.waitForCondition(() -> !page.url().equals(before));
  }

  private static void cover(Keyboard keys, String field, LocalDate day) {
    keys.type("#" + field, String.valueOf(day.getDayOfMonth()));
    keys.type("#" + field + "Month", String.valueOf(day.getMonthValue()));
    keys.type("#" + field + "Year", String.valueOf(day.getYear()));
  }

  /** The key of the first task of a new case, which nobody has. */
  private static String aTask(HavenPages officer) {
    CaseRef caseRef =
        officer.report(
            "Told in confidence", "Ottilie Placeholder", "01632 960778", "private-rented");
    officer.openTask(caseRef, "Check safe contact");
    return officer.page().url().replaceFirst(".*/tasks/", "");
  }
}
