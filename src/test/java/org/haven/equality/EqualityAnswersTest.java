package org.haven.equality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.haven.testing.TestCasefile.ALEX;
import static org.haven.testing.TestCasefile.AUDREY;
import static org.haven.testing.TestCasefile.SAM;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.haven.platform.ActingPerson;
import org.haven.platform.Role;
import org.haven.platform.Suppression;
import org.haven.testing.TestCasefile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is kept of answers about equality, and what of it can be read, by whom and when. */
@SuppressWarnings("NullAway")
class EqualityAnswersTest {
  private static final Quarter AUTUMN = new Quarter(LocalDate.of(2026, 10, 1));
  private static final ActingPerson POPPY =
      new ActingPerson("poppy", "Poppy Owner", Set.of(Role.POLICY_OWNER), Set.of());

  private TestCasefile haven;
  private EqualityAnswers answers;

  @BeforeEach
  void start() {
    haven = TestCasefile.with("org.haven.equality");
    answers = haven.get(EqualityAnswers.class);
  }

  @AfterEach
  void close() {
    haven.close();
  }

  private void give(int times, Map<Characteristic, String> given) {
    for (int i = 0; i < times; i++) {
      assertThat(answers.give(given)).isTrue();
    }
  }

  private void quarterIsOver() {
    haven.clock.set(Instant.parse("2027-01-01T00:00:00Z"));
  }

  private long audited() {
    return haven.db.sql("select count(*) from audit_entry").query(Long.class).single();
  }

  @Test
  void shouldKeepTotalsAlone_whenAnswersAreGiven() {
    // given
    long before = audited();

    // when
    give(2, Map.of(Characteristic.AGE, "25-34", Characteristic.SEX, "female"));
    haven.clock.move(java.time.Duration.ofDays(1));
    give(1, Map.of(Characteristic.SEX, Characteristic.PREFER_NOT_TO_SAY));

    // then: one row, and nothing in it or on the trail says whose, when, or by whom
    assertThat(audited()).isEqualTo(before);
    assertThat(
            haven
                .db
                .sql(
                    "select column_name from information_schema.columns"
                        + " where table_schema = 'equality' order by 1")
                .query(String.class)
                .list())
        .containsExactly("answers", "first_day", "people");
    assertThat(
            haven
                .db
                .sql(
                    "select first_day || ' ' || people || ' ' || (answers -> 'sex')::text || ' '"
                        + " || (answers -> 'age')::text from equality.quarter")
                .query(String.class)
                .list())
        .singleElement()
        .asString()
        .startsWith("2026-10-01 3")
        .contains(
            "\"female\": 2", "\"prefer-not-to-say\": 1", "\"25-34\": 2", "\"not-answered\": 1");
  }

  @Test
  void shouldKeepNothing_whenNothingWasAnsweredOrAnAnswerIsNone() {
    assertThat(answers.give(Map.of())).isFalse();
    assertThatThrownBy(() -> answers.give(Map.of(Characteristic.SEX, "Grace")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("Grace");
    assertThatThrownBy(() -> answers.give(Map.of(Characteristic.SEX, Characteristic.NOT_ANSWERED)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(haven.db.sql("select count(*) from equality.quarter").query(Long.class).single())
        .isZero();
  }

  @Test
  void shouldCountBoth_whenTwoAnswerAtOnce() {
    var given = Map.of(Characteristic.SEX, "male");
    assertThat(haven.twiceAtOnce(() -> answers.give(given))).containsExactly(true, true);
    assertThat(haven.twiceAtOnce(() -> answers.give(given))).containsExactly(true, true);
    assertThat(haven.db.sql("select people from equality.quarter").query(Integer.class).single())
        .isEqualTo(4);
  }

  @Test
  void shouldShowAQuarter_onceItIsOver() {
    // given
    give(9, Map.of(Characteristic.SEX, "female"));
    haven.clock.set(Instant.parse("2026-12-31T23:59:59Z"));
    assertThat(answers.published()).isEmpty();
    assertThat(answers.report(SAM, AUTUMN)).isEmpty();

    // when
    quarterIsOver();
    long before = audited();

    // then: what comes now belongs to the next
    give(9, Map.of(Characteristic.SEX, "male"));
    assertThat(answers.published()).containsExactly(AUTUMN);
    var first = answers.report(POPPY, AUTUMN).orElseThrow();
    assertThat(first.people()).isEqualTo(9);
    assertThat(audited()).isEqualTo(before + 1);
    haven.clock.move(java.time.Duration.ofDays(200));
    assertThat(answers.report(SAM, AUTUMN)).contains(first);
  }

  @Test
  void shouldHideSmallNumbersAndThoseThatGiveThemAway() {
    // given
    give(30, Map.of(Characteristic.SEX, "female"));
    give(3, Map.of(Characteristic.SEX, "male"));
    give(20, Map.of(Characteristic.AGE, "25-34"));
    quarterIsOver();

    // when
    var report = answers.report(SAM, AUTUMN).orElseThrow();

    // then
    assertThat(report.people()).isEqualTo(53);
    assertThat(report.tables()).hasSize(Characteristic.values().length);
    var sex =
        report.tables().stream()
            .filter(table -> table.characteristic() == Characteristic.SEX)
            .findFirst()
            .orElseThrow();
    assertThat(sex.counts())
        .containsExactly(
            new EqualityAnswers.Count("female", 30),
            new EqualityAnswers.Count("male", null),
            new EqualityAnswers.Count("prefer-not-to-say", null),
            new EqualityAnswers.Count("not-answered", null));
    report
        .tables()
        .forEach(
            table -> {
              long hidden = table.counts().stream().filter(c -> c.people() == null).count();
              assertThat(hidden).as(table.characteristic().code()).isNotEqualTo(1);
              assertThat(table.counts().stream().map(EqualityAnswers.Count::people))
                  .filteredOn(Objects::nonNull)
                  .allMatch(people -> people >= Suppression.LEAST);
            });
  }

  @Test
  void shouldShowNothing_whenFewerThanFiveAnswered() {
    give(4, Map.of(Characteristic.SEX, "female"));
    quarterIsOver();
    var report = answers.report(SAM, AUTUMN).orElseThrow();
    assertThat(report.people()).isNull();
    assertThat(report.tables()).isEmpty();
  }

  @Test
  void shouldLetSupervisorsAndPolicyOwnersReadAlone() {
    assertThat(List.of(SAM, POPPY)).allMatch(EqualityAnswers::mayRead);
    assertThat(List.of(ALEX, AUDREY)).noneMatch(EqualityAnswers::mayRead);
    assertThatThrownBy(() -> answers.report(ALEX, AUTUMN))
        .isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-01, 2026-01, January to March 2026, 2026-04-01",
    "2026-06-30, 2026-04, April to June 2026, 2026-07-01",
    "2026-12-31, 2026-10, October to December 2026, 2027-01-01",
  })
  void shouldKnowNoOtherPeriodThanAQuarter(
      LocalDate day, String code, String title, LocalDate over) {
    var quarter = Quarter.of(day);
    assertThat(quarter.code()).isEqualTo(code);
    assertThat(quarter.title()).isEqualTo(title);
    assertThat(quarter.isOver(over.minusDays(1))).isFalse();
    assertThat(quarter.isOver(over)).isTrue();
    assertThat(Quarter.ofCode(code)).contains(quarter);
    assertThat(Quarter.ofCode("2026-02")).isEmpty();
    assertThat(Quarter.ofCode("autumn")).isEmpty();
  }
}
