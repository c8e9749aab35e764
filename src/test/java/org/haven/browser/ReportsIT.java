package org.haven.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.haven.sample.SamplePast;
import org.haven.supervision.reports.Publishing;
import org.haven.testing.AllButTheEngine;
import org.haven.testing.Chromium;
import org.haven.testing.PagesOfHaven;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The published reports as a supervisor reads them at the begin of a month. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway")
class ReportsIT extends PagesOfHaven {
  private static final Path PICTURES = Path.of("docs", "images");

  @Autowired Environment environment;
  @Autowired JdbcClient db;
  @Autowired Clock clock;
  @Autowired Publishing publishing;

  private Playwright playwright;
  private Browser browser;

  @BeforeAll
  void start() {
    playwright = Chromium.playwright();
    browser = Chromium.launch(playwright);
    LocalDate month = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).withDayOfMonth(1);
    new SamplePast(db).make(900, month.minusMonths(15), month, clock.instant(), new Random(8));
    // this Haven has cases that count
    db.sql("update case_file set sample = false where sample").update();
    publishing.publish();
  }

  @AfterAll
  void stop() {
    browser.close();
    playwright.close();
  }

  private HavenPages as(String username) throws Exception {
    String base = "http://localhost:" + environment.getProperty("local.server.port");
    return new HavenPages(browser, base, AllButTheEngine.password(), new HashSet<>(), Set.of())
        .signIn(username);
  }

  @Test
  void shouldBeReadWithTheKeyboardAlone() throws Exception {
    try (var helen = as("helen.marsh")) {
      var page = helen.page();
      helen.open("/supervision");
      page.locator("main a[href='/supervision/reports']").press("Enter");
      page.waitForURL(url -> url.endsWith("/supervision/reports"));
      helen.check("published-reports");
      page.getByText("Time to first safe contact").press("Enter");
      page.waitForURL(url -> url.endsWith("/first-contact"));
      helen.check("published-report").picture(PICTURES, "reports");
      assertThat(page.locator("#table-wait").innerText()).contains("Median");
      page.locator("summary:has(#trend-figures)").press("Enter");
      assertThat(page.locator("#trend").isVisible()).isTrue();
      page.locator("#asOf").fill("45");
      page.locator("main form button[type=submit]").press("Enter");
      page.waitForURL(url -> url.contains("asOfDay=45"));
      helen.check("published-report-refused");
      helen
          .open("/supervision/reports/first-contact?period=2019-01")
          .check("published-report-before-records");
      assertThat(page.locator("#told").innerText()).contains("before the records begin");
      helen.open("/supervision/reports/options-ended").check("published-report-options");
      assertThat(page.locator("#why").innerText()).contains("hidden");
      assertThat(helen.findings()).isEmpty();
    }
  }
}
