package org.haven.equality.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.flash;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.haven.casefile.CaseSection;
import org.haven.equality.Characteristic;
import org.haven.equality.EqualityAnswers;
import org.haven.equality.EqualityAnswers.Count;
import org.haven.equality.EqualityAnswers.Report;
import org.haven.equality.EqualityAnswers.Table;
import org.haven.equality.Quarter;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.testing.SoundPage;
import org.haven.testing.TestDatabase;
import org.jsoup.Jsoup;
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
import org.springframework.mock.web.MockHttpSession;
import org.springframework.stereotype.Controller;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The page that asks about equality and knows no case, and the totals. */
@SpringBootTest(classes = EqualityPagesTest.Pages.class)
@AutoConfigureMockMvc
@SuppressWarnings("NullAway")
class EqualityPagesTest {
  private static final Quarter SUMMER = new Quarter(LocalDate.of(2026, 7, 1));
  private static final String OFFICER = "maya.okafor";
  private static final String SUPERVISOR = "helen.marsh";

  @SpringBootConfiguration
  @EnableAutoConfiguration
  @ComponentScan(
      basePackages = {"org.haven.platform.web", "org.haven.platform.security"},
      excludeFilters =
          @ComponentScan.Filter(type = FilterType.CUSTOM, classes = TypeExcludeFilter.class))
  @Import({EqualityController.class, EqualitySection.class, Sections.class})
  static class Pages {
    @Bean
    java.time.Clock clock() {
      return java.time.Clock.systemUTC();
    }
  }

  /** The case page, as far as the section goes. */
  @Controller
  static class Sections {
    private final CaseSection section;

    Sections(CaseSection section) {
      this.section = section;
    }

    @GetMapping("/section")
    String section(ActingPerson who, Model model) {
      model.addAttribute(
          "shown", section.of(who, new CaseRef("HV-7KQ2M9XD")).orElseThrow().model());
      return "equality/section :: section (model=${shown})";
    }
  }

  private static final Path FOLDER = folder();

  @MockitoBean Audit audit;
  @MockitoBean WorkingCalendar calendar;
  @MockitoBean EqualityAnswers answers;
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

  private ResultActions open(String who, String url) throws Exception {
    return pages.perform(get(url).with(user(who)));
  }

  private ResultActions send(String... params) throws Exception {
    return SoundPage.send(pages, OFFICER, "/equality/new", params);
  }

  @BeforeEach
  void aQuarter() {
    when(answers.give(any())).thenReturn(true);
    when(answers.published()).thenReturn(List.of(SUMMER));
    when(answers.report(any(), any()))
        .thenReturn(
            Optional.of(
                new Report(
                    SUMMER,
                    41,
                    Arrays.stream(Characteristic.values())
                        .map(
                            one ->
                                new Table(
                                    one,
                                    one.counted().stream()
                                        .map(a -> new Count(a, a.equals("no") ? 30 : null))
                                        .toList()))
                        .toList())));
  }

  @Test
  void shouldLeadFromTheCaseToAPageThatKnowsNone() throws Exception {
    var section =
        Jsoup.parse(open(OFFICER, "/section").andReturn().getResponse().getContentAsString());
    assertThat(section.select("a").eachAttr("href")).containsExactly("/equality/new");
    assertThat(section.html()).doesNotContain("HV-", "??");
    var page = SoundPage.of(open(OFFICER, "/equality/new").andExpect(status().isOk()));
    assertThat(page.html()).doesNotContain("HV-");
    assertThat(page.select("form[method=post] input[name=_csrf]")).isNotEmpty();
    assertThat(page.select("main select")).hasSize(9);
    page.select("main select")
        .forEach(
            select -> {
              assertThat(page.select("label[for=" + select.id() + "]")).hasSize(1);
              assertThat(select.select("option").eachAttr("value"))
                  .contains("", "prefer-not-to-say")
                  .doesNotContain("not-answered");
              assertThat(select.select("option[selected]")).isEmpty();
            });
  }

