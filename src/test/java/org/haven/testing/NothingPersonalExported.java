package org.haven.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.haven.sample.SampleData;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * After all tests of a class on the platform: reads every record that the engine exported, of every
 * kind, variables and messages included, and finds nothing that a scenario or the sample data told
 * in confidence, and nothing that looks like a telephone number, a postcode or an e-mail address.
 */
public final class NothingPersonalExported implements AfterAllCallback {
  /** Records of a batch; each is read whole. */
  private static final int BATCH = 2_000;

  /** Records of the models themselves, with their files. */
  private static final Set<String> MODELS =
      Set.of("DEPLOYMENT", "PROCESS", "FORM", "DECISION", "DECISION_REQUIREMENTS");

  /** Texts are looked up by their first letters: there are hundreds of them and many records. */
  private static final int START = 6;

  private static final Pattern LOOKS_PERSONAL =
      Pattern.compile(
          "(?<![\\d-])0\\d{3,4}[ ]\\d{3}[ ]?\\d{3,4}(?!\\d)"
              + "|\\b[A-Z]{1,2}\\d[A-Z\\d]? \\d[A-Z]{2}\\b"
              + "|(?<![\\w.+-])[\\w.+-]++@[\\w-]+\\.[\\w.]+");

  /** Up to where the records of this engine were read: the classes of a run share one. */
  private static long readTo = -1;

  private static int engine = -1;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @Override
  public void afterAll(ExtensionContext context) {
    assertNothingPersonal();
    assertThat(EveryJobTwice.different()).as("jobs that were done twice").isEmpty();
  }

  /** Fails with the kind of each record that holds what it must not. */
  public static synchronized void assertNothingPersonal() {
    if (engine != TestPlatform.engineGeneration()) {
      engine = TestPlatform.engineGeneration();
      readTo = -1;
    }
    var told = new HashMap<String, List<String>>();
    // single words of the stories may be codes as well; two words or more never are
    Stream.concat(
            JourneyDriver.SECRETS.stream(),
            SampleData.personalTexts().stream().filter(text -> text.strip().contains(" ")))
        .map(text -> text.strip().toLowerCase(Locale.ROOT))
        .filter(text -> text.length() >= START)
        .forEach(
            text ->
                told.computeIfAbsent(text.substring(0, START), _ -> new ArrayList<>()).add(text));
    var found = new TreeSet<String>();
    post("/zeebe-record*/_refresh", "");
    JsonNode page =
        post(
            "/zeebe-record*/_search?scroll=1m&ignore_unavailable=true",
            "{\"size\":%d,\"sort\":[\"_doc\"],\"query\":{\"range\":{\"position\":{\"gt\":%d}}}}"
                .formatted(BATCH, readTo));
    long last = readTo;
    while (page.path("hits").path("hits").size() > 0) {
      for (JsonNode hit : page.path("hits").path("hits")) {
        last = Math.max(last, hit.path("_source").path("position").asLong());
        look(hit.path("_source"), told, found);
        ElementsTaken.add(hit.path("_source"));
      }
      page =
          post(
              "/_search/scroll",
              "{\"scroll\":\"1m\",\"scroll_id\":\"%s\"}"
                  .formatted(page.path("_scroll_id").asText()));
    }
    assertThat(last).as("position of the last exported record").isPositive();
    assertThat(found).as("what the engine must not know").isEmpty();
    readTo = last;
    ElementsTaken.write();
  }

  private static void look(JsonNode record, Map<String, List<String>> told, TreeSet<String> found) {
    String kind = record.path("valueType").asText();
    // the models themselves, as files
    if (MODELS.contains(kind)) {
      return;
    }
    String whole = record.path("value").toString();
    String lower = whole.toLowerCase(Locale.ROOT);
    for (int i = 0; i + START <= lower.length(); i++) {
      for (String text : told.getOrDefault(lower.substring(i, i + START), List.of())) {
        if (lower.startsWith(text, i)) {
          found.add(kind + " holds \"" + text + "\"");
        }
      }
    }
    var looks = LOOKS_PERSONAL.matcher(whole);
    while (looks.find()) {
      found.add(kind + " holds what looks personal: " + looks.group());
    }
  }

  private static JsonNode post(String path, String body) {
    try {
      var request =
          HttpRequest.newBuilder(
                  URI.create(
                      TestPlatform.platform().elasticsearchUrl().toString().replaceAll("/$", "")
                          + path))
              .header("Content-Type", "application/json")
              .POST(
                  body.isEmpty()
                      ? HttpRequest.BodyPublishers.noBody()
                      : HttpRequest.BodyPublishers.ofString(body))
              .build();
      return JSON.readTree(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
