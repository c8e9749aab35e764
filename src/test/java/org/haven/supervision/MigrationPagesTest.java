package org.haven.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.when;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.flash;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.haven.casefile.AddressVault;
import org.haven.casefile.By;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.Conflicts;
import org.haven.casefile.NewCase;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.EngineActs;
import org.haven.platform.MigrationPlan.Ask;
import org.haven.platform.MigrationPlan.Becomes;
import org.haven.platform.MigrationPlan.Begins;
import org.haven.platform.MigrationPlan.Checked;
import org.haven.platform.MigrationPlan.Hindered;
import org.haven.platform.MigrationPlan.Obstacle;
import org.haven.platform.MigrationPlan.Place;
import org.haven.platform.Models;
import org.haven.platform.Team;
import org.haven.testing.PagesOfHaven;
import org.haven.testing.ScriptedEngine;
import org.haven.testing.SoundPage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;

/** A journey, or several, go on by another version of their diagram, as the pages offer it. */
@SuppressWarnings("NullAway")
class MigrationPagesTest extends PagesOfHaven {
  private static final AtomicLong KEYS = new AtomicLong(8_000_000);
  private static final String PROCESS = "assess-risk";
  private static final String HELEN = "helen.marsh"; // supervises the team that leads
  private static final String DAVID = "david.achebe"; // supervises the team that supports
  private static final String INES = "ines.moreau"; // supervises a team that has nothing to do
  private static final Place JUDGE = new Place("Judge", "Record judgement");
  private static final Place DECIDE = new Place("Decide", "Decide the risk");

  @Autowired MockMvc pages;
  @Autowired JdbcClient db;
  @Autowired Clock clock;
  @Autowired CaseFiles cases;
  @Autowired Conflicts conflicts;
  @Autowired AddressVault vault;
  @Autowired ScriptedEngine engine;

  private final List<Long> begun = new ArrayList<>();
  private CaseRef caseRef;
  private long journey;
  private long instance;

  @BeforeEach
  void aJourneyOfAnOlderVersion() {
    when(models.versions(PROCESS)).thenReturn(List.of(4, 3));
    when(models.bpmnXml(eq(PROCESS), anyInt())).thenReturn(Optional.of("<xml/>"));
    when(models.process(eq(PROCESS), anyInt()))
        .thenAnswer(
            call ->
                Optional.of(
                    new Models.Deployed(
                        900 + call.<Integer>getArgument(1),
                        PROCESS,
                        call.getArgument(1),
                        "Assess risk",
                        clock.instant())));
    when(models.element(anyLong(), any())).thenReturn(Optional.empty());
    engine.asked.clear();
    engine.answer = EngineActs.Kind.DONE;
    engine.check = _ -> ScriptedEngine.FITS;
    caseRef = begin();
    journey = begun.getLast();
    instance = KEYS.get();
  }

  private CaseRef begin() {
    var ref =
        cases.open(new NewCase(new Code("phone"), clock.instant(), null, null, false), By.SYSTEM);
    cases.assignLead(ref, Team.HOUSING_SOLUTIONS, Team.TENANCY_SERVICES, By.SYSTEM);
    long key = KEYS.addAndGet(100);
    begun.add(
        db.sql(
                """
                insert into journey (journey_id, process_id, case_ref, correlation_key, status,
                  process_instance_key, requested_at, requested_by, started_at)
                values (?, ?, ?, ?, 'running', ?, now(), 'system', now()) returning id
                """)
            .params("JO-" + key, PROCESS, ref.value(), ref.value(), key)
            .query(Long.class)
            .single());
    step(key, key, -1, PROCESS, "PROCESS");
    step(key + 2, key, key, "Judge", "USER_TASK");
    return ref;
  }

  private void step(long key, long of, long scope, String element, String type) {
    db.sql(
            """
            insert into journey_step values (?, ?, 903, 'assess-risk', 3, ?, ?, ?,
              now() - interval '3 days', null, false, ?)
            """)
        .params(key, of, scope, element, type, key)
        .update();
  }

  @AfterEach
  void nothingRuns() {
    engine.check = _ -> ScriptedEngine.FITS;
    begun.forEach(
        row -> db.sql("update journey set status = 'ended' where id = ?").param(row).update());
  }

  private String address() {
    return "/supervision/instances/" + journey;
  }

  private static String many() {
    return "/supervision/journeys/" + PROCESS + "/versions/3/move";
  }

  private ResultActions ask(String who, String address) throws Exception {
    return pages.perform(get(address).with(user(who)));
  }

