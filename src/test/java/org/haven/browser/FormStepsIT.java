package org.haven.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Media;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.haven.forms.CamundaForm;
import org.haven.forms.FormPage;
import org.haven.forms.FormProblem;
import org.haven.forms.TestForms;
import org.haven.testing.Chromium;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A long form in the browser, step by step, on a page of its own: the island without Haven. */
class FormStepsIT {
  private static final Path SCREENS = Path.of("target", "screens");
  private static final String SAFE_CONTACT = "check-safe-contact";

  private static Playwright playwright;
  private static Browser browser;
  private static HttpServer server;

  /** What the page carries, by the form's id. */
  private static final Map<String, String> PAGES = new HashMap<>();

  /** What was posted last. */
  private static volatile Map<String, Object> posted = Map.of();

  /** What was kept last of what is typed: the fields of the request. */
  private static volatile String kept = "";

  private Page page;

  @BeforeAll
  static void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", FormStepsIT::answer);
    server.start();
    playwright = Chromium.playwright();
    browser = Chromium.launch(playwright);
  }

  @AfterAll
  static void stop() {
    browser.close();
    playwright.close();
    server.stop(0);
  }

  @BeforeEach
  void open() {
    page = browser.newContext().newPage();
    page.setDefaultTimeout(10_000);
    page.onDialog(dialog -> dialog.accept());
    PAGES.clear();
    posted = Map.of();
    kept = "";
  }

  @AfterEach
  void close() {
    page.context().close();
  }

  private static void answer(HttpExchange http) throws IOException {
    String path = http.getRequestURI().getPath();
    byte[] body;
    String type = "text/html; charset=utf-8";
    if (path.startsWith("/app/")) {
      try (InputStream file = FormStepsIT.class.getResourceAsStream("/static" + path)) {
        body = file == null ? new byte[0] : file.readAllBytes();
      }
      type = path.endsWith(".css") ? "text/css" : "text/javascript";
    } else if (path.endsWith("/draft")) {
      kept = URLDecoder.decode(text(http), StandardCharsets.UTF_8);
      body = "{\"state\":\"kept\",\"turn\":1,\"words\":\"Kept\"}".getBytes(StandardCharsets.UTF_8);
      type = "application/json";
    } else {
      if (http.getRequestMethod().equals("POST")) {
        String answers = text(http).replaceFirst("^answers=", "");
        posted = FormPage.read(URLDecoder.decode(answers, StandardCharsets.UTF_8));
      }
      body = PAGES.getOrDefault(path.substring(1), "").getBytes(StandardCharsets.UTF_8);
    }
    http.getResponseHeaders().set("Content-Type", type);
    http.sendResponseHeaders(200, body.length);
    http.getResponseBody().write(body);
    http.close();
  }

  private static String text(HttpExchange http) throws IOException {
    return new String(http.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Puts a form on its page, as the task page carries it. */
  private static void put(
      String id, Map<String, ?> data, List<FormProblem> problems, String step, boolean reading) {
    put(TestForms.all().form(id), data, problems, step, reading);
  }

  private static void put(
      CamundaForm form,
      Map<String, ?> data,
      List<FormProblem> problems,
      String step,
      boolean reading) {
    String id = form.id();
    PAGES.put(
        id,
        """
        <!DOCTYPE html><html lang="en" class="govuk-template"><head><title>%sTask – Haven</title>
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <link rel="stylesheet" href="/app/app.css"><script type="module" src="/app/app.js"></script>
        </head><body class="govuk-template__body"><div class="govuk-width-container">
        <main id="main-content" class="govuk-main-wrapper">
        <div data-form-errors>%s</div>
        <div class="haven-columns"><div class="haven-columns__main">
        <h1 class="govuk-heading-l">%s</h1>
        <div data-module="form" data-form-steps data-draft="/%s/draft" data-draft-turn="0"
          data-draft-step="%s"><script type="application/json">%s</script>
        <div data-form-fields></div>%s</div></div>
        <aside class="haven-columns__side"><p>At a glance</p></aside></div></main></div></body></html>
        """
            .formatted(
                problems.isEmpty() ? "" : "Error: ",
                problems.isEmpty()
                    ? ""
                    : """
                    <div class="govuk-error-summary" data-module="error-summary" tabindex="-1">
                    <ul class="govuk-list govuk-error-summary__list">%s</ul></div>
                    """
                        .formatted(
                            String.join(
                                "",
                                problems.stream()
                                    .map(
                                        each ->
                                            "<li><a href=\"#field-%s\">%s</a></li>"
                                                .formatted(each.key(), each.message()))
                                    .toList())),
                id,
                id,
                step,
                FormPage.json(form, data, problems, Map.of()),
                reading
                    ? ""
                    : """
                    <form method="post" action="/%s" novalidate>
                    <input type="hidden" name="answers" value="">
                    <p class="haven-meta" data-draft-status aria-live="polite"></p>
                    <button type="submit" class="govuk-button">Save and finish the task</button>
                    </form>
                    """
                        .formatted(id)));
  }

  private void show(String id) {
    put(id, Map.of(), List.of(), "", false);
    visit(id);
  }

  private void visit(String id) {
    page.navigate(
        "http://%s:%d/%s"
            .formatted(
                server.getAddress().getAddress().getHostAddress(),
                server.getAddress().getPort(),
                id));
    if (PAGES.containsKey(id.replaceFirst("#.*", ""))) {
      page.locator("[data-module=form][data-ready]").waitFor();
    }
  }

  private Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private void press(String name) {
    button(name).click();
  }

  private void choose(String key, String value) {
    page.locator("input[name='field-%s'][value='%s']".formatted(key, value))
        .check(new Locator.CheckOptions().setForce(true));
  }

  private void type(String key, String text) {
    page.locator("[id='field-" + key + "']").fill(text);
  }

  private void at(String heading) {
    assertThat(page.locator("h2:visible").first()).hasText(heading);
  }

  private void focusIsOn(String text) {
    assertThat(page.evaluate("document.activeElement.textContent").toString()).contains(text);
  }

  /** Answers each step as somebody does who can be reached, up to the check. */
  private void answerSafeContact() {
    choose("contactAllowed", "yes");
    press("Continue");
    at("Step 2 of 3: The safe way");
    choose("method", "phone");
    type("detail", "01632 960555");
    choose("days", "monday");
    choose("days", "friday");
    press("Continue");
    at("Step 3 of 3: What is not safe");
    choose("watched", "no");
    type("unsafeToTell", "Nobody at home\nNobody at work");
    press("Continue");
    at("Check your answers");
  }

  private Locator row(String question) {
    return page.locator(".govuk-summary-list__row")
        .filter(new Locator.FilterOptions().setHasText(question));
  }

  @Test
  void shouldLeadStepByStepToTheCheck_andSendAllAtOnce() {
    // given
    show(SAFE_CONTACT);
    at("Step 1 of 2: Is there a safe way?");
    assertThat(button("Save and finish the task")).isHidden();
    choose("contactAllowed", "yes");
    at("Step 1 of 3: Is there a safe way?");
    // when
    answerSafeContact();
    // then
    focusIsOn("Check your answers");
    assertThat(page).hasURL(Pattern.compile(".*#check$"));
    assertThat(page).hasTitle("Check your answers – Task – Haven");
    assertThat(row("How can we reach you safely?")).containsText("Phone");
    assertThat(row("Which days are safe?")).containsText("Monday");
    assertThat(row("What times are safe?")).containsText("Not answered");
    assertThat(page.locator(".haven-form-steps")).containsText("3 of 3 steps are complete");
    look("steps-check");
    // when
    press("Save and finish the task");
    // then
    page.waitForCondition(() -> !posted.isEmpty());
    assertThat(posted)
        .containsEntry("contactAllowed", "yes")
        .containsEntry("days", List.of("monday", "friday"))
        .containsEntry("unsafeToTell", "Nobody at home\nNobody at work");
  }

  @Test
  void shouldSayWhatIsWrong_beforeGoingOn() {
    // given
    show("complete-risk-questions");
    at("Step 1 of 7: Before you start");
    look("steps-first");
    // when: by the keyboard alone
    button("Continue").focus();
    page.keyboard().press("Enter");
    // then
    String wrong = "Choose one of the answers to “How are the questions answered?”";
    assertThat(page.locator(".govuk-error-summary")).containsText(wrong);
    focusIsOn(wrong);
    assertThat(page).hasTitle("Error: Step 1 of 7 – Task – Haven");
    assertThat(page.locator("#field-mode-error")).containsText(wrong);
    at("There is a problem");
    look("steps-refused");
    // when
    page.locator(".govuk-error-summary a").press("Enter");
    page.keyboard().press("Space");
    button("Continue").press("Enter");
    // then
    at("Step 2 of 7: You");
    focusIsOn("Step 2 of 7: You");
    assertThat(page).hasTitle("Step 2 of 7 – Task – Haven");
    assertThat(page.locator(".govuk-error-message:visible")).hasCount(0);
  }

  @Test
  void shouldGoOn_whenEnterIsPressedInAStepWithSeveralTextFields() {
    // given
    show(SAFE_CONTACT);
    choose("contactAllowed", "yes");
    press("Continue");
    at("Step 2 of 3: The safe way");
    choose("method", "phone");
    // when
    type("detail", "01632 960555");
    page.locator("#field-detail").press("Enter");
    // then: what was typed last is there, and nothing was sent
    at("Step 3 of 3: What is not safe");
    press("Back");
    assertThat(page.locator("#field-detail")).hasValue("01632 960555");
    assertThat(posted).isEmpty();
    // when: a text of several lines is typed
    press("Continue");
    page.locator("#field-unsafeToTell").press("Enter");
    // then
    at("Step 3 of 3: What is not safe");
  }

  @Test
  void shouldLeaveAStepOut_whoseQuestionsAreAllHidden() {
    // given: the questions go by their own conditions, the group around them has none
    var mapper = JsonMapper.builder().build();
    var form =
        (ObjectNode) mapper.readTree(Path.of("forms", "shared", SAFE_CONTACT + ".form").toFile());
    ((ObjectNode) form.get("components").get(1)).remove("conditional");
    put(TestForms.only(form.toString()).form(SAFE_CONTACT), Map.of(), List.of(), "", false);
    // when
    visit(SAFE_CONTACT);
    // then
    at("Step 1 of 2: Is there a safe way?");
    choose("contactAllowed", "yes");
    at("Step 1 of 3: Is there a safe way?");
    choose("contactAllowed", "no");
    at("Step 1 of 2: Is there a safe way?");
    press("Continue");
    at("Step 2 of 2: What is not safe");
  }

  @Test
  void shouldFollowTheBrowsersHistory_andStayOnReload() {
    // given
    show(SAFE_CONTACT);
    answerSafeContact();
    // when
    page.goBack();
    // then
    at("Step 3 of 3: What is not safe");
    assertThat(page.locator("#field-unsafeToTell")).hasValue("Nobody at home\nNobody at work");
    page.goBack();
    at("Step 2 of 3: The safe way");
    page.goForward();
    page.goForward();
    at("Check your answers");
    // when: what was typed is kept by the server, and comes back with the page
    page.goBack();
    put(
        SAFE_CONTACT,
        Map.of("contactAllowed", "yes", "method", "phone", "watched", "no"),
        List.of(),
        "",
        false);
    page.reload();
    page.locator("[data-module=form][data-ready]").waitFor();
    // then
    at("Step 3 of 3: What is not safe");
    press("Continue");
    assertThat(page.locator(".govuk-error-summary")).containsText("Who must not know?");
  }

  @Test
  void shouldBringBackToTheCheck_onceAnAnswerIsChanged() {
    // given
    show(SAFE_CONTACT);
    choose("contactAllowed", "no");
    press("Continue");
    at("Step 2 of 2: What is not safe");
    choose("watched", "no");
    type("unsafeToTell", "Nobody at home");
    press("Continue");
    at("Check your answers");
    assertThat(page.locator(".haven-answers")).not().containsText("The safe way");
    // when
    row("Could someone see").getByRole(AriaRole.LINK).press("Enter");
    // then
    at("Step 2 of 2: What is not safe");
    assertThat(page.locator("#field-watched")).isFocused();
    choose("watched", "yes");
    press("Continue");
    at("Check your answers");
    assertThat(row("Could someone see")).containsText("Yes");
    // when: the answer asks for more
    row("Is there a way to reach her").getByRole(AriaRole.LINK).click();
    choose("contactAllowed", "yes");
    press("Continue");
    // then
    at("Step 2 of 3: The safe way");
    choose("method", "text");
    press("Continue");
    at("Check your answers");
  }

  @Test
  void shouldOpenAtTheFirstStepWithAProblem_whenTheServerRefused() {
    // given
    put(
        SAFE_CONTACT,
        Map.of("contactAllowed", "no", "watched", "no", "unsafeToTell", "Him"),
        List.of(new FormProblem("unsafeToTell", "Say whom she meant")),
        "",
        false);
    // when
    visit(SAFE_CONTACT);
    // then
    at("Step 2 of 2: What is not safe");
    assertThat(page.locator("#field-unsafeToTell-error")).containsText("Say whom she meant");
    assertThat(page).hasTitle("Error: Step 2 of 2 – Task – Haven");
    focusIsOn("Say whom she meant");
    // when
    press("Back");
    at("Step 1 of 2: Is there a safe way?");
    press("Continue");
    at("Step 2 of 2: What is not safe");
    type("unsafeToTell", "Her brother");
    press("Continue");
    // then
    at("Check your answers");
  }

  @Test
  void shouldLeadToTheFieldOfAnotherStep_fromTheSummary() {
    // given
    put(
        SAFE_CONTACT,
        Map.of("contactAllowed", "yes", "method", "text", "watched", "no", "unsafeToTell", "Him"),
        List.of(
            new FormProblem("method", "Choose another way"),
            new FormProblem("unsafeToTell", "Say whom she meant")),
        "",
        false);
    visit(SAFE_CONTACT);
    at("Step 2 of 3: The safe way");
    // when
    page.locator(".govuk-error-summary a").last().click();
    // then
    at("Step 3 of 3: What is not safe");
    assertThat(page.locator("#field-unsafeToTell")).isFocused();
  }

  @Test
  void shouldOpenWhereThePersonWas_whenTheDraftComesBack() {
    // given
    show(SAFE_CONTACT);
    choose("contactAllowed", "yes");
    press("Continue");
    at("Step 2 of 3: The safe way");
    page.waitForCondition(() -> kept.contains("step="));
    String step = kept.replaceFirst("(?s).*&step=(\\w+)&.*", "$1");
    // when
    put(SAFE_CONTACT, Map.of("contactAllowed", "yes"), List.of(), step, false);
    visit("elsewhere");
    visit(SAFE_CONTACT);
    // then
    at("Step 2 of 3: The safe way");
    assertThat(page.locator(".haven-form-steps")).containsText("1 of 3 steps are complete");
    // and nobody skips what has to be answered
    visit(SAFE_CONTACT + "#check");
    at("Step 2 of 3: The safe way");
  }

  @Test
  void shouldShowAllInWords_whenItIsOnlyRead() {
    // given
    put(SAFE_CONTACT, Map.of("contactAllowed", "no", "watched", "no"), List.of(), "", true);
    // when
    visit(SAFE_CONTACT);
    // then
    assertThat(row("Is there a way to reach her")).containsText("No");
    assertThat(row("Who must not know?")).containsText("Not answered");
    assertThat(page.locator("input:visible, textarea:visible, .govuk-button:visible")).hasCount(0);
    look("steps-read");
  }

  @Test
  void shouldTakeWhatIsNotSafeAnyMore_whenTheStepGoesAway() {
    // given
    show(SAFE_CONTACT);
    answerSafeContact();
    // when
    row("Is there a way to reach her").getByRole(AriaRole.LINK).click();
    choose("contactAllowed", "no");
    press("Continue");
    // then
    at("Check your answers");
    assertThat(page.locator(".haven-answers")).not().containsText("01632 960555");
    press("Save and finish the task");
    page.waitForCondition(() -> !posted.isEmpty());
    assertThat(posted).containsEntry("contactAllowed", "no").doesNotContainKey("detail");
  }

  @Test
  void shouldPrintAllAnswers_whicheverStepIsShown() {
    // given
    show(SAFE_CONTACT);
    answerSafeContact();
    page.goBack();
    // when
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))");
    page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
    // then
    assertThat(row("How can we reach you safely?")).isVisible();
    assertThat(page.locator("#field-unsafeToTell")).isHidden();
    assertThat(button("Continue")).isHidden();
    picture("steps-print");
  }

  @Test
  void shouldLeaveAShortFormOnOnePage() {
    // when
    show("take-termination-notice");
    // then
    assertThat(button("Save and finish the task")).isVisible();
    assertThat(page.locator(".haven-form-steps")).hasCount(0);
  }

  /** Looks at the page at both widths, and has axe check it. */
  private void look(String name) {
    picture(name);
    assertThat(
            new AxeBuilder(page)
                .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"))
                .analyze()
                .getViolations())
        .isEmpty();
    assertThat(
            page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"))
        .isEqualTo(0);
  }

  private void picture(String name) {
    for (int width : new int[] {1280, 400}) {
      page.setViewportSize(width, 900);
      if (HavenPages.TAKES_PICTURES) {
        page.screenshot(
            new Page.ScreenshotOptions()
                .setFullPage(true)
                .setPath(SCREENS.resolve(name + "-" + width + ".png")));
      }
    }
  }
}
