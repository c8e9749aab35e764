package org.haven.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import jakarta.servlet.RequestDispatcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.haven.platform.Audit;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.testing.TestDatabase;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;

/** Signing in, the frame of every page, what every answer carries, pages for what went wrong. */
@SpringBootTest
@AutoConfigureMockMvc
class FramePagesTest {
  @SpringBootConfiguration
  @EnableAutoConfiguration
  @ComponentScan({"org.haven.platform.web", "org.haven.platform.security"})
  static class Pages {
    @org.springframework.context.annotation.Bean
    java.time.Clock clock() {
      return java.time.Clock.systemUTC();
    }
  }

  private static final Path FOLDER = folder();

  @MockitoBean Audit audit;
  @MockitoBean WorkingCalendar calendar;
  @Autowired MockMvc pages;
  @Autowired JdbcClient db;

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
    registry.add("haven.sample-data", () -> "true");
    registry.add("haven.local.folder", FOLDER::toString);
  }

  private static String password() throws IOException {
    return Files.readString(FOLDER.resolve("sign-in-password")).strip();
  }

  private static Document page(ResultActions actions) throws Exception {
    var page = Jsoup.parse(actions.andReturn().getResponse().getContentAsString());
    assertThat(page.select("h1")).hasSize(1);
    assertThat(page.select("main#main-content")).hasSize(1);
    assertThat(page.select("html").attr("lang")).isEqualTo("en");
    assertThat(page.select("script:not([src]):not([type=application/json])")).isEmpty();
    assertThat(page.select("[style], [onclick]")).isEmpty();
    assertThat(page.select("a[href='#main-content']")).hasSize(1);
    return page;
  }

  private ResultActions signIn(String username, String password, String address) throws Exception {
    return pages.perform(
        post("/sign-in")
            .with(csrf())
            .with(
                request -> {
                  request.setRemoteAddr(address);
                  return request;
                })
            .param("username", username)
            .param("password", password));
  }

  @Test
  void shouldAskToSignIn_whenNobodyIs() throws Exception {
    pages
        .perform(get("/tasks").accept("text/html"))
        .andExpect(status().is3xxRedirection())
        .andExpect(redirectedUrl("/sign-in"));
    var page = page(pages.perform(get("/sign-in")).andExpect(status().isOk()));
    assertThat(page.title()).isEqualTo("Sign in – Haven");
    assertThat(page.select("label[for=username], label[for=password]")).hasSize(2);
    assertThat(page.select("form[method=post] input[name=_csrf]")).hasSize(1);
    assertThat(page.select(".govuk-phase-banner").text()).contains("Sample data");
    assertThat(page.select("nav")).isEmpty();
  }

  @Test
  void shouldSendTheWholePageAway_whenAFragmentIsAskedForWithoutASession() throws Exception {
    pages
        .perform(get("/tasks?refresh").header("HX-Request", "true"))
        .andExpect(header().string("HX-Redirect", "/sign-in"));
  }

  @Test
  void shouldCarryTheHeadersOnEveryAnswer() throws Exception {
    pages
        .perform(get("/sign-in"))
        .andExpect(
            header().string("Cache-Control", org.hamcrest.Matchers.containsString("no-store")))
        .andExpect(header().string("Referrer-Policy", "no-referrer"))
        .andExpect(header().string("X-Content-Type-Options", "nosniff"))
        .andExpect(header().string("X-Frame-Options", "DENY"))
        .andExpect(
            header()
                .string(
                    "Content-Security-Policy",
                    org.hamcrest.Matchers.allOf(
                        org.hamcrest.Matchers.containsString("script-src 'self';"),
                        org.hamcrest.Matchers.containsString("frame-ancestors 'none'"))));
  }

  @Test
  void shouldTellBrowsersToStayWithTls_whenTheyCameOverIt() throws Exception {
    pages
        .perform(get("/sign-in").secure(true))
        .andExpect(
            header()
                .string(
                    "Strict-Transport-Security",
                    org.hamcrest.Matchers.allOf(
                        org.hamcrest.Matchers.containsString("max-age=31536000"),
                        org.hamcrest.Matchers.containsString("includeSubDomains"))));
  }

  @Test
  void shouldRefuse_whenAFieldHoldsWhatNobodyCanType() throws Exception {
    pages.perform(get("/sign-in").param("x", "a\0b")).andExpect(status().isOk()); // nobody reads it
    pages
        .perform(post("/sign-in").with(csrf()).param("username", "a\0b").param("password", "x"))
        .andExpect(status().isBadRequest());
  }

  @Test
  void shouldComeInWithANewSession_whenThePasswordIsRight() throws Exception {
    var before = new MockHttpSession();
    String idBefore = before.getId();
    var result =
        pages
            .perform(
                post("/sign-in")
                    .with(csrf())
                    .session(before)
                    .param("username", " Maya.Okafor ")
                    .param("password", password()))
            .andExpect(redirectedUrl("/"))
            .andReturn();
    var session = (MockHttpSession) result.getRequest().getSession();
    assertThat(session.getId()).isNotEqualTo(idBefore);
    pages.perform(get("/").session(session)).andExpect(redirectedUrl("/tasks"));
    org.mockito.Mockito.verify(audit)
        .record(
            org.mockito.ArgumentMatchers.argThat(who -> who.username().equals("maya.okafor")),
            org.mockito.ArgumentMatchers.eq("sign-in"),
            org.mockito.ArgumentMatchers.isNull(),
            org.mockito.ArgumentMatchers.any());
    var stored =
        db.sql("select password from staff where username = 'maya.okafor'")
            .query(String.class)
            .single();
    assertThat(stored).startsWith("{bcrypt}").doesNotContain(password());
  }

  @ParameterizedTest
  @CsvSource({"maya.okafor,wrong", "nobody.here,wrong", "'',''", "maya or 1=1,x"})
  void shouldSayTheSame_whetherTheNameOrThePasswordIsWrong(String name, String password)
      throws Exception {
    signIn(name, password, "192.0.2.1").andExpect(redirectedUrl("/sign-in?wrong"));
    var page = page(pages.perform(get("/sign-in?wrong")));
    assertThat(page.title()).startsWith("Error: Sign in");
    assertThat(page.select(".govuk-error-summary a[href='#username']")).hasSize(1);
    assertThat(page.select("#username").attr("aria-describedby")).isEqualTo("username-error");
  }

  @Test
  void shouldMakeThemWait_whenTheyGuess() throws Exception {
    for (int i = 0; i < 5; i++) {
      signIn("tom.reeve", "guess" + i, "192.0.2.7").andExpect(redirectedUrl("/sign-in?wrong"));
    }
    signIn("tom.reeve", password(), "192.0.2.7").andExpect(redirectedUrl("/sign-in?wait"));
    signIn("tom.reeve", password(), "192.0.2.8").andExpect(redirectedUrl("/"));
  }

  @Test
  void shouldRefuse_whenTheTokenIsMissing() throws Exception {
    pages
        .perform(post("/sign-in").param("username", "maya.okafor").param("password", password()))
        .andExpect(status().isForbidden());
    pages.perform(post("/sign-out").with(user("maya.okafor"))).andExpect(status().isForbidden());
  }

  @ParameterizedTest
  @CsvSource({
    "zoe.lamb,/tasks,403", "zoe.lamb,/cases/HV-7KQ2M9XD,403", "owen.pike,/tasks,403",
    "maya.okafor,/platform,403", "maya.okafor,/tenancies,403", "owen.pike,/,200"
  })
  void shouldAskForTheRightsOfThePerson(String username, String address, int status)
      throws Exception {
    pages.perform(get(address).with(user(username))).andExpect(status().is(status));
  }

  @Test
  void shouldEndTheSession_whenThePersonWasSwitchedOff() throws Exception {
    db.sql("update staff set active = false where username = 'sam.whitlock'").update();
    pages.perform(get("/").with(user("sam.whitlock"))).andExpect(redirectedUrl("/sign-in?left"));
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 403, 413, 400, 500, 405})
  void shouldHaveAPage_whenThereIsNone(int status) throws Exception {
    var page =
        page(
            pages
                .perform(
                    get("/error")
                        .accept("text/html")
                        .with(user("maya.okafor"))
                        .requestAttr(RequestDispatcher.ERROR_STATUS_CODE, status))
                .andExpect(status().is(status == 405 ? 404 : status)));
    assertThat(page.title()).endsWith(" – Haven").doesNotContain("??");
    assertThat(page.text()).doesNotContain("??").doesNotContain("Exception");
  }

  @Test
  void shouldSayThatNothingWasSaved_whenTheDatabaseIsAway() throws Exception {
    var page =
        page(
            pages
                .perform(
                    get("/error")
                        .accept("text/html")
                        .requestAttr(RequestDispatcher.ERROR_STATUS_CODE, 500)
                        .requestAttr(
                            RequestDispatcher.ERROR_EXCEPTION,
                            new DataAccessResourceFailureException("secret detail")))
                .andExpect(status().isServiceUnavailable()));
    assertThat(page.text()).contains("Nothing of what you just sent was saved");
    assertThat(page.text()).doesNotContain("secret detail");
  }

  @Test
  void shouldKeepPartnersOut_whenTheyBringNoKey() throws Exception {
    pages
        .perform(post("/api/reports"))
        .andExpect(status().isUnauthorized())
        .andExpect(header().string("Content-Type", "application/problem+json"))
        .andExpect(jsonPath("$.type").value("urn:haven:problem:no-token"))
        .andExpect(
            jsonPath("$.detail")
                .value(org.hamcrest.Matchers.containsString("Authorization: Bearer")));
    pages
        .perform(post("/api/reports").header("Authorization", "Bearer guess"))
        .andExpect(status().isUnauthorized());
    pages
        .perform(post("/api/reports").with(user("maya.okafor")).with(csrf()))
        .andExpect(status().isForbidden())
        .andExpect(jsonPath("$.type").value("urn:haven:problem:not-allowed"))
        .andExpect(
            jsonPath("$.detail")
                .value(org.hamcrest.Matchers.containsString("Nothing was recorded")));
    pages
        .perform(
            post("/api/nothing-here")
                .header(
                    "Authorization",
                    "Bearer " + Files.readString(FOLDER.resolve("api-key")).strip()))
        .andExpect(status().isNotFound());
  }

  @Test
  void shouldShowHealthToThisMachineAndAdministratorsOnly() throws Exception {
    pages.perform(get("/actuator/health")).andExpect(status().is(org.hamcrest.Matchers.not(403)));
    pages
        .perform(get("/actuator/health").header("X-Forwarded-For", "127.0.0.1"))
        .andExpect(status().isForbidden());
    pages
        .perform(
            get("/actuator/health")
                .with(user("zoe.lamb"))
                .with(
                    request -> {
                      request.setRemoteAddr("192.0.2.1");
                      return request;
                    }))
        .andExpect(status().is(org.hamcrest.Matchers.not(403)));
  }
}
