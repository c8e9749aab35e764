package org.haven.letters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.haven.testing.JourneyDriver.aSafeWay;
import static org.haven.testing.JourneyDriver.noSafeWay;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.security.test.web.servlet.setup.SecurityMockMvcConfigurers.springSecurity;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.response.ProcessInstanceResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.haven.casefile.By;
import org.haven.casefile.CaseFacts;
import org.haven.casefile.SafeContacts;
import org.haven.forms.FormProblem;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.haven.platform.Known;
import org.haven.platform.Team;
import org.haven.tasks.SubmitResult;
import org.haven.testing.JourneyDriver;
import org.haven.testing.ProcessTest;
import org.haven.testing.TestPlatform;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.context.WebApplicationContext;

/** A letter from its template until it went, on the real broker, started as a journey calls it. */
@ProcessTest
class CheckLetterProcessTest {
  private static final String FIRST = "Task_CheckLetterAndBundle";
  private static final String SECOND = "Task_CheckLetterAgain";

  @Autowired private ApplicationContext context;
  @Autowired private CamundaClient engine;
  @Autowired private WebApplicationContext web;
  private JourneyDriver haven;
  private Letters letters;
  private CaseRef caseRef;
  private JourneyId journeyId;

  @BeforeAll
  void start() {
    haven = new JourneyDriver(context);
    letters = context.getBean(Letters.class);
  }

  @AfterAll
  void release() {
    TestPlatform.releaseClocks();
  }

  @BeforeEach
  void aCase() {
    haven.moveTo("2026-06-01T09:00");
    caseRef = haven.aCase(Map.of());
    // no such process: the journey stands as asked for and hears nothing
    journeyId = haven.request(caseRef, "some-journey", Map.of());
  }

  private Future<ProcessInstanceResult> letter(String template, String recipient) {
    var variables = new HashMap<String, Object>();
    variables.put("caseRef", caseRef.value());
    variables.put("journeyId", journeyId.value());
    variables.put("team", Team.HOUSING_SOLUTIONS.code());
    variables.put("letterTemplate", template);
    variables.put("letterRecipient", recipient);
    return engine
        .newCreateInstanceCommand()
        .bpmnProcessId("check-letter")
        .latestVersion()
        .variables(variables)
        .withResult()
        .requestTimeout(Duration.ofSeconds(90))
        .send();
  }

  private static Map<String, Object> end(Future<ProcessInstanceResult> call) throws Exception {
    return call.get(90, TimeUnit.SECONDS).getVariablesAsMap();
  }

  private LetterLine view() {
    return letters.of(haven.person("maya.okafor"), caseRef).getFirst();
  }

  private void reachedBy(String method, String detail) {
    context
        .getBean(SafeContacts.class)
        .record(caseRef, true, Map.of("method", method, "detail", detail), new By("maya.okafor"));
  }

  /** Somebody else than the first checker. */
  private ActingPerson other() {
    return haven.person("tom.reeve".equals(view().checker1()) ? "maya.okafor" : "tom.reeve");
  }

  private static Map<String, Object> notPassed(String why) {
    return Map.of("pass", "no", "whatToChange", why);
  }

  @Test
  void shouldGo_whenTwoDifferentPeoplePassedIt() throws Exception {
    // given
    reachedBy("post", "Box 5, Exampleton");
    var call = letter("plain-letter", "victim");
    // when
    var check = haven.awaitTask(caseRef, FIRST);
    assertThat(check.slaKey()).isEqualTo("letterCheck");
    assertThat(check.due()).isEqualTo("2026-06-01T13:00");
    haven.passLetter(caseRef);
    // then
    var ended = end(call);
    assertThat(ended).containsEntry("letterOutcome", "sent");
    assertThat(ended.get("letterId")).isEqualTo(view().letterId());
    assertThat(view().status()).isEqualTo(LetterStatus.SENT);
    assertThat(view().checker1()).isNotEqualTo(view().checker2());
    Path queue = context.getBean(LettersProperties.class).printQueue();
    assertThat(Files.readString(queue.resolve(view().letterId() + ".txt")))
        .contains("Marguerite Delacroix\nBox 5\nExampleton");
    try (var pdf = Loader.loadPDF(queue.resolve(view().letterId() + ".pdf").toFile())) {
      assertThat(new PDFTextStripper().getText(pdf)).contains("Dear Marguerite Delacroix");
    }
    assertThat(haven.audit(caseRef)).contains("check-letter", "send-letter");
    haven.assertNothingToldReachedTheEngine();
  }

