package org.haven.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordBatchTest {
  private static final RecordCursor START = RecordCursor.start(2, RecordType.USER_TASK);

  @Test
  void shouldGiveAll_whenNothingIsMissing() {
    var batch = RecordBatch.of(START, List.of(record(1), record(2), record(3)));
    assertThat(batch.gap()).isFalse();
    assertThat(batch.records()).hasSize(3);
    assertThat(batch.next().sequence()).isEqualTo(START.sequence() + 3);
  }

  @Test
  void shouldStopBeforeTheGap_whenOneIsNotSearchableYet() {
    var batch = RecordBatch.of(START, List.of(record(1), record(3), record(4)));
    assertThat(batch.gap()).isTrue();
    assertThat(batch.records())
        .extracting(ExportedRecord::sequence)
        .containsExactly(record(1).sequence());
    assertThat(batch.gapEnd().sequence()).isEqualTo(START.sequence() + 2);
  }

  @Test
  void shouldGiveNothing_whenTheFirstIsNotSearchableYet() {
    var batch = RecordBatch.of(START, List.of(record(2)));
    assertThat(batch.gap()).isTrue();
    assertThat(batch.records()).isEmpty();
    assertThat(batch.next()).isEqualTo(START);
  }

  @Test
  void shouldGiveOnce_whenExportedTwice() {
    var batch = RecordBatch.of(START, List.of(record(1), record(1), record(2), record(2)));
    assertThat(batch.gap()).isFalse();
    assertThat(batch.records()).hasSize(2);
    assertThat(batch.found()).as("so that a reader knows that there may be more").isEqualTo(4);
  }

  private static ExportedRecord record(long number) {
    return new ExportedRecord(
        RecordType.USER_TASK,
        2,
        number * 10,
        START.sequence() + number,
        "CREATED",
        number,
        Instant.EPOCH,
        Map.of());
  }
}
