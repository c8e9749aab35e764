package org.haven.reportdomesticabuse.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.haven.reportdomesticabuse.web.PublicVisitor.AT;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.put;

import jakarta.servlet.http.Cookie;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.haven.casefile.By;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.Incidents;
import org.haven.casefile.People;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.StaffDirectory;
import org.haven.platform.Team;
import org.haven.reportdomesticabuse.Disclosures;
import org.haven.testing.PagesOfHaven;
import org.haven.testing.TestDatabase;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.test.web.servlet.MockMvc;

/** The pages on which anybody reports: each of them, what is wrong on each, and what is kept. */
@SuppressWarnings("NullAway")
class PublicReportPagesTest extends PagesOfHaven {
  @Autowired MockMvc pages;
  @Autowired JdbcClient db;
  @Autowired Environment environment;
  @Autowired CaseFiles cases;
  @Autowired People people;
  @Autowired Incidents incidents;
  @Autowired Disclosures disclosures;
  @Autowired StaffDirectory staff;

  private PublicVisitor visitor() {
    return new PublicVisitor(pages);
  }

  private int reports() {
    return db.sql("select count(*) from report where channel = 'online'")
        .query(Integer.class)
        .single();
  }

  private CaseRef newest() {
    var ref =
        new CaseRef(
            db.sql(
                    "select case_ref from report where channel = 'online'"
                        + " order by received_at desc limit 1")
                .query(String.class)
                .single());
    cases.assignLead(ref, Team.HOUSING_SOLUTIONS, null, By.SYSTEM);
    return ref;
  }

  private ActingPerson officer() {
    return staff.find("maya.okafor").orElseThrow();
  }

  @Test
  void shouldSayBeforeTheStart_whatToDoInDangerAndHowToStaySafe() throws Exception {
    // when
    var page = visitor().open("");

    // then
    assertThat(page.text())
        .contains("call 999", "press 55", "Exit this page", "30 minutes", "0345 634 1212");
    assertThat(page.select("a.govuk-button--start[href=" + AT + "/first]")).hasSize(1);
    assertThat(page.select("form, input")).isEmpty();
  }

  @Test
  void shouldOfferTheLanguagesAndFormatsOfThePolicy() throws Exception {
    // when
    var page = visitor().open("/languages");

    // then
    assertThat(page.select("dt [lang]").eachAttr("lang"))
        .containsExactly("pa", "ta", "pl", "cs", "zh-Hans", "fr");
    assertThat(page.select("dd a").eachText())
        .containsExactly(
            "01322 343610",
            "01322 343611",
            "01322 343612",
            "01322 343613",
            "01322 343614",
            "01322 343615");
    assertThat(page.text()).contains("Braille", "audio", "large print", "Relay UK");
  }

  @Test
  void shouldKeepAllThatASurvivorTold_sealedOnACaseOfItsOwn() throws Exception {
    // given
    var visitor = visitor().survivor("He broke the door again.\nI am afraid.");
    int before = reports();

    // when
    var check = visitor.open("/check");
    var sent = visitor.send("/check");

    // then
    assertThat(check.select("dd.govuk-summary-list__value").eachText())
        .contains("Maya Sample", "Polish", "marmalade", "Rented from the council");
    assertThat(sent.getRedirectedUrl()).isEqualTo(AT + "/sent");
    assertThat(reports()).isEqualTo(before + 1);
    var ref = newest();
    var incident = incidents.of(officer(), ref).getLast();
    assertThat(incident.fields().values().get("words").toString())
        .startsWith("He broke the door again.\nI am afraid.")
        .contains("Address of the home: 1 Sample Row\nSampleton")
        .contains("May we leave a message?: No, do not leave a message")
        .contains("Never ring in the evening")
        .doesNotContain("01632", "marmalade");
    assertThat(disclosures.onRecord(ref, officer()).get("reporterContact").toString())
        .contains("By phone", "01632 960111", "marmalade", "Tuesdays before noon");
    assertThat(people.of(officer(), ref))
        .extracting(p -> p.kind().code() + " " + p.fields().values().get("name"))
        .containsExactlyInAnyOrder("victim Maya Sample", "perpetrator Lee Sample");
    assertThat(people.of(officer(), ref).stream().filter(p -> p.kind().code().equals("victim")))
        .singleElement()
        .satisfies(
            victim ->
                assertThat(victim.fields().values())
                    .containsEntry("language", "Polish")
                    .containsEntry("interpreter", "yes")
                    .containsEntry("format", "audio"));
    assertThat(
            db.sql("select count(*) from safe_contact where case_ref = ?")
                .param(ref.value())
                .query(Integer.class)
                .single())
        .as("nothing is a safe contact before it was checked")
        .isZero();
    assertThat(
            db.sql("select received_by from report where case_ref = ?")
                .param(ref.value())
                .query(String.class)
                .single())
        .isEqualTo("public");
  }

