package org.haven.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.haven.platform.CaseRef;
import org.haven.testing.TestPlatform;

/**
 * Haven as one person sees it in a browser. Every page that is opened is checked once for
 * accessibility, and that nothing is cut off on a narrow screen or at 200 %.
 */
final class HavenPages implements AutoCloseable {
  private static final Path SCREENS = Path.of("target", "screens");
  private static final Path GALLERY = Path.of("docs", "images", "pages");
  private static final int WIDE = 1280;
  private static final int HIGH = 900;

  /** Pictures take as long as all else that a person does: on request only. */
  static final boolean TAKES_PICTURES = Boolean.getBoolean("docs.pictures");

  /** Which kind of control a question of a form has. */
  private static final String KIND =
      """
      id => {
        const control = document.getElementById(id);
        if (control.type === 'radio') return 'radio';
        if (control.type === 'checkbox') return control.name === id ? 'checkboxes' : 'checkbox';
        if (control.tagName === 'SELECT') return 'select';
        return document.getElementById(id + '-month') ? 'date' : 'text';
      }
      """;

  /** The form's group in which a question stands: its number, from 0, and its id. */
  private static final String GROUP =
      """
      key => {
        const { schema } = JSON.parse(document.querySelector('[data-module=form] > script').text);
        const holds = field => field.key === key || field.path === key
          || (field.components ?? []).some(holds);
        const at = schema.components.findIndex(holds);
        return [at, schema.components[at]?.id ?? ''];
      }
      """;

  /** Was the group asked before the one that is on the page now, if one is? */
  private static final String IS_BEHIND =
      """
      group => {
        const now = document.querySelector('[data-group]:not([hidden])');
        return !now || (now.compareDocumentPosition(group) & Node.DOCUMENT_POSITION_PRECEDING) > 0;
      }
      """;

  private final Page page;
  private final String base;
  private final String password;
  private final Set<String> checked;
  private final Set<String> hidden;
  private final List<String> findings = new ArrayList<>();

  HavenPages(Browser browser, String base, String password) {
    this(browser, base, password, new HashSet<>(), Set.of());
  }

  /**
   * @param checked names of pages that need no check any more, shared with other people's pages
   * @param hidden what no page that is opened may show
   */
  HavenPages(
      Browser browser, String base, String password, Set<String> checked, Set<String> hidden) {
    this.page = browser.newContext().newPage();
    this.base = base;
    this.password = password;
    this.checked = checked;
    this.hidden = hidden;
    page.setViewportSize(WIDE, HIGH);
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
    return look();
  }

  /** Finds nothing on the page that has to stay hidden. */
  private HavenPages look() {
    if (!hidden.isEmpty()) {
      String shown = page.content();
      hidden.stream()
          .filter(shown::contains)
          .map(text -> page.url().replace(base, "") + " shows " + text)
          .filter(finding -> !findings.contains(finding))
          .forEach(findings::add);
    }
    return this;
  }

  /** Signs in by the keyboard alone. */
  HavenPages signIn(String username) {
    // what the page before still loads would be refused
    page.navigate("about:blank");
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
    return report(words, name, contact, tenure, "");
  }

  CaseRef report(String words, String name, String contact, String tenure, String perpetrator) {
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
    page.getByText("What happened").click();
    page.locator("#perpetrator").fill(perpetrator);
    // the case may be another team's by the time its page is asked for
    var saved =
        page.waitForResponse(
            answer ->
                answer.request().method().equals("POST") && answer.url().endsWith("/reports/new"),
            () -> press("Save the report"));
    page.waitForURL(url -> !url.endsWith("/reports/new"));
    return new CaseRef(saved.headerValue("location").replaceFirst(".*/cases/", ""));
  }

  /** Waits until the case has this task open, and opens it from the case page. */
  HavenPages openTask(CaseRef caseRef, String title) {
    return openTask(caseRef, title, "task-" + title);
  }

  private HavenPages openTask(CaseRef caseRef, String title, String checkedAs) {
    awaitOnCase(caseRef, title, () -> task(title).count() > 0);
    task(title).first().click();
    page.waitForURL(base + "/tasks/*");
    assertThat(heading()).isEqualTo(title);
    page.locator("[data-module=form][data-ready]").waitFor();
    look();
    check(checkedAs);
    return this;
  }

