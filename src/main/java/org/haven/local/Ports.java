package org.haven.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;

/** Finds a port for each server: the usual one, or the next that is free. */
final class Ports {
  private static final int HOW_FAR = 200;

  private final Set<Integer> given = new HashSet<>();
  private final boolean steady;
  private final Console console;

  Ports(boolean steady, Console console) {
    this.steady = steady;
    this.console = console;
  }

  /**
   * A free port on the loopback address.
   *
   * @param part who listens there, for the line that says it was moved
   * @param usual the port it has when nothing else is there
   */
  synchronized int port(String part, int usual) {
    if (!steady) {
      return any();
    }
    for (int port = usual; port < usual + HOW_FAR; port++) {
      if (!given.contains(port) && isFree(port)) {
        given.add(port);
        if (port != usual) {
          console.say(part, "port %d is taken; uses %d".formatted(usual, port));
        }
        return port;
      }
    }
    throw new LocalPlatformException(
        "The ports %d to %d are all taken.".formatted(usual, usual + HOW_FAR - 1),
        "Stop what listens there, then start again.");
  }

  private int any() {
    for (int attempt = 0; attempt < HOW_FAR; attempt++) {
      try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        if (given.add(socket.getLocalPort())) {
          return socket.getLocalPort();
        }
      } catch (IOException e) {
        throw new LocalPlatformException(
            "No port is free on this machine.", "Stop something, then start again.", e);
      }
    }
    throw new LocalPlatformException(
        "No port is free on this machine.", "Stop something, then start again.");
  }

  /** Whether nothing listens there, on the loopback address or on all addresses. */
  static boolean isFree(int port) {
    try (var everywhere = new ServerSocket();
        var loopback = new ServerSocket()) {
      // the wildcard first: where it is free, nobody has the loopback address either
      everywhere.setReuseAddress(true);
      everywhere.bind(new InetSocketAddress(port));
      everywhere.close();
      loopback.setReuseAddress(true);
      loopback.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
