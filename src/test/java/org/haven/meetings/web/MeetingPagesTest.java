package org.haven.meetings.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import biweekly.Biweekly;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.haven.casefile.By;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.CaseWorkers;
import org.haven.casefile.FormRecords;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.NewCase;
import org.haven.meetings.Agendas;
import org.haven.meetings.Listing;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Team;
import org.haven.testing.PagesOfHaven;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

/** The list of meetings and the page of each, with all that they stand on but the engine. */
@SuppressWarnings("NullAway")
class MeetingPagesTest extends PagesOfHaven {
  private static long task = 70_000;

  @Autowired MockMvc mvc;
  @Autowired JdbcClient db;
  @Autowired Clock clock;
  @Autowired Agendas agendas;
  @Autowired CaseFiles cases;
  @Autowired CaseAccess access;
  @Autowired CaseWorkers workers;
  @Autowired JourneyRegister journeys;
  @Autowired FormRecords records;

  private Instant at;
  private CaseRef caseRef;
  private JourneyId journey;
  private String meeting;
  private String item;

  @BeforeEach
  void aPanel() {
    // no two tests share a meeting
    at = clock.instant().plusSeconds(86_400 + (task++ % 1_000) * 60);
    listed("complex-case-panel", "panel", false);
  }

  private void listed(String process, String kind, boolean guarded) {
    caseRef =
        cases.open(new NewCase(new Code("phone"), clock.instant(), null, null, false), By.SYSTEM);
    cases.assignLead(caseRef, Team.HOUSING_SOLUTIONS, null, By.SYSTEM);
    access.involve(caseRef, Team.COMPLEX_CASE_PANEL, new Code("task"));
    workers.worked(caseRef, new By("maya.okafor"));
    journey = journeys.request(caseRef, process, Map.of(), By.SYSTEM);
    agendas.list(caseRef, journey, new Listing(kind, at, false, false, guarded));
    meeting = one("sitting_id");
    item = one("item_id");
  }

  private String one(String column) {
    return db.sql("select " + column + " from sitting_item where case_ref = ?")
        .param(caseRef.value())
        .query(String.class)
        .single();
  }

  private ResultActions ask(String username, MockHttpServletRequestBuilder request)
      throws Exception {
    return mvc.perform(request.with(user(username)).with(csrf()));
  }

  private Document page(String username) throws Exception {
    return read(ask(username, get("/meetings/" + meeting)).andExpect(status().isOk()));
  }

  private static Document read(ResultActions answer) throws Exception {
    return Jsoup.parse(answer.andReturn().getResponse().getContentAsString());
  }

  private MockHttpServletRequestBuilder send(String to) {
    return post("/meetings/" + meeting + "/" + to);
  }

  private MockHttpServletRequestBuilder at(String to) {
    return send("items/" + item + "/" + to);
  }

  private void task(String formId, String slaKey) {
    db.sql(
            """
            insert into task (element_instance_key, user_task_key, process_instance_key,
              process_definition_key, process_id, process_version, element_id, title, why,
              policy_clause, case_ref, journey_id, team, for_supervisor, follows_lead, form_id,
              sla_key, outcomes, reaches_her, status, opened_at, warn_at, due_at)
            values (?, ?, 77, 1, 'complex-case-panel', 1, 'Task_HoldPanel', 'Hold panel', 'Why',
              '7.4.1', ?, ?, 'housing-solutions', false, false, ?, ?, '{done}', false, 'OPEN',
              now(), now() + interval '1 hour', now() + interval '2 hours')
            """)
        .params(task, task++, caseRef.value(), journey.value(), formId, slaKey)
        .update();
  }

  @Test
  void shouldListMeetings_orSayThatThereIsNone() throws Exception {
    var list = read(ask("maya.okafor", get("/meetings")).andExpect(status().isOk()));
    assertThat(list.select("a[href=/meetings/" + meeting + "]").text())
        .startsWith("Complex Case Panel, ");
    assertThat(list.select("h1")).hasSize(1);
    assertThat(list.title()).isEqualTo("Meetings – Haven");
    var none = read(ask("kit.farrow", get("/meetings")).andExpect(status().isOk()));
    assertThat(none.text()).contains("No meeting is planned");
    ask("owen.pike", get("/meetings")).andExpect(status().isForbidden());
  }

