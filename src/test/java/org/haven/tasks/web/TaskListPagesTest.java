package org.haven.tasks.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.request;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.haven.casefile.By;
import org.haven.casefile.CaseFacts;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.Conflicts;
import org.haven.casefile.NewCase;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.Team;
import org.haven.testing.PagesOfHaven;
import org.haven.testing.SoundPage;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;

/** The list of tasks as officers and their supervisors use it. */
@SuppressWarnings("NullAway")
class TaskListPagesTest extends PagesOfHaven {
  private static final AtomicLong KEYS = new AtomicLong(700_000);
  private static final String MAYA = "maya.okafor";
  private static final String TOM = "tom.reeve";
  private static final String HELEN = "helen.marsh"; // supervises them

  @LocalServerPort int port;
  @Autowired MockMvc pages;
  @Autowired JdbcClient db;
  @Autowired Clock clock;
  @Autowired CaseFiles cases;
  @Autowired CaseFacts facts;
  @Autowired Conflicts conflicts;
  private CaseRef caseRef;

  @BeforeEach
  void nothingElseWaits() {
    db.sql("delete from task where element_instance_key between 700000 and 799999").update();
    db.sql("delete from task_claim where element_instance_key between 700000 and 799999").update();
    db.sql("delete from task_filter").update();
    db.sql("delete from task_columns").update();
    caseRef = aCase();
  }

  private CaseRef aCase() {
    CaseRef ref =
        cases.open(new NewCase(new Code("phone"), clock.instant(), null, null, false), By.SYSTEM);
    cases.assignLead(ref, Team.HOUSING_SOLUTIONS, null, By.SYSTEM);
    return ref;
  }

  private long task(CaseRef ref, String title, String process, Duration due, String holder) {
    long id = KEYS.incrementAndGet();
    db.sql(
            """
            insert into task (element_instance_key, user_task_key, process_instance_key,
              process_definition_key, process_id, process_version, element_id, title, why,
              policy_clause, case_ref, journey_id, team, for_supervisor, follows_lead, form_id,
              sla_key, outcomes, reaches_her, status, opened_at, warn_at, due_at)
            values (:id, :id, 77, 1, :process, 1, 'Task_Do', :title, 'Why', '6.7', :case,
              'journey-x', 'housing-solutions', false, false, 'task-outcome', 'firstContact',
              '{done}', false, 'OPEN', now(), :due::timestamptz - interval '1 hour', :due::timestamptz)
            """)
        .param("id", id)
        .param("process", process)
        .param("title", title)
        .param("case", ref.value())
        .param("due", clock.instant().plus(due).toString())
        .update();
    if (holder != null) {
      db.sql(
              "insert into task_claim (element_instance_key, assignee, claimed_at)"
                  + " values (?, ?, now())")
          .params(id, holder)
          .update();
    }
    return id;
  }

  private long task(String title, String holder) {
    return task(caseRef, title, "refer-to-marac", Duration.ofDays(20), holder);
  }

  private Document open(String who, String address) throws Exception {
    return SoundPage.of(pages.perform(get(address).with(user(who))).andExpect(status().isOk()));
  }

  private ResultActions send(String who, String address, String... fields) throws Exception {
    return SoundPage.send(pages, who, address, fields);
  }

  private Document followed(String who, ResultActions sent) throws Exception {
    return SoundPage.followed(pages, who, sent);
  }

  private static List<String> titles(Document page) {
    return page.select(".haven-tasks__title").eachText();
  }

  private static String choice(Document page, String filter, String value) {
    return page.select("#by-" + filter + " option[value='" + value + "']").text();
  }

