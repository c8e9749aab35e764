package org.haven.evidence;

import java.io.IOException;

/** Looks through files for viruses while they arrive. */
public interface VirusScan {
  /** False if nobody looks: files are kept unscanned then. */
  boolean scans();

  /**
   * @throws IOException if the scanner does not answer
   */
  Looking begin() throws IOException;

  /** One file that is looked through. */
  interface Looking extends AutoCloseable {
    /**
     * @throws IOException if the scanner does not answer
     */
    void take(byte[] bytes, int from, int length) throws IOException;

    /**
     * @return true if nothing was found
     * @throws IOException if the scanner does not answer, or not with a verdict
     */
    boolean clean() throws IOException;

    @Override
    void close();
  }
}
