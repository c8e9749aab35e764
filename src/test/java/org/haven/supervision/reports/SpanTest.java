package org.haven.supervision.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import org.haven.supervision.reports.Span.Kind;
import org.junit.jupiter.api.Test;

/** Months, quarters and financial years. */
class SpanTest {
  @Test
  void shouldBeginWhereTheyBegin() {
    assertThat(Span.of(Kind.YEAR, LocalDate.of(2026, 3, 31)).first()).isEqualTo("2025-04-01");
    assertThat(Span.of(Kind.YEAR, LocalDate.of(2026, 4, 1)).first()).isEqualTo("2026-04-01");
    assertThat(Span.of(Kind.YEAR, LocalDate.of(2026, 12, 31)).first()).isEqualTo("2026-04-01");
    assertThat(Span.of(Kind.QUARTER, LocalDate.of(2026, 12, 31)).first()).isEqualTo("2026-10-01");
    assertThat(Span.of(Kind.MONTH, LocalDate.of(2026, 2, 28)).last()).isEqualTo("2026-02-28");
    assertThatThrownBy(() -> new Span(Kind.YEAR, LocalDate.of(2026, 1, 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldBeReadAsTheyAreWritten() {
    for (Kind kind : Kind.values()) {
      Span span = Span.of(kind, LocalDate.of(2024, 1, 1));
      for (int i = 0; i < 30; i++, span = span.next()) {
        assertThat(Span.ofCode(span.code())).contains(span);
        assertThat(span.next().before()).isEqualTo(span);
      }
    }
    for (String none : List.of("", "2026-13", "2026-q5", "2026-26-fy", "2026", "../x", "26-01")) {
      assertThat(Span.ofCode(none)).as(none).isEmpty();
    }
  }

  @Test
  void shouldBeCalledAsPeopleCallThem() {
    assertThat(Span.of(Kind.MONTH, LocalDate.of(2026, 10, 5)).title()).isEqualTo("October 2026");
    assertThat(Span.of(Kind.QUARTER, LocalDate.of(2026, 10, 5)).title())
        .isEqualTo("October to December 2026");
    assertThat(Span.of(Kind.YEAR, LocalDate.of(2026, 10, 5)).title())
        .isEqualTo("April 2026 to March 2027");
    assertThat(Span.of(Kind.YEAR, LocalDate.of(2026, 10, 5)).code()).isEqualTo("2026-27-fy");
  }
}
