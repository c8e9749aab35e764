package org.haven.records;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch.core.bulk.BulkOperation;
import co.elastic.clients.json.jackson.JacksonJsonpMapper;
import co.elastic.clients.transport.rest_client.RestClientTransport;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.apache.http.HttpHost;
import org.elasticsearch.client.RestClient;
import org.haven.records.GeneratedRecords.Raw;

/** Writes records to Elasticsearch as the engine's exporter does. */
public final class RecordWriter implements AutoCloseable {
  private static final int BULK = 1_000;

  private final RestClient connection;
  private final ElasticsearchClient elasticsearch;
  private final String prefix;
  private final DateTimeFormatter days;
  private final List<BulkOperation> waiting = new ArrayList<>();

  /**
   * @param days how the indices of a time are told apart, such as {@code yyyy-MM-dd}
   */
  public RecordWriter(URI url, String prefix, String days) throws IOException {
    this.connection =
        RestClient.builder(HttpHost.create(url.toString()))
            .setRequestConfigCallback(request -> request.setSocketTimeout(120_000))
            .build();
    this.elasticsearch =
        new ElasticsearchClient(new RestClientTransport(connection, new JacksonJsonpMapper()));
    this.prefix = prefix;
    this.days = DateTimeFormatter.ofPattern(days).withZone(ZoneOffset.UTC);
    for (var type : RecordType.values()) {
      elasticsearch
          .indices()
          .putIndexTemplate(
              t ->
                  t.name(prefix + "_" + type.index() + "_8.6.0")
                      .withJson(
                          new StringReader(
                              """
                              {"index_patterns": ["%s_%s_*"], "priority": 60,
                               "template": {
                                 "settings": {"number_of_shards": 1, "number_of_replicas": 0,
                                   "index.queries.cache.enabled": false,
                                   "index.translog.durability": "async"},
                                 "mappings": {"properties": {
                                   "position": {"type": "long"}, "sequence": {"type": "long"},
                                   "key": {"type": "long"}, "timestamp": {"type": "date"},
                                   "intent": {"type": "keyword"},
                                   "partitionId": {"type": "integer"},
                                   "value": {"dynamic": false, "properties": {
                                     "name": {"type": "keyword"}, "scopeKey": {"type": "long"},
                                     "bpmnProcessId": {"type": "keyword"},
                                     "elementId": {"type": "keyword"},
                                     "processInstanceKey": {"type": "long"},
                                     "elementInstanceKey": {"type": "long"}}}}}}}
                              """
                                  .formatted(prefix, type.index()))));
    }
  }

  public ElasticsearchClient client() {
    return elasticsearch;
  }

  public void write(Raw record) throws IOException {
    write(record, "8.6.0");
  }

  /** After a failover the same record may be written again, by a broker of another version too. */
  public void write(Raw record, String brokerVersion) throws IOException {
    var document = new HashMap<String, Object>();
    document.put("partitionId", record.partition());
    document.put("position", record.position());
    document.put("sequence", record.sequence());
    document.put("key", record.key());
    document.put("timestamp", record.at().toEpochMilli());
    document.put("intent", record.intent());
    document.put("value", record.value());
    String index =
        prefix + "_" + record.type().index() + "_" + brokerVersion + "_" + days.format(record.at());
    waiting.add(
        BulkOperation.of(
            o ->
                o.index(
                    i ->
                        i.index(index)
                            .id(record.partition() + "-" + record.position())
                            .document(document))));
    if (waiting.size() >= BULK) {
      flush();
    }
  }

  public void flush() throws IOException {
    if (!waiting.isEmpty()) {
      var answer = elasticsearch.bulk(b -> b.operations(List.copyOf(waiting)));
      if (answer.errors()) {
        throw new IOException(
            String.valueOf(
                answer.items().stream().filter(i -> i.error() != null).findFirst().orElseThrow()));
      }
      waiting.clear();
    }
  }

  public void refresh() throws IOException {
    flush();
    elasticsearch.indices().refresh(r -> r.index(prefix + "_*"));
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
