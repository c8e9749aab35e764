package org.haven.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.haven.testing.TestPlatform;

/** What the engine itself says that happened, and when. */
final class EngineRecords {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private EngineRecords() {}

  /**
   * @param type of record, such as {@code user-task}
   * @param terms that all have to hold, each as Elasticsearch takes it
   */
  static List<JsonNode> of(String type, String terms) throws IOException, InterruptedException {
    return since(0, type, terms);
  }

  /**
   * @param moment in milliseconds: what the engine wrote down before it is left out
   */
  static List<JsonNode> since(long moment, String type, String terms)
      throws IOException, InterruptedException {
    String filters =
        Arrays.stream(terms.split(","))
            .map(t -> "{\"term\":{%s}},".formatted(t))
            .collect(
                Collectors.joining(
                    "", "", "{\"range\":{\"timestamp\":{\"gte\":%d}}}".formatted(moment)));
    String body =
        "{\"size\":10000,\"_source\":[\"timestamp\",\"intent\",\"value.processInstanceKey\","
            + "\"value.userTaskKey\",\"value.elementId\",\"value.type\",\"value.variables\"],"
            + "\"query\":{\"bool\":{\"filter\":[%s]}}}".formatted(filters);
    var request =
        HttpRequest.newBuilder(
                URI.create(
                    TestPlatform.platform().elasticsearchUrl()
                        + "/zeebe-record_"
                        + type
                        + "_*/_search?ignore_unavailable=true"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    var found = new ArrayList<JsonNode>();
    JSON.readTree(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body())
        .path("hits")
        .path("hits")
        .forEach(hit -> found.add(hit.path("_source")));
    return found;
  }
}
