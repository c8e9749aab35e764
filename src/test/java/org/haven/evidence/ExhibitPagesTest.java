package org.haven.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Pages of exhibits as pictures. */
class ExhibitPagesTest {
  @Test
  void shouldLeaveAPageOut_whenItDrawsWithoutAnEnd() throws IOException {
    // given
    byte[] content = Samples.pdfWithoutEnd();
    assertThat(content.length).isLessThan(20_000);
    var pages = new ExhibitPages(new Redactor(List.of()), Duration.ofSeconds(1));
    // when
    long start = System.nanoTime();
    var shown = pages.pdf(content, 1, 3, Set.of(), List.of());
    // then
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
    assertThat(shown).hasSize(3);
    assertThat(shown.get(0).jpeg()).isNotNull();
    assertThat(shown.get(1).jpeg()).isNull();
    assertThat(shown.get(1).unsure()).isTrue();
    assertThat(shown.get(2).jpeg()).isNotNull();
  }
}