  @Test
  void shouldListAndCountExactly_whateverNarrowsTheList() throws Exception {
    // given
    CaseRef atHighRisk = aCase();
    facts.put(atHighRisk, Map.of("riskLevel", new Code("high")), By.SYSTEM);
    task(caseRef, "Late one", "assess-risk", Duration.ofDays(-2), null);
    task(caseRef, "Mine", "assess-risk", Duration.ofDays(20), MAYA);
    task(atHighRisk, "Dangerous", "refer-to-marac", Duration.ofDays(3), TOM);
    String only = "/tasks?ref=" + caseRef + "&list=";
    // then
    assertThat(titles(open(MAYA, only + "team"))).containsExactly("Late one", "Mine");
    var unclaimed = open(MAYA, only + "unclaimed");
    assertThat(titles(unclaimed)).containsExactly("Late one");
    assertThat(unclaimed.select(".haven-tabs__link").eachText())
        .containsExactly(
            "My tasks (1)",
            "My team’s tasks (2)",
            "Unclaimed (1)",
            "Waiting for others (0)",
            "Done by me");
    assertThat(unclaimed.text()).contains("1 of these is late");
    assertThat(unclaimed.select("#open-filter").text()).isEqualTo("Change the filter");
    // what each choice leaves is counted where somebody chooses
    var choosing = open(MAYA, only + "unclaimed&filter=open");
    assertThat(choice(choosing, "due", "late")).isEqualTo("Late (1)");
    assertThat(choice(choosing, "due", "today")).isEqualTo("Later today (0)");
    assertThat(titles(choosing)).containsExactly("Late one");
    var risky = open(MAYA, "/tasks?list=team&risk=high&filter=open&officer=" + TOM);
    assertThat(titles(risky)).containsExactly("Dangerous");
    assertThat(risky.select("tr[id]").text()).contains("High risk");
    assertThat(risky.select(".haven-narrowings li").eachText())
        .containsExactly("High risk ×, remove this filter", "Tom Reeve ×, remove this filter");
    assertThat(choice(risky, "officer", TOM)).isEqualTo("Tom Reeve (1)");
    assertThat(titles(open(MAYA, only + "team&due=week"))).isEmpty();
    assertThat(titles(open(MAYA, only + "team&risk=none&journey=assess-risk"))).hasSize(2);
    assertThat(open(MAYA, only + "mine&risk=high").text()).contains("No task of this list fits");
  }

  @Test
  void shouldFindByReference_howeverItIsTyped() throws Exception {
    task("Found", null);
    String typed =
        " " + caseRef.value().substring(3, 7).toLowerCase() + " " + caseRef.value().substring(7);
    var found =
        SoundPage.of(
            pages.perform(
                get("/tasks").param("list", "team").param("ref", typed).with(user(MAYA))));
    assertThat(titles(found)).containsExactly("Found");
    assertThat(found.select("#ref").val()).isEqualTo(caseRef.value());
    var wrong =
        SoundPage.of(
            pages
                .perform(get("/tasks").param("ref", "Smith <b>").with(user(MAYA)))
                .andExpect(status().isBadRequest()));
    assertThat(wrong.select("#ref-error").text()).contains("Enter a case reference");
    assertThat(wrong.select("#ref").val()).isEqualTo("Smith <b>");
    assertThat(wrong.title()).startsWith("Error: ");
  }

  @Test
  void shouldSayWhatBecameOfEachTask_whenSeveralAreClaimed() throws Exception {
    // given
    long free = task("Free", null);
    long taken = task("Taken", TOM);
    CaseRef closed = aCase();
    long hidden = task(closed, "Hidden", "assess-risk", Duration.ofDays(1), null);
    conflicts.add(closed, MAYA, new Code("declared"), By.SYSTEM);
    // when
    var page =
        followed(
            MAYA,
            send(
                MAYA,
                "/tasks/bulk",
                "list",
                "team",
                "act",
                "claim",
                "task",
                "" + free,
                "task",
                "" + taken,
                "task",
                "" + hidden,
                "task",
                "999999",
                "task",
                "x"));
    // then
    assertThat(page.select(".haven-results h2").text()).isEqualTo("1 of 4 done");
    assertThat(page.select(".haven-results li").eachText())
        .containsExactly(
            "Done Free " + caseRef + ": it is yours",
            "Not done Taken " + caseRef + ": Tom Reeve was first",
            "Not done A task : That task is not open any more.",
            "Not done A task : That task is not open any more.");
    assertThat(titles(open(MAYA, "/tasks?ref=" + caseRef))).containsExactly("Free");
  }

