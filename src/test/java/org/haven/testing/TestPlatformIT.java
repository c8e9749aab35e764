package org.haven.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The engine's clock obeys the tests. */
class TestPlatformIT {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String MODEL =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
          xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
          xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="test">
        <bpmn:process id="clock-test" isExecutable="true">
          <bpmn:startEvent id="Start"><bpmn:outgoing>a</bpmn:outgoing></bpmn:startEvent>
          <bpmn:sequenceFlow id="a" sourceRef="Start" targetRef="Wait"/>
          <bpmn:intermediateCatchEvent id="Wait">
            <bpmn:incoming>a</bpmn:incoming><bpmn:outgoing>b</bpmn:outgoing>
            <bpmn:timerEventDefinition id="T">
              <bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P1D</bpmn:timeDuration>
            </bpmn:timerEventDefinition>
          </bpmn:intermediateCatchEvent>
          <bpmn:sequenceFlow id="b" sourceRef="Wait" targetRef="Job"/>
          <bpmn:serviceTask id="Job">
            <bpmn:extensionElements>
              <zeebe:taskDefinition type="clock-test"/>
              <zeebe:ioMapping><zeebe:input source="=string(now())" target="now"/></zeebe:ioMapping>
            </bpmn:extensionElements>
            <bpmn:incoming>b</bpmn:incoming><bpmn:outgoing>c</bpmn:outgoing>
          </bpmn:serviceTask>
          <bpmn:sequenceFlow id="c" sourceRef="Job" targetRef="End"/>
          <bpmn:endEvent id="End"><bpmn:incoming>c</bpmn:incoming></bpmn:endEvent>
        </bpmn:process>
      </bpmn:definitions>
      """;

  @AfterEach
  void releaseClocks() {
    TestPlatform.releaseClocks();
  }

  @Test
  void shouldFireTimers_whenTheClockGoesBackAndForth() throws Exception {
    // given
    deploy();
    for (String start : new String[] {"2026-03-01T09:00:00Z", "2025-12-23T09:00:00Z"}) {
      TestPlatform.moveTo(Instant.parse(start));
      post("/v2/process-instances", "{\"processDefinitionId\": \"clock-test\"}");
      assertThat(jobs(300)).isEqualTo("{\"jobs\":[]}");

      // when
      TestPlatform.forward(Duration.ofDays(1));

      // then
      String day = Instant.parse(start).plus(Duration.ofDays(1)).toString().substring(0, 10);
      assertThat(jobs(20_000)).contains("\"now\":\"" + day + "T09:00:00@Europe/London\"");
      assertThat(TestPlatform.clock().instant()).isEqualTo(TestPlatform.engineNow());
    }
  }

  private static void deploy() throws IOException, InterruptedException {
    String boundary = "model-boundary";
    String body =
        "--%s\r\nContent-Disposition: form-data; name=\"resources\"; filename=\"clock-test.bpmn\"\r\n\r\n%s\r\n--%s--\r\n"
            .formatted(boundary, MODEL, boundary);
    send("/v2/deployments", body, "multipart/form-data; boundary=" + boundary);
  }

  private static String jobs(int patience) throws IOException, InterruptedException {
    return post(
        "/v2/jobs/activation",
        """
        {"type": "clock-test", "timeout": 60000, "maxJobsToActivate": 1, "worker": "test",
         "requestTimeout": %d}
        """
            .formatted(patience));
  }

  private static String post(String path, String body) throws IOException, InterruptedException {
    return send(path, body, "application/json");
  }

  private static String send(String path, String body, String type)
      throws IOException, InterruptedException {
    URI address = TestPlatform.platform().restAddress().resolve(path);
    var request =
        HttpRequest.newBuilder(address)
            .header("Content-Type", type)
            .header("Accept", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    var response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return response.body();
  }
}
