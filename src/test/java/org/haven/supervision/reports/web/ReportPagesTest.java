package org.haven.supervision.reports.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.haven.supervision.reports.Measure;
import org.haven.supervision.reports.PublishedReports;
import org.haven.testing.PagesOfHaven;
import org.haven.testing.TestDatabase;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;

/** The pages and files of published reports, with all that they stand on but the engine. */
@SuppressWarnings("NullAway") // Spring sets the fields
class ReportPagesTest extends PagesOfHaven {
  private static final String PAGE = "/supervision/reports";
  private static final String SUPERVISOR = "helen.marsh";

  @Autowired MockMvc mvc;
  @Autowired JdbcClient db;
  @Autowired PublishedReports reports;
  @Autowired MessageSource messages;

  @BeforeEach
  void published() {
    clear();
    version(1, "2026-03-02T04:00:00Z", 60L);
    version(2, "2026-04-01T04:00:00Z", 62L);
    version("2026-01-01", 1, "2026-02-01T04:00:00Z", null);
  }

  /** Other tests share the database. */
  @AfterEach
  void clear() {
    var owner = TestDatabase.owner(db);
    owner.sql("delete from report_figure").update();
    owner.sql("delete from report_publication").update();
  }

  private void version(int version, String at, Long total) {
    version("2026-02-01", version, at, total);
  }

  /** Most figures stand, those under "in writing" and "repairs" are hidden. */
  private void version(String first, int version, String at, Long total) {
    long id =
        db.sql(
                """
                insert into report_publication (kind, first_day, version, published_at,
                  records_begin, after_disposal)
                values ('month', ?::date, ?, ?::timestamptz, '2026-01-12', false) returning id
                """)
            .params(first, version, at)
            .query(Long.class)
            .single();
    for (Measure measure : reports.measures()) {
      if (!measure.id().equals("reports") && !measure.id().equals("first-contact")) {
        continue;
      }
      figure(id, measure, "total", "total", total);
      for (var breakdown : measure.breakdowns()) {
        for (String key : breakdown.keys()) {
          boolean hidden = total == null || List.of("writing", "repairs").contains(key);
          figure(id, measure, breakdown.id(), key, hidden ? null : Long.valueOf(11 + version));
        }
      }
      if (measure.length() != null) {
        figure(id, measure, "wait", "median", total == null ? null : 7L);
        figure(id, measure, "wait", "p90", total == null ? null : 673L);
      }
    }
  }

  private void figure(long id, Measure measure, String breakdown, String key, Long value) {
    db.sql("insert into report_figure values (?, ?, ?, ?, ?)")
        .params(Arrays.asList(id, measure.id(), breakdown, key, value))
        .update();
  }

  private Document page(String username, String address) throws Exception {
    return Jsoup.parse(
        mvc.perform(get(address).with(user(username)))
            .andExpect(status().isOk())
            .andReturn()
            .getResponse()
            .getContentAsString());
  }

  @Test
  void shouldListEveryReport_withItsNewestTotal() throws Exception {
    var page = page(SUPERVISOR, PAGE);
    assertThat(page.select("h1").text()).isEqualTo("Reports");
    assertThat(page.select("main tbody tr")).hasSize(reports.measures().size());
    assertThat(page.select("#reports tbody tr:first-child td").eachText())
        .containsExactly("February 2026", "62");
    assertThat(page.select("#returns td").eachText()).containsOnly("–");
    assertThat(page.select("#files a").eachAttr("href"))
        .containsExactly(PAGE + ".csv?period=2026-02", PAGE + ".pdf?period=2026-02");
    assertThat(page.select("main a").eachAttr("href"))
        .contains("/supervision/service-levels", "/equality", "/supervision");
  }

