package org.haven.engine;

/**
 * Does the work of one job type. {@code I} and {@code O} are records: exactly the components of
 * {@code I} are fetched from the engine, exactly those of {@code O} go back. Both may hold only
 * closed types (see {@link org.haven.platform.RoutingFact}); the registry refuses others at start.
 * A component of type {@link JobContext} is filled with the job's own keys.
 *
 * <p>Three exits: return for an expected answer, throw {@link BpmnError} for a detour that the
 * model draws, let anything else fly for a retry with backoff and, in the end, an incident. A job
 * may run twice: the second run must change nothing.
 */
public interface JobWorker<I extends Record, O extends Record> {
  /** The job type in the models, such as {@code check-contact-gate}. */
  String type();

  O work(I in);

  /**
   * True for a worker whose answer tells what is on record: what it does not know stays as the
   * journey has it, and is not made unset.
   */
  default boolean leavesUnknownAsItIs() {
    return false;
  }

  /** For workers that give nothing back. */
  record Nothing() {}
}
