package org.haven.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.haven.evidence.Samples.text;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class ClamAvTest {
  private static ClamAv scanner(String address, Duration timeout) {
    return new ClamAv(
        new DocumentsProperties(
            DataSize.ofMegabytes(1),
            DataSize.ofMegabytes(1),
            DataSize.ofMegabytes(1),
            10,
            10,
            10,
            10,
            address,
            timeout));
  }

  private static boolean clean(ClamAv scanner, byte[]... chunks) throws IOException {
    try (VirusScan.Looking looking = scanner.begin()) {
      for (byte[] chunk : chunks) {
        looking.take(chunk, 0, chunk.length);
      }
      return looking.clean();
    }
  }

  @Test
  void shouldSendTheFileInChunksAndTakeTheVerdict_whenAScannerAnswers() throws IOException {
    try (var clamd = new ClamdForTests()) {
      ClamAv scanner = scanner(clamd.address(), Duration.ofSeconds(5));
      assertThat(scanner.scans()).isTrue();
      assertThat(clean(scanner, text("one "), text("two "), new byte[0], text("three"))).isTrue();
      assertThat(clean(scanner, text("one VI"), text("RUS "))).isFalse();
      assertThat(clamd.seen()).containsExactly(13, 10);
    }
  }

  @Test
  void shouldGiveNoVerdict_whenTheScannerGivesNone() throws IOException {
    try (var clamd = new ClamdForTests()) {
      ClamAv scanner = scanner(clamd.address(), Duration.ofSeconds(5));
      assertThatThrownBy(() -> clean(scanner, new byte[ClamdForTests.LIMIT + 1]))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void shouldGiveUp_whenTheScannerIsSilentOrAway() throws IOException {
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + silent.getLocalPort();
      assertThatThrownBy(() -> clean(scanner(address, Duration.ofMillis(200)), text("x")))
          .isInstanceOf(IOException.class);
    }
    // one that takes nothing more: the file is longer than what fits on the way
    try (var full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + full.getLocalPort();
      assertThatThrownBy(() -> clean(scanner(address, Duration.ofMillis(300)), new byte[32 << 20]))
          .isInstanceOf(IOException.class);
    }
    assertThatThrownBy(() -> clean(scanner("127.0.0.1:1", Duration.ofSeconds(1)), text("x")))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> clean(scanner("clamav:not-a-port", Duration.ofSeconds(1)), text("x")))
        .isInstanceOf(IOException.class);
  }

  @Test
  void shouldSayThatNobodyLooks_whenNoScannerIsSet() throws IOException {
    ClamAv scanner = scanner(" ", Duration.ofSeconds(1));
    assertThat(scanner.scans()).isFalse();
    assertThat(clean(scanner, text("VIRUS"))).isTrue();
  }
}
