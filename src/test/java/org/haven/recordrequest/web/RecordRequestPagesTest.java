package org.haven.recordrequest.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.flash;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.CaseSection;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.Known;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.recordrequest.RecordRequests;
import org.haven.recordrequest.RecordRequests.Breach;
import org.haven.recordrequest.RecordRequests.MoreTime;
import org.haven.recordrequest.RecordRequests.Received;
import org.haven.recordrequest.RecordRequests.Request;
import org.haven.testing.TestDatabase;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
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
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

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
  @Import({RecordRequestController.class, RecordRequestSection.class, Sections.class})
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

    @GetMapping("/panel")
    String panel(Model model) {
      model.addAttribute(
          "shown",
          Map.of(
              "items",
              List.of(
                  new CollectedRecordsPanel.Line("form", "Agree options", "1 June 2026"),
                  new CollectedRecordsPanel.Line("letter", "Plain letter", "2 June 2026"))));
      return "record-request/panel :: panel (model=${shown})";
    }
  }

  private static final Path FOLDER = folder();

  @MockitoBean Audit audit;
  @MockitoBean WorkingCalendar calendar;
  @MockitoBean RecordRequests requests;
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

  private ResultActions send(String url, String... params) throws Exception {
    var request = post(url).with(user("maya.okafor")).with(csrf());
    for (int i = 0; i < params.length; i += 2) {
      request.param(params[i], params[i + 1]);
    }
    return pages.perform(request);
  }

  private static Document page(ResultActions actions) throws Exception {
    return Jsoup.parse(actions.andReturn().getResponse().getContentAsString());
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
    when(requests.of(any(), any())).thenReturn(List.of(request(true, false)));
    when(requests.breaches(any(), any()))
        .thenReturn(
            List.of(new Breach(Instant.parse("2026-06-01T08:30:00Z"), "unknown", "report")));
  }

  @Test
  void shouldOfferEachWayIn_whenTheCaseIsOpened() throws Exception {
    var section = page(open("/section"));
    assertThat(section.text()).contains("answer due", "reported").doesNotContain("??");
    assertThat(section.select("a").eachAttr("href"))
        .containsExactly(
            CASE + "/record-requests/RR-ONE/more-time",
            CASE + "/record-requests/new",
            CASE + "/data-breaches/new");
    when(requests.of(any(), any())).thenReturn(List.of(request(false, false)));
    assertThat(page(open("/section")).text()).contains("stands still").doesNotContain("??");
    for (var end : List.of("sent", "part-sent", "withheld", "withdrawn", "stopped", "cancelled")) {
      when(requests.of(any(), any()))
          .thenReturn(
              List.of(
                  new Request("RR-ONE", LocalDate.parse("2026-06-01"), null, true, false, end)));
      assertThat(page(open("/section")).text()).doesNotContain("??");
    }
    assertThat(page(open("/panel")).text())
        .contains("Form: Agree options, 1 June 2026", "Letter: Plain letter")
        .doesNotContain("??");
  }

  @Test
  void shouldShowEachPageWhole_whenItIsOpened() throws Exception {
    for (var url :
        List.of(
            "/record-requests/new", "/data-breaches/new", "/record-requests/RR-ONE/more-time")) {
      assertFit(page(open(CASE + url).andExpect(status().isOk())));
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

  private void assertRefused(String url, List<String> fields, String... typed) throws Exception {
    var page = page(send(CASE + url, typed).andExpect(status().isBadRequest()));
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
    assertThat(page(send(CASE + "/record-requests/new", FIRST_OF_JUNE)).text())
        .contains("Check the year");
    assertThat(page(send(CASE + "/data-breaches/new", A_BREACH)).text()).contains("Check the year");
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
