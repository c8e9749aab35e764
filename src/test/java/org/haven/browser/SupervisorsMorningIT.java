package org.haven.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import io.camunda.client.CamundaClient;
import io.camunda.client.api.response.ActivatedJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.haven.HavenApplication;
import org.haven.platform.CaseRef;
import org.haven.platform.Models;
import org.haven.records.Figures;
import org.haven.records.ScriptedFigures;
import org.haven.testing.Chromium;
import org.haven.testing.JourneyDriver;
import org.haven.testing.NothingPersonalExported;
import org.haven.testing.TestPlatform;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.config.ScheduledTaskHolder;
import org.springframework.test.context.ContextConfiguration;

/**
 * The morning of a supervisor, by keyboard alone, on a wide screen and on a telephone; every page
 * and state on the way fits at 200 % too, keeps the rules of accessibility as wide as it is looked
 * at, and is gone through by Tab in the order in which it is read.
 */
@SpringBootTest(
    classes = {HavenApplication.class, BrowserIT.Supervision.class},
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = "haven.sample-data=false")
@ContextConfiguration(initializers = TestPlatform.Initializer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(NothingPersonalExported.class)
@SuppressWarnings("NullAway")
class SupervisorsMorningIT {
  private static final int HIGH = 900;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String REPORTS = "report-domestic-abuse";
  private static final String VISITS = "prepare-visit";
  private static final Path MODEL =
      Path.of("src/test/resources/models/supervision/prepare-visit.bpmn");

  @Autowired ApplicationContext context;
  @Autowired ScriptedFigures figures;
  @Autowired Models models;
  @Autowired CamundaClient engine;
  @Autowired JdbcClient db;

  @LocalServerPort int port;

  @Value("${haven.local.folder}")
  Path folder;

  private final Set<String> checked = new HashSet<>();
  private Playwright playwright;
  private Browser browser;
  private JourneyDriver haven;
  private CaseRef late;

  @BeforeAll
  void yesterdayAndTheDayBefore() throws IOException {
    playwright = Chromium.playwright();
    browser = Chromium.launch(playwright);
    haven = new JourneyDriver(context);
    haven.moveTo("2026-05-18T10:00");
    late = haven.report("maya.okafor", Map.of("tenure", "private-rented"));
    var overdue = haven.awaitTask(late, "Task_CheckSafeContact");
    haven.moveTo("2026-05-19T10:00");
    var next = haven.report("maya.okafor", Map.of("tenure", "private-rented"));
    haven.awaitTask(next, "Task_CheckSafeContact");
    haven.moveTo("2026-05-20T10:00");
    int version =
        models.processes().stream()
            .filter(model -> model.processId().equals(REPORTS))
            .findFirst()
            .orElseThrow()
            .version();
    figures.all.clear();
    figures.all.add(
        new Figures.Standing(
            overdue.id(),
            haven.journeys(late, REPORTS).getFirst().processInstanceKey(),
            REPORTS,
            version,
            overdue.elementId(),
            late.value(),
            TestPlatform.clock().instant().minus(Duration.ofHours(48)),
            overdue.dueAt(),
            null));
    deploy(Files.readString(MODEL));
  }

  @AfterAll
  void stop() {
    figures.all.clear();
    browser.close();
    playwright.close();
    TestPlatform.releaseClocks();
  }

  /**
   * @return the version
   */
  private int deploy(String xml) {
    var process =
        engine
            .newDeployResourceCommand()
            .addResourceStringUtf8(xml, VISITS + ".bpmn")
            .send()
            .join()
            .getProcesses()
            .getFirst();
    db.sql(
            """
            insert into deployed_model values (?, 'prepare-visit', ?, 'prepare-visit.bpmn', ?,
              'test', now()) on conflict do nothing
            """)
        .params(process.getProcessDefinitionKey(), process.getVersion(), xml)
        .update();
    return process.getVersion();
  }

  /** A journey that waits at its only step, of a case of the supervisor's team. */
  private record Begun(CaseRef caseRef, long row, long instance) {}

  private Begun aJourney() {
    CaseRef caseRef = haven.aCase(Map.of());
    String journeyId = "JO-" + caseRef.value();
    long instance =
        engine
            .newCreateInstanceCommand()
            .bpmnProcessId(VISITS)
            .latestVersion()
            .variables(Map.of("caseRef", caseRef.value(), "journeyId", journeyId))
            .send()
            .join()
            .getProcessInstanceKey();
    long row =
        db.sql(
                """
                insert into journey (journey_id, process_id, case_ref, correlation_key, status,
                  process_instance_key, requested_at, requested_by, started_at)
                values (:id, 'prepare-visit', :case, :case, 'running', :instance, :at, 'system', :at)
                returning id
                """)
            .param("id", journeyId)
            .param("case", caseRef.value())
            .param("instance", instance)
            .param("at", TestPlatform.clock().instant().atOffset(java.time.ZoneOffset.UTC))
            .query(Long.class)
            .single();
    return new Begun(caseRef, row, instance);
  }

  /** A journey that failed at that step. */
  private record Stopped(CaseRef caseRef, long row, long incident) {}

  private Stopped aJourneyThatStandsStill() {
    var begun = aJourney();
    engine
        .newFailCommand(job().getKey())
        .retries(0)
        .errorMessage("the booking service was away")
        .send()
        .join();
    long incident =
        eventually(
            () ->
                db.sql("select incident_key from journey_incident where process_instance_key = ?")
                    .param(begun.instance())
                    .query(Long.class)
                    .optional());
    return new Stopped(begun.caseRef(), begun.row(), incident);
  }

  private ActivatedJob job() {
    return eventually(
        () ->
            engine
                .newActivateJobsCommand()
                .jobType("book-quiet-room")
                .maxJobsToActivate(1)
                .timeout(Duration.ofMinutes(5))
                .send()
                .join()
                .getJobs()
                .stream()
                .findFirst());
  }

  private static <T> T eventually(Callable<Optional<T>> found) {
    return await().atMost(PATIENCE).until(found, Optional::isPresent).orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(ints = {1280, 400})
  void shouldLookAfterTheService_byKeyboardAlone(int width) throws IOException {
    var one = aJourneyThatStandsStill();
    var another = aJourneyThatStandsStill();
    String password = Files.readString(folder.resolve("sign-in-password")).strip();
    try (var helen =
        new HavenPages(browser, "http://localhost:" + port, password, checked, Set.of())) {
      var morning = new Morning(helen, width);
      helen.page().setViewportSize(width, HIGH);
      helen.signIn("helen.marsh");
      morning.looksAtTheBoard();
      morning.goesToWhatIsLate();
      morning.looksAtTheDiagram();
      morning.triesAgain(one);
      morning.triesSeveralAgain(another);
      morning.looksAtServiceLevels();
      morning.writesAnAlert();
      morning.hasAJourneyGoOn();
      assertThat(morning.wrong).isEmpty();
      assertThat(helen.findings()).isEmpty();
    }
  }

  /** What she does, one after the other. */
  private final class Morning {
    private final HavenPages helen;
    private final Page page;
    private final Keyboard keys;
    private final int width;
    private final List<String> wrong = new ArrayList<>();

    Morning(HavenPages helen, int width) {
      this.helen = helen;
      this.page = helen.page();
      this.keys = new Keyboard(page);
      this.width = width;
    }

    private void toTheBoard() {
      keys.menu().enter("nav a[href='/supervision']");
      page.waitForURL("**/supervision");
    }

    /** A page that was just opened: all that is asked of a page. */
    private void opened(String name) {
      wrong.addAll(FocusOrder.problems(page));
      state(name);
    }

    /** The same of a page on which something has the focus. */
    private void state(String name) {
      if (checked.contains(name)) {
        helen.accessible(name + " at " + width);
      }
      helen.check(name);
      page.setViewportSize(width, HIGH);
      assertThat(
              page.evaluate(
                  "document.documentElement.scrollWidth - document.documentElement.clientWidth"))
          .as(name + " at " + width)
          .isEqualTo(0);
    }

    private void refused(String name) {
      page.locator(".govuk-error-summary:focus").waitFor();
      assertThat(page.title()).startsWith("Error: ");
      state(name);
    }

    private void looksAtTheBoard() {
      toTheBoard();
      opened("board-without-stages");
      assertThat(page.locator("#age").innerText()).contains("second");
      keys.enter("#show-" + REPORTS);
      page.waitForURL("**show=" + REPORTS + "**");
      assertThat(page.locator("#table-" + REPORTS).innerText()).contains("Check safe contact");
      state("board-stages");
    }

    private void goesToWhatIsLate() {
      keys.enter("#to-late-" + REPORTS + "-Task_CheckSafeContact");
      page.waitForURL("**/supervision/work**");
      opened("board-work");
      assertThat(page.locator("#work").innerText()).contains(late.value(), "Check safe contact");
      keys.enter("#work a[href^='/tasks/']");
      page.waitForURL("**/tasks/*");
      assertThat(helen.heading()).isEqualTo("Check safe contact");
      page.goBack();
      page.waitForURL("**/supervision/work**");
      keys.enter(".govuk-back-link");
      page.waitForURL("**show=" + REPORTS);
    }

    private void looksAtTheDiagram() {
      keys.enter("#diagram-" + REPORTS);
      page.waitForURL("**/supervision/journeys/" + REPORTS);
      drawn(0);
      page.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0) }");
      page.locator("figure svg").getByText("1 now, 1 late").waitFor();
      opened("diagram-with-figures");
      for (String kind : List.of("SVG", "PNG")) {
        var file =
            page.waitForDownload(
                () -> keys.enter("[aria-label='Save the diagram as " + kind + "']"));
        assertThat(file.suggestedFilename())
            .isEqualTo(REPORTS + "-median-2026-05-20." + kind.toLowerCase(Locale.ROOT));
        assertThat(file.path()).isNotEmptyFile();
      }
      // nine of ten, with as many days before beside it
      keys.type("#measure", "Nine").type("#against", "As many").enter("form.haven-look button");
      page.waitForURL("**against=before**");
      drawn(0);
      drawn(1);
      assertThat(page.locator("#heat thead").innerText()).contains("Nine of ten within, beside it");
      state("diagram-compared");
      keys.type("#fromMonth", "77").enter("form.haven-look button");
      refused("diagram-refused");
    }

    /** It is drawn when it comes into view. */
    private void drawn(int figure) {
      page.locator("figure").nth(figure).scrollIntoViewIfNeeded();
      page.locator("figure").nth(figure).locator(".djs-container svg").waitFor();
    }

    private void triesAgain(Stopped one) {
      toTheBoard();
      keys.enter("a[href='/supervision/incidents']");
      page.waitForURL("**/supervision/incidents");
      opened("incidents-stopped");
      keys.enter("#incidents a[href='/supervision/instances/" + one.row() + "']");
      page.waitForURL("**/supervision/instances/" + one.row());
      page.locator("#facts, #jobs").first().waitFor();
      drawn(0);
      page.locator("figure svg .haven-incident").waitFor();
      page.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0) }");
      assertThat(page.locator("#incidents").innerText()).contains("Book a quiet room");
      opened("instance-stopped");
      keys.enter("#incidents a[href*='/acts/resolve']");
      page.waitForURL("**/acts/resolve**");
      // what will happen, and that it cannot be undone, stands there before anything is asked
      assertThat(page.locator("#what").innerText()).contains("tries “Book a quiet room” again");
      assertThat(page.locator("#undo").innerText()).contains("cannot be undone");
      opened("act-resolve");
      keys.enter("main form button");
      refused("act-resolve-refused");
      keys.type("#reason", "The booking service is back").enter("main form button");
      page.waitForURL("**/supervision/instances/" + one.row());
      assertThat(page.locator(".govuk-notification-banner--success").innerText())
          .contains("It is done");
      assertThat(page.locator("#log").innerText())
          .contains("What failed tried again", "Helen Marsh", "The booking service is back");
      until("main:not(:has(#incidents))");
      state("instance-tried-again");
      assertThat(haven.audit(one.caseRef())).contains("supervise-resolve");
      // and the journey goes on
      engine.newCompleteCommand(job().getKey()).send().join();
      until("#steps:not(:has-text('stands here'))");
    }

    private void triesSeveralAgain(Stopped another) {
      toTheBoard();
      keys.enter("a[href='/supervision/incidents']");
      page.waitForURL("**/supervision/incidents");
      keys.enter("main form button.govuk-button");
      refused("incidents-refused");
      keys.tick("input[name=of][value='" + another.incident() + "']");
      keys.type("#reason", "The booking service is back").enter("main form button.govuk-button");
      page.locator("#done").waitFor();
      assertThat(page.locator("#done").innerText())
          .contains(another.caseRef().value(), "Book a quiet room", "done");
      state("incidents-tried-again");
      engine.newCompleteCommand(job().getKey()).send().join();
    }

    private void looksAtServiceLevels() {
      toTheBoard();
      keys.enter("a[href='/supervision/service-levels']");
      page.waitForURL("**/supervision/service-levels");
      opened("service-levels");
      assertThat(page.locator("#levels").innerText()).contains("First contact");
      assertThat(page.locator("#soon").innerText()).contains("Housing Solutions");
      keys.type("#team", "Housing S").type("#by", "Month").enter("form.haven-look button");
      page.waitForURL("**team=housing-solutions**");
      keys.enter("details:has(#trend-figures) summary");
      page.locator("#trend").waitFor();
      state("service-levels-of-a-team");
    }

    private void writesAnAlert() {
      toTheBoard();
      keys.enter("a[href='/supervision/alerts']");
      page.waitForURL("**/supervision/alerts");
      opened("alerts-none");
      keys.enter("a[href='/supervision/alerts/new']");
      page.waitForURL("**/alerts/new");
      opened("alert-new");
      keys.enter("#rule button[type=submit]");
      refused("alert-refused");
      keys.type("#measure", "Late tasks").type("#team", "Housing S");
      keys.pick("comparison", "above").type("#threshold", "0").type("#minutes", "0");
      keys.pick("recipients", "me").pick("channel", "page").pick("urgent", "no");
      keys.enter("#rule button[type=submit]");
      page.waitForURL("**/supervision/alerts");
      assertThat(page.locator("#alerts").innerText())
          .contains("Late tasks, Housing Solutions", "above 0", "As it should be");
      state("alerts-written");
      // when the minute is over
      aMinutePasses();
      page.reload();
      assertThat(page.locator("#alerts").innerText()).contains("Fired");
      state("alerts-fired");
      keys.enter("#alerts tbody a");
      page.waitForURL("**/supervision/alerts/*");
      assertThat(page.locator("#history").innerText()).contains("Fired");
      opened("alert-fired");
      // then she is told among her notices too
      page.navigate("http://localhost:" + port + "/tasks");
      assertThat(page.locator(".haven-notices").innerText())
          .contains("An alert of yours has fired");
      state("tasks-with-an-alert");
      keys.enter(".haven-notices a[href='/supervision/alerts']");
      page.waitForURL("**/supervision/alerts");
      keys.enter("#alerts tbody a");
      page.waitForURL("**/supervision/alerts/*");
      keys.enter("#delete button");
      page.waitForURL("**/supervision/alerts");
      page.locator("#none").waitFor();
    }

    /** The policy owner has renamed the step at which a journey waits. */
    private void hasAJourneyGoOn() throws IOException {
      var journey = aJourney();
      String step =
          eventually(
              () ->
                  db.sql(
                          "select element_id from journey_step where process_instance_key = ?"
                              + " and element_type = 'SERVICE_TASK'")
                      .param(journey.instance())
                      .query(String.class)
                      .optional());
      int newer = deploy(Files.readString(MODEL).replace("Task_BookRoom", "Task_Book" + width));
      String its = "http://localhost:" + port + "/supervision/instances/" + journey.row();
      page.navigate(
          "http://localhost:"
              + port
              + "/supervision/journeys/"
              + VISITS
              + "/versions/"
              + (newer - 1)
              + "/move");
      assertThat(page.locator("#journeys").innerText())
          .contains(journey.caseRef().value(), "Book a quiet room");
      opened("journeys-of-a-version");
      keys.enter("main form button");
      refused("journeys-of-a-version-refused");
      page.navigate(its);
      keys.enter("#newer a");
      page.waitForURL("**/version?to=" + newer);
      opened("migrate");
      keys.enter("main form button");
      refused("migrate-refused");
      keys.type("#as-" + step, "Book").type("#reason", "The new procedure holds from today");
      keys.enter("main form button");
      page.locator("#why").waitFor();
      opened("migrate-check");
      keys.enter("main form button");
      page.waitForURL("**/supervision/instances/" + journey.row());
      assertThat(page.locator(".govuk-notification-banner--success").innerText())
          .contains("It is done");
      assertThat(page.locator("#log").innerText())
          .contains("Helen Marsh", "The new procedure holds from today");
      // and there is a way back
      assertThat(page.locator("#earlier").innerText()).contains("version " + (newer - 1));
      state("instance-moved-on");
      engine.newCompleteCommand(job().getKey()).send().join();
    }

    private void aMinutePasses() {
      var watch =
          context.getBeansOfType(ScheduledTaskHolder.class).values().stream()
              .flatMap(holder -> holder.getScheduledTasks().stream())
              .filter(task -> task.toString().contains("AlertWatch.turn"))
              .toList();
      assertThat(watch).hasSize(1);
      watch.getFirst().getTask().getRunnable().run();
    }

    /** Waits until this is shown, loading the page again. */
    private void until(String control) {
      await(control)
          .pollInSameThread()
          .atMost(PATIENCE)
          .until(
              () -> {
                page.reload();
                return page.locator(control).count() > 0;
              });
    }
  }
}
