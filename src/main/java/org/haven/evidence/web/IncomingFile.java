package org.haven.evidence.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;

/**
 * A file on its way in: its name, and its bytes as they arrive.
 *
 * @param raw the whole request, to be read to its end once the file is refused
 */
record IncomingFile(String name, InputStream bytes, InputStream raw, boolean isNameTooLong) {
  private static final String ATTRIBUTE = IncomingFile.class.getName();

  IncomingFile(String name, InputStream bytes, InputStream raw) {
    this(name, bytes, raw, false);
  }

  /** A file of which we know no more than that its name is too long to be read. */
  static IncomingFile withTooLongAName(InputStream raw) {
    return new IncomingFile("", InputStream.nullInputStream(), raw, true);
  }

  void attachTo(HttpServletRequest request) {
    request.setAttribute(ATTRIBUTE, this);
  }

  static IncomingFile of(HttpServletRequest request) {
    return request.getAttribute(ATTRIBUTE) instanceof IncomingFile file
        ? file
        : new IncomingFile("", InputStream.nullInputStream(), InputStream.nullInputStream());
  }

  /**
   * Reads on without keeping anything: a browser shows the answer only once all was taken from it.
   */
  void drain(long most) {
    byte[] thrownAway = new byte[1 << 16];
    long left = most;
    try {
      while (left > 0) {
        int read = raw.read(thrownAway);
        if (read < 0) {
          return;
        }
        left -= read;
      }
    } catch (IOException e) {
      // the sender is gone: nobody waits for an answer
    }
  }

  @Override
  public String toString() {
    return "IncomingFile[***]";
  }
}
