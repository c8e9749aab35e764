package org.haven.training.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.flash;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.haven.platform.Models;
import org.haven.platform.Training;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.records.ExportedRecords;
import org.haven.testing.AllButTheEngine;
import org.haven.training.ScriptedBroker;
import org.haven.training.TrainingMoves;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

/** A Haven for training: its marks, and the page that moves its clock. */
@Tag("thorough")
@SpringBootTest(
    classes = AllButTheEngine.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@AutoConfigureMockMvc
@ActiveProfiles("training")
@DirtiesContext
@SuppressWarnings("NullAway") // Spring sets the fields
class TrainingPagesTest {
  private static final ScriptedBroker BROKER = new ScriptedBroker();

  @MockitoBean Models models;
  @MockitoBean ExportedRecords records;
  @Autowired MockMvc pages;
  @Autowired Clock clock;
  @Autowired Training training;
  @Autowired TrainingMoves clocks;
  @Autowired JdbcClient db;
  @LocalServerPort int port;

  @DynamicPropertySource
  static void properties(DynamicPropertyRegistry registry) {
    AllButTheEngine.register(registry);
    registry.add("haven.engine.monitoring-address", () -> BROKER.address().toString());
  }

  @BeforeEach
  void settled() {
    await().atMost(Duration.ofSeconds(20)).until(() -> !clocks.isMoving());
  }

  private static Document page(ResultActions actions) throws Exception {
    var page = Jsoup.parse(actions.andReturn().getResponse().getContentAsString());
    assertThat(page.select("h1")).hasSize(1);
    assertThat(page.text()).doesNotContain("??");
    return page;
  }

  private ResultActions move(String by) throws Exception {
    return send(post("/training").param("by", by));
  }

  private ResultActions send(MockHttpServletRequestBuilder request) throws Exception {
    return pages.perform(request.with(user("maya.okafor")).with(csrf()));
  }

  private Duration ahead() {
    return Duration.between(training.machine().instant(), clock.instant());
  }

  private void aTask(long key, Duration warn, Duration due) {
    Instant now = clock.instant();
    db.sql(
            """
            insert into task (element_instance_key, process_instance_key, process_definition_key,
              process_id, process_version, element_id, title, why, policy_clause, case_ref,
              journey_id, team, for_supervisor, follows_lead, form_id, sla_key, outcomes,
              reaches_her, status, opened_at, warn_at, due_at)
            values (?, 1, 1, 'p', 1, 'Task_X', 'X', 'x', '1', 'HV-7KQ2M9XD', 'J-1',
              'housing-solutions', false, false, 'f', 's', '{}', false, 'OPEN', ?, ?, ?)
            """)
        .params(
            key,
            java.sql.Timestamp.from(now.minusSeconds(60)),
            java.sql.Timestamp.from(now.plus(warn)),
            java.sql.Timestamp.from(now.plus(due)))
        .update();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/sign-in", "/signed-out", "/report-domestic-abuse", "/nothing-here"})
  void shouldSayOnEveryPageThatNothingIsReal(String address) throws Exception {
    var response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + address))
                    .header("Accept", "text/html")
                    .build(),
                BodyHandlers.ofString());
    var page = Jsoup.parse(response.body());
    if (response.statusCode() != 302) {
      assertThat(page.title()).startsWith("Training: ");
      assertThat(page.select("section.haven-training[aria-label=Training]").text())
          .startsWith("Training – nothing here is real. Clock: ")
          .contains(String.valueOf(WorkingCalendar.dateOf(clock.instant()).getYear()));
      assertThat(page.select(".govuk-phase-banner")).isEmpty();
    }
    assertThat(page.select("a[href=/training]")).isEmpty();
  }

  @Test
  void shouldSayItToWhoIsSignedIn_onErrorsToo() throws Exception {
    for (String address : new String[] {"/training", "/tasks", "/help"}) {
      var page = page(pages.perform(get(address).with(user("maya.okafor"))));
      assertThat(page.title()).startsWith("Training: ");
      assertThat(page.select(".haven-training a[href=/training]")).hasSize(1);
    }
    var page =
        page(
            pages.perform(
                get("/error")
                    .accept("text/html")
                    .with(user("maya.okafor"))
                    .requestAttr("jakarta.servlet.error.status_code", 500)));
    assertThat(page.title()).startsWith("Training: ");
    assertThat(page.select(".haven-training")).hasSize(1);
    assertThat(page(pages.perform(get("/help").with(user("owen.pike")))).text())
        .contains("The clock for training");
    pages
        .perform(get("/icon.svg"))
        .andExpect(content().contentType("image/svg+xml"))
        .andExpect(content().string(containsString("#ffdd00")));
  }

  /** Browsers send a host's cookies to all of its ports. */
  @Test
  void shouldShareNoSessionWithTheRealHaven() throws Exception {
    var cookies = new CookieManager();
    var http = HttpClient.newBuilder().cookieHandler(cookies).build();
    for (String address : new String[] {"/sign-in", "/report-domestic-abuse"}) {
      http.send(
          HttpRequest.newBuilder(URI.create("http://localhost:" + port + address)).build(),
          BodyHandlers.discarding());
    }
    assertThat(cookies.getCookieStore().getCookies())
        .extracting(cookie -> cookie.getName())
        .contains("HAVEN-TRAINING")
        .doesNotContain("HAVEN", "VISIT");
  }

  @ParameterizedTest
  @CsvSource({"hour,PT1H", "day,P1D", "week,P7D"})
  void shouldMoveBothClocks_andStayInStep(String by, String how) throws Exception {
    // given
    Duration before = ahead();
    // when
    move(by).andExpect(redirectedUrl("/training")).andExpect(flash().attribute("told", "moved"));
    // then
    Duration moved = ahead().minus(before);
    // an hour more or less where the days are not of 24 hours
    assertThat(moved).isCloseTo(Duration.parse(how), Duration.ofMinutes(61));
    assertThat(Duration.ofMillis(BROKER.ahead())).isCloseTo(ahead(), Duration.ofSeconds(1));
    // and an engine that was started anew is brought there again
    BROKER.restart();
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThat(Duration.ofMillis(BROKER.ahead()))
                    .isCloseTo(ahead(), Duration.ofSeconds(1)));
  }

  @Test
  void shouldCountWhatCameOfIt_andLeadToTheNextLimit() throws Exception {
    // given
    aTask(1, Duration.ofMinutes(30), Duration.ofHours(2));
    aTask(2, Duration.ofHours(50), Duration.ofHours(60));
    // when
    var page = page(pages.perform(get("/training").with(user("maya.okafor"))));
    assertThat(page.select("#by-limit")).hasSize(1);
    assertThat(page.select("#leads-limit").text()).matches("\\w+ \\d+ \\w+ \\d{4}, \\d+\\.\\d\\d");
    move("limit").andExpect(flash().attribute("told", "moved"));
    settled();
    // then
    page = page(pages.perform(get("/training").with(user("maya.okafor"))));
    assertThat(page.select("#came li").eachText()).containsExactly("1 task came near its limit");
    // and when it is passed
    move("limit");
    settled();
    page = page(pages.perform(get("/training").with(user("owen.pike"))));
    assertThat(page.select("#came li").eachText()).containsExactly("1 task became late");
    assertThat(page.select("section[role=status]").text()).contains("by Maya Okafor");
    db.sql("delete from task").update();
    move("limit").andExpect(flash().attribute("told", "noLimit"));
  }

  @Test
  void shouldMoveOnce_whenSentTwiceOrWhileItStillMoves() throws Exception {
    var token = UUID.randomUUID().toString();
    Duration before = ahead();
    send(post("/training").param("by", "hour").param("token", token))
        .andExpect(flash().attribute("told", "moved"));
    send(post("/training").param("by", "hour").param("token", token))
        .andExpect(flash().attribute("told", "twice"));
    move("hour").andExpect(flash().attribute("told", "busy"));
    assertThat(ahead().minus(before)).isCloseTo(Duration.ofHours(1), Duration.ofMinutes(1));
    // and the page that waits looks again by itself
    var page = page(pages.perform(get("/training").with(user("maya.okafor"))));
    assertThat(page.select("#clock[data-module=live][data-every=5]").attr("data-url"))
        .isEqualTo("/training?refresh=clock");
    assertThat(page.select("#clock a[href=/training]").text()).isEqualTo("Look again");
  }

  private ResultActions moment(LocalDate day, String time) throws Exception {
    return send(
        post("/training/moment")
            .param("onDay", "" + day.getDayOfMonth())
            .param("onMonth", "" + day.getMonthValue())
            .param("onYear", "" + day.getYear())
            .param("at", time));
  }

  @Test
  void shouldGoToAMomentAhead_andNeverBack() throws Exception {
    LocalDate day = WorkingCalendar.dateOf(clock.instant()).plusDays(3);
    moment(day, "9.00").andExpect(redirectedUrl("/training"));
    assertThat(clock.instant())
        .isCloseTo(
            day.atTime(9, 0).atZone(WorkingCalendar.LONDON).toInstant(),
            org.assertj.core.api.Assertions.within(30, java.time.temporal.ChronoUnit.SECONDS));
    settled();
    // and when it lies behind
    var page = page(moment(day, "8:30").andExpect(status().isBadRequest()));
    assertThat(page.title()).startsWith("Training: Error: ");
    assertThat(page.select(".govuk-error-summary a[href=#on]").text())
        .contains("the clock does not go back");
    assertThat(page.select("#on-error").text()).contains("Enter a moment after");
    assertThat(page.select("#at").val()).isEqualTo("8:30");
    assertThat(page.select("#onYear").val()).isEqualTo("" + day.getYear());
    // or too far ahead, or nowhere
    moment(day.plusYears(3), "9.00").andExpect(status().isBadRequest());
  }

  @ParameterizedTest
  @CsvSource({"31,2,2027,9.00,on", "'','','',9.00,on", "1,3,2030,noon,at", "1,3,2030,24.00,at"})
  void shouldSayBesideTheField_whatIsWrong(
      String day, String month, String year, String at, String field) throws Exception {
    var page =
        page(
            send(post("/training/moment")
                    .param("onDay", day)
                    .param("onMonth", month)
                    .param("onYear", year)
                    .param("at", at))
                .andExpect(status().isBadRequest()));
    assertThat(page.select(".govuk-error-summary a").eachAttr("href")).contains("#" + field);
    assertThat(page.select("#" + field + "-error")).hasSize(1);
  }

  @Test
  void shouldRefuse_whatNoButtonSends() throws Exception {
    move("back").andExpect(status().isBadRequest());
    send(post("/training")).andExpect(status().isBadRequest());
    pages.perform(post("/training").with(user("maya.okafor"))).andExpect(status().isForbidden());
    pages.perform(get("/training").accept("text/html")).andExpect(redirectedUrl("/sign-in"));
  }

  @Test
  void shouldSignNobodyOut_whenTheClockJumps() throws Exception {
    var session = new MockHttpSession();
    pages
        .perform(get("/training").session(session).with(user("maya.okafor")))
        .andExpect(status().isOk());
    move("week");
    pages
        .perform(get("/training").session(session).with(user("maya.okafor")))
        .andExpect(status().isOk());
  }

  @Test
  void shouldSay_whenTheEngineDoesNotGoWithIt() throws Exception {
    BROKER.away(true);
    try {
      await().atMost(Duration.ofSeconds(15)).until(() -> !clocks.isInStep());
      var page = page(pages.perform(get("/training").with(user("maya.okafor"))));
      assertThat(page.select(".govuk-inset-text").text()).contains("The engine does not answer");
    } finally {
      BROKER.away(false);
    }
    await().atMost(Duration.ofSeconds(15)).until(() -> clocks.isInStep());
  }

  @Test
  void shouldKeepTheWay_ofEachMove() throws Exception {
    move("day");
    var row =
        db.sql("select moved_by, ahead_ms from training_move order by id desc limit 1")
            .query()
            .singleRow();
    assertThat(row.get("moved_by")).isEqualTo("maya.okafor");
    assertThat(Duration.ofMillis((long) row.get("ahead_ms")))
        .isCloseTo(ahead(), Duration.ofSeconds(1));
    assertThat(db.sql("select purpose from record_purpose").query(String.class).single())
        .isEqualTo("training");
    pages
        .perform(get("/training").with(user("maya.okafor")))
        .andExpect(header().string("Cache-Control", containsString("no-store")));
  }
}
