package org.haven.records;

import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Reads the exported records on and takes them into the compact documents that figures are computed
 * from. One node does it at a time; should two, they write the same. What a document holds is
 * determined by its records alone, so that a batch that was written half is written again.
 */
@Component
class FigureProjector {
  static final int BATCH = 1_000;

  /** How long records of an instance wait for the variable that says which case it is of. */
  private static final Duration CASE_AWAITED = Duration.ofSeconds(5);

  /** The same for records that are read long after they were written. */
  private static final Duration CASE_OF_OLD_AWAITED = Duration.ofSeconds(1);

  /** What is older is not about to become searchable. */
  private static final Duration OLD = Duration.ofDays(1);

  /** A leader that has not told of itself for so long is gone. */
  private static final Duration LEADER_GONE = Duration.ofSeconds(5);

  private static final Duration BEAT = Duration.ofSeconds(1);

  /** How often it is looked whether all kinds of records arrive. */
  private static final Duration ARRIVALS = Duration.ofMinutes(5);

  private static final Duration PARTITIONS_KEPT = Duration.ofSeconds(30);
  private static final int DOCS_KEPT = 20_000;
  private static final int MISSING_TOLD = 20;
  private static final Logger LOG = LoggerFactory.getLogger(FigureProjector.class);

  private final ExportedRecords records;
  private final FigureStore store;
  private final InstanceCases cases;
  private final RecordGaps gaps;
  private final RecordsKeeping keeping;
  private final Clock clock;
  private final String node = UUID.randomUUID().toString();

  private FigureStore.@Nullable Seen seen;
  private long beatNanos;
  private long seenNanos;
  private long partitionsAskedNanos;

  /** There is more to be read than one turn reads. */
  private boolean behind;

  private long arrivalsAskedNanos = System.nanoTime() - ARRIVALS.toNanos();
  private final Map<Integer, Map<RecordType, RecordCursor>> cursors = new TreeMap<>();
  private final Set<String> processesWithCase = new HashSet<>();
  private final Set<String> processesWithout = new HashSet<>();
  private final Map<Long, Long> awaitedNanos = new HashMap<>();