  @Test
  void shouldStartTheJourneyAsForEveryChannel_whenSomebodyIsInDanger() throws Exception {
    // given
    var visitor = visitor();
    visitor.open("/first");
    assertThat(visitor.send("/first", "danger", "yes").getRedirectedUrl()).isEqualTo(AT + "/call");
    assertThat(visitor.open("/call").text()).contains("999", "55", "Relay UK");
    visitor
        .answer("/about-you", "/your-words", "who", "neighbour")
        .answer("/your-words", "/names", "words", "Shouting, then silence")
        .answer("/names", "/children", "survivor", "Noor Sample", "own", "Sam Nextdoor")
        .answer("/children", "/home", "childAffected", "yes", "childHarmNow", "yes")
        .answer("/home", "/tonight", "tenure", "unknown")
        .answer("/tonight", "/reply", "safeTonight", "unknown")
        .answer("/reply", "/reach", "method", "none")
        .answer("/reach", "/needs", "reach", "Only at her work, never at home")
        .answer("/needs", "/check", "language", "Czech");

    // when
    visitor.open("/check");
    visitor.send("/check");

    // then
    var ref = newest();
    Map<String, Object> told =
        db.sql(
                "select facts::text as facts from outbox where name = 'domestic-abuse-reported'"
                    + " and correlation_key = ?")
            .param(ref.value())
            .query()
            .singleRow();
    assertThat(told.get("facts").toString())
        .contains("\"channel\": \"online\"", "\"reporterKind\": \"neighbour\"")
        .contains("\"immediateDanger\": true", "\"childHarmNow\": true")
        .contains("\"disclosureTaken\": false", "\"homelessNow\": \"unknown\"")
        .doesNotContain("Noor", "Nextdoor", "Shouting", "work");
    assertThat(people.of(officer(), ref))
        .extracting(p -> p.kind().code() + " " + p.fields().values().get("name"))
        .containsExactlyInAnyOrder("victim Noor Sample", "reporter Sam Nextdoor");
    assertThat(incidents.of(officer(), ref).getLast().fields().values().get("words").toString())
        .contains("Only at her work, never at home", "Do not contact me");
    assertThat(visitor.open("/sent").text()).contains("You asked us not to contact you");
  }

  @Test
  void shouldForgetTheNumber_whenSomebodyAsksNotToBeContactedAfterAll() throws Exception {
    // given
    var visitor = visitor().survivor("Words");
    visitor.open("/check");

    // when
    visitor.answer("/reply", "/check", "method", "none");

    // then
    assertThat(visitor.open("/check").text())
        .contains("Do not contact me")
        .doesNotContain("01632", "marmalade");
    visitor.send("/check");
    assertThat(disclosures.onRecord(newest(), officer()).get("reporterContact").toString())
        .contains("Do not contact me")
        .doesNotContain("01632", "marmalade");
  }

