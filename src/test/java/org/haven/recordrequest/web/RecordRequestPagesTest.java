package org.haven.recordrequest.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.clearInvocations;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.flash;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.CaseSection;
import org.haven.casefile.web.CaseNotThere;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.haven.platform.Known;
import org.haven.platform.Team;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.recordrequest.ListedRecords;
import org.haven.recordrequest.ListedRecords.Entry;
import org.haven.recordrequest.ListedRecords.Line;
import org.haven.recordrequest.RecordDecisions;
import org.haven.recordrequest.RecordDecisions.Asked;
import org.haven.recordrequest.RecordDecisions.Choice;
import org.haven.recordrequest.RecordDecisions.Decision;
import org.haven.recordrequest.RecordDecisions.Problem;
import org.haven.recordrequest.RecordExports;
import org.haven.recordrequest.RecordExports.Again;
import org.haven.recordrequest.RecordExports.Bundle;
import org.haven.recordrequest.RecordExports.Fetched;
import org.haven.recordrequest.RecordRequests;
import org.haven.recordrequest.RecordRequests.Breach;
import org.haven.recordrequest.RecordRequests.MoreTime;
import org.haven.recordrequest.RecordRequests.Received;
import org.haven.recordrequest.RecordRequests.Request;
import org.haven.tasks.TaskList;
import org.haven.tasks.TaskStatus;
import org.haven.tasks.TaskView;
import org.haven.testing.SoundPage;
import org.haven.testing.TestDatabase;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.stereotype.Controller;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/**
 * The ways in for record requests and breaches: what each page asks, refuses, and keeps when it
 * refuses.
 */
@SpringBootTest(classes = RecordRequestPagesTest.Pages.class)
@AutoConfigureMockMvc
@SuppressWarnings("NullAway")
class RecordRequestPagesTest {
  private static final String CASE = "/cases/HV-7KQ2M9XD";
  private static final CaseRef REF = new CaseRef("HV-7KQ2M9XD");

  @SpringBootConfiguration
  @EnableAutoConfiguration
  @ComponentScan(
      basePackages = {"org.haven.platform.web", "org.haven.platform.security"},
      excludeFilters =
          @ComponentScan.Filter(type = FilterType.CUSTOM, classes = TypeExcludeFilter.class))
  @Import({
    RecordRequestController.class,
    RecordExportController.class,
    RecordRequestSection.class,
    CaseNotThere.class,
    Sections.class
  })
  static class Pages {
    @Bean
    java.time.Clock clock() {
      return java.time.Clock.systemUTC();
    }
  }

  /** The case page, as far as the section goes. */
  @Controller
  static class Sections {
    private final List<CaseSection> sections;

    Sections(List<CaseSection> sections) {
      this.sections = sections;
    }

    @GetMapping("/section")
    String section(ActingPerson who, Model model) {
      model.addAttribute("shown", sections.getFirst().of(who, REF).orElseThrow().model());
      return "record-request/section :: section (model=${shown})";
    }

    @GetMapping("/panel/{step}")
    String panel(@PathVariable String step, Model model) {
      model.addAttribute(
          "shown",
          Map.of(
              "items",
              List.of(
                  new CollectedRecordsPanel.Line("form", "Agree options", "1 June 2026"),
                  new CollectedRecordsPanel.Line("letter", "Plain letter", "2 June 2026")),
              "taskId",
              7L,
              "undecided",
              2,
              "step",
              step));
      return "record-request/panel :: panel (model=${shown})";
    }
  }

  private static final Path FOLDER = folder();

  @MockitoBean Audit audit;
  @MockitoBean WorkingCalendar calendar;
  @MockitoBean RecordRequests requests;
  @MockitoBean ListedRecords listed;
  @MockitoBean RecordDecisions decisions;
  @MockitoBean RecordExports exports;
  @MockitoBean ExportWords words;
  @MockitoBean TaskList tasks;
  @MockitoBean CaseAccess access;
  @Autowired MockMvc pages;

