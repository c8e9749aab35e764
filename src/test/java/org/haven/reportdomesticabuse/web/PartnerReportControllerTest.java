package org.haven.reportdomesticabuse.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.put;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.haven.reportdomesticabuse.PartnerReports;
import org.haven.testing.TestCasefile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import tools.jackson.databind.json.JsonMapper;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PartnerReportControllerTest {
  private static final String BODY =
      """
      {"reporter": {"kind": "police", "contact": "PC Test, 01632 960111"},
       "immediateDanger": "no", "words": "Found her outside, cold and afraid.",
       "victim": {"name": "Maya Sample", "birthDate": "1990-05-31"},
       "tenure": "council-tenant"%s}
      """;

  private TestCasefile haven;
  private MockMvc mvc;

  @BeforeAll
  void start() {
    haven = TestCasefile.with("org.haven.reportdomesticabuse");
    mvc = mvc(1000);
  }

  private MockMvc mvc(int perMinute) {
    return MockMvcBuilders.standaloneSetup(
            new PartnerReportController(
                haven.get(PartnerReports.class),
                new PartnerReportReader(haven.clock),
                perMinute,
                262144))
        .build();
  }

  @AfterAll
  void stop() {
    haven.close();
  }

  @BeforeEach
  void clear() {
    haven.outbox.said.clear();
  }

  private static MockHttpServletRequestBuilder request(String key, String body) {
    return post("/api/reports")
        .principal(new TestingAuthenticationToken("kent-police", null, "ROLE_PARTNER"))
        .contentType(MediaType.APPLICATION_JSON)
        .header("Idempotency-Key", key)
        .content(body);
  }

  private ResultActions send(String key, String body) throws Exception {
    return mvc.perform(request(key, body));
  }

  private static String receipt(ResultActions answer) throws Exception {
    return JsonMapper.shared()
        .readTree(answer.andReturn().getResponse().getContentAsString())
        .get("receipt")
        .stringValue();
  }

  private static String key() {
    return UUID.randomUUID().toString();
  }

  @Test
  void shouldTakeTheReportAndGiveAReceipt() throws Exception {
    // when
    var answer = send(key(), BODY.formatted(""));

    // then
    answer
        .andExpect(status().isCreated())
        .andExpect(jsonPath("$.status").value("received"))
        .andExpect(jsonPath("$.length()").value(3));
    assertThat(receipt(answer)).matches("RC-[0-9A-Z]{12}");
    assertThat(haven.said("domestic-abuse-reported"))
        .singleElement()
        .satisfies(
            said ->
                assertThat(said.told())
                    .containsEntry("disclosureTaken", false)
                    .containsEntry("channel", "third-party")
                    .containsEntry("receiverTeam", "housing-solutions"));
    assertThat(answer.andReturn().getResponse().getContentAsString()).doesNotContain("HV-");
  }

  @Test
  void shouldGiveTheSameReceipt_whenTheSameIsSentAgain() throws Exception {
    // given
    String key = key();
    var first = send(key, BODY.formatted(""));

    // when
    var second = send(key, BODY.formatted("").replace("\n", "   \n"));

    // then
    second.andExpect(status().isOk());
    assertThat(receipt(second)).isEqualTo(receipt(first));
    assertThat(haven.outbox.said).hasSize(1);
  }

  @Test
  void shouldRefuse_whenTheKeyCameWithAnotherReport() throws Exception {
    // given
    String key = key();
    send(key, BODY.formatted(""));

    // when
    var second = send(key, BODY.formatted(", \"homelessNow\": \"yes\""));

    // then
    second
        .andExpect(status().isConflict())
        .andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON))
        .andExpect(jsonPath("$.type").value("urn:haven:problem:idempotency-key-used"));
    assertThat(haven.outbox.said).hasSize(1);
  }

  @Test
  void shouldRecordItOnce_whenItIsSentManyTimesAtOnce() throws Exception {
    // given
    String key = key();
    Callable<ResultActions> send = () -> send(key, BODY.formatted(""));
    var receipts = new ArrayList<String>();

    // when
    try (var pool = Executors.newFixedThreadPool(6)) {
      for (var answer : pool.invokeAll(List.of(send, send, send, send, send, send))) {
        receipts.add(receipt(answer.get()));
      }
    }

    // then
    assertThat(receipts).hasSize(6).containsOnly(receipts.getFirst());
    assertThat(haven.said("domestic-abuse-reported")).hasSize(1);
  }

  @Test
  void shouldAnswerTheSame_whetherTheEarlierReportIsKnownOrNot() throws Exception {
    // given
    String earlier = receipt(send(key(), BODY.formatted("")));
    haven.outbox.said.clear();

    // when
    var known = send(key(), BODY.formatted(", \"relatesTo\": \"" + earlier + "\""));
    var unknown = send(key(), BODY.formatted(", \"relatesTo\": \"RC-222222222222\""));

    // then
    known.andExpect(status().isCreated());
    unknown.andExpect(status().isCreated());
    assertThat(haven.outbox.said)
        .extracting("message")
        .containsExactly("incident-reported", "domestic-abuse-reported");
  }

  @Test
  void shouldListEachFieldThatIsWrong() throws Exception {
    send(key(), "{\"victim\": {\"nme\": \"x\"}, \"immediateDanger\": \"maybe\"}")
        .andExpect(status().isUnprocessableContent())
        .andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON))
        .andExpect(jsonPath("$.errors[?(@.pointer == '/victim/nme')]").exists())
        .andExpect(jsonPath("$.errors[?(@.pointer == '/victim/name')]").exists())
        .andExpect(
            jsonPath("$.errors[?(@.pointer == '/immediateDanger')].expected")
                .value("one of yes, no, unknown"));
    assertThat(haven.outbox.said).isEmpty();
  }

  @Test
  void shouldSayWhatIsWrong_beforeTheFields() throws Exception {
    send(key(), "{\"reporter\": ").andExpect(status().isBadRequest());
    send("short", BODY.formatted("")).andExpect(status().isBadRequest());
    mvc.perform(request(key(), BODY.formatted("")).contentType(MediaType.TEXT_PLAIN))
        .andExpect(status().isUnsupportedMediaType())
        .andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON));
    send(key(), BODY.formatted(", \"x\": \"" + "q".repeat(300_000) + "\""))
        .andExpect(status().isContentTooLarge());
    mvc.perform(put("/api/reports"))
        .andExpect(status().isMethodNotAllowed())
        .andExpect(header().string("Allow", "POST"));
  }

  @Test
  void shouldShowAReceipt_toTheAgencyThatHasIt() throws Exception {
    String receipt = receipt(send(key(), BODY.formatted("")));
    mvc.perform(
            get("/api/reports/" + receipt)
                .principal(new TestingAuthenticationToken("kent-police", null)))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.status").value("received"));
    mvc.perform(
            get("/api/reports/" + receipt)
                .principal(new TestingAuthenticationToken("another-agency", null)))
        .andExpect(status().isNotFound());
  }

  @Test
  void shouldAskToWait_whenThereAreTooManyAMinute() throws Exception {
    // given
    var slow = mvc(2);
    slow.perform(request(key(), BODY.formatted("")));
    slow.perform(request(key(), BODY.formatted("")));

    // then
    slow.perform(request(key(), BODY.formatted("")))
        .andExpect(status().isTooManyRequests())
        .andExpect(header().exists("Retry-After"));
  }

  @Test
  void shouldServeTheDocument() throws Exception {
    mvc.perform(get("/api/openapi.yaml"))
        .andExpect(status().isOk())
        .andExpect(content().contentType("application/yaml"));
  }
}