  private ResultActions send(String who, String address, String... fields) throws Exception {
    return SoundPage.send(pages, who, address, fields);
  }

  private List<String> audit() {
    return db.sql(
            "select action || ' ' || (details ->> 'result') from audit_entry"
                + " where case_ref = ? and action like 'supervise-%' order by id")
        .param(caseRef.value())
        .query(String.class)
        .list();
  }

  private static Checked asks(Map<String, String> chosen) {
    boolean taken = "Decide".equals(chosen.get("Judge"));
    return new Checked(
        taken ? Map.of("Judge", "Decide") : Map.of(),
        List.of(new Ask(JUDGE, List.of(DECIDE), taken ? "Decide" : "")),
        List.of(),
        taken ? List.of(new Becomes(JUDGE, DECIDE)) : List.of(),
        taken ? List.of(new Begins(new Place("Late", "Overdue"), true)) : List.of(),
        taken ? List.of(new Place("Old", "Asked again")) : List.of());
  }

  private static Checked hindered() {
    return new Checked(
        Map.of("Judge", "Judge"),
        List.of(),
        List.of(new Hindered(Obstacle.JOIN_WAITS, "Gateway_Join", "Both done")),
        List.of(new Becomes(JUDGE, JUDGE)),
        List.of(),
        List.of());
  }

  @Test
  void shouldOfferTheNewerProcedure_andTheWayBack() throws Exception {
    // given
    var page = SoundPage.of(ask(HELEN, address()));
    assertThat(page.select("#newer a").text())
        .isEqualTo("Go on by the newer procedure (version 4)");
    assertThat(page.select("#earlier")).isEmpty();
    page = SoundPage.of(ask(HELEN, address() + "/version?to=4").andExpect(status().isOk()));
    assertThat(page.select("h1").text()).isEqualTo("Go on by the newer procedure (version 4)");
    assertThat(page.select("button[type=submit]").eachText()).contains("Go on by version 4");
    // when
    String once = UUID.randomUUID().toString();
    for (int i = 0; i < 2; i++) {
      send(HELEN, address() + "/version", "to", "4", "reason", "It is better", "once", once)
          .andExpect(redirectedUrl(address()))
          .andExpect(flash().attribute("acted", "done"));
    }
    // then
    assertThat(engine.asked).containsExactly("migrate " + instance + " 904 {Judge=Judge}");
    assertThat(audit()).containsExactly("supervise-migrate asked", "supervise-migrate done");
    page = SoundPage.of(ask(HELEN, address()));
    assertThat(page.select("#summary").text()).contains("Version of the diagram 4");
    assertThat(page.select("#newer")).isEmpty();
    assertThat(page.select("#earlier a").text())
        .isEqualTo("Undo: go back to the earlier procedure (version 3)");
    assertThat(page.select("#log").text())
        .contains("Gone on by another version 3 → 4 done", "It is better");
    // when it goes back
    send(HELEN, address() + "/version", "to", "3", "reason", "Too soon")
        .andExpect(flash().attribute("acted", "done"));
    assertThat(engine.asked).last().isEqualTo("migrate " + instance + " 903 {Judge=Judge}");
    page = SoundPage.of(ask(HELEN, address()));
    assertThat(page.select("#newer")).hasSize(1);
    assertThat(page.select("#earlier")).isEmpty();
    assertThat(
            db.sql("select sealed::text from supervisor_act where case_ref = ? limit 1")
                .param(caseRef.value())
                .query(String.class)
                .single())
        .doesNotContain("It is better");
  }

