package org.haven.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.haven.casefile.By;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.NewCase;
import org.haven.casefile.works.WorksOrders;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Team;
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
import org.springframework.test.context.TestPropertySource;

/** A contractor at the door, with a telephone in one hand: 400 pixels, by the keyboard alone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestPropertySource(
    properties = {
      "haven.works-orders.contractors=repairs-contractor,night-locksmith",
      "haven.works-orders.telephone=01632 960000"
    })
@SuppressWarnings("NullAway")
class ContractorIT extends PagesOfHaven {
  private static final String HOME = "3 Thistlewood Yard, Sampleton";

  @Autowired Environment environment;
  @Autowired JdbcClient db;
  @Autowired Clock clock;
  @Autowired CaseFiles cases;
  @Autowired CaseAccess access;
  @Autowired JourneyRegister journeys;
  @Autowired WorksOrders orders;

  private Playwright playwright;
  private Browser browser;
  private CaseRef caseRef;
  private JourneyId journey;
  private final Set<String> checked = new HashSet<>();

  @BeforeAll
  void start() {
    playwright = Chromium.playwright();
    browser = Chromium.launch(playwright);
    caseRef =
        cases.open(new NewCase(new Code("phone"), clock.instant(), null, null, false), By.SYSTEM);
    cases.assignLead(caseRef, Team.HOUSING_SOLUTIONS, Team.TENANCY_SERVICES, By.SYSTEM);
    access.involve(caseRef, Team.HOUSING_MAINTENANCE, new Code("task"));
    journey = journeys.request(caseRef, "sanctuary-scheme", Map.of(), By.SYSTEM);
  }

  @AfterAll
  void stop() {
    browser.close();
    playwright.close();
  }

  private HavenPages as(String username, Set<String> hidden) throws Exception {
    String base = "http://localhost:" + environment.getProperty("local.server.port");
    return new HavenPages(browser, base, AllButTheEngine.password(), checked, hidden)
        .signIn(username);
  }

  private String order(String job, String address, long step) {
    return orders
        .create(caseRef, journey, null, address, List.of(new Code(job)), null, step)
        .value();
  }

  /** Goes there by the Tab key, and sees on the way where the focus is. */
  private static void tabTo(Page page, Locator control) {
    for (int i = 0; i < 60; i++) {
      page.keyboard().press("Tab");
      if ((boolean) control.evaluate("one => one === document.activeElement")) {
        assertThat(
                (double)
                    ((Number) control.evaluate("one => one.getBoundingClientRect().height"))
                        .doubleValue())
            .as("a finger finds it")
            .isGreaterThanOrEqualTo(38);
        return;
      }
    }
    throw new AssertionError("The keyboard does not reach " + control);
  }

  @Test
  void shouldTellThatItIsDone_onATelephoneByTheKeyboard() throws Exception {
    // given two jobs, one of which is called off while she reads
    String locks = order("change-locks", HOME, 880_001);
    String door = order("door", HOME, 880_002);
    try (var lee = as("lee.mortimer", Set.of(caseRef.value(), "sanctuary", "abuse"));
        var jo = as("jo.tanner", Set.of(HOME))) {
      Page page = lee.page();
      lee.check("jobs");
      page.setViewportSize(400, 900);
      assertThat(page.url()).endsWith("/jobs");
      assertThat(lee.text()).contains("Change the locks", "Strengthen the door", HOME);

      // when the first is done
      tabTo(page, page.locator("a[href$='/jobs/" + locks + "']"));
      page.keyboard().press("Enter");
      page.waitForURL("**/jobs/" + locks);
      assertThat(page.title()).doesNotContain("Thistlewood");
      lee.check("job");
      page.setViewportSize(400, 900);
      page.locator("#doneTime").focus();
      page.keyboard().press("Control+A");
      page.keyboard().type("noon");
      page.keyboard().press("Enter");
      page.waitForCondition(() -> page.title().startsWith("Error: "));
      lee.check("job-refused");
      page.setViewportSize(400, 900);
      lee.open("/jobs/" + locks);
      tabTo(page, page.locator("form[action$='/done'] button"));
      page.keyboard().press("Enter");
      page.waitForURL("**/jobs");

      // then the journey goes on, and nobody reads where she lives any more
      assertThat(page.locator(".govuk-notification-banner--success").innerText())
          .contains("We know that the work is done");
      assertThat(
              db.sql(
                      "select count(*) from outbox where name = 'works-completed' and"
                          + " correlation_key = ?")
                  .param(locks)
                  .query(Integer.class)
                  .single())
          .isOne();
      lee.check("jobs-told");

      // and when the other goes to another contractor
      jo.open("/works-orders").check("works-orders");
      jo.open("/works-orders/" + door + "/contractor").check("works-order-passed-on");
      jo.page().locator("input[value=night-locksmith]").check();
      jo.press("Pass on");
      jo.page().waitForURL("**/works-orders");
      assertThat(jo.text()).contains("Telephone these contractors", door);
      jo.check("works-orders-telephone");
      page.setViewportSize(400, 900);
      lee.open("/jobs");
      assertThat(lee.text()).contains("Cancelled: do not attend").doesNotContain("Thistlewood");
      lee.check("jobs-cancelled");
      jo.open("/works-orders");
      assertThat(jo.text()).doesNotContain("Telephone these contractors");
      assertThat(lee.findings()).isEmpty();
      assertThat(jo.findings()).isEmpty();
    }
  }
}