  private static Path folder() {
    try {
      return Files.createTempDirectory("haven-pages");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @DynamicPropertySource
  static void properties(DynamicPropertyRegistry registry) {
    registry.add("spring.datasource.url", TestDatabase::freshUrl);
    registry.add("spring.datasource.username", () -> "postgres");
    registry.add("spring.datasource.password", () -> "postgres");
    registry.add("spring.flyway.enabled", () -> "false");
    registry.add("haven.local.enabled", () -> "true");
    registry.add("haven.local.folder", FOLDER::toString);
  }

  private ResultActions open(String url) throws Exception {
    return pages.perform(get(url).with(user("maya.okafor")));
  }

  /** What stands on another area's page. */
  private static Document part(ResultActions answer) throws Exception {
    return Jsoup.parse(answer.andReturn().getResponse().getContentAsString());
  }

  private ResultActions send(String url, String... params) throws Exception {
    return SoundPage.send(pages, "maya.okafor", url, params);
  }

  private static void assertFit(Document page) {
    assertThat(page.select("h1")).hasSize(1);
    assertThat(page.select("form[method=post] input[name=_csrf]")).isNotEmpty();
    assertThat(page.text()).doesNotContain("??");
    page.select("main input[type=text], main textarea")
        .forEach(
            field ->
                assertThat(page.select("label[for=" + field.id() + "]")).as(field.id()).hasSize(1));
  }

  private static final String[] FIRST_OF_JUNE = {
    "receivedOnDay", "1", "receivedOnMonth", "6", "receivedOnYear", "2026"
  };
  private static final String[] A_BREACH = {
    "awareOnDay",
    "1",
    "awareOnMonth",
    "6",
    "awareOnYear",
    "2026",
    "awareTime",
    "9.30",
    "addressOut",
    "unknown"
  };

  private static Request request(boolean runs, boolean extended) {
    return new Request(
        "RR-ONE",
        LocalDate.parse("2026-06-01"),
        Instant.parse("2026-07-01T22:59:59Z"),
        runs,
        extended,
        null);
  }

  @BeforeEach
  void aRequest() {
    when(access.mayOpen(any(), any())).thenReturn(true);
    when(requests.mayGiveTime(any(), any())).thenReturn(true);
    when(requests.of(any(), any())).thenReturn(List.of(request(true, false)));
    when(requests.breaches(any(), any()))
        .thenReturn(
            List.of(new Breach(Instant.parse("2026-06-01T08:30:00Z"), "unknown", "report")));
  }

  @Test
  void shouldOfferEachWayIn_whenTheCaseIsOpened() throws Exception {
    var section = part(open("/section"));
    assertThat(section.text()).contains("answer due", "reported").doesNotContain("??");
    assertThat(section.select("a").eachAttr("href"))
        .containsExactly(
            CASE + "/record-requests/RR-ONE/more-time",
            CASE + "/record-requests/new",
            CASE + "/data-breaches/new");
    when(requests.of(any(), any())).thenReturn(List.of(request(false, false)));
    assertThat(part(open("/section")).text()).contains("stands still").doesNotContain("??");
    for (var end : List.of("sent", "part-sent", "withheld", "withdrawn", "stopped", "cancelled")) {
      when(requests.of(any(), any()))
          .thenReturn(
              List.of(
                  new Request("RR-ONE", LocalDate.parse("2026-06-01"), null, true, false, end)));
      assertThat(part(open("/section")).text()).doesNotContain("??");
    }
    for (var step : List.of("redact", "check", "letter")) {
      var panel = part(open("/panel/" + step));
      assertThat(panel.select("a").eachAttr("href")).containsExactly("/tasks/7/records");
      assertThat(panel.text()).doesNotContain("??");
    }
    assertThat(part(open("/panel/redact")).text())
        .contains("Form: Agree options, 1 June 2026", "Letter: Plain letter")
        .doesNotContain("??");
  }

  @Test
  void shouldShowEachPageWhole_whenItIsOpened() throws Exception {
    for (var url :
        List.of(
            "/record-requests/new", "/data-breaches/new", "/record-requests/RR-ONE/more-time")) {
      assertFit(SoundPage.of(open(CASE + url).andExpect(status().isOk())));
    }
  }

  @Test
  void shouldPassItOn_whenAllIsGiven() throws Exception {
    // given
    when(requests.receive(any(), any(), any(), any())).thenReturn(Received.STARTED);
    when(requests.breachFound(any(), any(), any(), any(), any())).thenReturn(Received.STARTED);
    when(requests.moreTime(any(), any(), any(), any())).thenReturn(MoreTime.GIVEN);

    // then
    send(CASE + "/record-requests/new", FIRST_OF_JUNE)
        .andExpect(redirectedUrl(CASE))
        .andExpect(flash().attribute("done", "record-request.received.done"));
    verify(requests).receive(any(), eq(REF), any(UUID.class), eq(LocalDate.parse("2026-06-01")));
    send(CASE + "/data-breaches/new", A_BREACH)
        .andExpect(flash().attribute("done", "record-request.breach.done"));
    verify(requests)
        .breachFound(
            any(),
            eq(REF),
            any(UUID.class),
            eq(Instant.parse("2026-06-01T08:30:00Z")),
            eq(Known.UNKNOWN));
    send(CASE + "/record-requests/RR-ONE/more-time", "reason", "Many papers")
        .andExpect(flash().attribute("done", "record-request.more-time.done"));
    verify(requests).moreTime(any(), eq(REF), eq("RR-ONE"), eq("Many papers"));
  }

  @Test
  void shouldOfferMoreTimeToThoseAlone_whoMayGiveIt() throws Exception {
    // given
    when(requests.mayGiveTime(any(), any())).thenReturn(false);

    // then
    assertThat(part(open("/section")).select("a[href$=more-time]")).isEmpty();
    open(CASE + "/record-requests/RR-ONE/more-time").andExpect(status().isNotFound());
    send(CASE + "/record-requests/RR-ONE/more-time", "reason", "Many papers")
        .andExpect(status().isNotFound());
    verify(requests, never()).moreTime(any(), any(), any(), any());
  }

  @Test
  void shouldSayThatItHasMoreTime_whenThatIsSentAgain() throws Exception {
    // given
    when(requests.of(any(), any())).thenReturn(List.of(request(true, true)));
    when(requests.moreTime(any(), eq(REF), eq("RR-ONE"), eq("Many papers")))
        .thenReturn(MoreTime.ALREADY_GIVEN);

    // then
    send(CASE + "/record-requests/RR-ONE/more-time", "reason", "Many papers")
        .andExpect(redirectedUrl(CASE))
        .andExpect(flash().attribute("done", "record-request.more-time.done"));
    open(CASE + "/record-requests/RR-ONE/more-time").andExpect(status().isNotFound());
  }

  private static final String RECORDS = "/tasks/7/records";
  private static final String FORM = RECORDS + "/form/abc";

  private static Entry entry(String ref, List<String> names, @Nullable Decision decision) {
    return new Entry(
        "form",
        ref,
        Instant.parse("2026-06-01T08:30:00Z"),
        "Agree options",
        List.of(new Line("Wishes", "A home"), new Line("Fears", "<b>Edmund</b>")),
        names,
        false,
        List.of(),
        false,
        "d1gest",
        decision);
  }

  private static Decision decision(Choice choice, String reason) {
    return new Decision(
        choice, reason, Set.of(1), List.of("home"), "d1gest", Instant.EPOCH, "tom.reeve");
  }

  private void aTask(String elementId, String formId, @Nullable String assignee, Entry... entries) {
    var task =
        new TaskView(
            7,
            "record-request",
            1,
            70,
            elementId,
            "Redact records",
            "Why",
            "12.1",
            REF,
            new JourneyId("JO-FIRST-ONE"),
            Team.DATA_PROTECTION,
            false,
            formId,
            "standard",
            List.of(),
            false,
            TaskStatus.OPEN,
            Instant.EPOCH,
            null,
            null,
            null,
            null,
            assignee,
            null,
            null);
    when(tasks.find(any(), eq(7L))).thenReturn(Optional.of(task));
    when(listed.entries(any(), any(), any(), any())).thenReturn(List.of(entries));
    when(listed.entry(any(), any(), any(), any(), any(), any()))
        .thenReturn(List.of(entries).stream().findFirst());
    when(decisions.decide(any(), any(), any(), any(), any(), any(), any()))
        .thenReturn(Optional.empty());
  }

  @Test
  void shouldShowEachRecordAndWhatWasDecided_whenTheyAreGoneThrough() throws Exception {
    // given
    aTask(
        "Task_RedactRecords",
        "redact-records",
        null,
        entry("one", List.of("Edmund"), null),
        entry("two", List.of(), null),
        entry("three", List.of(), decision(Choice.REDACT, "other-people")));

    // then
    var page = SoundPage.of(open(RECORDS).andExpect(status().isOk()));
    assertThat(page.select("h1")).hasSize(1);
    assertThat(page.select("#records a").eachAttr("href"))
        .containsExactly(RECORDS + "/form/one", RECORDS + "/form/two", RECORDS + "/form/three");
    assertThat(page.text())
        .contains("2 records wait", "Names: Edmund", "the one record", "it is about other people")
        .doesNotContain("??");
    assertThat(page.title()).doesNotContain("Agree");

    // when
    when(decisions.keepPlain(any(), any(), any(), any())).thenReturn(1);
    send(RECORDS).andExpect(redirectedUrl(RECORDS)).andExpect(flash().attributeExists("done"));
    verify(decisions).keepPlain(any(), eq(REF), any(), any());
  }

  @Test
  void shouldOfferTheDecisionByKeyboard_andShowWhatWasSaidAsItStands() throws Exception {
    aTask("Task_RedactRecords", "redact-records", "maya.okafor", entry("abc", List.of(), null));
    var page = SoundPage.of(open(FORM).andExpect(status().isOk()));
    assertFit(page);
    assertThat(page.select("main dd").text()).contains("<b>Edmund</b>");
    assertThat(page.select("input[name=leftOut]")).hasSize(2);
    for (var field :
        page.select("main input[type=checkbox], main input[type=radio], main select")) {
      assertThat(page.select("label[for=" + field.id() + "]")).as(field.id()).hasSize(1);
    }
    assertThat(page.select("input[type=radio][checked]")).isEmpty();

    // and what was decided before stands in it
    aTask(
        "Task_RedactRecords",
        "redact-records",
        null,
        entry("abc", List.of(), decision(Choice.REDACT, "harm")));
    page = SoundPage.of(open(FORM));
    assertThat(page.select("input[checked]").eachAttr("value")).containsExactly("1", "redact");
    assertThat(page.select("#outReason option[selected]").eachAttr("value"))
        .containsExactly("harm");
    assertThat(page.select("#passages").text()).isEqualTo("home");
  }

  @Test
  void shouldKeepTheDecisionAndGoOn_whenItIsSent() throws Exception {
    // given
    aTask(
        "Task_RedactRecords",
        "redact-records",
        null,
        entry("abc", List.of("Edmund"), null),
        entry("def", List.of("Edmund"), null));

    // when
    send(
            FORM,
            "choice",
            "redact",
            "outReason",
            "harm",
            "keepReason",
            "agreed",
            "leftOut",
            "1",
            "leftOut",
            "no",
            "passages",
            " home \n\nhome\nschool ",
            "seen",
            "d1gest")
        .andExpect(redirectedUrl(RECORDS + "/form/abc"))
        .andExpect(flash().attributeExists("done"));

    // then
    verify(decisions)
        .decide(
            any(),
            eq(REF),
            any(),
            eq("form"),
            eq("abc"),
            eq(new Asked(Choice.REDACT, "harm", Set.of(1), List.of("home", "school"), "d1gest")),
            any());
  }

  @Test
  void shouldKeepWhatWasTyped_whenADecisionIsRefused() throws Exception {
    aTask("Task_RedactRecords", "redact-records", null, entry("abc", List.of(), null));
    var page =
        SoundPage.of(
            send(FORM, "passages", "school", "leftOut", "1", "outReason", "harm")
                .andExpect(status().isBadRequest()));
    assertThat(page.title()).startsWith("Error:");
    assertThat(page.select(".govuk-error-summary a").eachAttr("href")).containsExactly("#choice");
    assertThat(page.select("#passages").text()).isEqualTo("school");
    assertThat(page.select("input[name=leftOut][checked]").eachAttr("value")).containsExactly("1");
    verify(decisions, never()).decide(any(), any(), any(), any(), any(), any(), any());
    for (String code :
        List.of(
            "keep-reason",
            "out-reason",
            "unreadable",
            "changed",
            "nothing-taken-out",
            "not-there",
            "no-such-line",
            "too-short",
            "nothing-left",
            "safe-address",
            "marac-words",
            "her-contact",
            "help-words",
            "her-name",
            "still-safe-address",
            "still-marac-words",
            "still-her-contact",
            "still-help-words",
            "still-her-name")) {
      when(decisions.decide(any(), any(), any(), any(), any(), any(), any()))
          .thenReturn(Optional.of(new Problem("passages", code)));
      page = SoundPage.of(send(FORM, "choice", "keep", "passages", "x".repeat(40)));
      assertThat(page.select("#passages-error")).as(code).hasSize(1);
      assertThat(page.text()).doesNotContain("??");
    }
  }

  @Test
  void shouldOnlyRead_whenItIsAColleaguesOrTheLetter() throws Exception {
    aTask("Task_RedactRecords", "redact-records", "tom.reeve", entry("abc", List.of(), null));
    assertThat(SoundPage.of(open(FORM)).select("main button, main textarea")).isEmpty();
    send(FORM, "choice", "keep").andExpect(status().isNotFound());
    send(RECORDS).andExpect(status().isNotFound());
    aTask(
        "Task_CheckDisclosureSafety",
        "task-outcome",
        null,
        entry("abc", List.of("Edmund"), decision(Choice.REDACT, "harm")));
    var page = SoundPage.of(open(RECORDS).andExpect(status().isOk()));
    assertThat(page.text())
        .contains("What goes", "[left out]", "A [left out]")
        .doesNotContain("??");
    assertThat(page.select("main dd").text()).doesNotContain("Edmund");
    // who checks may take something out as well, and a colleague checks then
    send(FORM, "choice", "withhold", "outReason", "harm").andExpect(redirectedUrl(RECORDS));
    send(RECORDS).andExpect(status().isNotFound());
    // who checks the letter sees what goes, and nothing else
    aTask(
        "Task_CheckLetterAndBundle",
        "check-letter-and-bundle",
        null,
        entry("abc", List.of("Edmund"), decision(Choice.REDACT, "harm")));
    open(RECORDS).andExpect(status().isNotFound());
    when(exports.of(any(JourneyId.class))).thenReturn(Optional.of(bundle(false, null)));
    assertThat(SoundPage.of(open(RECORDS).andExpect(status().isOk())).text())
        .contains("A [left out]")
        .doesNotContain("Edmund");
    open(FORM).andExpect(status().isNotFound());
    aTask("Task_AgreeOptions", "agree-options", null);
    open(RECORDS).andExpect(status().isNotFound());
    when(tasks.find(any(), eq(7L))).thenReturn(Optional.empty());
    open(RECORDS).andExpect(status().isNotFound());
  }

  private static Bundle bundle(boolean ready, @Nullable String fetchedBy) {
    return new Bundle(
        UUID.randomUUID(),
        3,
        1,
        1,
        Instant.EPOCH,
        "tom.reeve",
        true,
        ready,
        0,
        fetchedBy == null ? null : Instant.EPOCH,
        fetchedBy);
  }

  private ResultActions asDataProtection(MockHttpServletRequestBuilder request) throws Exception {
    return pages.perform(request.with(user("mark.ellery")).with(csrf()));
  }

  @Test
  void shouldHandTheRecordsOutOnce() throws Exception {
    // given
    String url = CASE + "/record-requests/RR-ONE/bundle";
    when(exports.of(any(ActingPerson.class), eq(REF), eq("RR-ONE")))
        .thenReturn(Optional.of(bundle(true, null)));
    when(exports.isReadyFor(argThat(who -> who.username().equals("mark.ellery")), any(), any()))
        .thenReturn(true);
    assertThat(
            Jsoup.parse(
                    asDataProtection(get("/section"))
                        .andReturn()
                        .getResponse()
                        .getContentAsString())
                .select("a")
                .eachAttr("href"))
        .contains(url);
    assertThat(part(open("/section")).select("a").eachAttr("href")).doesNotContain(url);

    // then
    var page = SoundPage.of(asDataProtection(get(url)).andExpect(status().isOk()));
    assertFit(page);
    when(exports.fetch(any(), eq(REF), eq("RR-ONE")))
        .thenReturn(new Fetched.Zip(new byte[] {'P', 'K'}));
    asDataProtection(post(url))
        .andExpect(status().isOk())
        .andExpect(header().string("Cache-Control", "no-store"))
        .andExpect(header().string("Content-Type", "application/zip"))
        .andExpect(header().string("Content-Disposition", "attachment; filename=\"records.zip\""))
        .andExpect(content().bytes(new byte[] {'P', 'K'}));

    // and not again
    when(exports.of(any(ActingPerson.class), eq(REF), eq("RR-ONE")))
        .thenReturn(Optional.of(bundle(true, "tom.reeve")));
    when(exports.fetch(any(), eq(REF), eq("RR-ONE"))).thenReturn(new Fetched.Already());
    page = SoundPage.of(asDataProtection(post(url)).andExpect(status().isConflict()));
    assertThat(page.text()).contains("handed out once").doesNotContain("??");
    asDataProtection(post(url + "/again")).andExpect(status().isBadRequest());
    when(exports.again(any(), any(), any(), any())).thenReturn(Again.SAME_PERSON);
    page =
        SoundPage.of(
            asDataProtection(post(url + "/again").param("againReason", "It broke"))
                .andExpect(status().isBadRequest()));
    assertThat(page.select("#againReason").text()).isEqualTo("It broke");
    when(exports.again(any(), any(), any(), any())).thenReturn(Again.DONE);
    asDataProtection(post(url + "/again").param("againReason", "It broke"))
        .andExpect(redirectedUrl(url));
  }

  @Test
  void shouldBeNotFound_whenTheRecordsAreNotTheirsToHandOut() throws Exception {
    String url = CASE + "/record-requests/RR-ONE/bundle";
    when(exports.of(any(ActingPerson.class), any(), any()))
        .thenReturn(Optional.of(bundle(false, null)));
    asDataProtection(get(url)).andExpect(status().isNotFound());
    when(exports.fetch(any(), any(), any())).thenReturn(new Fetched.NotReady());
    asDataProtection(post(url)).andExpect(status().isNotFound());
    when(exports.again(any(), any(), any(), any())).thenReturn(Again.NOT_FETCHED);
    asDataProtection(post(url + "/again").param("againReason", "It broke"))
        .andExpect(status().isNotFound());
    clearInvocations(exports);
    open(url).andExpect(status().isNotFound());
    send(url).andExpect(status().isNotFound());
    when(access.mayOpen(any(), any())).thenReturn(false);
    asDataProtection(get(url)).andExpect(status().isNotFound());
    asDataProtection(post(url)).andExpect(status().isNotFound());
    verify(exports, never()).fetch(any(), any(), any());
  }

  private void assertRefused(String url, List<String> fields, String... typed) throws Exception {
    var page = SoundPage.of(send(CASE + url, typed).andExpect(status().isBadRequest()));
    assertFit(page);
    assertThat(page.title()).startsWith("Error:");
    assertThat(page.select(".govuk-error-summary a").eachAttr("href"))
        .containsExactlyElementsOf(fields.stream().map(field -> "#" + field).toList());
    fields.forEach(field -> assertThat(page.select("#" + field + "-error")).hasSize(1));
  }

  @Test
  void shouldSayWhatIsWrongBesideTheField_whenSomethingIsMissingOrImpossible() throws Exception {
    // given
    when(requests.receive(any(), any(), any(), any())).thenReturn(Received.NOT_A_POSSIBLE_TIME);
    when(requests.breachFound(any(), any(), any(), any(), any()))
        .thenReturn(Received.NOT_A_POSSIBLE_TIME);

    // then
    assertRefused("/record-requests/new", List.of("receivedOn"));
    assertRefused("/record-requests/new", List.of("receivedOn"), "receivedOnDay", "40");
    assertRefused("/record-requests/new", List.of("receivedOn"), FIRST_OF_JUNE);
    assertRefused("/data-breaches/new", List.of("awareOn", "awareTime", "addressOut"));
    assertRefused("/data-breaches/new", List.of("awareOn"), A_BREACH);
    assertRefused("/record-requests/RR-ONE/more-time", List.of("reason"));
    assertRefused(
        "/record-requests/RR-ONE/more-time", List.of("reason"), "reason", "r".repeat(2_001));
    verify(requests, never()).moreTime(any(), any(), any(), any());
  }

  @Test
  void shouldSayWhatToDo_whenTheYearIsMostLikelyWrong() throws Exception {
    // given
    when(requests.receive(any(), any(), any(), any())).thenReturn(Received.TOO_LONG_AGO);
    when(requests.breachFound(any(), any(), any(), any(), any())).thenReturn(Received.TOO_LONG_AGO);

    // then
    assertRefused("/record-requests/new", List.of("receivedOn"), FIRST_OF_JUNE);
    assertRefused("/data-breaches/new", List.of("awareOn"), A_BREACH);
    assertThat(SoundPage.of(send(CASE + "/record-requests/new", FIRST_OF_JUNE)).text())
        .contains("Check the year");
    assertThat(SoundPage.of(send(CASE + "/data-breaches/new", A_BREACH)).text())
        .contains("Check the year");
  }

  @Test
  void shouldBeNotFound_whenItIsNoRequestOfTheirs() throws Exception {
    open(CASE + "/record-requests/RR-NONE/more-time").andExpect(status().isNotFound());
    open("/cases/nothing/record-requests/new").andExpect(status().isNotFound());
    when(requests.moreTime(any(), any(), any(), any())).thenReturn(MoreTime.NONE_RUNS);
    send(CASE + "/record-requests/RR-ONE/more-time", "reason", "Many papers")
        .andExpect(status().isNotFound());
    when(access.mayOpen(any(), any())).thenReturn(false);
    send(CASE + "/record-requests/new", FIRST_OF_JUNE).andExpect(status().isNotFound());
    send(CASE + "/data-breaches/new", A_BREACH).andExpect(status().isNotFound());
    verify(requests, never()).receive(any(), any(), any(), any());
  }
}