  @Test
  void shouldAskWhatTakesThePlaceOfAStep_andLookOnceMore() throws Exception {
    engine.check = MigrationPagesTest::asks;
    String act = address() + "/version";
    var page = SoundPage.of(ask(HELEN, act + "?to=4").andExpect(status().isOk()));
    assertThat(page.select("label[for=as-Judge]").text())
        .isEqualTo("What takes the place of “Record judgement”?");
    assertThat(page.select("#as-Judge option").eachText())
        .containsExactly("Choose", "Decide the risk");
    // when nothing is chosen, or something else
    for (String wrong : List.of("", "Elsewhere")) {
      page =
          SoundPage.of(
              send(HELEN, act, "to", "4", "as-Judge", wrong, "reason", "Because", "sure", "yes")
                  .andExpect(status().isBadRequest()));
      assertThat(page.title()).startsWith("Error: ");
      assertThat(page.select(".govuk-error-summary a").eachAttr("href"))
          .containsExactly("#as-Judge");
      assertThat(page.select("#reason").val()).isEqualTo("Because");
    }
    // when it is chosen
    String once = UUID.randomUUID().toString();
    page =
        SoundPage.of(
            send(HELEN, act, "to", "4", "as-Judge", "Decide", "reason", "Because", "once", once)
                .andExpect(status().isOk()));
    assertThat(page.select("#preview li").eachText())
        .containsExactly(
            "It stands at “Record judgement” now, and at “Decide the risk” then.",
            "From then on it also waits for “Overdue”. Its date is past, so it goes off at once.",
            "It no longer waits for “Asked again”.");
    assertThat(page.select("#why").text()).isEqualTo("Why: Because");
    assertThat(engine.asked).isEmpty();
    send(
            HELEN,
            act,
            "to",
            "4",
            "as-Judge",
            "Decide",
            "reason",
            "Because",
            "once",
            once,
            "sure",
            "yes")
        .andExpect(flash().attribute("acted", "done"));
    assertThat(engine.asked).containsExactly("migrate " + instance + " 904 {Judge=Decide}");
    assertThat(
            db.sql("select mapping::text from supervisor_act where case_ref = ?")
                .param(caseRef.value())
                .query(String.class)
                .single())
        .isEqualTo("{\"Judge\": \"Decide\"}");
  }

  @Test
  void shouldNotSend_whatTheEngineWouldRefuse() throws Exception {
    engine.check = _ -> hindered();
    var page = SoundPage.of(ask(HELEN, address() + "/version?to=4").andExpect(status().isOk()));
    assertThat(page.select("#hindered li").text()).startsWith("At “Both done” one branch waits");
    page =
        SoundPage.of(
            send(HELEN, address() + "/version", "to", "4", "reason", "Because", "sure", "yes")
                .andExpect(status().isBadRequest()));
    assertThat(page.select(".govuk-error-summary a").eachAttr("href")).containsExactly("#hindered");
    assertThat(page.select("#reason").val()).isEqualTo("Because");
    // an address of the vault, and no reason
    engine.check = _ -> ScriptedEngine.FITS;
    vault.write(caseRef, Map.of("safeAddress", "7 Hiddenstreet"), By.SYSTEM);
    for (String wrong : List.of("", "She lives at 7 Hiddenstreet")) {
      send(HELEN, address() + "/version", "to", "4", "reason", wrong)
          .andExpect(status().isBadRequest());
    }
    // an answer that has not reached the engine
    task("Judge");
    page = SoundPage.of(ask(HELEN, address() + "/version?to=4"));
    assertThat(page.select("#hindered").text()).contains("is saved and on its way to the engine");
    assertThat(engine.asked).isEmpty();
    assertThat(audit()).isEmpty();
  }

  private void task(String element) {
    db.sql(
            """
            insert into task (element_instance_key, process_instance_key, process_definition_key,
              process_id, process_version, element_id, title, why, policy_clause, case_ref,
              journey_id, team, for_supervisor, follows_lead, form_id, sla_key, outcomes,
              reaches_her, status, opened_at, warn_at, due_at)
            values (:key, :instance, 903, 'assess-risk', 3, :element, 'Judge', '', '', :case,
              'JO-1', 'housing-solutions', false, true, 'task-outcome', 'standard', '{}', false,
              'OPEN', now(), now(), now())
            """)
        .param("key", instance + 2)
        .param("instance", instance)
        .param("element", element)
        .param("case", caseRef.value())
        .update();
    db.sql(
            "insert into task_claim (element_instance_key, submitted_by, submitted_at)"
                + " values (?, 'maya.okafor', now())")
        .param(instance + 2)
        .update();
  }

  @Test
  void shouldSayThatTheEngineIsAway_andCountNothingAsDone() throws Exception {
    engine.answer = EngineActs.Kind.AWAY;
    send(HELEN, address() + "/version", "to", "4", "reason", "It is better")
        .andExpect(flash().attribute("acted", "away"));
    assertThat(audit()).containsExactly("supervise-migrate asked", "supervise-migrate away");
    var page = SoundPage.of(ask(HELEN, address()));
    assertThat(page.select("#summary").text()).contains("Version of the diagram 3");
    assertThat(page.select("#newer")).hasSize(1);
    assertThat(page.select("#earlier")).isEmpty();
  }

