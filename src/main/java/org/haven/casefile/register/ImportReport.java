package org.haven.casefile.register;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of an imported file.
 *
 * @param id to download the refused rows with
 * @param read rows of the file, without its header
 * @param refused rows that were not taken over; the others were
 * @param stoppedAtLine line from which the file could not be read at all, such as a quote that
 *     never closes
 * @param firstFaults the first hundred, for the page
 */
public record ImportReport(
    UUID id,
    long read,
    long added,
    long changed,
    long unchanged,
    long refused,
    @Nullable Long stoppedAtLine,
    List<Refused> firstFaults) {

  /** One refused row: its line, and what is expected in which column. It holds no cell. */
  public record Refused(long line, String expected) {}

  public long imported() {
    return added + changed + unchanged;
  }
}
