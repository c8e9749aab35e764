package org.haven.complaint.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.flash;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.haven.casefile.CaseSection;
import org.haven.casefile.NoSuchCaseException;
import org.haven.complaint.ComplaintView;
import org.haven.complaint.Complaints;
import org.haven.complaint.Complaints.Received;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.calendar.WorkingCalendar;
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
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The ways in for complaints: what each page asks, refuses, and keeps when it refuses. */
@SpringBootTest(classes = ComplaintPagesTest.Pages.class)
@AutoConfigureMockMvc
@SuppressWarnings("NullAway")
class ComplaintPagesTest {
  private static final String CASE = "/cases/HV-7KQ2M9XD";
  private static final CaseRef REF = new CaseRef("HV-7KQ2M9XD");

  @SpringBootConfiguration
  @EnableAutoConfiguration
  @ComponentScan(
      basePackages = {"org.haven.platform.web", "org.haven.platform.security"},
      excludeFilters =
          @ComponentScan.Filter(type = FilterType.CUSTOM, classes = TypeExcludeFilter.class))
  @Import({ComplaintController.class, ComplaintSection.class, Sections.class})
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
      return "complaint/section :: section (model=${shown})";
    }

    @GetMapping("/panel")
    String panel(Model model) {
      model.addAttribute(
          "shown",
          Map.of(
              "subject", "noise",
              "complainant", "perpetrator",
              "received", "1 June 2026",
              "finding", "partly",
              "route", "both"));
      return "complaint/panel :: panel (model=${shown})";
    }
  }

  private static final Path FOLDER = folder();

  @MockitoBean Audit audit;
  @MockitoBean WorkingCalendar calendar;
  @MockitoBean Complaints complaints;
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

  private static ComplaintView complaint(@Nullable String finding) {
    return new ComplaintView(
        "CO-ONE", "allocations", "survivor", LocalDate.parse("2026-06-01"), finding, null, null);
  }

  @BeforeEach
  void aComplaint() {
    when(complaints.of(any(), any())).thenReturn(List.of(complaint("upheld")));
    when(complaints.find(any(), any(), eq("CO-ONE"))).thenReturn(Optional.of(complaint("upheld")));
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
    page.select("main input[type=text]")
        .forEach(
            field ->
                assertThat(page.select("label[for=" + field.id() + "]")).as(field.id()).hasSize(1));
  }

  private static final String[] FIRST_OF_JUNE = {
    "receivedOnDay", "1", "receivedOnMonth", "6", "receivedOnYear", "2026"
  };

  @Test
  void shouldOfferEachWayIn_whenTheCaseIsOpened() throws Exception {
    var section = part(open("/section"));
    assertThat(section.text()).contains("Allocations", "upheld").doesNotContain("??");
    assertThat(section.select("a").eachAttr("href"))
        .containsExactly(
            CASE + "/complaints/CO-ONE/stage-2",
            CASE + "/complaints/CO-ONE/ombudsman",
            CASE + "/complaints/new");
    assertThat(part(open("/panel")).text())
        .contains("Noise", "from the person said to abuse", "partly upheld", "both ombudsmen")
        .doesNotContain("??");
  }

  @Test
  void shouldShowEachPageWhole_whenItIsOpened() throws Exception {
    for (var url :
        List.of("/complaints/new", "/complaints/CO-ONE/stage-2", "/complaints/CO-ONE/ombudsman")) {
      assertFit(SoundPage.of(open(CASE + url).andExpect(status().isOk())));
    }
  }

  @Test
  void shouldPassItOn_whenTheDayIsGiven() throws Exception {
    // given
    when(complaints.receive(any(), any(), any(), any())).thenReturn(Received.STARTED);
    when(complaints.askForStage2(any(), any(), any(), any())).thenReturn(Received.STARTED);
    when(complaints.ombudsmanAsks(any(), any(), any(), any(), any())).thenReturn(Received.ALREADY);
    var day = LocalDate.parse("2026-06-01");

    // then
    send(CASE + "/complaints/new", FIRST_OF_JUNE)
        .andExpect(redirectedUrl(CASE))
        .andExpect(flash().attribute("done", "complaint.received.done"));
    verify(complaints).receive(any(), eq(REF), any(UUID.class), eq(day));
    send(CASE + "/complaints/CO-ONE/stage-2", FIRST_OF_JUNE)
        .andExpect(flash().attribute("done", "complaint.stage-2.done"));
    send(CASE + "/complaints/CO-ONE/ombudsman", FIRST_OF_JUNE)
        .andExpect(flash().attribute("done", "complaint.ombudsman.done"));
  }

  @Test
  void shouldSayThatItWasAskedFor_whenTheSecondStageIsSentAgain() throws Exception {
    // given
    var day = LocalDate.parse("2026-06-01");
    when(complaints.find(any(), any(), eq("CO-ONE")))
        .thenReturn(
            Optional.of(
                new ComplaintView("CO-ONE", "allocations", "survivor", day, "upheld", day, null)));
    when(complaints.askForStage2(any(), eq(REF), eq("CO-ONE"), eq(day)))
        .thenReturn(Received.ALREADY);

    // then
    send(CASE + "/complaints/CO-ONE/stage-2", FIRST_OF_JUNE)
        .andExpect(redirectedUrl(CASE))
        .andExpect(flash().attribute("done", "complaint.stage-2.done"));
    open(CASE + "/complaints/CO-ONE/stage-2").andExpect(status().isNotFound());
  }

  @Test
  void shouldSayWhatIsWrongBesideTheField_whenThereIsNoPossibleDay() throws Exception {
    // given
    when(complaints.receive(any(), any(), any(), any())).thenReturn(Received.NOT_A_POSSIBLE_DAY);

    // then
    for (var typed :
        List.of(
            new String[] {},
            new String[] {"receivedOnDay", "31", "receivedOnMonth", "4", "receivedOnYear", "2026"},
            FIRST_OF_JUNE)) {
      var page =
          SoundPage.of(send(CASE + "/complaints/new", typed).andExpect(status().isBadRequest()));
      assertFit(page);
      assertThat(page.title()).startsWith("Error:");
      assertThat(page.select(".govuk-error-summary a").attr("href")).isEqualTo("#receivedOn");
      assertThat(page.select("#receivedOn-error")).hasSize(1);
    }
  }

  @Test
  void shouldSayWhatToDo_whenTheYearIsMostLikelyWrong() throws Exception {
    when(complaints.receive(any(), any(), any(), any())).thenReturn(Received.TOO_LONG_AGO);
    var page =
        SoundPage.of(
            send(CASE + "/complaints/new", FIRST_OF_JUNE).andExpect(status().isBadRequest()));
    assertFit(page);
    assertThat(page.select("#receivedOn-error").text()).contains("Check the year");
  }

  @Test
  void shouldBeNotFound_whenItIsNoComplaintOfTheirs() throws Exception {
    // given
    when(complaints.find(any(), any(), eq("CO-TWO"))).thenReturn(Optional.of(complaint(null)));

    // then
    open(CASE + "/complaints/CO-NONE/ombudsman").andExpect(status().isNotFound());
    open(CASE + "/complaints/CO-TWO/stage-2").andExpect(status().isNotFound());
    open("/cases/nothing/complaints/new").andExpect(status().isNotFound());
    when(complaints.of(any(), any())).thenThrow(new NoSuchCaseException());
    send(CASE + "/complaints/new", FIRST_OF_JUNE).andExpect(status().isNotFound());
    verify(complaints, never()).receive(any(), any(), any(), any());
  }
}
