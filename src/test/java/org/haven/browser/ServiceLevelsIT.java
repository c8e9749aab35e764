package org.haven.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.haven.casefile.By;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.NewCase;
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

/** The pages of service levels as a supervisor sees them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway")
class ServiceLevelsIT extends PagesOfHaven {
  private static final Path PICTURES = Path.of("docs", "images");

  @Autowired Environment environment;
  @Autowired JdbcClient db;
  @Autowired Clock clock;
  @Autowired CaseFiles cases;
  @Autowired CaseAccess access;

  private Playwright playwright;
  private Browser browser;

  @BeforeAll
  void start() {
    playwright = Chromium.playwright();
    browser = Chromium.launch(playwright);
    someMonths();
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

  private void someMonths() {
    Instant now = clock.instant();
    var caseRef =
        cases.open(
            new NewCase(new Code("phone"), now, null, Team.HOUSING_SOLUTIONS, false), By.SYSTEM);
    access.involve(caseRef, Team.HOUSING_SOLUTIONS, new Code("task"));
    var random = new Random(3);
    var keys =
        List.of("stage1", "complaintAck", "tellLead", "standard", "firstContact", "letterCheck");
    for (int i = 0; i < 400; i++) {
      boolean open = i % 9 == 0;
      Instant due =
          open
              ? now.plusSeconds(random.nextInt(200_000) - 20_000)
              : now.minusSeconds(random.nextInt(7_000_000));
      Instant done = due.plusSeconds(random.nextInt(80_000) - 70_000);
      db.sql(
              """
              insert into task (element_instance_key, user_task_key, process_instance_key,
                process_definition_key, process_id, process_version, element_id, title, why,
                policy_clause, case_ref, journey_id, team, for_supervisor, follows_lead, form_id,
                sla_key, outcomes, reaches_her, status, opened_at, warn_at, due_at, done_at)
              values (?, ?, 1, 1, 'complaint', 1, 'Task_LevelIT', 'Answer', 'why', '11.1', ?, ?,
                ?, false, false, 'form', ?, '{}', false, ?, ?, ?, ?, ?)
              """)
          .params(
              700_000_000L + i,
              700_000_000L + i,
              caseRef.value(),
              "level-it-" + i,
              i % 2 == 1 ? "tenancy-services" : "housing-solutions",
              keys.get(random.nextInt(keys.size())),
              open ? "OPEN" : "COMPLETED",
              due.minusSeconds(200_000).atOffset(ZoneOffset.UTC),
              due.atOffset(ZoneOffset.UTC),
              due.atOffset(ZoneOffset.UTC),
              open ? null : done.atOffset(ZoneOffset.UTC))
          .update();
      if (open && i % 2 == 0) {
        db.sql("insert into task_claim (element_instance_key, assignee) values (?, ?)")
            .params(700_000_000L + i, i % 4 == 0 ? "maya.okafor" : "tom.reeve")
            .update();
      }
    }
  }

  @Test
  void shouldShowHowLimitsAreKept() throws Exception {
    try (var helen = as("helen.marsh")) {
      helen.open("/supervision");
      helen.page().getByText("Service levels").first().press("Enter");
      helen.page().waitForURL(url -> url.endsWith("/supervision/service-levels"));
      helen.page().getByText("Last three months").press("Enter");
      helen.page().waitForURL(url -> url.contains("fromDay"));
      helen.check("service-levels").picture(PICTURES, "service-levels");
      assertThat(helen.page().locator("#levels").innerText()).contains("Complaint, stage 1");
      helen.page().locator("#fromDay, #from").first().fill("45");
      helen.page().locator("main form button[type=submit]").press("Enter");
      helen.page().waitForURL(url -> url.contains("fromDay=45"));
      helen.check("service-levels-refused");
      helen.open("/supervision/alerts").check("alerts-none");
      helen.page().getByText("Write an alert").press("Enter");
      helen.page().waitForURL(url -> url.endsWith("/alerts/new"));
      helen.check("alert-new");
      helen.page().locator("#rule button[type=submit]").press("Enter");
      helen.page().locator(".govuk-error-summary").waitFor();
      helen.check("alert-refused");
      helen.page().locator("#measure").selectOption("late-tasks");
      helen.page().locator("#threshold").fill("5");
      helen.page().locator("#minutes").fill("30");
      helen.page().locator("#rule button[type=submit]").press("Enter");
      helen.page().waitForURL(url -> url.endsWith("/supervision/alerts"));
      helen.check("alerts");
      helen.page().locator("#alerts th a").press("Enter");
      helen.page().waitForURL(url -> url.contains("/alerts/"));
      helen.check("alert");
      assertThat(helen.findings()).isEmpty();
    }
  }
}
