package org.haven.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.haven.platform.Suppression.Shown;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No hidden count can be worked out: from the total, or by somebody who knows the rule. */
class SuppressionTest {
  @Test
  void shouldHideNothing_whenNoCountIsSmall() {
    assertThat(Suppression.of(List.of(5, 6, 70))).isEqualTo(new Shown(List.of(5, 6, 70), 81));
  }

  @Test
  void shouldHideASecondCount_whenOneIsSmall() {
    assertThat(Suppression.of(List.of(20, 2, 30)))
        .isEqualTo(new Shown(Arrays.asList(null, null, 30), 52));
  }

  @Test
  void shouldHideZeros_whichTellAsMuch() {
    assertThat(Suppression.of(List.of(40, 0, 30, 31)).cells()).containsExactly(null, null, 30, 31);
  }

  @Test
  void shouldHideAThird_whenTheSecondIsNotLargeEnough() {
    assertThat(Suppression.of(List.of(6, 0, 30, 31)).cells()).containsExactly(null, null, null, 31);
  }

  @Test
  void shouldShowNoTotal_whenItIsSmallItself() {
    assertThat(Suppression.of(List.of(0, 4, 0)))
        .isEqualTo(new Shown(Arrays.asList(null, null, null), null));
  }

  @Test
  void shouldRefuseWhatIsNoCount() {
    assertThatThrownBy(() -> Suppression.of(List.of(3, -1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /**
   * Every table of that many counts and up to that total is tried: whoever sees what is shown, and
   * knows the rule, still has five or more values left for each hidden count.
   */
  @ParameterizedTest
  @CsvSource({"2, 40", "3, 36", "4, 30", "5, 22"})
  void shouldLeaveFiveValuesOrMore_forEachHiddenCountOfEverySmallTable(int counts, int most) {
    for (int total = Suppression.LEAST; total <= most; total++) {
      Map<Shown, List<Set<Integer>>> fitting = new HashMap<>();
      tables(
          new int[counts],
          0,
          total,
          table -> {
            List<Set<Integer>> values =
                fitting.computeIfAbsent(
                    Suppression.of(table),
                    shown ->
                        shown.cells().stream().<Set<Integer>>map(_ -> new HashSet<>()).toList());
            for (int at = 0; at < counts; at++) {
              values.get(at).add(table.get(at));
            }
          });
      fitting.forEach(
          (shown, values) -> {
            for (int at = 0; at < counts; at++) {
              if (shown.cells().get(at) == null) {
                assertThat(values.get(at)).as(shown.toString()).hasSizeGreaterThanOrEqualTo(5);
              } else {
                assertThat(shown.cells().get(at)).isGreaterThanOrEqualTo(Suppression.LEAST);
              }
            }
          });
    }
  }

  private static void tables(
      int[] table, int at, int left, java.util.function.Consumer<List<Integer>> each) {
    if (at == table.length - 1) {
      table[at] = left;
      each.accept(Arrays.stream(table).boxed().toList());
      return;
    }
    for (int count = 0; count <= left; count++) {
      table[at] = count;
      tables(table, at + 1, left - count, each);
    }
  }

  /** What was hidden once is never the only count that is. */
  @Test
  void shouldKeepHidden_whatWasHiddenBefore() {
    assertThat(Suppression.of(List.of(12, 30, 9), Set.of(2)))
        .isEqualTo(new Shown(Arrays.asList(null, 30, null), 51));
    assertThat(Suppression.of(List.of(12, 30, 9), Set.of(0, 2)))
        .isEqualTo(new Shown(Arrays.asList(null, 30, null), 51));
  }

  /**
   * Every small table is published, some things are added to it, and it is published again: whoever
   * sees both, knows the rule and knows that nothing was taken away still has five values or more
   * left for each count that is hidden in either.
   */
  @ParameterizedTest
  @CsvSource({"2, 24, 4", "3, 20, 3"})
  void shouldLeaveFiveValuesOrMore_whenATableIsPublishedAgain(int counts, int most, int added) {
    Map<List<Shown>, List<Set<List<Integer>>>> fitting = new HashMap<>();
    for (int total = Suppression.LEAST; total <= most; total++) {
      tables(
          new int[counts],
          0,
          total,
          first -> {
            Shown shown = Suppression.of(first);
            Set<Integer> before = new HashSet<>();
            for (int at = 0; at < counts; at++) {
              if (shown.cells().get(at) == null) {
                before.add(at);
              }
            }
            for (int more = 0; more <= added; more++) {
              tables(
                  new int[counts],
                  0,
                  more,
                  late -> {
                    var second = new ArrayList<Integer>();
                    for (int at = 0; at < counts; at++) {
                      second.add(first.get(at) + late.get(at));
                    }
                    var seen =
                        fitting.computeIfAbsent(
                            List.of(shown, Suppression.of(second, before)),
                            _ -> List.of(new HashSet<>(), new HashSet<>()));
                    seen.get(0).add(first);
                    seen.get(1).add(second);
                  });
            }
          });
    }
    fitting.forEach(
        (shown, seen) -> {
          for (int version = 0; version < 2; version++) {
            for (int at = 0; at < counts; at++) {
              if (shown.get(version).cells().get(at) == null) {
                int cell = at;
                assertThat(seen.get(version).stream().map(table -> table.get(cell)).distinct())
                    .as(shown + " " + version)
                    .hasSizeGreaterThanOrEqualTo(5);
              }
            }
          }
        });
  }

  /**
   * Tables of the size of ours: what is shown always has another table behind it, for each cell.
   */
  @Test
  void shouldFitAnotherTableToo_forEachHiddenCountOfRandomTables() {
    var random = new Random(20261122);
    for (int run = 0; run < 20_000; run++) {
      var table = new ArrayList<Integer>();
      int counts = 2 + random.nextInt(9);
      int largest = 1 + random.nextInt(40);
      for (int at = 0; at < counts; at++) {
        table.add(random.nextInt(3) == 0 ? random.nextInt(5) : random.nextInt(largest + 1));
      }
      Shown shown = Suppression.of(table);
      if (shown.total() == null) {
        assertThat(shown.cells()).containsOnlyNulls();
        continue;
      }
      assertThat(shown.total()).isEqualTo(table.stream().mapToInt(Integer::intValue).sum());
      long hidden = shown.cells().stream().filter(Objects::isNull).count();
      assertThat(hidden).as(table.toString()).isNotEqualTo(1);
      for (int at = 0; at < counts; at++) {
        Integer cell = shown.cells().get(at);
        if (cell == null) {
          assertThat(another(table, at, shown)).as(table + " " + at).isTrue();
        } else {
          assertThat(cell).isEqualTo(table.get(at)).isGreaterThanOrEqualTo(Suppression.LEAST);
        }
      }
    }
  }

  /** Is there a table with another value there that is shown in the same way? */
  private static boolean another(List<Integer> table, int at, Shown shown) {
    for (int other = 0; other < table.size(); other++) {
      if (other != at && shown.cells().get(other) == null) {
        for (int by = -12; by <= 12; by++) {
          var changed = new ArrayList<>(table);
          changed.set(at, table.get(at) + by);
          changed.set(other, table.get(other) - by);
          if (by != 0
              && changed.get(at) >= 0
              && changed.get(other) >= 0
              && Suppression.of(changed).equals(shown)) {
            return true;
          }
        }
      }
    }
    return false;
  }
}
