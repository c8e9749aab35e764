package org.haven.platform.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import org.haven.testing.DecisionTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The one extension that some limits have, as the table says. Source: procedure section 5. */
class SlaExtensionTest {
  private final SlaTable limits =
      new SlaTable(
          (table, inputs) -> List.of(DecisionTable.of(table).one(new HashMap<>(inputs))),
          Clock.systemUTC());
  private final WorkingCalendar calendar = new WorkingCalendar();

  @ParameterizedTest
  @CsvSource({
    "stage1, 2026-04-08, 2026-05-07",
    "stage2, 2026-06-22, 2026-08-17",
    "sar, 2026-01-31, 2026-04-30",
    "sar, 2026-11-30, 2027-03-01", // 28 February is a Sunday
  })
  void shouldRunOn_whenMoreTimeIsGiven(String key, LocalDate start, LocalDate due) {
    var longer = limits.extended(key, LocalDate.parse("2026-06-22"));
    assertThat(
            WorkingCalendar.dateOf(
                calendar.dueAt(longer, start.atStartOfDay(WorkingCalendar.LONDON).toInstant())))
        .isEqualTo(due);
  }

  @Test
  void shouldRefuse_whenTheTableAllowsNoMore() {
    assertThatThrownBy(() -> limits.extended("complaintAck", LocalDate.parse("2026-06-22")))
        .isInstanceOf(SlaTable.NoSuchLimitException.class);
  }
}