  private final Map<FigureDoc.Id, FigureDoc> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<FigureDoc.Id, FigureDoc> eldest) {
          return size() > DOCS_KEPT && !eldest.getValue().changed();
        }
      };

  @Autowired
  FigureProjector(ExportedRecords records, FigureStore store, RecordsKeeping keeping, Clock clock) {
    this(records, store, keeping, new RecordGaps(records, "in the figures"), clock);
  }

  FigureProjector(
      ExportedRecords records,
      FigureStore store,
      RecordsKeeping keeping,
      RecordGaps gaps,
      Clock clock) {
    this.records = records;
    this.store = store;
    this.keeping = keeping;
    this.clock = clock;
    this.cases = new InstanceCases(records);
    this.gaps = gaps;
  }

  /**
   * Reads on once, if it is this node's turn.
   *
   * @return whether there may be more at once
   * @throws RecordsUnavailableException if Elasticsearch does not answer
   */
  synchronized boolean turn() {
    if (!leads()) {
      return false;
    }
    try {
      return read();
    } catch (RuntimeException e) {
      forget(); // what was taken in may not be written: read it again
      throw e;
    }
  }

  private boolean read() {
    var state = state();
    Instant asked = clock.instant();
    findPartitions(state.writing());
    if (cursors.isEmpty()) {
      if (!state().building()) {
        drained(asked); // the engine has done nothing yet, and that is all there is to tell
      }
      beat(false);
      return false;
    }
    if (!behind) {
      // by itself Elasticsearch shows them within a second only, and people look at the board
      records.refreshLatest(asked);
    }
    var batches =
        records.after(cursors.values().stream().flatMap(c -> c.values().stream()).toList(), BATCH);
    boolean more = false;
    boolean all = true;
    var moved = new ArrayList<RecordCursor>();
    for (int partition : List.copyOf(cursors.keySet())) {
      var own = new EnumMap<RecordType, RecordBatch>(RecordType.class);
      batches.stream()
          .filter(batch -> batch.from().partition() == partition)
          .forEach(batch -> own.put(batch.from().type(), batch));
      // the steps first: they say which instance is of which case
      long upTo = Long.MAX_VALUE;
      for (var type :
          List.of(RecordType.PROCESS_INSTANCE, RecordType.USER_TASK, RecordType.INCIDENT)) {
        var batch = own.get(type);
        if (batch == null) {
          continue;
        }
        var to = take(batch, upTo, state.writing());
        boolean drained = to.equals(batch.next()) && !batch.gap() && batch.found() < BATCH;
        if (type == RecordType.PROCESS_INSTANCE && !drained) {
          upTo = to.position();
        }
        if (!to.equals(batch.from())) {
          moved.add(to);
        }
        more |= batch.found() == BATCH;
        all &= drained;
      }
    }
    write(moved, state.writing());
    behind = more;
    if (all) {
      drained(asked);
    }
    beat(all && !moved.isEmpty());
    return more && !moved.isEmpty();
  }

  /** Takes in what it can of a batch, and says where to read on. */
  private RecordCursor take(RecordBatch batch, long upTo, int generation) {
    var from = batch.from();
    var wanted = batch.records().stream().filter(record -> record.position() <= upTo).toList();
    var counted = wanted.stream().filter(FigureFold::counts).toList();
    var parents = new HashMap<Long, Long>();
    for (var record : counted) {
      long parent = record.number("parentProcessInstanceKey");
      if (parent > 0) {
        parents.put(record.number("processInstanceKey"), parent);
      }
    }
    var begun = new HashSet<Long>();
    counted.stream()
        .filter(record -> record.intent().equals("ELEMENT_ACTIVATING"))
        .forEach(record -> begun.add(record.key()));
    load(counted, begun, generation);
    var caseOf = casesOf(counted, parents);
    var fold = new FigureFold(this::doc);
    int done = 0;
    for (var record : wanted) {
      if (FigureFold.counts(record)) {
        long instance = record.number("processInstanceKey");
        String caseRef = caseOf.get(instance);
        if (caseRef == null && waits(record, instance)) {
          awaitTogether(counted, caseOf);
          break;
        }
        // the index of the steps may show them later than that of incidents
        if (fold.lacksItsStep(record) && waits(record, record.key())) {
          break;
        }
        fold.take(record, caseRef);
      }
      done++;
    }
    if (done < batch.records().size()) {
      return done == 0 ? from : from.behind(batch.records().get(done - 1));
    }
    if (beforeAllThatIsKept(batch)) {
      return batch.gapEnd();
    }
    var next = gaps.next(batch);
    if (!next.equals(batch.next())) {
      passedOver(batch, next);
    }
    return next;
  }

  /** What is missing before the first went with its index when its time was over. */
  private boolean beforeAllThatIsKept(RecordBatch batch) {
    return batch.gap()
        && batch.records().isEmpty()
        && batch.from().atStart()
        && records.after(List.of(batch.gapEnd()), 1).getFirst().records().stream()
            .anyMatch(this::isOld);
  }

  private boolean isOld(ExportedRecord record) {
    return record.at().isBefore(clock.instant().minus(OLD));
  }

  private void passedOver(RecordBatch batch, RecordCursor to) {
    var missing = new ArrayList<>(state().missing());
    missing.add(
        "partition %d, %s: %d records before %s"
            .formatted(
                to.partition(),
                to.type().index(),
                to.sequence() - batch.next().sequence(),
                clock.instant()));
    change(
        state().lost(missing.subList(Math.max(0, missing.size() - MISSING_TOLD), missing.size())));
  }

  private FigureDoc doc(FigureDoc.Id id) {
    return kept.computeIfAbsent(id, none -> new FigureDoc(none, Map.of()));
  }

  /** Has at hand what the records touch; what begins with them is not there yet. */
  private void load(List<ExportedRecord> batch, Set<Long> begun, int generation) {
    var wanted = new HashSet<FigureDoc.Id>();
    for (var record : batch) {
      wanted.addAll(FigureFold.touched(record));
      long parent = record.number("parentProcessInstanceKey");
      if (parent > 0) {
        wanted.add(FigureDoc.Id.of(FigureKind.STEPS, parent)); // which says whose case it is
      }
    }
    // asked for by get, so that none of them is the eldest when others come in
    wanted.removeIf(
        id ->
            kept.get(id) != null
                || id.kind() == FigureKind.STEPS && begun.contains(Long.valueOf(id.id())));
    if (!wanted.isEmpty()) {
      kept.putAll(store.get(wanted, generation));
    }
  }

  private Map<Long, String> casesOf(List<ExportedRecord> batch, Map<Long, Long> parents) {
    var unknown = new HashSet<Long>();
    var known = new HashMap<Long, String>();
    for (var record : batch) {
      long instance = record.number("processInstanceKey");
      if (known.containsKey(instance) || unknown.contains(instance)) {
        continue;
      }
      var doc = kept.get(FigureDoc.Id.of(FigureKind.STEPS, instance));
      String caseRef = doc == null ? null : doc.text("case");
      if (caseRef != null) {
        known.put(instance, caseRef);
        cases.learn(instance, caseRef);
      } else {
        if (doc != null && doc.number("parent") > 0) {
          parents.put(instance, doc.number("parent"));
        }
        unknown.add(instance);
      }
    }
    for (long parent : parents.values()) {
      var doc = kept.get(FigureDoc.Id.of(FigureKind.STEPS, parent));
      String caseRef = doc == null ? null : doc.text("case");
      if (caseRef != null) {
        cases.learn(parent, caseRef);
      }
    }
    known.putAll(cases.of(unknown, parents));
    known.keySet().forEach(awaitedNanos::remove);
    batch.stream()
        .filter(record -> known.containsKey(record.number("processInstanceKey")))
        .forEach(record -> processesWithCase.add(record.text("bpmnProcessId")));
    return known;
  }

  /**
   * Is what the record needs still to come, by what it waits for? A process that never had a case
   * is not waited for.
   */
  private boolean waits(ExportedRecord record, long key) {
    String processId = record.text("bpmnProcessId");
    if (processesWithout.contains(processId) && !processesWithCase.contains(processId)) {
      return false;
    }
    long now = System.nanoTime();
    var awaited = isOld(record) ? CASE_OF_OLD_AWAITED : CASE_AWAITED;
    Long since = awaitedNanos.putIfAbsent(key, now);
    if (since == null || now - since < awaited.toNanos()) {
      return true;
    }
    processesWithout.add(processId);
    return false;
  }

  /** The instances of a batch whose case nobody knows wait at the same time. */
  private void awaitTogether(List<ExportedRecord> batch, Map<Long, String> caseOf) {
    if (awaitedNanos.size() > DOCS_KEPT) {
      awaitedNanos.clear();
    }
    long now = System.nanoTime();
    for (var record : batch) {
      long instance = record.number("processInstanceKey");
      if (!caseOf.containsKey(instance)) {
        awaitedNanos.putIfAbsent(instance, now);
      }
    }
  }

  /** The documents first: cursors that moved without them would lose records. */
  private void write(List<RecordCursor> moved, int generation) {
    var changed = kept.values().stream().filter(FigureDoc::changed).toList();
    if (!changed.isEmpty()) {
      store.put(changed, generation);
      changed.forEach(FigureDoc::kept);
    }
    if (!moved.isEmpty()) {
      for (var cursor : moved) {
        cursors
            .computeIfAbsent(cursor.partition(), _ -> new EnumMap<>(RecordType.class))
            .put(cursor.type(), cursor);
      }
      store.cursors(
          generation, cursors.values().stream().flatMap(c -> c.values().stream()).toList());
    }
  }

  private void drained(Instant asked) {
    var state = state();
    if (state.building()) {
      store.refresh(state.writing());
      int old = state.reading();
      change(state.built().upTo(asked.toEpochMilli()));
      store.drop(old);
      LOG.info("The figures were built anew from the exported records");
    } else {
      seen = new FigureStore.Seen(state.upTo(asked.toEpochMilli()), seen().seqNo(), seen().term());
    }
  }

  private void beat(boolean news) {
    if (news) {
      store.refresh(state().writing());
    }
    boolean due = System.nanoTime() - beatNanos > BEAT.toNanos();
    if (news || due) {
      change(state().ledBy(node));
    }
    if (due) {
      if (store.isAskedFor(state().writing())) {
        buildAnew(true);
      } else if (!state().building()) {
        arrivals();
        keeping.now(state().reading());
      }
    }
  }

  /** Says so when a kind of records does not arrive, or does again. */
  private void arrivals() {
    if (System.nanoTime() - arrivalsAskedNanos < ARRIVALS.toNanos()) {
      return;
    }
    arrivalsAskedNanos = System.nanoTime();
    var absent = records.absentTypes(clock.instant()).stream().map(RecordType::index).toList();
    if (!absent.equals(state().absent())) {
      if (absent.isEmpty()) {
        LOG.info("All kinds of exported records arrive again");
      } else {
        LOG.atError()
            .addKeyValue("types", absent)
            .log(
                "Exported records that the figures need do not arrive: let the engine's"
                    + " Elasticsearch exporter export them");
      }
      change(state().without(absent));
    }
  }

  // who writes

  private boolean leads() {
    var mine = seen;
    if (mine != null && mine.state().leader().equals(node)) {
      return true;
    }
    var now = store.state();
    if (now.isEmpty()) {
      store.prepare(1);
      seen = store.change(null, FigureState.first(node)).orElse(null);
      return took();
    }
    if (mine == null || mine.seqNo() != now.get().seqNo() || mine.term() != now.get().term()) {
      boolean first = mine == null;
      seen = now.get();
      seenNanos = System.nanoTime();
      if (!first || !now.get().state().leader().isEmpty()) {
        return false;
      }
    }
    if (!now.get().state().leader().isEmpty()
        && System.nanoTime() - seenNanos < LEADER_GONE.toNanos()) {
      return false;
    }
    seen = store.change(now.get(), now.get().state().ledBy(node)).orElse(null);
    return took();
  }

  private boolean took() {
    if (seen == null) {
      return false;
    }
    beatNanos = System.nanoTime();
    forget();
    if (state().shape() != FigureState.SHAPE) {
      buildAnew(false);
    } else {
      store.prepare(state().reading());
      store.prepare(state().writing());
    }
    return seen != null;
  }

  /** Lets another node go on at once. */
  synchronized void leave() {
    if (seen != null && state().leader().equals(node)) {
      store.change(seen(), state().ledBy(""));
    }
    seen = null;
  }

  private FigureStore.Seen seen() {
    if (seen == null) {
      throw new IllegalStateException("Another node writes the figures");
    }
    return seen;
  }

  private FigureState state() {
    return seen().state();
  }

  private void change(FigureState to) {
    Optional<FigureStore.Seen> done = store.change(seen(), to);
    seen = done.orElse(null);
    beatNanos = System.nanoTime();
    if (seen == null) {
      forget();
      throw new RecordsUnavailableException(new IllegalStateException("another node took over"));
    }
  }

  /** Forgets what stands in the store too. */
  private void forget() {
    kept.clear();
    cursors.clear();
    cases.forget();
    gaps.forget();
    awaitedNanos.clear();
    partitionsAskedNanos = 0;
  }

  private void findPartitions(int generation) {
    long nanos = System.nanoTime();
    if (!cursors.isEmpty() && nanos - partitionsAskedNanos < PARTITIONS_KEPT.toNanos()) {
      return;
    }
    if (cursors.isEmpty()) {
      for (var cursor : store.cursors(generation)) {
        cursors
            .computeIfAbsent(cursor.partition(), _ -> new EnumMap<>(RecordType.class))
            .put(cursor.type(), cursor);
      }
    }
    for (int partition : records.partitions()) {
      var last = records.last(partition, RecordType.PROCESS_INSTANCE);
      var ours = cursors.getOrDefault(partition, Map.of()).get(RecordType.PROCESS_INSTANCE);
      if (ours != null && last.isPresent() && last.getAsLong() < ours.sequence()) {
        LOG.error("The engine counts its records anew: figures of its life before are dropped");
        buildAnew(false);
        return;
      }
      var own = cursors.computeIfAbsent(partition, _ -> new EnumMap<>(RecordType.class));
      for (var type : RecordType.readInOrder()) {
        own.computeIfAbsent(type, t -> RecordCursor.start(partition, t));
      }
    }
    partitionsAskedNanos = nanos;
  }

  // all of it again

  /**
   * Builds all figures anew from the records that are kept, beside those that are read meanwhile.
   *
   * @param keep what is older than the oldest record
   */
  private void buildAnew(boolean keep) {
    var before = state();
    records.refresh(Set.copyOf(RecordType.readInOrder()));
    if (before.building()) {
      store.drop(before.writing());
    }
    var to = before.anew();
    store.drop(to.writing());
    store.prepare(to.writing());
    if (keep) {
      records.oldest().ifPresent(oldest -> carryOver(before.reading(), to.writing(), oldest));
    }
    change(to);
    forget();
  }

  private void carryOver(int from, int to, Instant oldest) {
    for (var kind : FigureKind.values()) {
      var old =
          kind == FigureKind.DAYS
              ? before("day", FigureFold.dayOf(oldest).toString(), true)
              : before(kind == FigureKind.TASKS ? "opened" : "entered", oldest.toString(), false);
      store.each(kind, from, old, docs -> store.put(docs, to));
    }
  }

  private static Query before(String field, String moment, boolean inclusive) {
    return Query.of(
        q ->
            q.range(
                r ->
                    r.date(
                        d -> inclusive ? d.field(field).lte(moment) : d.field(field).lt(moment))));
  }
}
