package org.haven.training;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.haven.platform.purpose.WrongPurposeException;

/**
 * The broker's clock, moved at its management port. It can be moved only if the broker was started
 * with {@code ZEEBE_CLOCK_CONTROLLED=true}, which is for training and tests alone, and it forgets
 * its way when the broker starts again.
 */
class EngineClock {
  /** So much is no difference: a request takes some of it. */
  static final Duration IN_STEP = Duration.ofMillis(300);

  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final Pattern MILLIS = Pattern.compile("\"epochMilli\"\\s*:\\s*(\\d+)");
  private static final int NOT_ALLOWED = 403;

  private final URI clock;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  /**
   * @param monitoring the broker's management port
   */
  EngineClock(URI monitoring) {
    this.clock = monitoring.resolve("/actuator/clock");
  }

  /** The broker does not answer, now. */
  static final class EngineAwayException extends RuntimeException {
    EngineAwayException(String what) {
      super(what);
    }
  }

  /**
   * @throws EngineAwayException if the broker does not answer
   */
  Instant now() {
    var asked = send(HttpRequest.newBuilder(clock).GET());
    var millis = MILLIS.matcher(asked.body());
    if (asked.statusCode() != 200 || !millis.find()) {
      throw new EngineAwayException("The engine's clock answered " + asked.statusCode());
    }
    return Instant.ofEpochMilli(Long.parseLong(millis.group(1)));
  }

  /**
   * Moves it on to where the other clock is, if it is behind that. One at a time: two that saw the
   * same difference would move it twice.
   *
   * @return how far it is behind afterwards: nothing, or less than nothing if it is ahead
   * @throws EngineAwayException if the broker does not answer
   * @throws WrongPurposeException if its clock cannot be moved
   */
  synchronized Duration follow(Clock other) {
    Duration behind = Duration.between(now(), other.instant());
    if (behind.compareTo(IN_STEP) <= 0) {
      return behind.isNegative() && behind.abs().compareTo(IN_STEP) > 0 ? behind : Duration.ZERO;
    }
    forward(behind);
    return Duration.ZERO;
  }

  /**
   * Is it a clock that can be moved at all?
   *
   * @throws EngineAwayException if the broker does not answer
   * @throws WrongPurposeException if not
   */
  void requireMovable() {
    forward(Duration.ZERO);
  }

  private void forward(Duration by) {
    var answer =
        send(
            HttpRequest.newBuilder(clock.resolve("/actuator/clock/add"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"offsetMilli\": %d}".formatted(by.toMillis()))));
    if (answer.statusCode() == NOT_ALLOWED) {
      throw new WrongPurposeException(
          "The engine's clock (%s) cannot be moved: it is no engine for training."
              .formatted(clock.getAuthority()),
          "Give training an engine of its own, started with ZEEBE_CLOCK_CONTROLLED=true; never the"
              + " one that runs real cases.");
    }
    if (answer.statusCode() != 200) {
      throw new EngineAwayException("The engine's clock answered " + answer.statusCode());
    }
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new EngineAwayException("The engine's clock does not answer");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineAwayException("The wait for the engine's clock was interrupted");
    }
  }
}
