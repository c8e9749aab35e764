package org.haven.supervision.levels.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.haven.casefile.By;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.Conflicts;
import org.haven.casefile.NewCase;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.Team;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.records.ScriptedFigures;
import org.haven.testing.PagesOfHaven;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;

/** The page of service levels and its file, with all that they stand on but the engine. */
@SuppressWarnings("NullAway") // Spring sets the fields
class ServiceLevelPagesTest extends PagesOfHaven {
  private static final String PAGE = "/supervision/service-levels";
  private static long key = 610_000_000L;

  @Autowired MockMvc mvc;
  @Autowired JdbcClient db;
  @Autowired Clock clock;
  @Autowired CaseFiles files;
  @Autowired CaseAccess access;
  @Autowired Conflicts conflicts;
  @Autowired WorkingCalendar calendar;
  @Autowired ScriptedFigures figures;

  private CaseRef caseRef;
  private Instant now;

  @BeforeEach
  void aCase() {
    clear();
    now = clock.instant();
    caseRef =
        files.open(
            new NewCase(new Code("phone"), now, null, Team.HOUSING_SOLUTIONS, false), By.SYSTEM);
    access.involve(caseRef, Team.HOUSING_SOLUTIONS, new Code("task"));
  }

  @AfterEach
  void clear() {
    figures.down = false;
    db.sql("delete from task where element_id = 'Task_LevelPage'").update();
    db.sql("delete from service_level").update();
    if (caseRef != null) {
      db.sql("delete from case_conflict where case_ref = ?").param(caseRef.value()).update();
    }
  }

  private void task(String slaKey, Instant opened, Instant due, @Nullable Instant done) {
    long id = key++;
    db.sql(
            """
            insert into task (element_instance_key, user_task_key, process_instance_key,
              process_definition_key, process_id, process_version, element_id, title, why,
              policy_clause, case_ref, journey_id, team, for_supervisor, follows_lead, form_id,
              sla_key, outcomes, reaches_her, status, opened_at, warn_at, due_at)
            values (?, ?, 1, 1, 'complaint', 1, 'Task_LevelPage', 'Answer', 'why', '11.1', ?, ?,
              'housing-solutions', false, false, 'form', ?, '{}', false, 'OPEN', ?, ?, ?)
            """)
        .params(id, id, caseRef.value(), "level-page-" + id, slaKey, at(opened), at(due), at(due))
        .update();
    db.sql("insert into task_claim (element_instance_key, assignee) values (?, 'maya.okafor')")
        .param(id)
        .update();
    if (done != null) {
      db.sql("update task set status = 'COMPLETED', done_at = ? where element_instance_key = ?")
          .params(at(done), id)
          .update();
    }
  }

  private static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private Document page(String username, String query) throws Exception {
    return Jsoup.parse(
        mvc.perform(get(PAGE + query).with(user(username)))
            .andExpect(status().isOk())
            .andReturn()
            .getResponse()
            .getContentAsString());
  }

  private static List<String> cells(Document page, String selector) {
    return page.select(selector + " td").eachText();
  }

  @Test
  void shouldTellStatuteFirst_withEachEnding() throws Exception {
    // given
    task("stage1", now.minusSeconds(200_000), now.minusSeconds(100_000), now.minusSeconds(100_000));
    task("stage1", now.minusSeconds(200_000), now.minusSeconds(100_000), now.minusSeconds(50_000));
    task("stage1", now.minusSeconds(200_000), now.minusSeconds(100_000), null);
    task("standard", now.minusSeconds(200_000), now.plusSeconds(100), null);
    // when
    var page = page("helen.marsh", "");
    // then
    assertThat(page.select("h1").text()).isEqualTo("Service levels");
    assertThat(page.select("#levels tbody").eachAttr("id"))
        .containsExactly("status-statutory", "status-local");
    assertThat(page.select("#status-statutory tr:nth-child(2) th").text())
        .isEqualTo("Complaint, stage 1 Housing Ombudsman Code; reasons given for an extension");
    assertThat(cells(page, "#status-statutory tr:nth-child(2)"))
        .containsExactly("1", "0", "2 1 still open", "33.3", "0", "0", "0", "0");
    assertThat(cells(page, "#status-local tr:nth-child(2)"))
        .containsExactly("0", "0", "0", "–", "0", "0", "1", "0");
    assertThat(cells(page, "#total"))
        .containsExactly("1", "0", "2 1 still open", "33.3", "0", "0", "1", "0");
    // and the picture says what the table below says
    assertThat(page.select("svg#picture[role=img]").attr("aria-label")).isNotBlank();
    assertThat(page.select("svg#picture rect").size()).isBetween(2, 4);
    assertThat(page.select("#trend tbody tr").size()).isBetween(5, 6);
    assertThat(page.select("#age")).isEmpty();
  }