  @ParameterizedTest
  @CsvSource({
    "/first, danger, perhaps",
    "/about-you, who, ''",
    "/about-you, who, police",
    "/your-words, words, '   '",
    "/children, childAffected, ''",
    "/home, tenure, palace",
    "/tonight, safeTonight, ''",
    "/reply, method, pigeon",
    "/how-to-reply, detail, ''",
    "/how-to-reply, message, ''",
    "/needs, format, papyrus"
  })
  void shouldSayWhatIsMissing_besideTheFieldAndAbove(String page, String field, String answer)
      throws Exception {
    // given
    var visitor = visitor().survivor("Words");
    visitor.open(page);

    // when
    var refused = visitor.send(page, field, answer);

    // then
    assertThat(refused.getStatus()).isEqualTo(400);
    var shown = visitor.page(refused);
    assertThat(shown.title()).startsWith("Error: ");
    assertThat(shown.select(".govuk-error-summary a[href=#" + field + "]")).hasSize(1);
    assertThat(shown.select("#" + field + ", [name=" + field + "]")).isNotEmpty();
    assertThat(shown.select("#" + field + "-error").text()).startsWith("Error:");
  }

  @Test
  void shouldKeepWhatWasTyped_whenItIsTooLong() throws Exception {
    // given
    var visitor = visitor().survivor("Words");
    visitor.open("/your-words");
    String long1 = "é".repeat(10_001);

    // when
    var refused = visitor.send("/your-words", "words", long1);

    // then
    assertThat(refused.getStatus()).isEqualTo(400);
    var shown = visitor.page(refused);
    assertThat(shown.select("#words").text()).isEqualTo(long1);
    assertThat(shown.select("#words-error").text()).contains("10,000");
    assertThat(visitor.open("/your-words").select("#words").text()).isEqualTo("Words");
  }

  @Test
  void shouldTakeLettersAndNotWhatHidesThem() throws Exception {
    // given
    var visitor = visitor().survivor("Words");
    visitor.open("/names");

    // when
    visitor.send(
        "/names", "survivor", "Zoë \u202eSa\u0007mple\ud800 \ud83c\udf31", "other", "<b>\r\nLee");

    // then
    var page = visitor.open("/names");
    assertThat(page.select("#survivor").val()).isEqualTo("Zoë Sample? \ud83c\udf31");
    assertThat(page.select("#other").val()).isEqualTo("<b> Lee");
    assertThat(page.select("b")).isEmpty();
  }

  @Test
  void shouldMakeOneReport_whenItIsSentTwice() throws Exception {
    // given
    var visitor = visitor().survivor("Words");
    visitor.open("/check");
    int before = reports();

    // when
    visitor.send("/check");
    var again = visitor.send("/check");

    // then
    assertThat(again.getRedirectedUrl()).isEqualTo(AT + "/sent");
    assertThat(reports()).isEqualTo(before + 1);
  }

  @Test
  void shouldTellNothing_onceItIsSent() throws Exception {
    // given
    var visitor = visitor().survivor("Words of mine");
    visitor.open("/check");
    visitor.send("/check");

    // when
    var sent = visitor.open("/sent");

    // then
    assertThat(sent.text()).contains("Thank you", "What happens next", "0345 634 1212");
    assertThat(sent.html()).doesNotContain("HV-", "RC-", "Maya", "Words of mine", "01632");
    for (String page : List.of("/names", "/your-words", "/how-to-reply", "/check", "/call")) {
      var back = visitor.ask(page);
      assertThat(back.getStatus()).as(page).isEqualTo(410);
      assertThat(visitor.page(back).text())
          .contains("You need to start again", "01322 343114")
          .doesNotContain("Maya", "Words of mine", "01632", "Lee");
    }
    assertThat(visitor.open("/first").select("input[checked]")).isEmpty();
  }

  @Test
  void shouldThrowEverythingAway_whenSomebodyExits() throws Exception {
    // given
    var visitor = visitor().survivor("Words");
    var cookie = visitor.cookie;

    // when
    var away = visitor.ask("/exit");

    // then
    assertThat(away.getRedirectedUrl()).isEqualTo("https://www.bbc.co.uk/weather");
    assertThat(away.getHeader("Cache-Control")).contains("no-store");
    assertThat(visitor.cookie).isNull();
    assertThat(visitor.ask("/names").getRedirectedUrl()).isEqualTo(AT);
    visitor.cookie = cookie;
    assertThat(visitor.ask("/names").getStatus()).isEqualTo(410);
  }