  @Test
  void shouldShowTheNewestVersion_withMeaningSourceAndPicture() throws Exception {
    var page = page(SUPERVISOR, PAGE + "/reports");
    assertThat(page.select("#figures-title").text()).isEqualTo("February 2026");
    assertThat(page.select("#told").text()).contains("version 2", "1 April 2026");
    assertThat(page.select("#total").text()).isEqualTo("Total: 62");
    assertThat(page.select("#table-channel tr:contains(By telephone) td").text()).isEqualTo("13");
    assertThat(page.select("#table-channel tr:contains(In writing) td").text()).isEqualTo("hidden");
    assertThat(page.select("#why").text()).contains("under 5");
    assertThat(page.select("#source").text()).contains("Policy 14.1");
    assertThat(page.select("#definition").text()).isNotBlank();
    assertThat(page.select("#versions li").eachText())
        .containsExactly(
            "Version 2, published 1 April 2026, 5.00 – shown here",
            "Version 1, published 2 March 2026, 4.00");
    assertThat(page.select("svg#picture").attr("aria-label")).isNotBlank();
    assertThat(page.select("svg#picture rect")).hasSize(2);
    assertThat(page.select("#trend tbody td").eachText())
        .hasSize(12)
        .endsWith("hidden", "62")
        .contains("not published");
  }

  @Test
  void shouldShowWhatStoodOnADay() throws Exception {
    var page =
        page(SUPERVISOR, PAGE + "/reports?period=2026-02&asOfDay=31&asOfMonth=3&asOfYear=2026");
    assertThat(page.select("#total").text()).isEqualTo("Total: 60");
    assertThat(page.select("#told").text()).contains("31 March 2026", "version 1");
    assertThat(page.select("#files a").first().attr("href"))
        .isEqualTo(
            PAGE + ".csv?report=reports&period=2026-02&asOfDay=31&asOfMonth=3&asOfYear=2026");
    var before =
        page(SUPERVISOR, PAGE + "/reports?period=2026-02&asOfDay=1&asOfMonth=3&asOfYear=2026");
    assertThat(before.select("#told").text()).contains("not published yet", "2 March 2026");
    assertThat(before.select("#total")).isEmpty();
  }

  @Test
  void shouldSayInWords_whyThereIsNothing() throws Exception {
    assertThat(page(SUPERVISOR, PAGE + "/reports?period=2025-11").select("#told").text())
        .isEqualTo("This period ended before the records begin. They begin on 12 January 2026.");
    assertThat(page(SUPERVISOR, PAGE + "/reports?period=2099-01").select("#told").text())
        .contains("is not over", "31 January 2099");
    var january = page(SUPERVISOR, PAGE + "/reports?period=2026-01");
    assertThat(january.select("#total").text()).isEqualTo("Total: hidden");
    assertThat(january.select("#partly").text()).contains("12 January 2026");
    assertThat(january.select("table[id^=table]")).isEmpty();
    assertThat(page(SUPERVISOR, PAGE + "/loss-of-home").select("#told").text()).isNotBlank();
    // a report that was thought of later
    assertThat(page(SUPERVISOR, PAGE + "/risk?period=2026-02").select("#uncounted")).hasSize(1);
    clear();
    assertThat(page(SUPERVISOR, PAGE + "/reports").select("#told").text())
        .startsWith("Nothing is published yet");
    assertThat(page(SUPERVISOR, PAGE).select("#none")).hasSize(1);
  }

  @Test
  void shouldTellWaits_alsoThoseThatAreLongerThanIsTold() throws Exception {
    var page = page(SUPERVISOR, PAGE + "/first-contact?period=2026-02");
    assertThat(page.select("#table-wait td").eachText())
        .containsExactly("7 hours", "longer than 672 hours");
  }

