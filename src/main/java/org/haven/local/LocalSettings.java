package org.haven.local;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How to run the local platform.
 *
 * @param folder data of all parts, kept between runs
 * @param programs the unpacked servers; may be shared between data folders
 * @param steadyPorts prefer the same well-known ports at every start; else any free ones
 * @param controlledClock lets tests and a training move the engine's clock
 * @param durable false trades safety of the data for speed, for tests only
 * @param promptRecords the engine exports each record at once instead of once a second: for tests
 *     that wait for them, as it is dear
 * @param bothCompilers the engine is compiled as in operation, and starts more slowly: for
 *     measurements
 * @param quiet no lines on the console
 * @param training what the folder holds is for training, and is marked so
 */
public record LocalSettings(
    Path folder,
    Path programs,
    boolean steadyPorts,
    boolean controlledClock,
    boolean durable,
    boolean promptRecords,
    boolean bothCompilers,
    boolean quiet,
    boolean training) {

  /** What {@code mvn spring-boot:run} uses. */
  public static LocalSettings of(Path folder, @Nullable Path programs) {
    Path absolute = folder.toAbsolutePath().normalize();
    return new LocalSettings(
        absolute,
        programs == null ? absolute.resolve("programs") : programs.toAbsolutePath().normalize(),
        true,
        false,
        true,
        false,
        false,
        false,
        false);
  }

  /** The same for a training: its folder says so, and the engine's clock can be moved. */
  public LocalSettings forTraining() {
    return new LocalSettings(
        folder, programs, steadyPorts, true, durable, promptRecords, bothCompilers, quiet, true);
  }

  /** What tests use: any free ports, the clock under control, nothing on the console. */
  public static LocalSettings forTests(
      Path folder, Path programs, boolean promptRecords, boolean bothCompilers) {
    return new LocalSettings(
        folder.toAbsolutePath().normalize(),
        programs.toAbsolutePath().normalize(),
        false,
        true,
        false,
        promptRecords,
        bothCompilers,
        true,
        false);
  }
}
