package org.haven.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.when;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.flash;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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
import org.haven.platform.JourneyPlan.FactKind;
import org.haven.platform.JourneyPlan.FactShape;
import org.haven.platform.Models;
import org.haven.platform.Team;
import org.haven.records.InstanceRecords;
import org.haven.records.ScriptedInstanceRecords;
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

/** A journey as it runs, and what its supervisors have done to it. */
@SuppressWarnings("NullAway")
class InstancePagesTest extends PagesOfHaven {
  private static final AtomicLong KEYS = new AtomicLong(5_000_000);
  private static final String HELEN = "helen.marsh"; // supervises the team that leads
  private static final String DAVID = "david.achebe"; // supervises the team that supports
  private static final String INES = "ines.moreau"; // supervises a team that has nothing to do

  @Autowired MockMvc pages;
  @Autowired JdbcClient db;
  @Autowired Clock clock;
  @Autowired CaseFiles cases;
  @Autowired Conflicts conflicts;
  @Autowired AddressVault vault;
  @Autowired ScriptedInstanceRecords told;
  @Autowired ScriptedEngine engine;

  private CaseRef caseRef;
  private long instance;
  private long journey;
  private String journeyId;

  @BeforeEach
  void aJourneyThatStandsStill() {
    when(models.element(eq("assess-risk"), anyInt(), any()))
        .thenAnswer(
            call ->
                Optional.of(
                    new Models.Element(
                        call.getArgument(2),
                        "userTask",
                        "Step " + call.getArgument(2),
                        "",
                        Map.of(),
                        null,
                        null,
                        null)));
    when(models.bpmnXml(eq("assess-risk"), anyInt())).thenReturn(Optional.of("<xml/>"));
    when(models.versions("assess-risk")).thenReturn(List.of(3));
    engine.asked.clear();
    engine.answer = EngineActs.Kind.DONE;
    engine.shapes.clear();
    engine.open.clear();
    told.down = false;
    caseRef =
        cases.open(new NewCase(new Code("phone"), clock.instant(), null, null, false), By.SYSTEM);
    cases.assignLead(caseRef, Team.HOUSING_SOLUTIONS, Team.TENANCY_SERVICES, By.SYSTEM);
    instance = KEYS.addAndGet(100);
    journeyId = "JO-" + instance;
    journey =
        db.sql(
                """
                insert into journey (journey_id, process_id, case_ref, correlation_key, status,
                  process_instance_key, requested_at, requested_by, started_at)
                values (?, 'assess-risk', ?, ?, 'running', ?, now(), 'system', now()) returning id
                """)
            .params(journeyId, caseRef.value(), caseRef.value(), instance)
            .query(Long.class)
            .single();
    step(1, "Start", "now() - interval '2 days'");
    step(2, "Judge", null);
    db.sql(
            "insert into journey_incident values (?, ?, 'assess-risk', 'Judge', 'JOB_NO_RETRIES',"
                + " now())")
        .params(instance + 10, instance)
        .update();
    engine.shapes.put(
        "riskLevel",
        Optional.of(new FactShape(FactKind.CHOICE, List.of("standard", "medium", "high"))));
    engine.shapes.put("caseRef", Optional.empty());
    engine.shapes.put("words", Optional.empty());
    engine.open.add(
        new Models.Element("Other", "userTask", "Step Other", "", Map.of(), null, null, null));
    Instant then = clock.instant().minusSeconds(600);
    told.all.put(
        instance,
        new InstanceRecords.Told(
            List.of(
                new InstanceRecords.Fact(instance, "riskLevel", "\"standard\"", then),
                new InstanceRecords.Fact(instance, "caseRef", "\"" + caseRef + "\"", then),
                new InstanceRecords.Fact(instance, "words", "\"a sentence of Hiddenname\"", then),
                new InstanceRecords.Fact(instance, "notOfTheModel", "true", then)),
            List.of(
                new InstanceRecords.Job(
                    instance + 20, instance + 2, "Judge", "judge-risk", 0, "FAILED", then)),
            List.of(
                new InstanceRecords.Timer(
                    instance + 30, instance + 2, "Warned", then.plusSeconds(900_000), "CREATED"),
                new InstanceRecords.Timer(instance + 31, instance, "Old", then, "TRIGGERED")),
            List.of(
                new InstanceRecords.Subscription(
                    instance + 2, "Judge", "risk-changed", "own-key", "CREATED", then)),
            List.of(
                new InstanceRecords.Incident(
                    instance + 10,
                    instance + 2,
                    instance + 20,
                    "Judge",
                    "JOB_NO_RETRIES",
                    "riskLevel",
                    then,
                    false)),
            Map.of(instance, Map.of("Flow_1", 1L))));
  }

