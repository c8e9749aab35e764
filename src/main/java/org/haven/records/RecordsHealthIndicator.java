package org.haven.records;

import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/**
 * Are the engine's records arriving? The task list works without them; what cannot be had is the
 * engine's key of a new task, and supervision grows old.
 */
@Component("records")
class RecordsHealthIndicator extends AbstractHealthIndicator {
  private final ExportedRecords records;
  private final Figures figures;
  private final Clock clock;

  RecordsHealthIndicator(ExportedRecords records, Figures figures, Clock clock) {
    super("The exported records cannot be read");
    this.records = records;
    this.figures = figures;
    this.clock = clock;
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) {
    records
        .newest()
        .ifPresent(
            newest ->
                builder
                    .withDetail("newestRecord", newest.toString())
                    .withDetail(
                        "ageSeconds",
                        Math.max(0, Duration.between(newest, clock.instant()).toSeconds())));
    figures(builder);
    var missing = records.absentTypes(clock.instant());
    if (missing.isEmpty()) {
      builder.up();
    } else {
      builder
          .down()
          .withDetail("missing", missing.toString())
          .withDetail("cure", "Let the engine's Elasticsearch exporter export these record types");
    }
  }

  private void figures(Health.Builder builder) {
    try {
      var freshness = figures.freshness();
      builder.withDetail("figuresAsOf", freshness.asOf().toString());
      if (!freshness.missing().isEmpty()) {
        builder.withDetail("lost", String.join("; ", freshness.missing()));
      }
    } catch (RecordsUnavailableException e) {
      builder.withDetail("figuresAsOf", "none");
    }
  }
}
