package org.haven.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReferencesTest {
  @Test
  void shouldBeNew_eachTime() {
    assertThat(References.fresh("PE")).matches("PE-[2-9A-HJKMNP-TV-Z]{10}");
    assertThat(References.fresh("RC", 12)).matches("RC-[2-9A-HJKMNP-TV-Z]{12}");
    assertThat(References.fresh("PE")).isNotEqualTo(References.fresh("PE"));
  }

  @Test
  void shouldBeTheSame_whenThePageIsTheSame() {
    assertThat(References.of("CO", UUID.fromString("0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0")))
        .isEqualTo("CO-0F1E2D3C4B5A");
  }
}