  @Test
  void shouldStillSayWhatBecameOfIt_whenTheOpenListLooksAgainFirst() throws Exception {
    // given
    var session = new MockHttpSession();
    pages
        .perform(
            post("/tasks/bulk")
                .session(session)
                .with(user(MAYA))
                .with(csrf())
                .param("list", "team")
                .param("act", "claim")
                .param("task", "" + task("Free", null)))
        .andExpect(status().isFound());
    // when
    pages.perform(get("/tasks?list=team&refresh=list").session(session).with(user(MAYA)));
    // then
    var page = pages.perform(get("/tasks?list=team").session(session).with(user(MAYA)));
    assertThat(SoundPage.of(page).select(".haven-results h2").text()).isEqualTo("1 of 1 done");
  }

  @Test
  void shouldKeepWhatWasChosen_whenSomethingIsMissing() throws Exception {
    long id = task("Chosen", MAYA);
    var nothing =
        SoundPage.of(send(MAYA, "/tasks/bulk", "list", "mine").andExpect(status().isBadRequest()));
    assertThat(nothing.select(".govuk-error-summary li").eachText())
        .containsExactly("Choose at least one task in the list", "Choose what to do with them");
    var page =
        SoundPage.of(
            send(
                    MAYA,
                    "/tasks/bulk",
                    "list",
                    "mine",
                    "act",
                    "follow-up",
                    "task",
                    "" + id,
                    "followUpDay",
                    "1",
                    "followUpMonth",
                    "2",
                    "followUpYear",
                    "2020")
                .andExpect(status().isBadRequest()));
    assertThat(page.select("#followUp-error").text()).contains("from today on");
    assertThat(page.select("#choose-" + id).hasAttr("checked")).isTrue();
    assertThat(page.select("#followUpYear").val()).isEqualTo("2020");
    assertThat(page.select("#act-follow-up").hasAttr("checked")).isTrue();
  }

  @Test
  void shouldGoToTheColleague_whenASupervisorGivesItAndNobodyElse() throws Exception {
    // given
    long id = task("Given away", TOM);
    // when: a colleague who neither holds it nor supervises
    var refused =
        followed(MAYA, send(MAYA, "/tasks/bulk", "act", "assign", "to", MAYA, "task", "" + id));
    assertThat(refused.select(".haven-results").text()).contains("0 of 1 done", "supervisor");
    // and the supervisor
    var given =
        followed(HELEN, send(HELEN, "/tasks/bulk", "act", "assign", "to", MAYA, "task", "" + id));
    assertThat(given.select(".haven-results").text()).contains("Maya Okafor holds it now");
    // then
    var hers = open(MAYA, "/tasks?ref=" + caseRef);
    assertThat(titles(hers)).containsExactly("Given away");
    assertThat(hers.select(".haven-notices").text()).contains("Given to you");
    // but not to whoever must not know of the case
    conflicts.add(caseRef, TOM, new Code("declared"), By.SYSTEM);
    var cannot =
        followed(HELEN, send(HELEN, "/tasks/bulk", "act", "assign", "to", TOM, "task", "" + id));
    assertThat(cannot.select(".haven-results").text()).contains("Tom Reeve cannot take this task");
  }