  private void step(int number, String element, String left) {
    db.sql(
            """
            insert into journey_step values (:key, :instance, 1, 'assess-risk', 3, :instance,
              :element, 'USER_TASK', now() - interval '3 days', %s, false, :key)
            """
                .formatted(left))
        .param("key", instance + number)
        .param("instance", instance)
        .param("element", element)
        .update();
  }

  /** Other tests of the same application count what stands still. */
  @AfterEach
  void nothingStandsStill() {
    db.sql("update journey_incident set resolved_at = now() where process_instance_key = ?")
        .param(instance)
        .update();
    told.all.clear();
    told.down = false;
  }

  private String address() {
    return "/supervision/instances/" + journey;
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

  @Test
  void shouldShowHowItRuns_inWords() throws Exception {
    // given
    db.sql(
            """
            insert into outbox (case_ref, kind, name, correlation_key, facts, created_at,
              next_attempt_at, sent_at)
            values (:case, 'MESSAGE', 'risk-changed', 'own-key', '{}', now(), now(), now()),
              (:case, 'MESSAGE', 'other-message', 'other', '{}', now(), now(), now())
            """)
        .param("case", caseRef.value())
        .update();
    // when
    var page = SoundPage.of(ask(HELEN, address()).andExpect(status().isOk()));
    // then
    assertThat(page.select("#known")).isEmpty();
    assertThat(page.select("#incidents").text())
        .contains("The fact “Risk level” is not there", "Correct “Risk level”");
    assertThat(page.select("#now").text()).contains("Step Judge").contains("3 days");
    assertThat(page.select("#steps tbody tr").eachText().getFirst())
        .startsWith("Step Start")
        .endsWith("24 hours");
    assertThat(page.select("#facts tbody tr").eachText())
        .hasSize(2)
        .anyMatch(row -> row.startsWith("Risk level standard Correct"));
    assertThat(page.html()).doesNotContain("Hiddenname");
    assertThat(page.select("#jobs tbody tr").text()).contains("judge-risk", "gave up");
    assertThat(page.select("#timers").text()).contains("Step Warned").doesNotContain("Step Old");
    assertThat(page.select("#waiting").text()).contains("Risk changed Step Judge");
    assertThat(page.select("#messages").text()).contains("Risk changed").doesNotContain("Other");
    assertThat(page.select("a[href*=/acts/]").text())
        .contains("End it at once", "Send again: Risk changed", "Move: Step Judge");
    ask(HELEN, address() + "/diagram")
        .andExpect(jsonPath("$.xml").value("<xml/>"))
        .andExpect(jsonPath("$.active[0]").value("Judge"))
        .andExpect(jsonPath("$.done[0]").value("Start"))
        .andExpect(jsonPath("$.doneFlows[0]").value("Flow_1"))
        .andExpect(jsonPath("$.incidents[0]").value("Judge"));
  }

  @Test
  void shouldShowWhatTheCaseDatabaseKnows_whenElasticsearchIsAway() throws Exception {
    told.down = true;
    var page = SoundPage.of(ask(HELEN, address()).andExpect(status().isOk()));
    assertThat(page.select("#known[role=status]").text()).contains("cannot be shown");
    assertThat(page.select("#now").text()).contains("Step Judge");
    assertThat(page.select("#incidents").text())
        .contains("failed each time it was tried", "Look whether the cause has passed");
    assertThat(page.select("#facts, #jobs, #timers")).isEmpty();
    ask(HELEN, address() + "/diagram").andExpect(status().isOk());
    // when it is back, it is asked again within seconds
    told.down = false;
    await()
        .pollInSameThread()
        .atMost(Duration.ofSeconds(20))
        .until(() -> SoundPage.of(ask(HELEN, address())).select("#known").isEmpty());
  }

  @Test
  void shouldBeAsIfItDidNotExist_toWhoeverMustNotSeeIt() throws Exception {
    ask(INES, address()).andExpect(status().isNotFound());
    ask(INES, address() + "/diagram").andExpect(status().isNotFound());
    ask("maya.okafor", address()).andExpect(status().isForbidden());
    // whose team supports the case sees it, and does nothing to it
    var seen = SoundPage.of(ask(DAVID, address()).andExpect(status().isOk()));
    assertThat(seen.select("a[href*=/acts/]")).isEmpty();
    ask(DAVID, address() + "/acts/cancel").andExpect(status().isNotFound());
    send(DAVID, address() + "/acts/cancel", "reason", "Because", "sure", "yes")
        .andExpect(status().isNotFound());
    for (String nothing :
        List.of(
            "/supervision/instances/987654321",
            "/supervision/instances/x",
            address() + "/acts/nonsense",
            address() + "/acts/move?of=1",
            address() + "/acts/correct?of=caseRef",
            address() + "/acts/resend?of=1",
            address() + "/acts/retry?of=1")) {
      ask(HELEN, nothing).andExpect(status().isNotFound());
    }
    conflicts.add(caseRef, HELEN, new Code("related"), By.SYSTEM);
    ask(HELEN, address()).andExpect(status().isNotFound());
    assertThat(SoundPage.of(ask(HELEN, "/supervision/incidents")).text())
        .doesNotContain(caseRef.value());
    assertThat(engine.asked).isEmpty();
  }

  @Test
  void shouldLookOnceMore_thenCorrectAndOfferToUndo() throws Exception {
    String act = address() + "/acts/correct";
    var page = SoundPage.of(ask(HELEN, act + "?of=riskLevel").andExpect(status().isOk()));
    assertThat(page.select("#to option").eachText())
        .containsExactly("Choose", "standard", "medium", "high");
    // when the value is none, or the reason is missing
    page =
        SoundPage.of(
            send(HELEN, act, "of", "riskLevel", "to", "low", "sure", "yes")
                .andExpect(status().isBadRequest()));
    assertThat(page.title()).startsWith("Error: ");
    assertThat(page.select(".govuk-error-summary a").eachAttr("href"))
        .containsExactly("#to", "#reason");
    assertThat(engine.asked).isEmpty();
    // when it fits
    String once = UUID.randomUUID().toString();
    page =
        SoundPage.of(
            send(
                    HELEN,
                    act,
                    "of",
                    "riskLevel",
                    "to",
                    "high",
                    "reason",
                    "It was wrong",
                    "once",
                    once)
                .andExpect(status().isOk()));
    assertThat(page.select("#preview").text())
        .isEqualTo("“Risk level” will be “high” and not “standard”.");
    assertThat(page.select("input[name=once]").val()).isEqualTo(once);
    assertThat(engine.asked).isEmpty();
    // when it is sent, twice
    for (int i = 0; i < 2; i++) {
      send(
              HELEN,
              act,
              "of",
              "riskLevel",
              "to",
              "high",
              "reason",
              "It was wrong",
              "once",
              once,
              "sure",
              "yes")
          .andExpect(status().is3xxRedirection())
          .andExpect(flash().attribute("acted", "done"));
    }
    // then
    assertThat(engine.asked).containsExactly("correct " + instance + " riskLevel high");
    assertThat(audit()).containsExactly("supervise-correct asked", "supervise-correct done");
    var before = told.all.get(instance);
    told.all.put(
        instance,
        new InstanceRecords.Told(
            List.of(new InstanceRecords.Fact(instance, "riskLevel", "\"high\"", clock.instant())),
            before.jobs(),
            before.timers(),
            before.subscriptions(),
            before.incidents(),
            before.taken()));
    page = SoundPage.of(ask(HELEN, address()));
    assertThat(page.select("#log").text())
        .contains("Fact corrected Risk level: standard → high done", "Helen Marsh", "It was wrong");
    assertThat(page.select("#log a").attr("href")).endsWith("of=riskLevel&to=standard");
    assertThat(
            db.sql("select sealed::text from supervisor_act where case_ref = ?")
                .param(caseRef.value())
                .query(String.class)
                .single())
        .doesNotContain("It was wrong");
  }

  @Test
  void shouldSayThatTheEngineIsAway_andRecordNothingAsDone() throws Exception {
    engine.answer = EngineActs.Kind.AWAY;
    send(HELEN, address() + "/acts/cancel", "reason", "Begun by mistake", "sure", "yes")
        .andExpect(flash().attribute("acted", "away"));
    assertThat(audit()).containsExactly("supervise-cancel asked", "supervise-cancel away");
    var page =
        SoundPage.of(pages.perform(get(address()).with(user(HELEN)).flashAttr("acted", "away")));
    assertThat(page.text())
        .contains("The engine does not answer. It is not known to have been done");
    assertThat(page.select("#log").text()).contains("the engine did not answer");
    engine.answer = EngineActs.Kind.REFUSED;
    send(
            HELEN,
            address() + "/acts/retry",
            "of",
            "" + (instance + 20),
            "reason",
            "Mended",
            "sure",
            "yes")
        .andExpect(flash().attribute("acted", "refused"));
    assertThat(engine.asked)
        .containsExactly("cancel " + instance, "retry " + (instance + 20) + " 3");
  }

  @Test
  void shouldMoveOnlyWhereTheEngineLetsIt() throws Exception {
    String act = address() + "/acts/move";
    String of = "" + (instance + 2);
    assertThat(SoundPage.of(ask(HELEN, act + "?of=" + of)).select("#to option").eachText())
        .containsExactly("Choose", "Step Other");
    var page =
        SoundPage.of(
            send(HELEN, act, "of", of, "to", "Elsewhere", "reason", "Wrong way", "sure", "yes")
                .andExpect(status().isBadRequest()));
    assertThat(page.select("#to-error").text()).contains("that the diagram of this journey has");
    assertThat(page.select("#reason").val()).isEqualTo("Wrong way");
    page = SoundPage.of(send(HELEN, act, "of", of, "to", "Other", "reason", "Wrong way"));
    assertThat(page.select("#preview").text())
        .isEqualTo("The journey will leave “Step Judge” and enter “Step Other”.");
    send(HELEN, act, "of", of, "to", "Other", "reason", "Wrong way", "sure", "yes")
        .andExpect(flash().attribute("acted", "done"));
    assertThat(engine.asked).containsExactly("move " + instance + " " + of + " Other");
  }

  @Test
  void shouldKeepTheAddressOutOfAReason_andSendAMessageOnce() throws Exception {
    vault.write(caseRef, Map.of("safeAddress", "7 Hiddenstreet"), By.SYSTEM);
    long row =
        db.sql(
                """
                insert into outbox (case_ref, kind, name, correlation_key, time_to_live_seconds,
                  facts, created_at, next_attempt_at, sent_at)
                values (?, 'MESSAGE', 'risk-changed', ?, 60, '{"riskLevel": "high"}', now(), now(),
                  now())
                returning id
                """)
            .params(caseRef.value(), journeyId)
            .query(Long.class)
            .single();
    String act = address() + "/acts/resend";
    var page =
        SoundPage.of(
            send(HELEN, act, "of", "" + row, "reason", "She is at 7 Hiddenstreet", "sure", "yes")
                .andExpect(status().isBadRequest()));
    assertThat(page.select("#reason-error").text()).contains("must stand nowhere else");
    String once = UUID.randomUUID().toString();
    for (int i = 0; i < 2; i++) {
      send(HELEN, act, "of", "" + row, "reason", "It went by", "sure", "yes", "once", once)
          .andExpect(flash().attribute("acted", "done"));
    }
    assertThat(
            db.sql("select facts::text from outbox where correlation_key = ? and sent_at is null")
                .param(journeyId)
                .query(String.class)
                .list())
        .containsExactly("{\"riskLevel\": \"high\"}");
    db.sql("delete from outbox where correlation_key = ?").param(journeyId).update();
  }

  @Test
  void shouldTrySeveralAgainAtOnce_eachWithWhatCameOfIt() throws Exception {
    String key = "" + (instance + 10);
    var page = SoundPage.of(ask(HELEN, "/supervision/incidents").andExpect(status().isOk()));
    assertThat(page.select("#incidents").text()).contains(caseRef.value(), "Step Judge");
    assertThat(page.select("input[name=of][value=" + key + "]")).hasSize(1);
    assertThat(
            SoundPage.of(ask(DAVID, "/supervision/incidents")).select("input[value=" + key + "]"))
        .isEmpty();
    page =
        SoundPage.of(
            send(HELEN, "/supervision/incidents", "of", key).andExpect(status().isBadRequest()));
    assertThat(page.select("input[value=" + key + "]").hasAttr("checked")).isTrue();
    page =
        SoundPage.of(
            send(HELEN, "/supervision/incidents", "reason", "x")
                .andExpect(status().isBadRequest()));
    assertThat(page.select(".govuk-error-summary a").eachAttr("href")).containsExactly("#of");
    var sent =
        send(HELEN, "/supervision/incidents", "of", key, "of", "1", "reason", "It works again")
            .andExpect(status().is3xxRedirection())
            .andReturn();
    assertThat(engine.asked).containsExactly("retry " + (instance + 20) + " 3", "resolve " + key);
    page =
        SoundPage.of(
            pages.perform(
                get("/supervision/incidents").with(user(HELEN)).flashAttrs(sent.getFlashMap())));
    assertThat(page.select("#done").text()).contains(caseRef.value(), "Step Judge", "done");
    // and who may not see to it does nothing
    send(DAVID, "/supervision/incidents", "of", key, "reason", "x");
    assertThat(engine.asked).hasSize(2);
  }
}
