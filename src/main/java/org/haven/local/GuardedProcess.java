package org.haven.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A server with a guardian beside it. The guardian is a shell in a session of its own, so that
 * neither ctrl-C nor a signal to the application's process group reaches it, and it ends the server
 * when the pipe from this application ends.
 */
final class GuardedProcess {
  private static final boolean HAS_SETSID = isOnPath("setsid");

  private final Process guardian;
  private final int graceSeconds;

  private GuardedProcess(Process guardian, int graceSeconds) {
    this.guardian = guardian;
    this.graceSeconds = graceSeconds;
  }

  /**
   * Starts a server.
   *
   * @param signal what asks it to stop in good order, such as {@code TERM}
   * @param graceSeconds how long it may take for that before it is killed
   */
  static GuardedProcess start(
      Path home,
      String name,
      List<String> command,
      Map<String, String> environment,
      Path directory,
      String signal,
      int graceSeconds)
      throws IOException {
    Path script = script(home);
    Path logs = Files.createDirectories(home.resolve("logs"));
    Path log = logs.resolve(name + ".log");
    if (Files.exists(log)) {
      Files.move(log, logs.resolve(name + ".before.log"), StandardCopyOption.REPLACE_EXISTING);
    }
    Files.createFile(log);
    var line = new ArrayList<String>();
    if (HAS_SETSID) {
      line.add("setsid");
    }
    line.addAll(
        List.of(
            "/bin/sh",
            script.toString(),
            signal,
            Integer.toString(graceSeconds),
            log.toString(),
            pidFile(home, name).toString()));
    line.addAll(command);
    var builder = new ProcessBuilder(line).directory(directory.toFile());
    // nothing of the caller's shell may change how a server starts, and no secret may reach it
    var inherited = builder.environment();
    inherited.keySet().retainAll(List.of("PATH", "HOME", "LANG", "TMPDIR", "USER", "LOGNAME"));
    inherited.putAll(environment);
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    return new GuardedProcess(builder.start(), graceSeconds);
  }

  /**
   * Kills what an earlier run left behind: possible only when server and guardian lost each other,
   * as when somebody killed the guardian.
   */
  static void clearLeftover(Path home, String name) throws IOException {
    Path file = pidFile(home, name);
    if (!Files.exists(file)) {
      return;
    }
    String pid = Files.readString(file).strip();
    if (pid.matches("\\d+")) {
      ProcessHandle.of(Long.parseLong(pid))
          // a number may belong to somebody else by now
          .filter(p -> p.info().commandLine().orElse("").contains(home.toString()))
          .ifPresent(
              p -> {
                p.descendants().forEach(ProcessHandle::destroyForcibly);
                p.destroyForcibly();
                p.onExit().orTimeout(10, TimeUnit.SECONDS).exceptionally(_ -> p).join();
              });
    }
    Files.deleteIfExists(file);
  }

  boolean isAlive() {
    return guardian.isAlive();
  }

  int exitValue() {
    return guardian.exitValue();
  }

  /** Returns when the server has ended, whoever ended it. */
  void awaitEndByItself() throws InterruptedException {
    guardian.waitFor();
  }

  /** Asks the server to stop; {@link #awaitEnd} waits for it. */
  void askToStop() {
    try {
      guardian.getOutputStream().close();
    } catch (IOException e) {
      // the guardian has gone already, and the server with it
    }
  }

  void awaitEnd() throws InterruptedException {
    if (!guardian.waitFor(graceSeconds + 5L, TimeUnit.SECONDS)) {
      guardian.descendants().forEach(ProcessHandle::destroyForcibly);
      guardian.destroyForcibly();
    }
  }

  private static Path pidFile(Path home, String name) {
    return home.resolve(name + ".pid");
  }

  private static synchronized Path script(Path home) throws IOException {
    Path script = home.resolve("guardian.sh");
    try (InputStream in = GuardedProcess.class.getResourceAsStream("guardian.sh")) {
      if (in == null) {
        throw new IOException("guardian.sh is missing from this build");
      }
      byte[] content = in.readAllBytes();
      if (!Files.exists(script) || !Arrays.equals(Files.readAllBytes(script), content)) {
        Files.write(script, content);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
    return script;
  }

  static boolean isOnPath(String program) {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
      if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }
}
