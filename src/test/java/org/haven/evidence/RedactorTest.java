package org.haven.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactorTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "12 Elm Row|She lives at 12, ELM-ROW now.|She lives at [removed] now.",
        "Ann|Ann's sister Anna met ANN.|[removed]'s sister Anna met [removed].",
        "O’Neill|Mr O'Neill rang|Mr [removed] rang",
        "01632 960123|call 01632-960 123 now|call [removed] now",
        "96|call 01632-960 123|call 01632-960 123",
        "01632 960 123|call 01632-960-123!|call [removed]!",
        "Marigold|MARI-GOLD, Mari­gold|[removed], [removed]",
        "Ina|Ina came in a taxi|[removed] came in a taxi",
        "Zoë|Zoë rang|[removed] rang",
        "(a|(b) and (a)|(b) and ([removed])",
      })
  void shouldTakeOutWords_howeverTheyArePunctuated(String phrase, String text, String left) {
    assertThat(new Redactor(List.of(phrase)).apply(text)).isEqualTo(left);
  }

  @Test
  void shouldFindAPhrase_overTheEndOfALine() {
    var redactor = new Redactor(List.of("Elm Row"));
    assertThat(redactor.apply("in Elm\nRow.")).isEqualTo("in [removed].");
    assertThat(redactor.finds("in Elm\nRow.")).isTrue();
    assertThat(redactor.finds("in Elmrowe")).isFalse();
    assertThat(new Redactor(List.of("Marigold")).apply("to Mari-\ngold."))
        .isEqualTo("to [removed].");
  }

  @Test
  void shouldChangeNothing_whenNothingIsToBeRemoved() {
    assertThat(new Redactor(List.of(" ", "--")).apply("a -- b")).isEqualTo("a -- b");
  }
}