  @Test
  void shouldKeepWhatWasTyped_whenItIsWrong() throws Exception {
    for (String query :
        List.of(
            "?period=2026-q1",
            "?period=x",
            "?asOfDay=31&asOfMonth=2&asOfYear=2026",
            "?asOfDay=1&asOfMonth=1&asOfYear=2099")) {
      var page =
          Jsoup.parse(
              mvc.perform(get(PAGE + "/reports" + query).with(user(SUPERVISOR)))
                  .andExpect(status().isBadRequest())
                  .andReturn()
                  .getResponse()
                  .getContentAsString());
      assertThat(page.title()).startsWith("Error: ");
      assertThat(page.select(".govuk-error-summary a")).hasSize(1);
      assertThat(page.select(page.select(".govuk-error-summary a").attr("href"))).hasSize(1);
    }
    mvc.perform(get(PAGE + "/none").with(user(SUPERVISOR))).andExpect(status().isNotFound());
    for (String query :
        List.of("", "?period=x", "?period=2026-02&report=none", "?period=2026-q1&report=risk")) {
      for (String file : List.of(".csv", ".pdf")) {
        mvc.perform(get(PAGE + file + query).with(user(SUPERVISOR)))
            .andExpect(status().isBadRequest());
      }
    }
    mvc.perform(get(PAGE + ".csv?period=2025-01").with(user(SUPERVISOR)))
        .andExpect(status().isNotFound());
  }

  @Test
  void shouldGiveTheSameAsAFile_andOnPaper() throws Exception {
    // when
    var csv =
        mvc.perform(get(PAGE + ".csv?period=2026-02&report=reports").with(user(SUPERVISOR)))
            .andExpect(status().isOk())
            .andExpect(
                header()
                    .string("Content-Disposition", "attachment; filename=\"reports-2026-02.csv\""))
            .andExpect(header().string("Cache-Control", "no-store"))
            .andReturn()
            .getResponse()
            .getContentAsString();
    var pdf =
        mvc.perform(get(PAGE + ".pdf?period=2026-02").with(user(SUPERVISOR)))
            .andExpect(status().isOk())
            .andReturn()
            .getResponse()
            .getContentAsByteArray();
    // then
    assertThat(csv.lines().toList())
        .hasSize(1 + 1 + 10 + 2 + 4)
        .anyMatch(line -> line.contains(",channel,phone,By telephone,13,"))
        .anyMatch(line -> line.contains(",channel,writing,In writing,[c],"));
    try (var paper = Loader.loadPDF(pdf)) {
      assertThat(paper.getDocumentInformation().getTitle())
          .isEqualTo("Published reports, February 2026");
      assertThat(paper.getDocumentCatalog().getMarkInfo().isMarked()).isTrue();
      assertThat(paper.getDocumentCatalog().getLanguage()).isEqualTo("en-GB");
      assertThat(new PDFTextStripper().getText(paper))
          .contains("version 2", "By telephone", "13", "hidden", "Policy 14.1");
    }
  }

  @Test
  void shouldLetInWhoAnswersForTheService_andNobodyElse() throws Exception {
    var owner = policyOwner();
    assertThat(page(owner, PAGE).select("nav a[href=" + PAGE + "]")).isNotEmpty();
    assertThat(page(owner, PAGE).select("main a").eachAttr("href"))
        .doesNotContain("/supervision", "/supervision/service-levels");
    assertThat(page(owner, PAGE + "/reports").select("#total").text())
        .isEqualTo(page(SUPERVISOR, PAGE + "/reports").select("#total").text());
    for (String username : List.of("maya.okafor", "zoe.lamb")) {
      for (String address : List.of("", "/reports", ".csv?period=2026-02", ".pdf?period=2026-02")) {
        mvc.perform(get(PAGE + address).with(user(username))).andExpect(status().isForbidden());
      }
    }
  }

  private String policyOwner() {
    db.sql(
            "insert into staff (username, display_name, roles, teams) values ('rep.policy',"
                + " 'Rep Policy', '{POLICY_OWNER}', '{}') on conflict do nothing")
        .update();
    return "rep.policy";
  }

  @Test
  void shouldHaveWordsForEverythingThatIsCounted() {
    for (Measure measure : reports.measures()) {
      for (String word : List.of("title", "sentence", "definition", "source")) {
        said(measure.id() + "." + word);
      }
      for (var breakdown : measure.breakdowns()) {
        said("breakdown." + breakdown.id());
        for (String key : breakdown.keys()) {
          for (String part : key.split("/")) {
            said("key." + breakdown.id() + "." + part);
          }
        }
      }
    }
  }

  private void said(String key) {
    assertThat(messages.getMessage("published." + key, null, Locale.UK)).isNotBlank();
  }
}
