package org.haven.training;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.regex.Pattern;

/** The management port of a broker, as far as its clock goes. */
public final class ScriptedBroker implements AutoCloseable {
  private static final Pattern OFFSET = Pattern.compile("\\{\"offsetMilli\": (\\d+)}");

  private final HttpServer server;
  private volatile long ahead;
  private volatile boolean controlled = true;
  private volatile boolean away;

  public ScriptedBroker() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/actuator/clock", this::answer);
    server.start();
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** How far its clock is ahead of the machine's, in milliseconds. */
  public long ahead() {
    return ahead;
  }

  /** It is started again: its clock is the machine's. */
  public void restart() {
    ahead = 0;
  }

  void runAhead(long millis) {
    ahead = millis;
  }

  void uncontrolled() {
    controlled = false;
  }

  public void away(boolean now) {
    away = now;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String sent = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    int status = 200;
    if (away) {
      status = 503;
    } else if (exchange.getRequestMethod().equals("POST")) {
      var offset = OFFSET.matcher(sent);
      if (!controlled) {
        status = 403;
      } else if (exchange.getRequestURI().getPath().endsWith("/add") && offset.matches()) {
        ahead += Long.parseLong(offset.group(1));
      } else {
        status = 400;
      }
    }
    byte[] body =
        "{\"epochMilli\":%d,\"instant\":\"x\"}"
            .formatted(Clock.systemUTC().millis() + ahead)
            .getBytes(UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