  @Test
  void shouldTellWhoIsAboutToBeLate_byNameForOwnTeamsAlone() throws Exception {
    // given
    task("standard", now, calendar.addWorkingTime(now, Duration.ofHours(3)), null);
    task("standard", now, calendar.addWorkingTime(now, Duration.ofHours(20)), null);
    // when
    var helen = page("helen.marsh", "");
    // then
    assertThat(helen.select("#soon tbody th").eachText())
        .containsExactly("Housing Solutions", "Maya Okafor");
    assertThat(cells(helen, "#soon tbody tr:first-child")).containsExactly("1", "1", "2");
    assertThat(helen.select("#soon tbody a").attr("href"))
        .isEqualTo("/tasks?list=team&officer=maya.okafor");
    // and a supervisor of another team sees how many, and no name
    var ines = page("ines.moreau", "");
    assertThat(ines.select("#soon tbody th").eachText()).containsExactly("Housing Solutions");
    assertThat(ines.select("#soon a")).isEmpty();
  }

  @Test
  void shouldLeaveOutACaseOnWhichTheViewerIsConflicted_everywhere() throws Exception {
    // given
    String before = page("helen.marsh", "").select("main").outerHtml();
    task("stage1", now.minusSeconds(200_000), now.minusSeconds(100_000), now.minusSeconds(50_000));
    task("standard", now, now.plusSeconds(60), null);
    conflicts.add(caseRef, "helen.marsh", new Code("related"), By.SYSTEM);
    // then
    assertThat(page("helen.marsh", "").select("main").outerHtml()).isEqualTo(before);
    assertThat(page("clare.hodge", "").select("#levels")).isNotEmpty();
    mvc.perform(get(PAGE).with(user("maya.okafor"))).andExpect(status().isForbidden());
    mvc.perform(get(PAGE + ".csv").with(user("maya.okafor"))).andExpect(status().isForbidden());
  }

  @Test
  void shouldSayWhatIsWrong_besideTheFields() throws Exception {
    for (String query :
        List.of(
            "?fromDay=31&fromMonth=2&fromYear=2026",
            "?fromDay=x",
            "?toDay=1&toMonth=1&toYear=2099",
            "?fromDay=2&fromMonth=2&fromYear=2026&toDay=1&toMonth=1&toYear=2026",
            "?team=nobody",
            "?journey=%3Cscript%3E",
            "?status=x",
            "?by=day",
            "?by=week&fromDay=1&fromMonth=1&fromYear=2025")) {
      var page =
          Jsoup.parse(
              mvc.perform(get(PAGE + query).with(user("helen.marsh")))
                  .andExpect(status().isBadRequest())
                  .andReturn()
                  .getResponse()
                  .getContentAsString());
      assertThat(page.title()).as(query).startsWith("Error:");
      String field = page.select(".govuk-error-summary a").attr("href");
      assertThat(page.select(field)).as(query + " " + field).hasSize(1);
      assertThat(page.select(".govuk-error-message")).as(query).isNotEmpty();
      mvc.perform(get(PAGE + ".csv" + query).with(user("helen.marsh")))
          .andExpect(status().isBadRequest());
    }
  }

  @Test
  void shouldSayThatTheRecordsBeginLater() throws Exception {
    // given
    assertThat(page("helen.marsh", "").select("#begin").text()).contains("no records");
    task("stage1", now.minusSeconds(2_000), now.minusSeconds(1_000), now.minusSeconds(1_500));
    // then
    var before =
        page("helen.marsh", "?fromDay=1&fromMonth=1&fromYear=2020&toDay=1&toMonth=2&toYear=2020");
    assertThat(before.select("#begin").text()).contains("nothing to show");
    assertThat(before.select("#levels tbody td").eachText()).doesNotContain("100.0");
    assertThat(page("helen.marsh", "").select("#begin").text()).contains("have no figures");
  }

  @Test
  void shouldSayHowOldItIs_whenElasticsearchIsAway() throws Exception {
    // given
    page("helen.marsh", "");
    figures.down = true;
    // then
    assertThat(page("helen.marsh", "").select("#age[role=status]").text())
        .contains("Elasticsearch does not answer");
  }

  @Test
  void shouldGiveTheSameAsAFile_withoutACase() throws Exception {
    // given
    task("stage1", now.minusSeconds(200_000), now.minusSeconds(100_000), now.minusSeconds(100_000));
    String file = page("helen.marsh", "?status=statutory").select("#file").attr("href");
    // when
    String csv =
        mvc.perform(get(file).with(user("helen.marsh")))
            .andExpect(status().isOk())
            .andExpect(header().string("Content-Type", "text/csv;charset=UTF-8"))
            .andReturn()
            .getResponse()
            .getContentAsString();
    // then
    assertThat(csv.lines().count()).isEqualTo(2);
    assertThat(csv)
        .contains(",stage1,\"Complaint, stage 1\",a task,statutory,", ",1,0,0,0,100.0,0,0,0,0")
        .doesNotContain(caseRef.value(), "HV-");
  }
}