  @Test
  void shouldWaitUntilItsDay_whenItIsToBeLookedAtAgain() throws Exception {
    // given
    long id = task("Put aside", MAYA);
    LocalDate day = LocalDate.now(clock).plusDays(40);
    // when
    followed(
        MAYA,
        send(
            MAYA,
            "/tasks/bulk",
            "act",
            "follow-up",
            "task",
            "" + id,
            "followUpDay",
            "" + day.getDayOfMonth(),
            "followUpMonth",
            "" + day.getMonthValue(),
            "followUpYear",
            "" + day.getYear()));
    // then
    var waiting = open(MAYA, "/tasks?list=waiting&ref=" + caseRef);
    assertThat(titles(waiting)).containsExactly("Put aside");
    assertThat(waiting.select("#task-" + id).text()).contains("Look again " + day.getDayOfMonth());
    // and when it is released it waits no more
    send(MAYA, "/tasks/" + id + "/release");
    assertThat(
            db.sql("select follow_up_on is null from task_open where element_instance_key = ?")
                .param(id)
                .query(Boolean.class)
                .single())
        .isTrue();
  }

  @Test
  void shouldShowTheColumns_thatSomebodyChose() throws Exception {
    task("One", null);
    String list = "/tasks?list=team&ref=" + caseRef;
    assertThat(open(MAYA, list).select("th").eachText())
        .containsExactly("Choose", "Task", "Journey", "Team", "Risk", "Due", "Who has it");
    var chosen =
        followed(
            MAYA,
            send(
                MAYA,
                "/tasks/columns",
                "list",
                "team",
                "ref",
                caseRef.value(),
                "column",
                "opened",
                "column",
                "policy",
                "column",
                "none-such"));
    assertThat(chosen.select("th").eachText())
        .containsExactly("Choose", "Task", "Opened", "Policy", "Due", "Who has it");
    assertThat(open(TOM, list).select("th").eachText()).contains("Journey");
  }

  @Test
  void shouldKeepFilters_forOneselfOrATeam() throws Exception {
    // when
    followed(
        MAYA,
        send(
            MAYA,
            "/tasks/filters",
            "list",
            "team",
            "risk",
            "high",
            "ref",
            caseRef.value(),
            "name",
            "High <b>risk</b>",
            "share",
            "housing-solutions"));
    followed(MAYA, send(MAYA, "/tasks/filters", "list", "mine", "due", "late", "name", "Late"));
    // then
    assertThat(open(MAYA, "/tasks").select(".haven-kept a").eachText())
        .containsExactly("High <b>risk</b>", "Late");
    var toms = open(TOM, "/tasks").select(".haven-kept a");
    assertThat(toms.eachText()).containsExactly("High <b>risk</b>");
    assertThat(toms.attr("href")).isEqualTo("/tasks?list=team&risk=high");
    assertThat(open(TOM, "/tasks").select(".haven-kept form")).isEmpty();
    assertThat(open("kit.farrow", "/tasks").select(".haven-kept")).isEmpty();
    assertThat(
            db.sql("select string_agg(sealed::text || said::text, '') from task_filter")
                .query(String.class)
                .single())
        .doesNotContain("risk<", caseRef.value());
    // and what is wrong is said by the field
    var wrong =
        SoundPage.of(
            send(MAYA, "/tasks/filters", "name", "About " + caseRef, "share", "")
                .andExpect(status().isBadRequest()));
    assertThat(wrong.select("#name-error").text()).contains("Leave out the case reference");
    assertThat(wrong.select("#name").val()).isEqualTo("About " + caseRef);
    // and its supervisor removes what is shared
    String remove = open(HELEN, "/tasks").select(".haven-kept form").attr("action");
    send(TOM, remove);
    assertThat(open(TOM, "/tasks").select(".haven-kept a")).hasSize(1);
    send(HELEN, remove);
    assertThat(open(TOM, "/tasks").select(".haven-kept a")).isEmpty();
  }

