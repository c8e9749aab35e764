package org.haven.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The folder with all data of one local platform, locked while the platform runs. */
final class PlatformFolder implements AutoCloseable {
  private final Path root;
  private final FileChannel channel;
  private final FileLock lock;

  private PlatformFolder(Path root, FileChannel channel, FileLock lock) {
    this.root = root;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Opens and locks the folder.
   *
   * @throws LocalPlatformException if another Haven uses it, or it cannot be written
   */
  static PlatformFolder open(Path root) {
    try {
      Files.createDirectories(root);
      var channel =
          FileChannel.open(
              root.resolve("lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        var owner = ByteBuffer.allocate(32);
        channel.read(owner, 0);
        channel.close();
        String pid = StandardCharsets.US_ASCII.decode(owner.flip()).toString().strip();
        throw new LocalPlatformException(
            "Haven already runs on the folder "
                + root
                + (pid.isEmpty() ? "." : " (process " + pid + ")."),
            "Use that one, stop it first, or give this one a folder of its own with"
                + " haven.local.folder.");
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)),
          0);
      return new PlatformFolder(root, channel, lock);
    } catch (IOException e) {
      throw new LocalPlatformException(
          "The local platform's folder " + root + " cannot be used: " + e.getMessage() + ".",
          "Give a folder that you may write with haven.local.folder.",
          e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // this very process has it
    }
  }

  Path root() {
    return root;
  }

  /** A folder inside, for nobody else to read, made when it is not there. */
  Path folder(String name) throws IOException {
    Path folder = Files.createDirectories(root.resolve(name));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    return folder;
  }

  /**
   * Closes the folder to everybody else: case records lie in it.
   *
   * @param passable another user runs a server in it, and has to get to its own part of it
   */
  void protect(boolean passable) throws IOException {
    Files.setPosixFilePermissions(
        root, PosixFilePermissions.fromString(passable ? "rwx--x--x" : "rwx------"));
    folder("logs");
  }

  /**
   * A file with random bytes as base64, made at the first start, for nobody else to read.
   *
   * @param bytes how many random bytes
   */
  Path secret(String name, int bytes) throws IOException {
    Path file = root.resolve(name);
    if (!Files.exists(file)) {
      var random = new byte[bytes];
      new SecureRandom().nextBytes(random);
      Path part = root.resolve(name + ".part");
      Files.deleteIfExists(part);
      Files.createFile(
          part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(part, Base64.getEncoder().encodeToString(random));
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return file;
  }

  @Override
  public void close() throws IOException {
    lock.release();
    channel.close();
  }
}
