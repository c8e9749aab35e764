package org.haven.casefile.register;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvFileTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "=cmd|' /C calc'!A0",
        "+1+1",
        "-1-1",
        "@SUM(1)",
        "\t=1",
        "\r=1",
        "\nx",
        "  =1",
        "\u00a0=1",
        "\u200b=1",
        "\ufeff=1",
        "\uff1d1",
        "\uff0b1",
        "\uff0d1",
        "\uff201"
      })
  void shouldMakeTextOfACell_whenASpreadsheetWouldWorkItOut(String cell) {
    // given
    var file = new ByteArrayOutputStream();
    // when
    var csv = CsvFile.to(file);
    csv.line(List.of("plain", cell));
    csv.end();
    // then
    assertThat(file.toString(StandardCharsets.UTF_8))
        .startsWith("plain,")
        .contains("'" + cell.replace("\"", "\"\""));
    assertThat(CsvFile.before(CsvFile.plain(cell))).isEqualTo(cell);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1 Sample Row", "O'Sample", "'quoted'", "a=b", " ", "\u200b"})
  void shouldLeaveACell_whenItIsText(String cell) {
    assertThat(CsvFile.plain(cell)).isEqualTo(cell);
    assertThat(CsvFile.before(cell)).isEqualTo(cell);
  }

  @Test
  void shouldNameTheLine_whenACellHoldsWhatNoDatabaseTakes() {
    // given
    var file =
        new ByteArrayInputStream(
            "ref,note\r\nA,\u0000\r\nB\u0000,x\r\nC,x\r\n".getBytes(StandardCharsets.UTF_8));
    // when
    var report = CsvFile.read(file, List.of("ref"), _ -> null, _ -> true);
    // then
    assertThat(report.taken()).isEqualTo(1);
    assertThat(report.faults())
        .extracting(CsvFile.Fault::line, CsvFile.Fault::expected)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(2L, "text without characters of value 0"),
            org.assertj.core.groups.Tuple.tuple(3L, "text without characters of value 0"));
  }
}