  @Test
  void shouldShowNotesAtTheTask_andTellWhoIsNamed() throws Exception {
    // given
    long id = task("With notes", MAYA);
    String at = "/tasks/" + id;
    // when
    var wrong =
        SoundPage.of(
            send(MAYA, at + "/notes", "words", "Ask @kit.farrow <b>")
                .andExpect(status().isBadRequest()));
    assertThat(wrong.select("#words-error").text())
        .contains("Nobody who may see this task has the sign-in name kit.farrow");
    assertThat(wrong.select("#words").text()).isEqualTo("Ask @kit.farrow <b>");
    var kept = followed(MAYA, send(MAYA, at + "/notes", "words", "Ask @tom.reeve <b>"));
    // then
    assertThat(kept.select(".haven-timeline__note").text()).isEqualTo("Ask @tom.reeve <b>");
    assertThat(kept.select(".haven-notes").text()).contains("told: Tom Reeve");
    var toms = open(TOM, "/tasks?list=team&ref=" + caseRef);
    assertThat(toms.select(".haven-notices").text()).contains("You are named in a note");
    assertThat(toms.select("#task-" + id).text()).contains("1 note");
    pages.perform(get(at).with(user("kit.farrow"))).andExpect(status().isNotFound());
  }

  @Test
  void shouldArrangeACover_andSayWhatIsWrong() throws Exception {
    // given
    long id = task("Covered", MAYA);
    db.sql("delete from covered_task").update();
    db.sql("delete from cover").update();
    var first = open(MAYA, "/tasks/cover");
    assertThat(first.select("#absent option[selected]").val()).isEqualTo(MAYA);
    assertThat(first.select("#absent option")).hasSize(2);
    LocalDate today = LocalDate.now(clock.withZone(java.time.ZoneId.of("Europe/London")));
    // when
    var wrong =
        SoundPage.of(
            send(
                    MAYA,
                    "/tasks/cover",
                    "absent",
                    MAYA,
                    "covering",
                    TOM,
                    "fromDay",
                    "31",
                    "fromMonth",
                    "2",
                    "fromYear",
                    "2027")
                .andExpect(status().isBadRequest()));
    assertThat(wrong.select("#fromYear").val()).isEqualTo("2027");
    assertThat(wrong.select("#covering option[selected]").val()).isEqualTo(TOM);
    assertThat(wrong.select(".govuk-error-summary li")).hasSize(2);
    var arranged =
        followed(
            MAYA,
            send(
                MAYA,
                "/tasks/cover",
                "absent",
                MAYA,
                "covering",
                TOM,
                "fromDay",
                "" + today.getDayOfMonth(),
                "fromMonth",
                "" + today.getMonthValue(),
                "fromYear",
                "" + today.getYear(),
                "untilDay",
                "" + today.getDayOfMonth(),
                "untilMonth",
                "" + today.getMonthValue(),
                "untilYear",
                "" + today.getYear()));
    // then
    assertThat(arranged.select(".haven-lines__item").text())
        .contains("Tom Reeve for Maya Okafor", "handed over");
    assertThat(titles(open(TOM, "/tasks?ref=" + caseRef))).containsExactly("Covered");
    String end = arranged.select(".haven-lines__item form").attr("action");
    followed(MAYA, send(MAYA, end));
    assertThat(titles(open(MAYA, "/tasks?ref=" + caseRef))).containsExactly("Covered");
    assertThat(id).isPositive();
  }

