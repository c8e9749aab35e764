package org.haven.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.haven.engine.BpmnError;
import org.haven.engine.JobRun;
import org.haven.engine.JobWorker;

/**
 * In all tests on the platform every job is done twice, as if our answer to the engine had been
 * lost: the second answer must be the first, and every assertion of every scenario sees what two
 * runs left behind. Which job types that proved is kept in files, for the test that wants all.
 */
public final class EveryJobTwice implements JobRun {
  /** A file for each job type that was done twice. */
  public static final Path PROVED = Path.of("target", "jobs-done-twice");

  /** These read the record and write nothing: somebody may write between two readings. */
  private static final Set<String> READING = Set.of("load-case-facts", "check-contact-gate");

  private static final Queue<String> DIFFERENT = new ConcurrentLinkedQueue<>();

  /** What differed since the last look, in words. */
  public static java.util.List<String> different() {
    var found = java.util.List.copyOf(DIFFERENT);
    DIFFERENT.clear();
    return found;
  }

  @Override
  public <I extends Record, O extends Record> O run(JobWorker<I, O> worker, I in) {
    O first;
    try {
      first = worker.work(in);
    } catch (BpmnError detour) {
      again(worker, in, detour);
      throw detour;
    }
    try {
      O second = worker.work(in);
      if (!first.equals(second) && !isNewer(worker, in, second)) {
        DIFFERENT.add(worker.type() + " answered " + first + " and then " + second);
      }
    } catch (RuntimeException e) {
      DIFFERENT.add(worker.type() + " answered " + first + " and then failed with " + e);
    }
    proved(worker.type());
    return first;
  }

  private static <I extends Record, O extends Record> void again(
      JobWorker<I, O> worker, I in, BpmnError detour) {
    try {
      O second = worker.work(in);
      if (!isNewer(worker, in, second)) {
        DIFFERENT.add(
            worker.type() + " took the detour " + detour.code() + " and then said " + second);
      }
    } catch (BpmnError same) {
      if (!same.code().equals(detour.code())) {
        DIFFERENT.add(worker.type() + " took the detours " + detour.code() + ", " + same.code());
      }
    } catch (RuntimeException e) {
      DIFFERENT.add(
          worker.type() + " took the detour " + detour.code() + " and then failed with " + e);
    }
    proved(worker.type());
  }

  /** Was the second answer another because the record had changed? Then the third is the second. */
  private static <I extends Record, O extends Record> boolean isNewer(
      JobWorker<I, O> worker, I in, O second) {
    return READING.contains(worker.type()) && second.equals(worker.work(in));
  }

  private static void proved(String type) {
    try {
      Files.createDirectories(PROVED);
      Path file = PROVED.resolve(type);
      if (!Files.exists(file)) {
        Files.writeString(file, "");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
