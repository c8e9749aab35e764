package org.haven.evidence;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/**
 * A ClamAV daemon, asked over TCP: the command {@code zINSTREAM}, then the file in chunks with
 * their length before each (four bytes, the highest first), then a chunk of no length; the answer
 * ends with a zero byte. Source: clamd(8), commands.
 */
@Component
@EnableConfigurationProperties(DocumentsProperties.class)
class ClamAv implements VirusScan {
  private static final Logger LOG = LoggerFactory.getLogger(ClamAv.class);
  private static final int LONGEST_ANSWER = 4096;

  /** Hangs up on a scanner that takes nothing more: writing knows no time limit of its own. */
  private static final ScheduledExecutorService WATCH =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("scanner-watch").factory());

  private final DocumentsProperties properties;

  ClamAv(DocumentsProperties properties) {
    this.properties = properties;
    if (!scans()) {
      LOG.atWarn()
          .addKeyValue("setting", "haven.documents.scanner")
          .log("Files that are added to cases are not scanned for viruses: no scanner is set");
    }
  }

  @Override
  public boolean scans() {
    return properties.hasScanner();
  }

  @Override
  public Looking begin() throws IOException {
    if (!scans()) {
      return new Unscanned();
    }
    return new Stream(address(), properties.scannerTimeout());
  }

  private InetSocketAddress address() throws IOException {
    String scanner = String.valueOf(properties.scanner()).strip();
    int colon = scanner.lastIndexOf(':');
    try {
      return colon < 0
          ? new InetSocketAddress(scanner, 3310)
          : new InetSocketAddress(
              scanner.substring(0, colon), Integer.parseInt(scanner.substring(colon + 1)));
    } catch (IllegalArgumentException e) {
      throw new IOException("haven.documents.scanner is not host:port", e);
    }
  }

  private static final class Unscanned implements Looking {
    @Override
    public void take(byte[] bytes, int from, int length) {
      // nobody looks
    }

    @Override
    public boolean clean() {
      return true;
    }

    @Override
    public void close() {
      // nothing is open
    }
  }

  private static final class Stream implements Looking {
    private final Socket socket = new Socket();
    private final DataOutputStream out;
    private final int millis;

    Stream(InetSocketAddress address, Duration timeout) throws IOException {
      try {
        millis = Math.toIntExact(timeout.toMillis());
        socket.connect(address, Math.min(millis, 5000));
        socket.setSoTimeout(millis);
        out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), 1 << 16));
        out.write("zINSTREAM\0".getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        socket.close();
        throw e;
      }
    }

    @Override
    public void take(byte[] bytes, int from, int length) throws IOException {
      if (length > 0) {
        ScheduledFuture<?> hangUp = WATCH.schedule(this::close, millis, TimeUnit.MILLISECONDS);
        try {
          out.writeInt(length);
          out.write(bytes, from, length);
        } finally {
          hangUp.cancel(false);
        }
      }
    }

    @Override
    public boolean clean() throws IOException {
      ScheduledFuture<?> hangUp = WATCH.schedule(this::close, millis, TimeUnit.MILLISECONDS);
      try {
        out.writeInt(0);
        out.flush();
      } finally {
        hangUp.cancel(false);
      }
      String answer = answer();
      if (answer.endsWith("FOUND")) {
        return false;
      }
      if (answer.endsWith("OK")) {
        return true;
      }
      // such as its own limit of size: what it did not look through is not kept as looked through
      throw new IOException("The scanner gave no verdict");
    }

    private String answer() throws IOException {
      InputStream in = socket.getInputStream();
      var answer = new ByteArrayOutputStream();
      int one = in.read();
      while (one > 0 && answer.size() < LONGEST_ANSWER) {
        answer.write(one);
        one = in.read();
      }
      return answer.toString(StandardCharsets.US_ASCII).strip();
    }

    @Override
    public void close() {
      try {
        socket.close();
      } catch (IOException e) {
        LOG.debug("The connection to the scanner did not close", e);
      }
    }
  }
}
