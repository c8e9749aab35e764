package org.haven.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.time.Clock;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.haven.casefile.By;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.CaseWorkers;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.NewCase;
import org.haven.meetings.Agendas;
import org.haven.meetings.Listing;
import org.haven.platform.Code;
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

/** Two people type minutes in their browsers at once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway")
class MeetingsIT extends PagesOfHaven {
  @Autowired Environment environment;
  @Autowired JdbcClient db;
  @Autowired Clock clock;
  @Autowired Agendas agendas;
  @Autowired CaseFiles cases;
  @Autowired CaseAccess access;
  @Autowired CaseWorkers workers;
  @Autowired JourneyRegister journeys;

  private Playwright playwright;
  private Browser browser;
  private final Set<String> checked = new HashSet<>();

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

  private HavenPages as(String username) throws Exception {
    String base = "http://localhost:" + environment.getProperty("local.server.port");
    return new HavenPages(browser, base, AllButTheEngine.password(), checked, Set.of())
        .signIn(username);
  }

  private void listed(String process, String kind, boolean guarded) {
    var caseRef =
        cases.open(new NewCase(new Code("phone"), clock.instant(), null, null, false), By.SYSTEM);
    cases.assignLead(caseRef, Team.HOUSING_SOLUTIONS, Team.COMPLEX_CASE_PANEL, By.SYSTEM);
    access.involve(caseRef, Team.COMPLEX_CASE_PANEL, new Code("task"));
    workers.worked(caseRef, new By("maya.okafor"));
    var journey = journeys.request(caseRef, process, Map.of(), By.SYSTEM);
    agendas.list(
        caseRef,
        journey,
        new Listing(kind, clock.instant().plusSeconds(864_000), true, true, guarded));
  }

  private String meeting(String kind) {
    return db.sql("select sitting_id from sitting where kind = ? order by slot desc limit 1")
        .param(kind)
        .query(String.class)
        .single();
  }

  private static void eventually(Page page, String text) {
    PlaywrightAssertions.assertThat(page.locator("[data-status]"))
        .containsText(text, new LocatorAssertions.ContainsTextOptions().setTimeout(20_000));
  }

  @Test
  void shouldSaveAsTheyType_andLoseNothingOfEither() throws Exception {
    // given
    listed("complex-case-panel", "panel", false);
    listed("refer-to-marac", "marac", true);
    String address = "/meetings/" + meeting("panel");
    try (var maya = as("maya.okafor");
        var leah = as("leah.brandt")) {
      maya.open("/meetings").check("meetings");
      maya.open(address);
      leah.open(address);
      // when
      maya.page().locator("textarea[name=words]").fill("She would like to stay");
      eventually(maya.page(), "Saved");
      leah.page().locator("textarea[name=words]").fill("Arrears are cleared");
      eventually(leah.page(), "Maya Okafor saved");
      // then
      leah.page().locator("summary").last().click();
      leah.page().locator("summary").first().click();
      leah.check("meeting");
      leah.open(address);
      assertThat(leah.page().locator("textarea[name=words]").inputValue())
          .isEqualTo("She would like to stay");
      assertThat(leah.text()).contains("Arrears are cleared");
      leah.check("meeting-both");
      // and what the MARAC says opens with a reason
      maya.open("/meetings/" + meeting("marac")).check("meeting-guarded");
      maya.page().locator("input[name=reason]").fill("To take the minutes");
      maya.page().locator("form[action$='/open'] button").click();
      maya.page().locator("textarea[name=words]").fill("Said there");
      eventually(maya.page(), "Saved");
      assertThat(maya.findings()).isEmpty();
      assertThat(leah.findings()).isEmpty();
    }
  }
}