  @Test
  void shouldRefuseTheSamePerson_whenItIsCheckedAgain() throws Exception {
    var call = letter("plain-letter", "victim");
    var first = haven.awaitTask(caseRef, FIRST);
    var maya = haven.person("maya.okafor");
    assertThat(haven.submit(first, maya, JourneyDriver.letterIsRight()))
        .isInstanceOf(SubmitResult.Saved.class);
    var second = haven.awaitTask(caseRef, SECOND);
    assertThat(haven.submit(second, maya, JourneyDriver.letterIsRight()))
        .isInstanceOfSatisfying(
            SubmitResult.Invalid.class,
            invalid ->
                assertThat(invalid.problems())
                    .containsExactly(
                        new FormProblem(
                            "pass",
                            "You were the first to check this letter. Somebody else has to check"
                                + " it the second time.")));
    assertThat(haven.submit(second, haven.person("tom.reeve"), JourneyDriver.letterIsRight()))
        .isInstanceOf(SubmitResult.Saved.class);
    assertThat(end(call)).containsEntry("letterOutcome", "sent");
  }

  @Test
  void shouldBeCorrectedAndCheckedTwiceAnew_whenItDidNotPass() throws Exception {
    var call = letter("plain-letter", "victim");
    haven.complete(caseRef, FIRST, notPassed("The tone"));
    haven.complete(
        caseRef,
        "Task_CorrectLetter",
        Map.of("outcome", "corrected", "paragraph", "Softer words.", "reason", "The tone"));
    haven.complete(caseRef, FIRST, JourneyDriver.letterIsRight());
    var second = haven.awaitTask(caseRef, SECOND);
    haven.submit(second, other(), notPassed("A name"));
    haven.complete(
        caseRef,
        "Task_CorrectLetter",
        Map.of("outcome", "corrected", "paragraph", "Softest words.", "reason", "A name"));
    haven.passLetter(caseRef);
    assertThat(end(call)).containsEntry("letterOutcome", "sent");
    assertThat(view().draft()).isEqualTo(3);
    try (var pdf =
        Loader.loadPDF(
            letters.pdf(haven.person("maya.okafor"), caseRef, view().letterId()).orElseThrow())) {
      assertThat(new PDFTextStripper().getText(pdf)).contains("Softest words.");
    }
  }

  @Test
  void shouldNotGo_whenItIsStopped() throws Exception {
    var call = letter("plain-letter", "victim");
    haven.complete(caseRef, FIRST, notPassed("She asked us not to write"));
    haven.complete(
        caseRef, "Task_CorrectLetter", Map.of("outcome", "stop", "reason", "She asked us not to"));
    assertThat(end(call)).containsEntry("letterOutcome", "stopped");
    assertThat(view().status()).isEqualTo(LetterStatus.STOPPED);
  }

  @Test
  void shouldBeMadeAndCheckedAgain_whenContactRulesChangedBeforeTheSecondCheckEnded()
      throws Exception {
    var call = letter("plain-letter", "victim");
    haven.complete(caseRef, FIRST, JourneyDriver.letterIsRight());
    var second = haven.awaitTask(caseRef, SECOND);
    reachedBy("post", "Box 6, Exampleton");
    assertThat(haven.submit(second, other(), JourneyDriver.letterIsRight()))
        .isInstanceOf(SubmitResult.Invalid.class);
    haven.submit(second, other(), notPassed("The contact rules changed"));
    haven.complete(
        caseRef,
        "Task_CorrectLetter",
        Map.of("outcome", "corrected", "paragraph", "The same.", "reason", "New contact rules"));
    haven.passLetter(caseRef);
    assertThat(end(call)).containsEntry("letterOutcome", "sent");
    assertThat(view().route()).isEqualTo(Route.POST);
  }

  @Test
  void shouldBeHeldBackAndCheckedAgain_whenContactRulesChangedAfterBothPassed() throws Exception {
    var call = letter("plain-letter", "victim");
    haven.complete(caseRef, FIRST, JourneyDriver.letterIsRight());
    var second = haven.awaitTask(caseRef, SECOND);
    var checker = other();
    // both at once, so that the step that sends finds the new rules
    context
        .getBean(TransactionOperations.class)
        .executeWithoutResult(
            _ -> {
              haven.submit(second, checker, JourneyDriver.letterIsRight());
              reachedBy("post", "Box 7, Exampleton");
            });
    haven.passLetter(caseRef);
    assertThat(end(call)).containsEntry("letterOutcome", "sent");
    assertThat(view().draft()).isEqualTo(2);
    assertThat(view().route()).isEqualTo(Route.POST);
  }