  @Test
  void shouldTellAnOpenPage_whenSomethingOfItsTeamsChanges() throws Exception {
    // given
    long id = task("Told", null);
    pages.perform(get("/tasks/changes").with(user(MAYA))).andExpect(status().isNoContent());
    var open =
        pages
            .perform(
                get("/tasks/changes").accept(MediaType.TEXT_EVENT_STREAM).with(user("helen.marsh")))
            .andExpect(request().asyncStarted())
            .andReturn()
            .getResponse();
    // when
    send(TOM, "/tasks/" + id + "/claim");
    // then: that it is to look, and nothing of at what
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> open.getContentAsString().contains("event:look"));
    assertThat(open.getContentAsString().replace("event:look\ndata:\n\n", "")).isEmpty();
  }

  @Test
  void shouldBringBackWhatWasTyped_onAnyDevice() throws Exception {
    // given
    long id = task("Half typed", null);
    String at = "/tasks/" + id;
    var form = open(MAYA, at).select("#task-form");
    assertThat(form.attr("data-draft")).isEqualTo(at + "/draft");
    String version = form.attr("data-draft-version");
    // when
    String typed = "{\"reason\":\"She said </script><b>so\"}";
    send(MAYA, at + "/draft", "answers", typed, "version", version, "turn", "0")
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.state").value("kept"))
        .andExpect(jsonPath("$.turn").value(1));
    // then
    var page = open(MAYA, at);
    assertThat(page.select("#task-form").attr("data-draft-turn")).isEqualTo("1");
    assertThat(page.select("#task-form script").html()).contains("She said ");
    assertThat(page.select("#task-form b")).isEmpty();
    assertThat(page.text()).contains("What you typed until");
    assertThat(open(TOM, at).html()).doesNotContain("She said");
    // and another window is not written over
    send(MAYA, at + "/draft", "answers", "{}", "version", version, "turn", "0")
        .andExpect(status().isConflict())
        .andExpect(jsonPath("$.state").value("newer"));
    for (String wrong : List.of("no form", "")) {
      send(MAYA, at + "/draft", "answers", "{}", "version", wrong)
          .andExpect(status().isBadRequest());
    }
    send("kit.farrow", at + "/draft", "answers", "{}", "version", version)
        .andExpect(status().isNotFound());
    // and when a colleague finishes it, what was typed can still be read
    db.sql(
            "insert into task_claim (element_instance_key, assignee, submitted_by, submitted_at)"
                + " values (?, ?, ?, now())")
        .params(id, TOM, TOM)
        .update();
    assertThat(open(MAYA, at).text()).contains("kept for seven days");
    // and thrown away
    followed(MAYA, send(MAYA, at + "/draft/remove"));
    assertThat(open(MAYA, at).html()).doesNotContain("She said");
  }

  /**
   * Also on a telephone's connection: what the first look at the list takes, as it is sent. The
   * page itself is not compressed.
   */
  @Test
  void shouldTakeLittle_whenFiftyTasksAreLookedAtFirst() throws Exception {
    // given
    for (int i = 0; i < 50; i++) {
      task(caseRef, "Hold first conversation", "report-domestic-abuse", Duration.ofHours(i), null);
    }
    String html =
        pages
            .perform(get("/tasks?list=team").with(user(MAYA)))
            .andReturn()
            .getResponse()
            .getContentAsString();
    Document page = Jsoup.parse(html);
    assertThat(page.select("a.haven-tasks__title")).hasSizeGreaterThanOrEqualTo(50);
    var files = new TreeSet<String>();
    page.select("link[rel=stylesheet]").forEach(link -> files.add(link.attr("href")));
    page.select("script[src]").forEach(script -> files.add(script.attr("src")));
    // what the script fetches for a list
    try (var built = Files.list(Path.of("target", "classes", "static", "app"))) {
      built
          .map(file -> file.getFileName().toString())
          .filter(file -> file.startsWith("live-") || file.startsWith("error-summary-"))
          .forEach(file -> files.add("/app/" + file));
    }
    // when
    int weight = html.getBytes(UTF_8).length;
    try (var http = HttpClient.newHttpClient()) {
      for (String file : files) {
        var answer =
            http.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + file))
                    .header("Accept-Encoding", "gzip")
                    .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).as(file).isEqualTo(200);
        weight += answer.body().length;
      }
    }
    // then
    assertThat(files)
        .hasSizeGreaterThan(2)
        .noneMatch(file -> file.contains("/form-") || file.contains("/diagram-"));

    assertThat(weight).isLessThan(150_000);
  }
}
