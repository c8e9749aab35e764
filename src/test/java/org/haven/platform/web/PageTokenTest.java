package org.haven.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class PageTokenTest {
  @Test
  void shouldBeThePagesOwn() {
    var mark = UUID.randomUUID();
    assertThat(PageToken.of(" " + mark + " ")).isEqualTo(mark);
  }

  @Test
  void shouldBeNewEachTime_whenThePageHasNone() {
    assertThat(PageToken.of(null)).isNotEqualTo(PageToken.of("not a mark"));
  }
}