  @Test
  void shouldBeThereForWhoMayOpenACaseOnIt_alone() throws Exception {
    var page = page("maya.okafor");
    assertThat(page.select("h3").text()).startsWith("1. " + caseRef.value());
    assertThat(page.select("h1").text()).startsWith("Complex Case Panel, ");
    assertThat(page.title()).isEqualTo(page.select("h1").text() + " – Haven");
    ask("kit.farrow", get("/meetings/" + meeting)).andExpect(status().isNotFound());
    ask("kit.farrow", get("/meetings/" + meeting + "/calendar")).andExpect(status().isNotFound());
    ask("maya.okafor", get("/meetings/none")).andExpect(status().isNotFound());
  }

  @Test
  void shouldShowPapers_withTheirLimitAndTask() throws Exception {
    String record =
        records.record(
            caseRef,
            journey,
            "Task_ProposePanelCase",
            "propose-panel-case",
            Map.of(),
            Map.of(),
            Map.of("summary", "Words"),
            By.SYSTEM);
    task("task-outcome", "panelPapers");
    var page = page("maya.okafor");
    assertThat(page.select("a[href=/cases/" + caseRef.value() + "/records/" + record + "]").text())
        .startsWith("Proposal to the panel");
    assertThat(page.select("a[href=/tasks/" + (task - 1) + "]").text()).isEqualTo("Open the task");
    assertThat(page.text()).contains("Due ").doesNotContain("Words");
  }

  @Test
  void shouldSaveMinutes_withAndWithoutScript() throws Exception {
    var typed =
        ask("maya.okafor", at("typing").param("words", "She wants to stay").param("turn", "0"))
            .andExpect(status().isOk());
    assertThat(typed.andReturn().getResponse().getContentAsString())
        .contains("\"state\":\"kept\"", "\"turn\":1");
    ask("maya.okafor", at("minutes").param("words", "She wants to move").param("turn", "1"))
        .andExpect(status().isFound());
    var page = page("helen.marsh");
    assertThat(page.select("#words-" + item).text()).isEqualTo("She wants to move");
    assertThat(page.select("input[name=turn]").val()).isEqualTo("2");
    assertThat(page.select("#saved-" + item).text()).contains("Maya Okafor");
  }

  @Test
  void shouldShowBoth_whenSomebodyElseSavedSince() throws Exception {
    ask("maya.okafor", at("minutes").param("words", "Maya's").param("turn", "0"));
    var told =
        ask("helen.marsh", at("minutes").param("words", "Helen's").param("turn", "0"))
            .andExpect(status().isFound())
            .andReturn()
            .getFlashMap()
            .get("told");
    assertThat(String.valueOf(told)).startsWith("Maya Okafor saved at ");
    var page =
        read(
            mvc.perform(
                get("/meetings/" + meeting).with(user("helen.marsh")).flashAttr("told", told)));
    assertThat(page.select(".govuk-notification-banner").text()).contains("Maya Okafor saved at ");
    assertThat(page.select("#words-" + item).text()).isEqualTo("Maya's");
    assertThat(page.select(".govuk-inset-text").text()).contains("Helen's");
    assertThat(page.select("input[name=turn]").val()).isEqualTo("1");
  }

  @Test
  void shouldKeepWhatWasTyped_whenItIsTooLong() throws Exception {
    String words = "x".repeat(10_001);
    var page =
        read(
            ask("maya.okafor", at("minutes").param("words", words))
                .andExpect(status().isBadRequest()));
    assertThat(page.select("#words-" + item).text()).isEqualTo(words);
    assertThat(page.select("#words-" + item + "-error").text()).contains("10,000");
  }

  @Test
  void shouldTakeActionsOn_andOff() throws Exception {
    String once = UUID.randomUUID().toString();
    for (int i = 0; i < 2; i++) {
      ask(
              "maya.okafor",
              at("actions")
                  .param("once", once)
                  .param("what", "Ring the school")
                  .param("owner", "tenancy-services")
                  .param("dueDay", "1")
                  .param("dueMonth", "12")
                  .param("dueYear", "2026"))
          .andExpect(status().isFound());
    }
    assertThat(page("maya.okafor").select(".haven-lines__item")).hasSize(1);
    ask("maya.okafor", at("actions/" + once + "/remove")).andExpect(status().isFound());
    assertThat(page("maya.okafor").select(".haven-lines__item")).isEmpty();
    var wrong =
        read(
            ask("maya.okafor", at("actions").param("what", "Ring").param("dueDay", "32"))
                .andExpect(status().isBadRequest()));
    assertThat(wrong.select("#what-" + item).text()).isEqualTo("Ring");
    assertThat(wrong.select(".govuk-error-summary li")).hasSize(2);
    assertThat(wrong.select("#due-" + item).val()).isEqualTo("32");
    assertThat(wrong.select(".govuk-error-summary a").eachAttr("href"))
        .allMatch(link -> !wrong.select(link).isEmpty());
  }

