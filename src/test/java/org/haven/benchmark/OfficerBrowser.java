package org.haven.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.jsoup.Jsoup;

/** What an officer's browser sends, without a browser's own time in it. */
final class OfficerBrowser {
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .cookieHandler(new CookieManager())
          .build();
  private final int port;
  private final String token;

  /** Signs in. */
  OfficerBrowser(int port, String username, String password)
      throws IOException, InterruptedException {
    this.port = port;
    String form = token("/sign-in");
    assertThat(
            send("/sign-in", "_csrf", form, "username", username, "password", password)
                .statusCode())
        .isEqualTo(302);
    token = token("/tasks?list=done");
  }

  private String token(String address) throws IOException, InterruptedException {
    return Jsoup.parse(get(address).body()).select("input[name=_csrf]").val();
  }

  HttpResponse<String> get(String address) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + address)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** Keeps a list open as a page does: looks again whenever it is told to, until it is stopped. */
  void keepOpen(String list) {
    while (!Thread.currentThread().isInterrupted()) {
      try (var told =
          http.send(
                  HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/tasks/changes"))
                      .header("Accept", "text/event-stream")
                      .build(),
                  HttpResponse.BodyHandlers.ofLines())
              .body()) {
        for (var lines = told.iterator(); lines.hasNext(); ) {
          if (lines.next().startsWith("event:look")) {
            assertThat(get(list + "&refresh=list").statusCode()).isEqualTo(200);
          }
        }
      } catch (InterruptedException | IOException | UncheckedIOException e) {
        return;
      }
    }
  }

  /**
   * @param fields names and values in turn
   */
  HttpResponse<String> post(String address, String... fields)
      throws IOException, InterruptedException {
    var all = new String[fields.length + 2];
    all[0] = "_csrf";
    all[1] = token;
    System.arraycopy(fields, 0, all, 2, fields.length);
    return send(address, all);
  }

  private HttpResponse<String> send(String address, String... fields)
      throws IOException, InterruptedException {
    var body = new StringBuilder();
    for (int i = 0; i < fields.length; i += 2) {
      body.append(i == 0 ? "" : "&").append(fields[i]).append('=');
      body.append(URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
    }
    return http.send(
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + address))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
