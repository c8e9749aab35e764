package org.haven.records;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.json.jackson.JacksonJsonpMapper;
import co.elastic.clients.transport.rest_client.RestClientTransport;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.http.HttpHost;
import org.elasticsearch.client.RestClient;

/** What a test says that the engine told of instances; of which it may say that it is away. */
public class ScriptedInstanceRecords extends InstanceRecords {
  public static final Told NOTHING =
      new Told(List.of(), List.of(), List.of(), List.of(), List.of(), Map.of());

  public final Map<Long, Told> all = new HashMap<>();
  public boolean down;

  public ScriptedInstanceRecords() {
    super(
        new ElasticsearchClient(
            new RestClientTransport(
                RestClient.builder(new HttpHost("localhost", 1)).build(),
                new JacksonJsonpMapper())),
        "nowhere");
  }

  @Override
  public Told of(long processInstanceKey, Instant since) {
    if (down) {
      throw new RecordsUnavailableException(new java.net.ConnectException());
    }
    return all.getOrDefault(processInstanceKey, NOTHING);
  }
}
