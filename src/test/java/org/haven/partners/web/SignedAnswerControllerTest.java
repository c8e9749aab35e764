package org.haven.partners.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.haven.partners.TestPartners.HUB;
import static org.haven.partners.TestPartners.SECRET;
import static org.haven.partners.TestPartners.sign;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.haven.casefile.referrals.ReferralStatus;
import org.haven.casefile.referrals.Referrals;
import org.haven.partners.TestPartners;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.yaml.snakeyaml.Yaml;

@SuppressWarnings("NullAway")
class SignedAnswerControllerTest {
  private final TestPartners partners = new TestPartners();
  private final String referral = partners.referral();
  private final MockMvc mvc = mvc(1000);

  private MockMvc mvc(int perMinute) {
    return MockMvcBuilders.standaloneSetup(
            new SignedAnswerController(partners.answers(), perMinute))
        .build();
  }

  private String body(String answer) {
    return "{\"referral\":\"%s\",\"answer\":\"%s\",\"dates\":{\"meetingOn\":\"2026-12-03\"}}"
        .formatted(referral, answer);
  }

  private long now() {
    return partners.haven.clock.instant().getEpochSecond();
  }

  private ResultActions send(String id, String body) throws Exception {
    return send(HUB, id, now(), sign(SECRET, id, now(), body), body);
  }

  private ResultActions send(
      String agency, String id, long timestamp, String signature, String body) throws Exception {
    return mvc.perform(
        post("/api/answers")
            .contentType(MediaType.APPLICATION_JSON)
            .header("Haven-Agency", agency)
            .header("Haven-Id", id)
            .header("Haven-Timestamp", timestamp)
            .header("Haven-Signature", signature)
            .content(body));
  }

  private ReferralStatus standing() {
    return partners.haven.get(Referrals.class).find(referral).orElseThrow().status();
  }

  private long kept() {
    return partners.haven.db.sql("select count(*) from late_answer").query(Long.class).single();
  }

  @Test
  void shouldMoveTheJourneyOn_whenTheAnswerIsSigned() throws Exception {
    send("message-1", body("accepted"))
        .andExpect(status().isAccepted())
        .andExpect(header().string("Cache-Control", "no-store"))
        .andExpect(content().json("{\"id\":\"message-1\",\"status\":\"received\"}"));
    assertThat(standing()).isEqualTo(ReferralStatus.ACCEPTED);
    assertThat(partners.haven.said("marac-answered")).hasSize(1);
  }

  @Test
  void shouldBeOneAnswer_whenSentAgainUnderANewSignature() throws Exception {
    send("message-1", body("accepted")).andExpect(status().isAccepted());
    partners.haven.clock.move(Duration.ofSeconds(30));
    send("message-1", body("accepted")).andExpect(status().isOk());
    partners.haven.clock.move(Duration.ofSeconds(30));
    send("message-1", body("refused"))
        .andExpect(status().isConflict())
        .andExpect(jsonPath("$.type").value("urn:haven:problem:id-used"));
    assertThat(partners.haven.said("marac-answered")).hasSize(1);
    assertThat(kept()).isZero();
  }

  @Test
  void shouldRefuseACopy() throws Exception {
    send("message-1", body("accepted")).andExpect(status().isAccepted());
    send("message-1", body("accepted"))
        .andExpect(status().isConflict())
        .andExpect(jsonPath("$.type").value("urn:haven:problem:replayed"));
  }

  @Test
  void shouldKeepASecondAnswerAndSayTheSame() throws Exception {
    send("message-1", body("refused")).andExpect(status().isAccepted());
    send("message-2", body("accepted"))
        .andExpect(status().isAccepted())
        .andExpect(content().json("{\"id\":\"message-2\",\"status\":\"received\"}"));
    String unknown = body("accepted").replace(referral, "RF-2222222222");
    send("message-3", unknown)
        .andExpect(status().isAccepted())
        .andExpect(content().json("{\"id\":\"message-3\",\"status\":\"received\"}"));
    assertThat(standing()).isEqualTo(ReferralStatus.REFUSED);
    assertThat(kept()).isEqualTo(2);
    assertThat(partners.haven.said("marac-answered")).hasSize(1);
  }

