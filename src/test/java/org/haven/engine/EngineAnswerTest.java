package org.haven.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.camunda.client.api.ProblemDetail;
import io.camunda.client.api.command.ClientException;
import io.camunda.client.api.command.ClientHttpException;
import io.camunda.client.api.command.ClientStatusException;
import io.camunda.client.api.command.ProblemException;
import io.grpc.Status;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.haven.engine.EngineAnswer.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineAnswerTest {
  @ParameterizedTest
  @CsvSource({
    "NOT_FOUND, DONE_BEFORE",
    "ALREADY_EXISTS, DONE_BEFORE",
    "RESOURCE_EXHAUSTED, BUSY",
    "UNAVAILABLE, AWAY",
    "DEADLINE_EXCEEDED, AWAY",
    "UNAUTHENTICATED, AWAY",
    "INTERNAL, AWAY",
    "INVALID_ARGUMENT, REFUSED",
    "FAILED_PRECONDITION, REFUSED"
  })
  void shouldTellWhatTheAnswerMeans_whenItCameByGrpc(Status.Code code, Kind kind) {
    var thrown = new ClientStatusException(Status.fromCode(code), new RuntimeException("secret"));
    assertThat(EngineAnswer.of(new CompletionException(thrown)))
        .isEqualTo(new EngineAnswer(kind, code.name()));
  }

  @ParameterizedTest
  @CsvSource({
    "404, NOT_FOUND, DONE_BEFORE",
    "404, Not Found, AWAY",
    "503, RESOURCE_EXHAUSTED, BUSY",
    "429, , BUSY",
    "400, INVALID_ARGUMENT, REFUSED",
    "409, INVALID_STATE, REFUSED",
    "401, , AWAY",
    "500, INTERNAL, AWAY"
  })
  void shouldTellWhatTheAnswerMeans_whenItCameByRest(int status, String title, Kind kind) {
    var thrown = new ProblemException(status, "reason", new ProblemDetail().setTitle(title));
    assertThat(EngineAnswer.of(thrown).kind()).isEqualTo(kind);
  }

  @Test
  void shouldKeepAsking_whenSomethingElseAnsweredInTheEnginesPlace() {
    assertThat(EngineAnswer.of(new ClientHttpException(404, "a proxy's page")).kind())
        .isEqualTo(Kind.AWAY);
    assertThat(EngineAnswer.of(new ClientException(new ConnectException("refused"))))
        .isEqualTo(new EngineAnswer(Kind.AWAY, "ConnectException"));
  }

  @Test
  void shouldWaitLongerEachTime_whenBackingOff() {
    var backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(10));
    for (int attempt = 0; attempt < 70; attempt++) {
      long full = Math.min(10_000, 100L << Math.min(attempt, 20));
      assertThat(backoff.after(attempt))
          .isBetween(Duration.ofMillis(full / 2), Duration.ofMillis(full));
    }
  }
}
