package org.haven.records;

import static org.awaitility.Awaitility.await;

import java.time.Duration;

/** Lets a node read on until it has taken in everything that was exported. */
final class AllRead {
  private AllRead() {}

  static void by(FigureProjector node, FigureStore store, ExportedRecords records) {
    await()
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(50))
        .atMost(Duration.ofHours(1))
        .until(
            () -> {
              boolean more = true;
              while (more) {
                more = node.turn();
              }
              return isRead(store, records);
            });
  }

  private static boolean isRead(FigureStore store, ExportedRecords records) {
    var state = store.state().map(FigureStore.Seen::state).orElse(null);
    if (state == null || state.asOf() == 0 || state.building()) {
      return false;
    }
    var cursors = store.cursors(state.reading());
    for (int partition : records.partitions()) {
      for (var type : RecordType.readInOrder()) {
        long last = records.last(partition, type).orElse(-1);
        long read =
            cursors.stream()
                .filter(cursor -> cursor.partition() == partition && cursor.type() == type)
                .mapToLong(RecordCursor::sequence)
                .findFirst()
                .orElse(-1);
        if (read < last) {
          return false;
        }
      }
    }
    return true;
  }
}