  @Test
  void shouldRefuseAndTell_whenTheSignatureIsWrong() throws Exception {
    String body = body("accepted");
    String right = sign(SECRET, "message-1", now(), body);
    String others = sign("another secret of thirty-two bytes".getBytes(), "message-1", now(), body);
    for (var attempt :
        List.<Callable<ResultActions>>of(
            () -> send(HUB, "message-1", now(), others, body),
            () -> send(HUB, "message-1", now(), "v1=", body),
            () -> send(HUB, "message-2", now(), right, body),
            () -> send(HUB, "message-1", now() + 1, right, body),
            () -> send(HUB, "message-1", now(), right, body.replace("accepted", "refused")),
            () -> send("kent-police", "message-1", now(), right, body))) {
      attempt
          .call()
          .andExpect(status().isUnauthorized())
          .andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON))
          .andExpect(jsonPath("$.type").value("urn:haven:problem:signature"));
    }
    mvc.perform(post("/api/answers").contentType(MediaType.APPLICATION_JSON).content(body))
        .andExpect(status().isUnauthorized());
    assertThat(standing()).isEqualTo(ReferralStatus.SENT);
    assertThat(
            partners
                .haven
                .db
                .sql("select count(*) from audit_entry where action = 'refuse-unsigned-answer'")
                .query(Long.class)
                .single())
        // one for each agency that was claimed, known or not: the others are counted
        .isEqualTo(2);
    assertThat(refusals()).isEqualTo(7);
    partners.haven.clock.move(Duration.ofMinutes(1));
    send(HUB, "message-1", now(), others, body).andExpect(status().isUnauthorized());
    assertThat(
            partners
                .haven
                .db
                .sql("select count(*) from audit_entry where action = 'refuse-unsigned-answer'")
                .query(Long.class)
                .single())
        .isEqualTo(3);
    assertThat(refusals()).isEqualTo(8);
    assertThat(partners.haven.said("marac-answered")).isEmpty();
  }

  private long refusals() {
    return partners
        .haven
        .db
        .sql("select sum(times) from partner_refusal")
        .query(Long.class)
        .single();
  }

  @Test
  void shouldAskStrangersToWait_howeverManyAddressesTheySendFrom() throws Exception {
    var slow = mvc(2);
    for (int i = 0; i < 5; i++) {
      String address = "192.0.2." + i;
      slow.perform(
              post("/api/answers")
                  .with(
                      request -> {
                        request.setRemoteAddr(address);
                        return request;
                      })
                  .contentType(MediaType.APPLICATION_JSON)
                  .content("{}"))
          .andExpect(i < 2 ? status().isUnauthorized() : status().isTooManyRequests());
    }
    assertThat(refusals()).isEqualTo(2);
    // and an agency is heard all the same
    String body = body("accepted");
    slow.perform(
            post("/api/answers")
                .with(
                    request -> {
                      request.setRemoteAddr("192.0.2.77");
                      return request;
                    })
                .contentType(MediaType.APPLICATION_JSON)
                .header("Haven-Agency", HUB)
                .header("Haven-Id", "message-9")
                .header("Haven-Timestamp", now())
                .header("Haven-Signature", sign(SECRET, "message-9", now(), body))
                .content(body))
        .andExpect(status().isAccepted());
  }

  @Test
  void shouldTakeANetworkAsOneSender() {
    assertThat(SignedAnswerController.network("2001:db8:1:2::1"))
        .isEqualTo(SignedAnswerController.network("2001:db8:1:2:ffff:1:2:3"))
        .isNotEqualTo(SignedAnswerController.network("2001:db8:1:3::1"));
    assertThat(SignedAnswerController.network("192.0.2.7")).isEqualTo("192.0.2.7");
    assertThat(SignedAnswerController.network("somewhere")).isEqualTo("somewhere");
  }

  @ParameterizedTest
  @ValueSource(longs = {-301, 301, -86_400})
  void shouldRefuse_whenTheTimeIsNotNow(long seconds) throws Exception {
    String body = body("accepted");
    long at = now() + seconds;
    send(HUB, "message-1", at, sign(SECRET, "message-1", at, body), body)
        .andExpect(status().isUnauthorized());
    long nearly = now() + (seconds < 0 ? -299 : 299);
    send(HUB, "message-1", nearly, sign(SECRET, "message-1", nearly, body), body)
        .andExpect(status().isAccepted());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"referral\":\"%s\",\"answer\":\"perhaps\"}",
        "{\"referral\":\"%s\",\"answer\":\"accepted\",\"dates\":{\"meetingOn\":\"2062-01-01\"}}",
        "{\"referral\":\"%s\",\"answer\":\"accepted\",\"dates\":{\"meetingOn\":\"soon\"}}",
        "{\"referral\":\"%s\",\"answer\":\"accepted\",\"dates\":{\"shareAllowed\":\"2026-12-01\"}}",
        "{\"referral\":\"%s\",\"answer\":\"accepted\",\"words\":\"She lives at\"}",
        "{\"referral\":\"HV-7KQ2M9XD\",\"answer\":\"accepted\"}",
        "{\"referral\":\"%s\"}"
      })
  void shouldNameTheField_whenItIsNotAsExpected(String body) throws Exception {
    send("message-1", body.replace("%s", referral))
        .andExpect(status().isUnprocessableContent())
        .andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON))
        .andExpect(jsonPath("$.errors[0].field").exists())
        .andExpect(jsonPath("$.errors[0].expected").exists());
    assertThat(standing()).isEqualTo(ReferralStatus.SENT);
    // put right, it may come under the same id
    partners.haven.clock.move(Duration.ofSeconds(1));
    send("message-1", body("accepted")).andExpect(status().isAccepted());
  }

  @Test
  void shouldRefuse_whenTheBodyCannotBeRead() throws Exception {
    for (String body : List.of("{", "[]", "{\"answer\":\"a\",\"answer\":\"b\"}")) {
      send("message-1", body).andExpect(status().isBadRequest());
    }
    send("message-1", " ".repeat(9000)).andExpect(status().isContentTooLarge());
    mvc.perform(post("/api/answers").contentType(MediaType.TEXT_PLAIN).content("x"))
        .andExpect(status().isUnsupportedMediaType());
  }

  @Test
  void shouldAskToWait_whenTooManyCome() throws Exception {
    var slow = mvc(2);
    for (int i = 0; i < 2; i++) {
      slow.perform(post("/api/answers").contentType(MediaType.APPLICATION_JSON).content("{}"))
          .andExpect(status().isUnauthorized());
    }
    slow.perform(post("/api/answers").contentType(MediaType.APPLICATION_JSON).content("{}"))
        .andExpect(status().isTooManyRequests())
        .andExpect(header().exists("Retry-After"));
  }

  @Test
  void shouldTakeOneOfMany_whenAllComeAtOnce() throws Exception {
    try (var many = Executors.newFixedThreadPool(4)) {
      Callable<Integer> one =
          () -> send("message-1", body("accepted")).andReturn().getResponse().getStatus();
      var statuses =
          many.invokeAll(List.of(one, one, one, one)).stream().map(f -> f.resultNow()).toList();
      assertThat(statuses).containsOnlyOnce(202).contains(409);
    }
    assertThat(partners.haven.said("marac-answered")).hasSize(1);
  }

  @Test
  @SuppressWarnings("unchecked")
  void shouldBeDocumented() throws Exception {
    String yaml =
        mvc.perform(get("/api/answers.yaml"))
            .andExpect(status().isOk())
            .andReturn()
            .getResponse()
            .getContentAsString();
    Map<String, Object> document = new Yaml().load(yaml);
    var answer =
        (Map<String, Object>)
            ((Map<String, Object>)
                    ((Map<String, Object>) document.get("paths")).get("/api/answers"))
                .get("post");
    assertThat(((Map<String, Object>) answer.get("responses")).keySet())
        .containsExactlyInAnyOrder("200", "202", "400", "401", "409", "413", "415", "422", "429");
    assertThat(yaml)
        .contains(Referrals.REFERENCE.pattern())
        .contains(SignedAnswerReader.ANSWER.pattern())
        .contains("Haven-Agency", "Haven-Id", "Haven-Timestamp", "Haven-Signature");
  }
}
