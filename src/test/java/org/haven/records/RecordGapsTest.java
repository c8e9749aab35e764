package org.haven.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordGapsTest {
  private static final RecordCursor START = RecordCursor.start(1, RecordType.INCIDENT);

  private final ScriptedRecords records = new ScriptedRecords();
  private final RecordGaps patient = new RecordGaps(records, "here");
  private final RecordGaps hasty = new RecordGaps(records, "here", Duration.ZERO);

  private long add() {
    return records.add(RecordType.INCIDENT, 1, "CREATED", 1, Instant.EPOCH, Map.of());
  }

  private RecordBatch after(RecordCursor cursor) {
    return records.after(List.of(cursor), 10).getFirst();
  }

  @Test
  void shouldWait_whileARecordIsMissing() {
    // given
    add();
    records.hide(add());
    add();
    // when
    var first = patient.next(after(START));
    var second = patient.next(after(first));
    // then
    assertThat(first.sequence()).isEqualTo(START.sequence() + 1);
    assertThat(second).isEqualTo(first);
    assertThat(records.refreshes).as("asked once to show what it has").isEqualTo(1);
  }

  @Test
  void shouldReadOn_whenItComesLate() {
    // given
    add();
    long late = add();
    records.hide(late);
    add();
    var cursor = patient.next(after(START));
    // when
    records.show(late);
    // then
    assertThat(patient.next(after(cursor)).sequence()).isEqualTo(START.sequence() + 3);
  }

  @Test
  void shouldPassOver_whenItStaysMissing() {
    // given
    add();
    records.hide(add());
    records.hide(add());
    add();
    var cursor = hasty.next(after(START));
    assertThat(cursor.sequence()).isEqualTo(START.sequence() + 1);
    // when
    var next = hasty.next(after(cursor));
    // then
    assertThat(next.sequence()).isEqualTo(START.sequence() + 3);
    assertThat(hasty.next(after(next)).sequence()).isEqualTo(START.sequence() + 4);
  }

  @Test
  void shouldKeepPartitionsApart() {
    // given
    records.hide(add());
    add();
    records.add(RecordType.INCIDENT, 2, "CREATED", 1, Instant.EPOCH, Map.of());
    var other = RecordCursor.start(2, RecordType.INCIDENT);
    // then
    assertThat(patient.next(after(START))).isEqualTo(START);
    assertThat(patient.next(after(other)).sequence()).isEqualTo(other.sequence() + 1);
  }
}
