package org.haven.local;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/** Asks a server of this machine whether it is well. */
final class Http {
  private static final int MILLIS = 2000;

  private Http() {}

  /** The status of a GET, or 0 when nobody answers. */
  static int status(URI address) {
    HttpURLConnection connection = null;
    try {
      connection = (HttpURLConnection) address.toURL().openConnection();
      connection.setConnectTimeout(MILLIS);
      connection.setReadTimeout(MILLIS);
      return connection.getResponseCode();
    } catch (IOException e) {
      return 0;
    } finally {
      if (connection != null) {
        connection.disconnect();
      }
    }
  }
}