  /** Finishes a task of the case, opened from the case page, with these answers. */
  HavenPages finish(CaseRef caseRef, String title, String answers) {
    return openTask(caseRef, title).fill(answers).send();
  }

  /** Finishes a task of which only the outcome is asked; all of them have the same form. */
  HavenPages outcome(CaseRef caseRef, String title, String outcome) {
    return openTask(caseRef, title, "task-outcome").fill("outcome: " + outcome).send();
  }

  /** Records the answer that the case waits for, on the page that the case page leads to. */
  HavenPages answer(CaseRef caseRef, String waitsFor, String answers) {
    Locator link =
        page.locator("section[aria-labelledby=waiting-title] li")
            .filter(new Locator.FilterOptions().setHasText(waitsFor))
            .locator("a");
    awaitOnCase(caseRef, waitsFor, () -> link.count() > 0);
    link.first().click();
    page.waitForURL(base + "/cases/*/answers/*");
    assertThat(heading()).isEqualTo(waitsFor);
    check("answer-" + waitsFor);
    each(
        answers,
        (name, said) -> {
          if (said.matches("\\d{4}-\\d{2}-\\d{2}")) {
            plainDate(name, LocalDate.parse(said));
          } else if (name.equals("words")) {
            page.locator("#words").fill(said);
          } else {
            choose(name, said);
          }
        });
    press("Record the answer");
    page.waitForURL(base + "/cases/" + caseRef);
    assertThat(page.locator(".govuk-notification-banner--success").innerText())
        .contains("The answer is on record");
    return this;
  }

  /** Records that she asks for a review of this decision about her homelessness. */
  HavenPages askForReview(CaseRef caseRef, String decision, LocalDate askedOn) {
    open("/cases/" + caseRef);
    page.locator("section[aria-labelledby=homelessness-title] li")
        .filter(new Locator.FilterOptions().setHasText(decision))
        .locator("a")
        .first()
        .click();
    page.waitForURL(base + "/cases/*/homelessness/*/review");
    check("review-asked");
    plainDate("askedOn", askedOn);
    press("Start the review");
    page.waitForURL(base + "/cases/" + caseRef);
    assertThat(page.locator(".govuk-notification-banner--success").innerText())
        .contains("The review has been asked for");
    return this;
  }

  /** Opens the newest record of this name of a case, and comes back to the case; what it says. */
  String record(CaseRef caseRef, String title) {
    open("/cases/" + caseRef + "/records");
    check("records");
    Locator record =
        page.locator("main a[href*='/records/']")
            .filter(new Locator.FilterOptions().setHasText(title));
    while (record.count() == 0) {
      page.locator("a[rel=next]").click();
      page.waitForLoadState();
    }
    record.first().click();
    page.waitForURL(base + "/cases/" + caseRef + "/records/*");
    check("record");
    String said = page.locator("main").innerText();
    open("/cases/" + caseRef);
    return said;
  }

  /** Reads the minutes of the newest MARAC, which asks for a reason first; what they say. */
  String readMinutes(CaseRef caseRef, String reason) {
    open("/cases/" + caseRef);
    page.getByText("Open the minutes, with a reason").click();
    page.waitForURL(base + "/cases/*/marac-minutes");
    check("minutes");
    press("Open the minutes");
    assertThat(page.title()).startsWith("Error: ");
    check("minutes-refused");
    page.locator("#reason").fill(reason);
    press("Open the minutes");
    page.locator("#opened-title").waitFor();
    check("minutes-open");
    return text();
  }

  /** Starts a journey from the case page. */
  HavenPages startJourney(CaseRef caseRef, String title) {
    open("/cases/" + caseRef);
    page.locator("#start summary").click();
    page.locator("#start li:has(> span:text-is(\"" + title + "\")) button").click();
    assertThat(page.locator(".govuk-notification-banner--success").innerText()).contains(title);
    return this;
  }

  /** Waits until a journey of the case stands at this step, by the list of its steps. */
  HavenPages awaitStep(CaseRef caseRef, String step) {
    Locator now =
        page.locator(".haven-steps__item--now")
            .filter(new Locator.FilterOptions().setHasText(step));
    awaitOnCase(caseRef, step, () -> now.count() > 0);
    return this;
  }

