package org.haven.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.haven.records.GeneratedRecords.Raw;
import org.haven.testing.TestPlatform;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Every figure is what going through all the records gives, on the real Elasticsearch: journeys
 * with every kind of ending, records that are told again after a failover, a node that dies.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FiguresProcessTest {
  private static final Instant FROM = Instant.parse("2026-09-01T08:00:00Z");
  private static final Instant NOW = Instant.parse("2026-11-20T14:30:00Z");

  /** Of journeys that call others: some more in all. */
  private static final int INSTANCES = Integer.getInteger("haven.test.figures.instances", 1_500);

  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final LocalDate FIRST = LocalDate.of(2026, 10, 5);
  private static final LocalDate LAST = LocalDate.of(2026, 11, 9);
  private static final Set<String> CONFLICTED =
      Set.of(
          GeneratedRecords.caseRef(3),
          GeneratedRecords.caseRef(17),
          GeneratedRecords.caseRef(44),
          "HV-NOBODYSX");

  private final List<Raw> all = new ArrayList<>();
  private RecordWriter writer;
  private FigureStore store;
  private Figures figures;
  private BruteForce truth;

  @BeforeAll
  void world() throws IOException {
    writer = new RecordWriter(TestPlatform.platform().elasticsearchUrl(), "brute", "yyyy");
    writer.client().indices().delete(d -> d.index("brute*"));
    store = new FigureStore(writer.client(), "brutefigures");
    writer.client().indices().delete(d -> d.index("brutefigures*"));
    figures = new Figures(store);
    new GeneratedRecords(7, 2, INSTANCES, 300, FROM, NOW, Duration.ofDays(4))
        .forEachRemaining(all::add);
    truth = new BruteForce(all);

    // a part, then the node that read it dies and another goes on
    var first = node();
    write(all.subList(0, all.size() / 3));
    readOn(first);
    first.leave();
    // after a failover a broker of another version exports what it is not sure of once more
    var second = node();
    for (var record : all.subList(all.size() / 3 - 2_000, all.size() / 3)) {
      writer.write(record, "8.7.0");
    }
    write(all.subList(all.size() / 3, all.size()));
    for (var record : all.subList(all.size() / 2, all.size() / 2 + 4_000)) {
      writer.write(record, "8.7.0");
    }
    writer.refresh();
    readOn(second);
    second.leave();
  }

  @AfterAll
  void close() throws IOException {
    writer.client().indices().delete(d -> d.index("brute*"));
    writer.close();
  }

  private FigureProjector node() {
    var records = new ExportedRecords(writer.client(), "brute");
    return node(records, store, new RecordGaps(records, "in the figures"));
  }

  private static FigureProjector node(ExportedRecords records, FigureStore store, RecordGaps gaps) {
    return new FigureProjector(records, store, keeping(records, store, Map.of()), gaps, CLOCK);
  }

  private static RecordsKeeping keeping(
      ExportedRecords records, FigureStore store, Map<String, Integer> monthsOf) {
    return new RecordsKeeping(records, store, new RecordsKept(24, monthsOf), CLOCK);
  }

  private static void readAll(FigureProjector node, FigureStore store) {
    await()
        .until(
            () -> {
              node.turn();
              return store.state().filter(seen -> seen.state().asOf() > 0).isPresent();
            });
  }

  private void write(List<Raw> some) throws IOException {
    for (var record : some) {
      writer.write(record);
    }
    writer.refresh();
  }

  private void readOn(FigureProjector node) {
    AllRead.by(node, store, new ExportedRecords(writer.client(), "brute"));
  }

  private void everythingIsTrue() {
    for (Set<String> leftOut : List.of(Set.<String>of(), CONFLICTED)) {
      var shown = new LeftOut(leftOut);
      var standings = figures.standings(shown, NOW);
      assertThat(standings.places())
          .containsExactlyInAnyOrderElementsOf(truth.places(leftOut, NOW));
      assertThat(standings.journeys())
          .containsExactlyInAnyOrderElementsOf(truth.running(leftOut, NOW));
      for (String process : List.of("journey-a", "check-letter", "journey-c")) {
        var found = figures.process(shown, process, null, FIRST, LAST);
        assertThat(counts(found)).isEqualTo(truth.counts(leftOut, process, null, FIRST, LAST));
        assertThat(found.flows()).isEqualTo(truth.flows(leftOut, process, FIRST, LAST));
        found
            .elements()
            .forEach(
                (element, of) -> {
                  var took = truth.took(leftOut, process, element, FIRST, LAST);
                  if (took.isEmpty()) {
                    assertThat(of.medianMillis()).isNegative();
                  } else {
                    near(of.medianMillis(), took.get((took.size() + 1) / 2 - 1));
                    near(of.p90Millis(), took.get((took.size() * 9 + 9) / 10 - 1));
                  }
                });
      }
      assertThat(counts(figures.process(shown, "journey-b", 2, FIRST, LAST)))
          .isEqualTo(truth.counts(leftOut, "journey-b", 2, FIRST, LAST));
    }
  }

  private static void near(double found, long exact) {
    assertThat(found).isCloseTo(exact, within(Math.max(1, exact * Spans.ERROR)));
  }

  private static Map<String, List<Long>> counts(ProcessFigures found) {
    var counts = new TreeMap<String, List<Long>>();
    found
        .elements()
        .forEach(
            (element, of) ->
                counts.put(
                    element,
                    List.of(
                        of.entered(),
                        of.completed(),
                        of.terminated(),
                        of.tasksMet(),
                        of.tasksLate(),
                        of.tasksCancelled())));
    return counts;
  }

  @Test
  @Order(1)
  void shouldBeTrue_whenARecordIsToldAgainAndANodeGoesOn() {
    assertThat(
            List.of(
                truth.steps.values().stream().anyMatch(s -> s.how.equals("ELEMENT_TERMINATED")),
                truth.steps.values().stream().anyMatch(s -> s.version != s.enteredIn),
                truth.incidents.values().stream().anyMatch(i -> i.left == null),
                truth.incidents.values().stream().anyMatch(i -> i.left != null),
                truth.tasks.values().stream().anyMatch(t -> t.how.equals("CANCELED"))))
        .as("every kind of ending is among them")
        .doesNotContain(false);
    everythingIsTrue();
    assertThat(figures.freshness().asOf()).isEqualTo(NOW);
    assertThat(figures.freshness().missing()).isEmpty();
  }

  @Test
  @Order(2)
  void shouldListWhatStandsThere_oldestAndDueFirst() {
    var shown = new LeftOut(CONFLICTED);
    for (var place : figures.standings(shown, NOW).places()) {
      if (place.version() == 2) {
        continue;
      }
      long both =
          figures.standings(shown, NOW).places().stream()
              .filter(p -> p.processId().equals(place.processId()))
              .filter(p -> p.elementId().equals(place.elementId()))
              .mapToLong(Standings.Place::late)
              .sum();
      var late =
          figures.standing(
              shown, Figures.Which.LATE, place.processId(), place.elementId(), NOW, 0, 1_000);
      assertThat(late).hasSize((int) both);
      assertThat(late).extracting(Figures.Standing::dueAt).isSorted();
      assertThat(late)
          .extracting(Figures.Standing::caseRef)
          .doesNotContainAnyElementsOf(CONFLICTED);
      break;
    }
  }

  @Test
  @Order(3)
  void shouldStayTrue_whenANodeWroteAndDiedBeforeItMovedItsCursors() {
    // given: cursors of some time ago
    int read = store.state().orElseThrow().state().reading();
    var then =
        store.cursors(read).stream()
            .map(
                cursor ->
                    new RecordCursor(
                        cursor.partition(),
                        cursor.type(),
                        RecordCursor.start(cursor.partition(), cursor.type()).sequence()
                            + (cursor.sequence()
                                    - RecordCursor.start(cursor.partition(), cursor.type())
                                        .sequence())
                                * 2
                                / 3,
                        0))
            .toList();
    store.cursors(read, then);
    // when
    var node = node();
    readOn(node);
    node.leave();
    store.refresh(read);
    // then
    everythingIsTrue();
  }

  @Test
  @Order(4)
  void shouldStayTrue_whenAllIsBuiltAnew() {
    // given
    var node = node();
    node.turn();
    int before = store.state().orElseThrow().state().reading();
    // when
    figures.buildAnew();
    await().until(() -> node.turn() || figures.freshness().building());
    // then: those of before are read until the new ones are complete
    assertThat(figures.freshness().building()).isTrue();
    everythingIsTrue();
    // when
    readOn(node);
    node.leave();
    // then
    assertThat(figures.freshness().building()).isFalse();
    assertThat(store.state().orElseThrow().state().reading()).isEqualTo(before + 1);
    everythingIsTrue();
  }

  @Test
  @Order(5)
  void shouldLetGo_whenTheTimeOfRecordsIsOver() throws IOException {
    // given
    var then = Instant.parse("2024-11-16T08:00:00Z");
    var daily =
        new RecordWriter(TestPlatform.platform().elasticsearchUrl(), "bruteold", "yyyy-MM-dd");
    new GeneratedRecords(3, 1, 20, 5, then, then.plus(Duration.ofDays(8)), Duration.ofDays(1))
        .forEachRemaining(
            record -> {
              try {
                daily.write(record);
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    daily.refresh();
    var records = new ExportedRecords(writer.client(), "bruteold");
    long before = figures.standings(LeftOut.NONE, NOW).places().size();
    // when
    keeping(records, store, Map.of()).keep(store.state().orElseThrow().state().reading());
    // then
    assertThat(records.oldest().orElseThrow())
        .isAfterOrEqualTo(Instant.parse("2024-11-20T00:00:00Z"));
    assertThat(figures.standings(LeftOut.NONE, NOW).places()).hasSize((int) before);
    // and what is not there any more is not missed by whoever begins now
    var later = new FigureStore(writer.client(), "brutefigureslater");
    readAll(node(records, later, new RecordGaps(records, "in the figures")), later);
    assertThat(new Figures(later).freshness().missing()).isEmpty();
    // when a kind is not kept as long
    keeping(records, later, Map.of("variable", 1)).keep(1);
    // then
    assertThat(records.kinds()).contains(new RecordKind("process-instance"));
    assertThat(records.kinds()).doesNotContain(new RecordKind("variable"));
    assertThat(records.absentTypes(NOW)).containsExactly(RecordType.VARIABLE);
    daily.close();
  }

  @Test
  @Order(6)
  void shouldSaySo_whenARecordIsLost() throws IOException {
    // given
    var some = new ArrayList<Raw>();
    new GeneratedRecords(5, 1, 20, 5, NOW.minus(Duration.ofDays(3)), NOW, Duration.ofHours(3))
        .forEachRemaining(some::add);
    var lost =
        some.stream()
            .filter(record -> record.type() == RecordType.PROCESS_INSTANCE)
            .skip(100)
            .findFirst()
            .orElseThrow();
    try (var lossy =
        new RecordWriter(TestPlatform.platform().elasticsearchUrl(), "brutelost", "yyyy")) {
      for (var record : some) {
        if (!record.equals(lost)) {
          lossy.write(record);
        }
      }
      lossy.refresh();
    }
    var records = new ExportedRecords(writer.client(), "brutelost");
    var mine = new FigureStore(writer.client(), "brutefigureslost");
    // when
    readAll(node(records, mine, new RecordGaps(records, "in the figures", Duration.ZERO)), mine);
    // then
    assertThat(new Figures(mine).freshness().missing())
        .singleElement()
        .asString()
        .startsWith("partition 1, process-instance: 1 records before");
    assertThat(new Figures(mine).standings(LeftOut.NONE, NOW).places()).isNotEmpty();
  }
}