  @Test
  void shouldKeepOneCookieOfItsOwn_thatGoesWithTheWindow() throws Exception {
    // given
    var visitor = visitor();
    visitor.open("");
    assertThat(visitor.cookie).as("none before anything is asked").isNull();

    // when
    var first = visitor.ask("/first");

    // then
    assertThat(first.getHeaders("Set-Cookie"))
        .singleElement()
        .satisfies(
            cookie ->
                assertThat(cookie)
                    .startsWith("VISIT=")
                    .contains("HttpOnly", "SameSite=Strict")
                    .doesNotContain("Expires", "Max-Age"));
  }

  @Test
  void shouldNotTouchTheSessionOfStaff_whoLookAtThePages() throws Exception {
    // given
    var session = new MockHttpSession();
    session.setAttribute("mine", "kept");
    var names = java.util.Collections.list(session.getAttributeNames());
    var visitor = visitor();

    // when
    var page = visitor.page(visitor.perform(get(AT + "/first").session(session)));
    visitor.perform(get(AT + "/exit").session(session));

    // then
    assertThat(page.text()).doesNotContain("Sign out", "Tasks");
    assertThat(session.isInvalid()).isFalse();
    assertThat(java.util.Collections.list(session.getAttributeNames())).isEqualTo(names);
  }

  @Test
  void shouldRefuse_whenTheFormIsNotOfThisVisit() throws Exception {
    // given
    var other = visitor().survivor("Words");
    other.open("/check");
    var visitor = visitor().survivor("Words");
    visitor.open("/check");
    int before = reports();

    // then
    assertThat(visitor.send("/check", "_csrf", "").getStatus()).isEqualTo(403);
    assertThat(visitor.send("/check", "_csrf", other.mark).getStatus()).isEqualTo(403);
    visitor.cookie = new Cookie("VISIT", visitor.cookie.getValue() + "x");
    assertThat(visitor.send("/check").getStatus()).isEqualTo(403);
    visitor.cookie = null;
    assertThat(visitor.send("/check").getStatus()).isEqualTo(403);
    assertThat(reports()).isEqualTo(before);
  }

  @Test
  void shouldLeadToWhatIsMissing_whenSomebodyJumpsAhead() throws Exception {
    // given
    var visitor = visitor();
    assertThat(visitor.ask("/check").getRedirectedUrl()).isEqualTo(AT);
    visitor.answer("/first", "/about-you", "danger", "no");

    // then
    assertThat(visitor.ask("/check").getRedirectedUrl()).isEqualTo(AT + "/about-you");
    assertThat(visitor.ask("/needs").getRedirectedUrl()).isEqualTo(AT + "/about-you");
    assertThat(visitor.ask("/how-to-reply").getRedirectedUrl()).isEqualTo(AT + "/about-you");
    assertThat(visitor.ask("/nothing-here").getStatus()).isEqualTo(404);
    assertThat(visitor.send("/nothing-here").getStatus()).isEqualTo(404);
    assertThat(visitor.perform(put(AT + "/first")).getStatus()).isEqualTo(403);
  }

  @Test
  void shouldSlowDownWhoeverBeginsAgainAndAgain_keepingWhatTheyChose() throws Exception {
    // given
    String address = "2001:db8:7:7::1";
    for (int i = 0; i < 20; i++) {
      new PublicVisitor(pages, address).answer("/first", "/about-you", "danger", "no");
    }
    var visitor = new PublicVisitor(pages, "2001:db8:7:7::2");
    visitor.open("/first");

    // when
    var refused = visitor.send("/first", "danger", "no");

    // then
    assertThat(refused.getStatus()).isEqualTo(429);
    assertThat(refused.getHeader("Retry-After")).isNotNull();
    var shown = visitor.page(refused);
    assertThat(shown.select("input[value=no][checked]")).hasSize(1);
    assertThat(shown.select(".govuk-error-summary").text()).contains("Wait 1 minute");
    visitor().answer("/first", "/about-you", "danger", "no");
  }