  @Test
  void shouldTakeMinutesAndActionsIntoTheTask_andLeaveItOpen() throws Exception {
    task("hold-panel", "standard");
    long record = task - 1;
    ask(
        "maya.okafor",
        at("actions")
            .param("what", "Ring the school")
            .param("owner", "tenancy-services")
            .param("dueDay", "1")
            .param("dueMonth", "12")
            .param("dueYear", "2026"));
    assertThat(page("maya.okafor").select("button[name=then]").text()).contains("task");
    var answer =
        ask(
                "maya.okafor",
                at("minutes").param("words", "Said").param("turn", "0").param("then", "record"))
            .andExpect(status().isFound());
    assertThat(answer.andReturn().getResponse().getRedirectedUrl()).isEqualTo("/tasks/" + record);
    String task =
        ask("maya.okafor", get("/tasks/" + record)).andReturn().getResponse().getContentAsString();
    assertThat(task).contains("Ring the school");
    assertThat(
            db.sql("select status from task where element_instance_key = ?")
                .param(record)
                .query(String.class)
                .single())
        .isEqualTo("OPEN");
  }

  @Test
  void shouldOpenGuardedMinutes_withAReasonAlone() throws Exception {
    // given
    listed("refer-to-marac", "marac", true);
    ask("maya.okafor", at("typing").param("words", "Said there").param("turn", "0"))
        .andExpect(status().isOk());
    // then
    assertThat(page("maya.okafor").html()).doesNotContain("Said there");
    assertThat(page("tom.reeve").select("form[action$=/open]")).isEmpty();
    ask("tom.reeve", at("open").param("reason", "I want to")).andExpect(status().isNotFound());
    ask("tom.reeve", at("minutes").param("words", "x")).andExpect(status().isNotFound());
    ask("maya.okafor", at("open").param("reason", " ")).andExpect(status().isBadRequest());
    var open =
        read(ask("maya.okafor", at("open").param("reason", "To go on")).andExpect(status().isOk()));
    assertThat(open.select("#words-" + item).text()).isEqualTo("Said there");
    assertThat(
            db.sql("select count(*) from sitting_minutes_reveal where case_ref = ?")
                .param(caseRef.value())
                .query(Integer.class)
                .single())
        .isEqualTo(1);
    // and a saving that comes too late tells nothing of the newer words
    ask("helen.marsh", at("minutes").param("words", "Helen's").param("turn", "0"))
        .andExpect(status().isFound());
    var late = page("helen.marsh");
    assertThat(late.html()).doesNotContain("Said there");
  }

  @Test
  void shouldSetTheDay_whereTheKindSaysSo() throws Exception {
    ask("maya.okafor", send("date").param("onDay", "1")).andExpect(status().isForbidden());
    assertThat(page("maya.okafor").select("form[action$=/date]")).isEmpty();
    var wrong =
        read(
            ask(
                    "leah.brandt",
                    send("date")
                        .param("onDay", "1")
                        .param("onMonth", "1")
                        .param("onYear", "2020")
                        .param("time", "noon"))
                .andExpect(status().isBadRequest()));
    assertThat(wrong.select(".govuk-error-summary li")).hasSize(2);
    assertThat(wrong.select("#time").val()).isEqualTo("noon");
    ask("leah.brandt", send("cancel")).andExpect(status().isFound());
    String file =
        ask("maya.okafor", get("/meetings/" + meeting + "/calendar"))
            .andExpect(status().isOk())
            .andReturn()
            .getResponse()
            .getContentAsString();
    var event = Biweekly.parse(file).first().getEvents().getFirst();
    assertThat(event.getStatus().isCancelled()).isTrue();
    assertThat(event.getSequence().getValue()).isEqualTo(1);
    assertThat(event.getUrl().getValue()).endsWith("/meetings/" + meeting);
    assertThat(file).doesNotContain(caseRef.value());
  }

  @Test
  void shouldOrderTheAgenda_byButtons() throws Exception {
    String first = caseRef.value();
    listed("complex-case-panel", "panel", false);
    ask("leah.brandt", at("place").param("from", "2").param("to", "up"))
        .andExpect(status().isFound());
    assertThat(page("leah.brandt").select("h3 a").eachText())
        .containsExactly(caseRef.value(), first);
    assertThat(page("maya.okafor").select("button[name=to]")).isEmpty();
  }
}
