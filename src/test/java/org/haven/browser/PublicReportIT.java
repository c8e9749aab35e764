package org.haven.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Route;
import java.util.ArrayList;
import java.util.List;
import org.haven.testing.Chromium;
import org.haven.testing.PagesOfHaven;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The public report in a real browser: by keyboard alone, narrow, and without JavaScript. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PublicReportIT extends PagesOfHaven {
  private static final String AT = "/report-domestic-abuse";

  @LocalServerPort int port;
  @Autowired JdbcClient db;

  private Playwright playwright;
  private Browser browser;

  /** Where browsers were sent that left. */
  private final List<String> left = new ArrayList<>();

  @BeforeAll
  void start() {
    playwright = Chromium.playwright();
    browser = Chromium.launch(playwright);
  }

  @AfterAll
  void stop() {
    browser.close();
    playwright.close();
  }

  private String base() {
    return "http://localhost:" + port;
  }

  /** Haven answers, and the weather page is not asked for. */
  private void stayAtHome(Page page) {
    page.route(
        base() + AT + "/exit",
        route -> {
          var answer = route.fetch(new Route.FetchOptions().setMaxRedirects(0));
          left.add(answer.headers().get("location"));
          route.fulfill(
              new Route.FulfillOptions().setContentType("text/html").setBody("<h1>Weather</h1>"));
        });
  }

  private int reports() {
    return db.sql("select count(*) from report where channel = 'online'")
        .query(Integer.class)
        .single();
  }

  // by keyboard

  private void goOn(Page page, String next) {
    new Keyboard(page).enter("main button[type=submit]");
    page.waitForURL(base() + AT + next);
  }

  /** Sends the page as it stands, and finds the focus on what is wrong. */
  private static void refused(HavenPages haven, String name) {
    var page = haven.page();
    new Keyboard(page).enter("main button[type=submit]");
    page.locator("#error-summary:focus").waitFor();
    assertThat(page.title()).startsWith("Error: ");
    haven.check("public-" + name + "-error");
  }

  @Test
  void shouldReport_byKeyboardAlone() {
    int before = reports();
    try (var haven = new HavenPages(browser, base(), "")) {
      var page = haven.page();
      stayAtHome(page);
      haven.open(AT).check("public-start");
      new Keyboard(page).enter("a.govuk-button--start");
      page.waitForURL(base() + AT + "/first");
      haven.check("public-first");
      refused(haven, "first");
      new Keyboard(page).pick("danger", 2);
      goOn(page, "/call");
      haven.check("public-call");
      new Keyboard(page).enter("main a.govuk-button");
      page.waitForURL(base() + AT + "/about-you");
      haven.check("public-about-you");
      new Keyboard(page).pick("who", 0);
      goOn(page, "/your-words");
      haven.check("public-your-words");
      refused(haven, "your-words");
      new Keyboard(page).type("[name='words']", "Told in confidence");
      goOn(page, "/names");
      haven.check("public-names");
      new Keyboard(page).type("[name='survivor']", "Maya Sample");
      goOn(page, "/children");
      haven.check("public-children");
      refused(haven, "children");
      new Keyboard(page).pick("childAffected", 1);
      new Keyboard(page).pick("childHarmNow", 1);
      goOn(page, "/home");
      haven.check("public-home");
      new Keyboard(page).pick("tenure", 0);
      goOn(page, "/tonight");
      haven.check("public-tonight");
      new Keyboard(page).pick("safeTonight", 0);
      goOn(page, "/reply");
      haven.check("public-reply");
      new Keyboard(page).pick("method", 0);
      goOn(page, "/how-to-reply");
      haven.check("public-how-to-reply");
      refused(haven, "how-to-reply");
      new Keyboard(page).type("[name='detail']", "01632 960123");
      new Keyboard(page).pick("message", 1);
      new Keyboard(page).type("[name='safeWord']", "marmalade");
      goOn(page, "/needs");
      haven.check("public-needs");
      goOn(page, "/check");
      haven.check("public-check");
      assertThat(haven.text()).contains("Told in confidence", "01632 960123");
      goOn(page, "/sent");
      haven.check("public-sent");
      assertThat(reports()).isEqualTo(before + 1);

      page.goBack();
      assertThat(page.content()).doesNotContain("Told in confidence", "01632 960123", "Maya");
      haven.check("public-over");
      haven.open(AT + "/languages").check("public-languages");
      haven.open(AT + "/no-such-page").check("public-not-found");
      assertThat(haven.findings()).isEmpty();
    }
  }

  @Test
  void shouldLeaveAtOnce_whenShiftIsPressedThreeTimes() {
    try (var haven = new HavenPages(browser, base(), "")) {
      var page = haven.page();
      stayAtHome(page);
      haven.open(AT + "/first");
      new Keyboard(page).pick("danger", 1);
      goOn(page, "/about-you");
      for (int i = 0; i < 3; i++) {
        page.keyboard().press("Shift");
      }
      page.waitForURL(base() + AT + "/exit");
      assertThat(left).contains("https://www.bbc.co.uk/weather");
      assertThat(page.context().cookies()).isEmpty();
      page.goBack();
      page.waitForURL(base() + AT);
      assertThat(haven.findings()).isEmpty();
    }
  }

  @Test
  void shouldReport_onANarrowScreenWithoutJavaScript() {
    int before = reports();
    try (BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setJavaScriptEnabled(false)
                .setViewportSize(400, 800))) {
      var page = context.newPage();
      stayAtHome(page);
      page.navigate(base() + AT);
      page.locator("a.govuk-button--start").click();
      send(page, "/first"); // nothing chosen
      assertThat(page.locator(".govuk-error-summary a").getAttribute("href")).isEqualTo("#danger");
      choose(page, "danger", "yes");
      send(page, "/call");
      page.locator("main a.govuk-button").click();
      choose(page, "who", "neighbour");
      send(page, "/your-words");
      page.locator("#words").fill("Shouting at night");
      send(page, "/names");
      send(page, "/children");
      choose(page, "childAffected", "unknown");
      choose(page, "childHarmNow", "unknown");
      send(page, "/home");
      choose(page, "tenure", "unknown");
      send(page, "/tonight");
      choose(page, "safeTonight", "unknown");
      send(page, "/reply");
      choose(page, "method", "none");
      send(page, "/reach");
      page.locator("#reach").fill("Only at work");
      send(page, "/needs");
      send(page, "/check");
      page.locator("a[href$='/names#own']").click();
      page.locator("#own").fill("Sam Nextdoor");
      send(page, "/check");
      assertThat(page.locator("main").innerText()).contains("Sam Nextdoor", "Only at work");
      send(page, "/sent");
      assertThat(reports()).isEqualTo(before + 1);
      page.locator(".govuk-exit-this-page__button").click();
      page.waitForURL(base() + AT + "/exit");
      assertThat(left).contains("https://www.bbc.co.uk/weather");
      page.goBack();
      assertThat(page.content()).doesNotContain("Sam Nextdoor", "Shouting", "Thank you");
    }
  }

  private static void choose(Page page, String name, String value) {
    page.locator("input[name='" + name + "'][value='" + value + "']")
        .check(new Locator.CheckOptions().setForce(true));
  }

  private void send(Page page, String next) {
    page.locator("main button[type=submit]").click();
    page.waitForURL(base() + AT + next);
  }
}