  /** Waits until a journey of the case has ended, and finds this end state. */
  HavenPages awaitEnd(CaseRef caseRef, String journey, String endState) {
    Locator ended =
        page.locator("article.haven-journey")
            .filter(
                new Locator.FilterOptions()
                    .setHas(
                        page.locator("h3").filter(new Locator.FilterOptions().setHasText(journey))))
            .filter(new Locator.FilterOptions().setHasText(": " + endState));
    awaitOnCase(caseRef, journey + " ended: " + endState, () -> ended.count() > 0);
    return this;
  }

  /**
   * Loads the case page until it shows what is waited for. A timer that the engine sets for a
   * moment which its pinned clock has reached already fires only when that clock moves again: so it
   * is moved on a little now and then.
   */
  private void awaitOnCase(CaseRef caseRef, String what, BooleanSupplier shown) {
    long start = System.nanoTime();
    var moved = new AtomicInteger();
    await(what + " of " + caseRef)
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(200))
        .atMost(Duration.ofSeconds(90))
        .until(
            () -> {
              open("/cases/" + caseRef);
              boolean there = shown.getAsBoolean();
              if (!there
                  && TestPlatform.clock().pinned()
                  && (System.nanoTime() - start) / 2_000_000_000L > moved.get()) {
                moved.incrementAndGet();
                TestPlatform.forward(Duration.ofMillis(200));
              }
              return there;
            });
  }

  /**
   * Answers the task's form, question by question, each by the control that the page draws for it.
   *
   * @param answers lines such as {@code homelessNow: yes}: the key of a field, then what is chosen,
   *     several by commas, or typed; dates as {@code 2026-05-14}; {@code actions[0].what} is a
   *     field of the first entry of a list
   */
  HavenPages fill(String answers) {
    var lines = new ArrayList<String[]>();
    each(answers, (key, answer) -> lines.add(new String[] {key, answer}));
    // a long form is gone through in its order, step by step
    lines.sort(Comparator.comparingInt(line -> (int) groupOf(line[0]).getFirst()));
    for (String[] line : lines) {
      put(line[0], line[1]);
    }
    return this;
  }

  private List<?> groupOf(String key) {
    return (List<?>) page.evaluate(GROUP, key.replaceFirst("[.\\[].*", ""));
  }

  private boolean isInSteps() {
    return page.locator(".haven-form-steps").count() > 0;
  }

  private Locator goOn() {
    return page.locator(".haven-form-moves button")
        .filter(new Locator.FilterOptions().setHasText("Continue"));
  }

  private void goToStepOf(String key) {
    if (!isInSteps()) {
      return;
    }
    Locator group = page.locator("[data-group='" + groupOf(key).getLast() + "']");
    group.waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
    while (!group.isVisible()) {
      if ((boolean) group.evaluate(IS_BEHIND)) {
        previousStep();
      } else {
        nextStep();
      }
    }
  }

  private void previousStep() {
    String before = page.url();
    page.locator(".haven-form-moves button")
        .filter(new Locator.FilterOptions().setHasText("Back"))
        .click();
    page.waitForCondition(() -> !page.url().equals(before));
  }

  /** Goes on by one step; what it still asks is a mistake of the test. */
  private void nextStep() {
    String before = page.url();
    goOn().click();
    page.waitForCondition(() -> !page.url().equals(before) || page.title().startsWith("Error: "));
    assertThat(page.title()).as(text()).doesNotStartWith("Error: ");
  }

  private static void each(String answers, BiConsumer<String, String> use) {
    answers
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .map(line -> line.split(":", 2))
        .forEach(line -> use.accept(line[0], line[1].strip()));
  }

  private void put(String key, String answer) {
    goToStepOf(key);
    Locator control = page.locator("[id='field-" + key + "']");
    if (key.contains("[") && control.count() == 0) {
      page.locator("[id='add-" + key.substring(0, key.indexOf('[')) + "']").click();
    }
    control.waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
    switch (page.evaluate(KIND, "field-" + key).toString()) {
      case "radio" -> choose(key, answer);
      case "checkboxes" -> {
        for (String each : answer.isEmpty() ? new String[0] : answer.split(", ")) {
          choose(key, each);
        }
      }
      case "checkbox" ->
          control.setChecked(answer.equals("yes"), new Locator.SetCheckedOptions().setForce(true));
      case "select" -> select(key, answer);
      case "date" -> date(key, LocalDate.parse(answer));
      default -> type(key, answer);
    }
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
    return page.locator("a.haven-tasks__title:text-is(\"" + title + "\")");
  }

  /** Answers a closed question of the form, or of an ordinary page. */
  HavenPages choose(String key, String value) {
    goToStepOf(key);
    Locator option =
        page.locator(
            "input[name='field-%1$s'][value='%2$s'], input[name='%1$s'][value='%2$s']"
                .formatted(key, value));
    option.first().check(new Locator.CheckOptions().setForce(true));
    return this;
  }

  HavenPages select(String key, String value) {
    goToStepOf(key);
    page.locator("[id='field-" + key + "']").selectOption(value);
    return this;
  }

  HavenPages type(String key, String text) {
    goToStepOf(key);
    page.locator("[id='field-" + key + "']").fill(text);
    return this;
  }

  HavenPages date(String key, LocalDate date) {
    goToStepOf(key);
    page.locator("[id='field-" + key + "']").fill(String.valueOf(date.getDayOfMonth()));
    page.locator("[id='field-" + key + "-month']").fill(String.valueOf(date.getMonthValue()));
    page.locator("[id='field-" + key + "-year']").fill(String.valueOf(date.getYear()));
    return this;
  }

  /** A date of an ordinary page. */
  private void plainDate(String name, LocalDate date) {
    page.locator("#" + name).fill(String.valueOf(date.getDayOfMonth()));
    page.locator("#" + name + "Month").fill(String.valueOf(date.getMonthValue()));
    page.locator("#" + name + "Year").fill(String.valueOf(date.getYear()));
  }

  HavenPages press(String button) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button)).first().click();
    return this;
  }

  /** Sends the task's form; it is off the person's hands from then on. */
  HavenPages send() {
    return finishSteps().sendForm();
  }

  /** Goes on to the check of all answers, in a form that has steps. */
  HavenPages finishSteps() {
    if (isInSteps()) {
      while (goOn().count() > 0) {
        nextStep();
      }
      check("check-answers");
    }
    return this;
  }

  private HavenPages sendForm() {
    press("Save and finish the task");
    page.waitForURL(base + "/tasks");
    assertThat(page.locator(".govuk-notification-banner--success").innerText())
        .contains("The task is finished");
    return this;
  }

  /**
   * Checks a page once: axe for WCAG 2.2 AA, no sideways scrolling at 400 px and at 200 %. With
   * {@code -Ddocs.pictures=true} its picture goes into the docs, see GalleryTest.
   */
  HavenPages check(String name) {
    if (!checked.add(name)) {
      return this;
    }
    for (int width : new int[] {400, WIDE / 2, WIDE}) {
      page.setViewportSize(width, HIGH);
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
    if (TAKES_PICTURES) {
      page.evaluate("scrollTo(0, 0)");
      page.screenshot(new Page.ScreenshotOptions().setPath(GALLERY.resolve(file(name))));
    }
    return accessible(name);
  }

  /** The rules of accessibility, on the screen as wide as it is now. */
  HavenPages accessible(String name) {
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

  /** The whole page, with {@code -Ddocs.pictures=true}. */
  HavenPages picture(Path folder, String name) {
    if (TAKES_PICTURES) {
      takePicture(folder, name);
    }
    return this;
  }

  private void takePicture(Path folder, String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setFullPage(true).setPath(folder.resolve(file(name))));
  }

  private static String file(String name) {
    return name.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9]+", "-") + ".png";
  }

  /** The page's address, what is wrong with it if it says so, its text. */
  String standing() {
    takePicture(SCREENS, "failed-" + page.url().replace(base, ""));
    // without the drawings of journeys
    return page.url().replace(base, "")
        + "\n"
        + page.evaluate(
            """
            () => {
              document.querySelectorAll('figure').forEach(figure => figure.remove());
              return document.body.innerText;
            }
            """);
  }

  @Override
  public void close() {
    page.context().close();
  }
}
