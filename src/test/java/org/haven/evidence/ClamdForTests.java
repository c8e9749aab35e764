package org.haven.evidence;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server that speaks ClamAV's INSTREAM: what holds the word VIRUS is found, what is longer than
 * its limit is answered as clamd answers it.
 */
final class ClamdForTests implements AutoCloseable {
  static final int LIMIT = 3_000_000;

  private final ServerSocket server;
  private final List<Integer> seen = new CopyOnWriteArrayList<>();

  ClamdForTests() throws IOException {
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
  }

  String address() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  /** Bytes of each file that was looked through. */
  List<Integer> seen() {
    return seen;
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        answer(socket);
      } catch (IOException e) {
        // who asked is gone, or the server is closed
      }
    }
  }

  private void answer(Socket socket) throws IOException {
    var in = new DataInputStream(socket.getInputStream());
    var command = new ByteArrayOutputStream();
    for (int one = in.read(); one > 0; one = in.read()) {
      command.write(one);
    }
    if (!command.toString(StandardCharsets.US_ASCII).equals("zINSTREAM")) {
      socket.getOutputStream().write("UNKNOWN COMMAND\0".getBytes(StandardCharsets.US_ASCII));
      return;
    }
    var file = new ByteArrayOutputStream();
    for (int length = in.readInt(); length > 0; length = in.readInt()) {
      file.write(in.readNBytes(length));
    }
    seen.add(file.size());
    String verdict =
        file.size() > LIMIT
            ? "INSTREAM size limit exceeded. ERROR"
            : file.toString(StandardCharsets.ISO_8859_1).contains("VIRUS")
                ? "stream: Test-Signature FOUND"
                : "stream: OK";
    socket.getOutputStream().write((verdict + "\0").getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