  @Test
  void shouldFindASafeWayFirst_whenThereIsNone() throws Exception {
    haven.contactBecomesUnsafe(caseRef);
    var call = letter("plain-letter", "victim");
    haven.complete(caseRef, "Task_CheckSafeContact", aSafeWay());
    haven.passLetter(caseRef);
    assertThat(end(call)).containsEntry("letterOutcome", "sent");
  }

  @Test
  void shouldNotBeWritten_whenThereIsNoSafeWayAndTheSupervisorGoesOnWithout() throws Exception {
    haven.contactBecomesUnsafe(caseRef);
    var call = letter("plain-letter", "victim");
    haven.complete(caseRef, "Task_CheckSafeContact", noSafeWay());
    haven.outcome(caseRef, "Task_AgreeApproach", "go-on-without");
    assertThat(end(call)).containsEntry("letterOutcome", "stopped");
    assertThat(letters.of(haven.person("maya.okafor"), caseRef)).isEmpty();
  }

  @Test
  void shouldNotBeMade_untilHerWishesAreOnRecord() throws Exception {
    assertThat(end(letter("test-warning", "perpetrator")))
        .containsEntry("letterOutcome", "stopped")
        .doesNotContainKey("letterId");
    assertThat(letters.of(haven.person("maya.okafor"), caseRef)).isEmpty();
    context.getBean(CaseFacts.class).put(caseRef, Map.of("wishesRecorded", Known.YES), By.SYSTEM);
    var call = letter("test-warning", "perpetrator");
    haven.passLetter(caseRef);
    assertThat(end(call)).containsEntry("letterOutcome", "sent");
    assertThat(view().reader()).isEqualTo(Reader.PERPETRATOR);
    assertThat(List.of(view().status())).containsExactly(LetterStatus.SENT);
  }

  @Test
  void shouldShowTheLetterToThoseOfTheTaskOnly_andKeepNoCopy() throws Exception {
    // given
    reachedBy("post", "Box 5, Exampleton");
    letter("plain-letter", "victim");
    var check = haven.awaitTask(caseRef, FIRST);
    MockMvc pages = MockMvcBuilders.webAppContextSetup(web).apply(springSecurity()).build();

    // then: who gets it, by which way, and the letter itself
    String task = page(pages, "/tasks/" + check.id(), "maya.okafor");
    assertThat(task)
        .contains(
            "Marguerite Delacroix (the survivor)",
            "by post",
            "Box 5, Exampleton",
            "/tasks/" + check.id() + "/letter");
    pages
        .perform(get("/tasks/" + check.id() + "/letter").with(user("maya.okafor")))
        .andExpect(status().isOk())
        .andExpect(content().contentType("application/pdf"))
        .andExpect(header().string("Cache-Control", containsString("no-store")));
    String mine = "/cases/" + caseRef + "/letters/" + view().letterId();
    assertThat(page(pages, "/cases/" + caseRef, "maya.okafor"))
        .contains("About your housing", "To Marguerite Delacroix, by post", mine);
    pages.perform(get(mine).with(user("maya.okafor"))).andExpect(status().isOk());
    assertThat(haven.audit(caseRef)).contains("read-letter");

    // and: somebody of another team, or with a letter of another case, learns nothing
    for (String url : List.of("/tasks/" + check.id() + "/letter", mine)) {
      pages.perform(get(url).with(user("grace.lindley"))).andExpect(status().isNotFound());
    }
    var other = haven.aCase(Map.of());
    pages
        .perform(get("/cases/" + other + "/letters/" + view().letterId()).with(user("maya.okafor")))
        .andExpect(status().isNotFound());

    // when: the first checker looks at the second check
    haven.submit(check, haven.person("maya.okafor"), JourneyDriver.letterIsRight());
    var again = haven.awaitTask(caseRef, SECOND);
    assertThat(page(pages, "/tasks/" + again.id(), "maya.okafor"))
        .contains("You were the first to check this letter");
    assertThat(page(pages, "/tasks/" + again.id(), "tom.reeve"))
        .contains("First checked by", "Maya Okafor")
        .doesNotContain("You were the first to check this letter");
  }

  private static String page(MockMvc pages, String url, String username) throws Exception {
    return pages
        .perform(get(url).with(user(username)))
        .andExpect(status().isOk())
        .andReturn()
        .getResponse()
        .getContentAsString();
  }

  @Test
  void shouldTellOwnerAndNobodyElse_whenACheckIsLate() {
    letter("plain-letter", "victim");
    var check = haven.awaitTask(caseRef, FIRST);
    haven.moveTo("2026-06-01T13:00");
    assertThat(haven.awaitWarned(check).warnedAt()).isNotNull();
  }
}
