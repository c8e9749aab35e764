package org.haven.records;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.json.jackson.JacksonJsonpMapper;
import co.elastic.clients.transport.rest_client.RestClientTransport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.http.HttpHost;
import org.elasticsearch.client.RestClient;
import org.jspecify.annotations.Nullable;

/** Figures of what a test says that stands somewhere; of which it may say that they are away. */
public class ScriptedFigures extends Figures {
  /** Documents that nobody looks at. */
  private static final FigureStore NOWHERE =
      new FigureStore(
          new ElasticsearchClient(
              new RestClientTransport(
                  RestClient.builder(new HttpHost("localhost", 1)).build(),
                  new JacksonJsonpMapper())),
          "nowhere");

  /** All that stand somewhere, each as a task that is late. */
  public final List<Standing> all = new ArrayList<>();

  public boolean down;

  /** Absent for "just now". */
  public @Nullable Instant asOf;

  public ScriptedFigures() {
    super(NOWHERE);
  }

  public void stand(
      long instance,
      String processId,
      int version,
      String elementId,
      String caseRef,
      Instant since) {
    all.add(
        new Standing(
            instance * 10 + all.size(),
            instance,
            processId,
            version,
            elementId,
            caseRef,
            since,
            since,
            "JOB_NO_RETRIES"));
  }

  private List<Standing> shown(LeftOut leftOut) {
    if (down) {
      throw new RecordsUnavailableException(new java.net.ConnectException());
    }
    return all.stream()
        .filter(one -> one.caseRef() != null && !leftOut.cases().contains(one.caseRef()))
        .toList();
  }

  @Override
  public void buildAnew() {
    shown(LeftOut.NONE);
  }

  @Override
  public Standings standings(LeftOut leftOut, Instant now) {
    var places = new TreeMap<String, List<Standing>>();
    var processes = new TreeMap<String, List<Standing>>();
    for (var one : shown(leftOut)) {
      processes
          .computeIfAbsent(one.processId() + " " + one.version(), _ -> new ArrayList<>())
          .add(one);
      places
          .computeIfAbsent(
              FigureFold.place(one.processId(), one.version(), one.elementId()),
              _ -> new ArrayList<>())
          .add(one);
    }
    return new Standings(
        places.values().stream()
            .map(
                here ->
                    new Standings.Place(
                        here.getFirst().processId(),
                        here.getFirst().version(),
                        here.getFirst().elementId(),
                        here.size(),
                        oldest(here),
                        0,
                        0,
                        0,
                        here.size(),
                        0))
            .toList(),
        processes.values().stream()
            .map(
                here ->
                    new Standings.Running(
                        here.getFirst().processId(),
                        here.getFirst().version(),
                        new HashSet<>(
                                here.stream()
                                    .map(Standing::instanceKey)
                                    .collect(Collectors.toList()))
                            .size(),
                        oldest(here),
                        0,
                        0))
            .toList(),
        freshness(now));
  }

  private static @Nullable Instant oldest(List<Standing> here) {
    return here.stream().map(Standing::since).min(Instant::compareTo).orElse(null);
  }

  @Override
  public Standings.Freshness freshness() {
    if (down) {
      throw new RecordsUnavailableException(new java.net.ConnectException());
    }
    return freshness(Instant.now());
  }

  private Standings.Freshness freshness(Instant now) {
    Instant at = asOf;
    // a moment ahead: "0 seconds" however slow the machine is
    return new Standings.Freshness(
        at == null ? now.plus(Duration.ofHours(1)) : at, false, List.of());
  }

  @Override
  public List<Standing> standing(
      LeftOut leftOut,
      Which which,
      String processId,
      @Nullable String elementId,
      Instant now,
      int from,
      int most) {
    return shown(leftOut).stream()
        .filter(one -> one.processId().equals(processId))
        .filter(one -> elementId == null || one.elementId().equals(elementId))
        .skip(from)
        .limit(most)
        .toList();
  }

  @Override
  public ProcessFigures process(
      LeftOut leftOut,
      String processId,
      @Nullable Integer version,
      java.time.LocalDate from,
      java.time.LocalDate to) {
    var elements = new TreeMap<String, ProcessFigures.ElementFigures>();
    for (var one : shown(leftOut)) {
      if (one.processId().equals(processId)) {
        elements.put(
            one.elementId(),
            new ProcessFigures.ElementFigures(40, 36, 2, 10_800_000, 93_600_000, 33, 3, 2));
      }
    }
    return new ProcessFigures(elements, Map.of());
  }
}
