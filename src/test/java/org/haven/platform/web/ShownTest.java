package org.haven.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShownTest {
  @Test
  void shouldSayANameBack_whateverWasSent() {
    assertThat(Shown.name("words")).isEqualTo("words");
    assertThat(Shown.name("a\ud800b\u0000")).isEqualTo("a?b?");
    assertThat(Shown.name("a".repeat(59) + "\ud83d\udc69"))
        .isEqualTo("a".repeat(59) + "\ud83d\udc69");
    assertThat(Shown.name("a".repeat(59) + "\ud83d\udc69b"))
        .isEqualTo("a".repeat(59) + "\ud83d\udc69...");
  }
}
