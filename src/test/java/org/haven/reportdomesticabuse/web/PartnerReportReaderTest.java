package org.haven.reportdomesticabuse.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.haven.platform.Known;
import org.haven.reportdomesticabuse.Channel;
import org.haven.reportdomesticabuse.ReportFacts;
import org.haven.reportdomesticabuse.web.PartnerReportReader.Reading;
import org.haven.reportdomesticabuse.web.Problems.FieldProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartnerReportReaderTest {
  private static final String LEAST =
      """
      {"reporter": {"kind": "police"}, "immediateDanger": "no", "words": "She rang us.",
       "victim": {"name": "Test Person"}%s}
      """;

  private final PartnerReportReader reader =
      new PartnerReportReader(Clock.fixed(Instant.parse("2026-04-02T15:00:00Z"), ZoneOffset.UTC));

  private Reading.Report taken(String more) {
    return (Reading.Report) reader.read(LEAST.formatted(more));
  }

  @Test
  void shouldReadTheLeast_whenNothingElseIsKnown() {
    // when
    var read = taken("");

    // then
    assertThat(read.report().channel()).isEqualTo(Channel.THIRD_PARTY);
    assertThat(read.report().immediateDanger()).isEqualTo(Known.NO);
    assertThat(read.report().disclosureTaken()).isFalse();
    assertThat(read.report().people()).singleElement().extracting("kind").isEqualTo("victim");
    assertThat(ReportFacts.complete(read.report().facts()))
        .containsEntry("homelessNow", "unknown")
        .containsEntry("youngParty", "unknown");
  }

  @Test
  void shouldReadAllThatMaySafelyBeSaid() {
    // when
    var read =
        taken(
            """
            , "channel": "repairs", "contactAdvice": "Never by post", "tenure": "council-tenant",
            "homelessNow": "yes", "perpetrator": {"name": "A. N. Other", "birthDate": "1980-01-31"},
            "children": [{"name": "Child One"}], "household": [],
            "incident": {"on": "2026-04-01", "kinds": ["physical", "threatening"],
              "childPresent": "yes", "policeRef": "46/1"},
            "safeguarding": {"childAffected": "yes", "youngParty": "none"}
            """);

    // then
    assertThat(read.report().channel()).isEqualTo(Channel.REPAIRS);
    assertThat(read.report().words()).contains("She rang us.").contains("Never by post");
    assertThat(read.report().incident().on()).isEqualTo(LocalDate.of(2026, 4, 1));
    assertThat(read.report().incident().kinds())
        .containsExactlyInAnyOrder("physical", "threatening");
    assertThat(read.report().people()).hasSize(3);
    assertThat(ReportFacts.complete(read.report().facts()))
        .containsEntry("childAffected", true)
        .containsEntry("homelessNow", true)
        .containsEntry("tenure", "council-tenant");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ", \"colour\": 1 | /colour | no such field",
        ", \"perpetrator\": {\"nme\": \"x\", \"name\": \"y\"} | /perpetrator/nme | no such field",
        ", \"perpetrator\": {} | /perpetrator/name | required: text of 1 to 200",
        ", \"perpetrator\": [] | /perpetrator | an object with name",
        ", \"children\": [{\"name\": \"a\"}, {\"name\": 7}] | /children/1/name | text of 1 to 200",
        ", \"children\": {} | /children | a list of 20 at most",
        ", \"tenure\": \"castle\" | /tenure | one of council-tenant",
        ", \"tenure\": null | /tenure | one of council-tenant",
        ", \"homelessNow\": true | /homelessNow | one of yes, no, unknown",
        ", \"incident\": {\"on\": \"2026-04-03\"} | /incident/on | not in the future",
        ", \"incident\": {\"on\": \"2026-02-30\"} | /incident/on | a date such as",
        ", \"incident\": {\"on\": 20260401} | /incident/on | a date such as",
        ", \"incident\": {\"kinds\": [\"physical\", \"physical\"]} | /incident/kinds | none of them"
            + " twice",
        ", \"incident\": {\"kinds\": [\"rude\"]} | /incident/kinds/0 | one of physical",
        ", \"contactAdvice\": \"  \" | /contactAdvice | text of 1 to 1000",
        ", \"contactAdvice\": \"a\\u0000b\" | /contactAdvice | text of 1 to 1000"
            + " characters, without control characters",
        ", \"relatesTo\": \"HV-7KQ2M9XD\" | /relatesTo | RC-",
        ", \"a/b~c\": 1 | /a~1b~0c | no such field"
      })
  void shouldNameTheFieldAndWhatIsExpected(String more, String pointer, String expected) {
    // when
    var read = reader.read(LEAST.formatted(more));

    // then
    assertThat(((Reading.Invalid) read).problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.pointer()).isEqualTo(pointer);
              assertThat(problem.expected()).contains(expected);
            });
  }

  @Test
  void shouldListEveryField_whenSeveralAreWrong() {
    // when
    var read = (Reading.Invalid) reader.read("{\"words\": \"\", \"x\": 1}");

    // then
    assertThat(read.problems())
        .extracting(FieldProblem::pointer)
        .containsExactlyInAnyOrder("/x", "/reporter", "/immediateDanger", "/words", "/victim");
  }

  @Test
  void shouldRefuseTextThatIsTooLong_withoutRepeatingIt() {
    // when
    var read =
        (Reading.Invalid)
            reader.read(LEAST.formatted(", \"contactAdvice\": \"" + "q".repeat(1001) + "\""));

    // then
    assertThat(read.problems().toString()).doesNotContain("qqqq").contains("1000");
  }

  @Test
  void shouldListAHundredAtMost_whenThousandsAreWrong() {
    // given
    var many = new StringBuilder();
    for (int i = 0; i < 5000; i++) {
      many.append(", \"f").append(i).append("\": 1");
    }

    // when
    var read = (Reading.Invalid) reader.read(LEAST.formatted(many));

    // then
    assertThat(read.problems()).hasSize(100);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "nonsense",
        "{} {}",
        "{\"words\": \"a\", \"words\": \"b\"}",
        "{\"words\": 'a'}",
        "{\"words\": NaN}",
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
      })
  void shouldSayItIsNoJson(String body) {
    assertThat(reader.read(body)).isInstanceOf(Reading.NotJson.class);
  }

  @Test
  void shouldSayItIsNoJson_whenItIsNoUtf8() {
    byte[] body =
        LEAST.formatted(", \"contactAdvice\": \"\u00e9\"").getBytes(StandardCharsets.ISO_8859_1);
    assertThat(reader.read(body)).isInstanceOf(Reading.NotJson.class);
  }

  @Test
  void shouldExpectAnObject_whenItIsAnotherValue() {
    assertThat(((Reading.Invalid) reader.read("[]")).problems())
        .singleElement()
        .extracting(FieldProblem::pointer)
        .isEqualTo("");
  }

  @Test
  void shouldKnowTheSameContent_whenLayoutAndOrderDiffer() {
    var first = taken(", \"tenure\": \"none\", \"homelessNow\": \"yes\"");
    var second = taken(",\n\n \"homelessNow\":\"yes\",\"tenure\" : \"none\"");
    var third = taken(", \"tenure\": \"none\", \"homelessNow\": \"no\"");

    assertThat(second.digest()).isEqualTo(first.digest());
    assertThat(third.digest()).isNotEqualTo(first.digest());
  }

  @Test
  void shouldRefuseHalvesOfCharacters_andSayNoneBack() {
    var value = reader.read(LEAST.formatted(", \"contactAdvice\": \"a\\ud800\""));
    var name = reader.read(LEAST.formatted(", \"\\udfffb\": 1"));

    assertThat(((Reading.Invalid) value).problems())
        .hasSize(1)
        .allSatisfy(
            problem ->
                assertThat(problem.toString().codePoints())
                    .noneMatch(letter -> Character.getType(letter) == Character.SURROGATE));
    assertThat(((Reading.NotJson) name).where()).hasValue("line 2");
  }

  @Test
  void shouldPrintNothingOfAReport() {
    assertThat(taken("").toString() + taken("").report() + taken("").report().people())
        .doesNotContain("Test Person")
        .doesNotContain("rang");
  }
}