  @Test
  void shouldCountWhatWasAnswered_andSayWhenNothingWas() throws Exception {
    send("age", "25-34", "sex", "", "race", "prefer-not-to-say")
        .andExpect(redirectedUrl("/equality/new"))
        .andExpect(flash().attributeExists("done"));
    verify(answers)
        .give(Map.of(Characteristic.AGE, "25-34", Characteristic.RACE, "prefer-not-to-say"));
    verify(audit, never()).record(any(), any(), any(), any());
    when(answers.give(any())).thenReturn(false);
    send().andExpect(redirectedUrl("/equality/new")).andExpect(flash().attributeExists("done"));
  }

  @Test
  void shouldCountOnce_whenThePageIsSentTwice() throws Exception {
    var session = new MockHttpSession();
    String token = SoundPage.of(open(OFFICER, "/equality/new")).select("input[name=token]").val();
    for (int i = 0; i < 2; i++) {
      pages
          .perform(
              post("/equality/new")
                  .session(session)
                  .with(user(OFFICER))
                  .with(csrf())
                  .param("token", token)
                  .param("age", "25-34"))
          .andExpect(redirectedUrl("/equality/new"))
          .andExpect(flash().attributeExists("done"));
    }
    verify(answers, times(1)).give(any());
  }

  @Test
  void shouldKeepWhatWasChosen_whenAnAnswerIsNone() throws Exception {
    var page =
        SoundPage.of(send("age", "25-34", "sex", "=cmd()").andExpect(status().isBadRequest()));
    assertThat(page.select(".govuk-error-summary a").eachAttr("href")).containsExactly("#sex");
    assertThat(page.select("#age option[selected]").eachAttr("value")).containsExactly("25-34");
    assertThat(page.title()).startsWith("Error:");
    assertThat(page.text()).doesNotContain("cmd()");
    verify(answers, never()).give(any());
  }

  @Test
  void shouldShowTotalsAndHideSmallOnes() throws Exception {
    var page = SoundPage.of(open(SUPERVISOR, "/equality").andExpect(status().isOk()));
    assertThat(page.select("table")).hasSize(9);
    assertThat(page.text()).contains("July to September 2026", "41 people", "hidden", "30");
    open(SUPERVISOR, "/equality?quarter=2026-07").andExpect(status().isOk());
    open(SUPERVISOR, "/equality?quarter=2026-10").andExpect(status().isNotFound());
    open(SUPERVISOR, "/equality?quarter=<b>").andExpect(status().isNotFound());

    var file =
        open(SUPERVISOR, "/equality.csv?quarter=2026-07")
            .andExpect(status().isOk())
            .andExpect(header().string("Cache-Control", "no-store"))
            .andReturn()
            .getResponse()
            .getContentAsString();
    assertThat(file)
        .startsWith("quarter,characteristic,answer,people\r\n2026-07,all,all,41\r\n")
        .contains("2026-07,disability,no,30\r\n", "2026-07,disability,yes,[c]\r\n");
    assertThat(file.lines()).allMatch(line -> line.split(",").length == 4);
  }

  @Test
  void shouldSayWhatToDo_whenThereIsNothingToShow() throws Exception {
    when(answers.published()).thenReturn(List.of());
    assertThat(
            SoundPage.of(open(SUPERVISOR, "/equality").andExpect(status().isOk())).select("#none"))
        .hasSize(1);
    when(answers.published()).thenReturn(List.of(SUMMER));
    when(answers.report(any(), any())).thenReturn(Optional.of(new Report(SUMMER, null, List.of())));
    var few = SoundPage.of(open(SUPERVISOR, "/equality").andExpect(status().isOk()));
    assertThat(few.text()).contains("Fewer than 5");
    assertThat(few.select("table, a[href*=csv]")).isEmpty();
    when(answers.report(any(), any())).thenReturn(Optional.empty());
    open(SUPERVISOR, "/equality.csv?quarter=2026-10").andExpect(status().isNotFound());
  }

  @Test
  void shouldTurnAwayWhoMayNot() throws Exception {
    for (String url : List.of("/equality", "/equality.csv?quarter=2026-07")) {
      open(OFFICER, url).andExpect(status().isForbidden());
      open("owen.pike", url).andExpect(status().isForbidden());
      open("zoe.lamb", url).andExpect(status().isForbidden());
    }
    open("zoe.lamb", "/equality/new").andExpect(status().isForbidden());
    verify(answers, never()).report(any(), any());
  }
}