  @Test
  void shouldKeepTheAnswers_whenTooManyReportsAreSent() throws Exception {
    // given
    String address = "198.51.100.7";
    for (int i = 0; i < 10; i++) {
      var one = new PublicVisitor(pages, address).survivor("Words");
      one.open("/check");
      assertThat(one.send("/check").getRedirectedUrl()).isEqualTo(AT + "/sent");
    }
    var visitor = new PublicVisitor(pages, address).survivor("Words that stay");
    visitor.open("/check");
    int before = reports();

    // when
    var refused = visitor.send("/check");

    // then
    assertThat(refused.getStatus()).isEqualTo(429);
    assertThat(visitor.page(refused).text())
        .contains("nothing is lost", "Words that stay", "01322 343114");
    assertThat(reports()).isEqualTo(before);
  }

  @Test
  void shouldKeepTheAnswers_whenTheyCannotBeKeptOnRecord() throws Exception {
    // given
    var visitor = visitor().survivor("Words that stay");
    visitor.open("/check");
    TestDatabase.owner(db)
        .sql("alter table report add constraint no_more check (false) not valid")
        .update();

    // when
    var refused = visitor.send("/check");
    TestDatabase.owner(db).sql("alter table report drop constraint no_more").update();

    // then
    assertThat(refused.getStatus()).isEqualTo(503);
    assertThat(visitor.page(refused).text()).contains("could not take your report", "Words that");
    assertThat(visitor.send("/check").getRedirectedUrl()).isEqualTo(AT + "/sent");
  }

  @Test
  void shouldSaySo_whenMoreIsSentThanAnybodyTypes() throws Exception {
    try (var browser = HttpClient.newHttpClient()) {
      for (int size : new int[] {300_000, 10_000_000}) {
        // when
        var answer =
            browser.send(
                request("application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString("words=" + "a".repeat(size)))
                    .build(),
                HttpResponse.BodyHandlers.ofString());

        // then
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("That is too long to send", "01322 343114", "999");
        assertThat(answer.headers().firstValue("cache-control").orElse("")).contains("no-store");
      }
      // what has no length, and what is no form
      var chunked =
          browser.send(
              request("application/x-www-form-urlencoded")
                  .POST(
                      HttpRequest.BodyPublishers.ofInputStream(
                          () -> new ByteArrayInputStream("danger=no".getBytes())))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(chunked.statusCode()).isEqualTo(400);
      var parts =
          browser.send(
              request("multipart/form-data; boundary=x")
                  .POST(HttpRequest.BodyPublishers.ofString("--x--"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(parts.statusCode()).isEqualTo(400);
      assertThat(parts.body()).contains("That did not work", "01322 343114");
    }
  }

  private HttpRequest.Builder request(String type) {
    return HttpRequest.newBuilder(
            URI.create(
                "http://localhost:" + environment.getProperty("local.server.port") + AT + "/first"))
        .header("Content-Type", type)
        .header("Accept", "text/html");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 404, 405, 413, 500, 503})
  void shouldSpeakToThePublic_whateverWentWrong(int status) throws Exception {
    // when
    var response =
        pages
            .perform(
                get("/error")
                    .accept(MediaType.TEXT_HTML)
                    .requestAttr("jakarta.servlet.error.status_code", status)
                    .requestAttr("jakarta.servlet.error.request_uri", AT + "/names"))
            .andReturn()
            .getResponse();

    // then
    var page = Jsoup.parse(response.getContentAsString(StandardCharsets.UTF_8));
    assertThat(page.title()).isEqualTo("There is a problem – Housing help");
    assertThat(page.text()).contains("01322 343114", "999").doesNotContain("??");
    assertThat(page.select("a.govuk-exit-this-page__button")).hasSize(1);
    assertThat(page.select("a[href='/']")).isEmpty();
  }

  @Test
  void shouldRefuse_whenAFieldHoldsWhatNobodyCanType() throws Exception {
    var visitor = visitor();
    visitor.open("/first");
    assertThat(visitor.send("/first", "danger", "a\0b").getStatus()).isEqualTo(400);
    assertThat(visitor.perform(post(AT + "/first")).getStatus()).isEqualTo(400);
  }
}
