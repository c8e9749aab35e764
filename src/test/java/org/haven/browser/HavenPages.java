package org.haven.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.haven.platform.CaseRef;

/**
 * Haven as one person sees it in a browser. Every page that is opened is checked once for
 * accessibility, and that nothing is cut off on a narrow screen or at 200 %.
 */
final class HavenPages implements AutoCloseable {
  private static final Path SCREENS = Path.of("target", "screens");
  private static final int WIDE = 1280;

  private final Page page;
  private final String base;
  private final String password;
  private final Set<String> checked = new HashSet<>();
  private final List<String> findings = new ArrayList<>();

  HavenPages(Browser browser, String base, String password) {
    this.page = browser.newContext().newPage();
    this.base = base;
    this.password = password;
    page.setViewportSize(WIDE, 900);
    page.setDefaultTimeout(30_000);
    page.onConsoleMessage(this::hear);
    page.onDialog(dialog -> dialog.accept());
  }

  private void hear(ConsoleMessage message) {
    // a page that answers 400 or 404 on purpose is an error to the console as well
    if (message.type().equals("error") && !message.text().contains("status of 4")) {
      findings.add(page.url().replace(base, "") + ": " + message.text());
    }
  }

  /**
   * What is not as it should be on the pages seen so far: rules of accessibility, what is cut off,
   * what scripts complained of, such as a style that the content security policy refused.
   */
  List<String> findings() {
    return List.copyOf(findings);
  }

  Page page() {
    return page;
  }

  HavenPages open(String address) {
    page.navigate(base + address);
    return this;
  }

  /** Signs in by the keyboard alone. */
  HavenPages signIn(String username) {
    page.context().clearCookies();
    open("/sign-in");
    check("sign-in");
    page.locator("#username").focus();
    page.keyboard().type(username);
    page.keyboard().press("Tab");
    page.keyboard().type(password);
    page.keyboard().press("Enter");
    page.waitForURL(url -> !url.contains("/sign-in"));
    return this;
  }

  /** The text of the page's main part. */
  String text() {
    return page.locator("main").innerText();
  }

  String heading() {
    return page.locator("h1").innerText();
  }

  /** Takes a report with the few fields that a telephone call begins with, and the kind of home. */
  CaseRef report(String words, String name, String contact, String tenure) {
    open("/reports/new");
    check("report");
    choose("danger", "no");
    choose("reporter", "survivor");
    page.locator("#channel").selectOption("phone");
    page.locator("#words").fill(words);
    page.locator("#name").fill(name);
    page.locator("#contact").fill(contact);
    page.getByText("Home and tenancy").click();
    page.locator("#tenure").selectOption(tenure);
    press("Save the report");
    page.waitForURL(base + "/cases/*");
    return new CaseRef(heading());
  }

  /** Waits until the case has this task open, and opens it from the case page. */
  HavenPages openTask(CaseRef caseRef, String title) {
    await(title + " of " + caseRef)
        .pollInSameThread()
        .pollInterval(Duration.ofMillis(300))
        .atMost(Duration.ofSeconds(90))
        .until(
            () -> {
              open("/cases/" + caseRef);
              return task(title).count() > 0;
            });
    task(title).first().click();
    page.waitForURL(base + "/tasks/*");
    assertThat(heading()).isEqualTo(title);
    page.locator("[data-form-fields] .fjs-container, [data-form-fields] form").first().waitFor();
    check("task-" + title);
    return this;
  }

  /** Opens a case with a journey under way, and waits until its diagram is drawn. */
  HavenPages openCase(CaseRef caseRef) {
    // the steps come with the engine's exported records, a second or two after the task
    await("diagram of " + caseRef)
        .pollInSameThread()
        .pollInterval(Duration.ofMillis(300))
        .atMost(Duration.ofSeconds(90))
        .until(
            () -> {
              open("/cases/" + caseRef);
              return page.locator("details[open] figure[data-module=diagram]").count() > 0;
            });
    // it is drawn when it comes into view
    page.locator("details[open] figure[data-module=diagram]").first().scrollIntoViewIfNeeded();
    page.locator("details[open] .djs-container svg").first().waitFor();
    return this;
  }

  private Locator task(String title) {
    return page.locator("a.haven-tasks__title")
        .filter(new Locator.FilterOptions().setHasText(title));
  }

  /** Answers a closed question of the form, or of an ordinary page. */
  HavenPages choose(String key, String value) {
    Locator option =
        page.locator(
            "input[name='field-%1$s'][value='%2$s'], input[name='%1$s'][value='%2$s']"
                .formatted(key, value));
    option.first().check(new Locator.CheckOptions().setForce(true));
    return this;
  }

  HavenPages select(String key, String value) {
    page.locator("[id='field-" + key + "']").selectOption(value);
    return this;
  }

  HavenPages type(String key, String text) {
    page.locator("[id='field-" + key + "']").fill(text);
    return this;
  }

  HavenPages date(String key, LocalDate date) {
    page.locator("[id='field-" + key + "']").fill(String.valueOf(date.getDayOfMonth()));
    page.locator("[id='field-" + key + "-month']").fill(String.valueOf(date.getMonthValue()));
    page.locator("[id='field-" + key + "-year']").fill(String.valueOf(date.getYear()));
    return this;
  }

  HavenPages press(String button) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button)).first().click();
    return this;
  }

  /** Sends the task's form; it is off the person's hands from then on. */
  HavenPages send() {
    press("Save and finish the task");
    page.waitForURL(base + "/tasks");
    assertThat(page.locator(".govuk-notification-banner--success").innerText())
        .contains("The task is finished");
    return this;
  }

  /** Checks a page once: axe for WCAG 2.2 AA, no sideways scrolling at 400 px and at 200 %. */
  HavenPages check(String name) {
    if (!checked.add(name)) {
      return this;
    }
    for (int width : new int[] {400, WIDE / 2, WIDE}) {
      page.setViewportSize(width, 900);
      if (width != WIDE / 2) {
        picture(SCREENS, name + "-" + width);
      }
      var cutOff =
          page.evaluate(
              "document.documentElement.scrollWidth - document.documentElement.clientWidth");
      if (!cutOff.equals(0)) {
        findings.add(name + " at " + width + " px is " + cutOff + " px too wide");
      }
    }
    new AxeBuilder(page)
        .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"))
        .analyze()
        .getViolations()
        .forEach(
            rule ->
                rule.getNodes()
                    .forEach(
                        node ->
                            findings.add(
                                name
                                    + ": "
                                    + rule.getId()
                                    + ", "
                                    + rule.getHelp()
                                    + ": "
                                    + node.getHtml())));
    return this;
  }

  HavenPages picture(Path folder, String name) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setFullPage(true)
            .setPath(
                folder.resolve(
                    name.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9]+", "-")
                        + ".png")));
    return this;
  }

  @Override
  public void close() {
    page.context().close();
  }
}
