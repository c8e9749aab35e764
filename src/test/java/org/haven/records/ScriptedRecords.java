package org.haven.records;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.json.jackson.JacksonJsonpMapper;
import co.elastic.clients.transport.rest_client.RestClientTransport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.http.HttpHost;
import org.elasticsearch.client.RestClient;

/** Exported records that a test writes down, of which it may hide some as a lagging index does. */
public class ScriptedRecords extends ExportedRecords {
  private final List<ExportedRecord> all = new ArrayList<>();
  private final Map<String, Long> counters = new HashMap<>();
  private final Set<Long> hidden = new java.util.HashSet<>();
  private long position;
  public int refreshes;

  /** What scopes say, as JSON text, and how often somebody asked. */
  public final Map<Long, Map<String, String>> variables = new HashMap<>();

  public int questions;
  public boolean down;

  public ScriptedRecords() {
    super(
        new ElasticsearchClient(
            new RestClientTransport(
                RestClient.builder(new HttpHost("localhost", 1)).build(),
                new JacksonJsonpMapper())),
        "zeebe-record");
  }

  /** Appends a record and gives its position. */
  public long add(
      RecordType type,
      int partition,
      String intent,
      long key,
      Instant at,
      Map<String, Object> value) {
    long counter = counters.merge(type.name() + partition, 1L, Long::sum);
    all.add(
        new ExportedRecord(
            type,
            partition,
            ++position,
            RecordCursor.start(partition, type).sequence() + counter,
            intent,
            key,
            at,
            value));
    return position;
  }

  public void hide(long position) {
    hidden.add(position);
  }

  public void show(long position) {
    hidden.remove(position);
  }

  /** The exporter writes its last records once more. */
  public void repeat(int last) {
    all.addAll(List.copyOf(all.subList(all.size() - last, all.size())));
  }

  @Override
  public Set<Integer> partitions() {
    checkUp();
    return all.stream().map(ExportedRecord::partition).collect(Collectors.toSet());
  }

  @Override
  public List<RecordBatch> after(List<RecordCursor> cursors, int most) {
    checkUp();
    return cursors.stream()
        .map(
            cursor ->
                RecordBatch.of(
                    cursor,
                    all.stream()
                        .filter(r -> r.type() == cursor.type())
                        .filter(r -> r.partition() == cursor.partition())
                        .filter(r -> r.sequence() > cursor.sequence())
                        .filter(r -> !hidden.contains(r.position()))
                        .sorted(Comparator.comparing(ExportedRecord::sequence))
                        .limit(most)
                        .toList()))
        .toList();
  }

  private void checkUp() {
    if (down) {
      throw new RecordsUnavailableException(new java.net.ConnectException());
    }
  }

  @Override
  public void refresh(Collection<RecordType> types) {
    checkUp();
    refreshes++;
  }

  @Override
  public Map<Long, Map<String, String>> variables(Collection<Long> scopes, Set<String> names) {
    checkUp();
    questions++;
    var found = new HashMap<>(variables);
    found.keySet().retainAll(scopes);
    return found;
  }

  @Override
  public Optional<Instant> newest() {
    return all.stream().map(ExportedRecord::at).max(Comparator.naturalOrder());
  }

  @Override
  public Optional<Instant> oldest() {
    return all.stream().map(ExportedRecord::at).min(Comparator.naturalOrder());
  }
}
