package org.haven.records;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** Lets go of exported records, and of what figures hold of cases, when their time is over. */
@Component
@EnableConfigurationProperties(RecordsKept.class)
class RecordsKeeping {
  private static final Duration OFTEN = Duration.ofHours(6);
  private static final Logger LOG = LoggerFactory.getLogger(RecordsKeeping.class);

  private final ExportedRecords records;
  private final FigureStore store;
  private final RecordsKept kept;
  private final Clock clock;
  private long doneNanos = System.nanoTime() - OFTEN.toNanos();

  RecordsKeeping(ExportedRecords records, FigureStore store, RecordsKept kept, Clock clock) {
    this.records = records;
    this.store = store;
    this.kept = kept;
    this.clock = clock;
  }

  /** Does so now and then. */
  void now(int generation) {
    if (System.nanoTime() - doneNanos > OFTEN.toNanos()) {
      doneNanos = System.nanoTime();
      keep(generation);
    }
  }

  void keep(int generation) {
    LocalDate today = FigureFold.dayOf(clock.instant());
    for (var kind : records.kinds()) {
      var dropped = records.drop(kind, today.minusMonths(kept.months(kind)));
      if (!dropped.isEmpty()) {
        LOG.atInfo()
            .addKeyValue("kind", kind.code())
            .addKeyValue("indices", dropped.size())
            .addKeyValue("last", dropped.getLast())
            .log("Exported records were deleted: their time is over");
      }
    }
    long docs =
        store.drop(
            generation,
            today.minusMonths(kept.keptMonths()).atStartOfDay(FigureFold.LONDON).toInstant());
    if (docs > 0) {
      LOG.atInfo().addKeyValue("documents", docs).log("Figures let go of what ended long ago");
    }
  }
}
