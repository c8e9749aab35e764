package org.haven.engine;

/** How a job is handed to its worker: once, unless a test wants it otherwise. */
@FunctionalInterface
public interface JobRun {
  /** The worker's answer; what it throws flies on. */
  <I extends Record, O extends Record> O run(JobWorker<I, O> worker, I in);
}