  @Test
  void shouldBeAsIfItDidNotExist_toWhoeverMustNotDoIt() throws Exception {
    assertThat(SoundPage.of(ask(DAVID, address())).select("#newer")).isEmpty();
    for (String who : List.of(DAVID, INES)) {
      ask(who, address() + "/version?to=4").andExpect(status().isNotFound());
      send(who, address() + "/version", "to", "4", "reason", "Because")
          .andExpect(status().isNotFound());
      var page = SoundPage.of(ask(who, many()).andExpect(status().isOk()));
      assertThat(page.select("#journeys, form[action*=versions]")).isEmpty();
      assertThat(page.text()).doesNotContain(caseRef.value());
      send(who, many(), "of", "" + journey, "reason", "Because", "once", "x")
          .andExpect(status().is3xxRedirection())
          .andExpect(flash().attribute("done", List.of()));
    }
    ask("maya.okafor", many()).andExpect(status().isForbidden());
    ask("maya.okafor", address() + "/version?to=4").andExpect(status().isForbidden());
    for (String nothing :
        List.of(
            address() + "/version",
            address() + "/version?to=3",
            address() + "/version?to=5",
            address() + "/version?to=x",
            "/supervision/instances/987654321/version?to=4",
            "/supervision/journeys/assess-risk/versions/4/move",
            "/supervision/journeys/assess-risk/versions/9/move",
            "/supervision/journeys/nothing/versions/3/move",
            address() + "/acts/migrate")) {
      ask(HELEN, nothing).andExpect(status().isNotFound());
    }
    conflicts.add(caseRef, HELEN, new Code("related"), By.SYSTEM);
    ask(HELEN, address() + "/version?to=4").andExpect(status().isNotFound());
    assertThat(SoundPage.of(ask(HELEN, many())).text()).doesNotContain(caseRef.value());
    assertThat(engine.asked).isEmpty();
  }

  @Test
  void shouldMoveSeveralOn_withWhatCameOfEach() throws Exception {
    // given: one that asks, one that nothing can be done about
    var other = begin();
    engine.check = MigrationPagesTest::asks;
    var page = SoundPage.of(ask(HELEN, many()).andExpect(status().isOk()));
    assertThat(page.select("#journeys tbody tr")).hasSize(2);
    assertThat(page.select("#journeys").text()).contains(caseRef.value(), other.value());
    assertThat(page.select("#as-Judge option").eachText())
        .containsExactly("Choose", "Decide the risk");
    // when nothing is ticked, chosen or said
    page = SoundPage.of(send(HELEN, many(), "once", "x").andExpect(status().isBadRequest()));
    assertThat(page.select(".govuk-error-summary a").eachAttr("href"))
        .containsExactly("#of", "#reason");
    page =
        SoundPage.of(
            send(HELEN, many(), "of", "" + journey, "reason", "Because")
                .andExpect(status().isBadRequest()));
    assertThat(page.select(".govuk-error-summary a").eachAttr("href")).containsExactly("#as-Judge");
    assertThat(page.select("input[name=of][checked]")).hasSize(1);
    assertThat(engine.asked).isEmpty();
    // when
    String once = UUID.randomUUID().toString();
    for (int i = 0; i < 2; i++) {
      var sent =
          send(
                  HELEN,
                  many(),
                  "of",
                  "" + begun.getFirst(),
                  "of",
                  "" + begun.getLast(),
                  "as-Judge",
                  "Decide",
                  "reason",
                  "It is better",
                  "once",
                  once)
              .andExpect(redirectedUrl(many()))
              .andReturn();
      assertThat(sent.getFlashMap().get("done").toString())
          .contains(caseRef.value())
          .contains(other.value())
          .contains("result=done");
    }
    // then
    assertThat(engine.asked).hasSize(2);
    page = SoundPage.of(ask(HELEN, many()));
    assertThat(page.select("#none").text()).contains("No journey that you may act on");
  }

  @Test
  void shouldOfferNoBox_whereTheCheckFails() throws Exception {
    engine.check = _ -> hindered();
    var page = SoundPage.of(ask(HELEN, many()));
    assertThat(page.select("#journeys").text()).contains("At “Both done” one branch waits");
    assertThat(page.select("input[name=of], #reason")).isEmpty();
    var sent =
        send(HELEN, many(), "of", "" + journey, "reason", "Because")
            .andExpect(status().is3xxRedirection())
            .andReturn();
    assertThat(sent.getFlashMap().get("done").toString()).contains("hindered", "Both done");
    assertThat(engine.asked).isEmpty();
  }
}
