package org.haven.local;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks a server once. It is unpacked under a temporary name and renamed when it is whole, so a
 * folder with the final name is always complete, whenever the machine lost its power.
 */
final class Unpacker {
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(2);

  private final Path programs;
  private final Console console;

  Unpacker(Path programs, Console console) {
    this.programs = programs;
    this.console = console;
  }

  /**
   * The unpacked server.
   *
   * @param name what the console calls it
   * @param folder its folder's name, with the version
   * @param archives where to find the part's archive: a zip, or a jar with a .txz inside
   * @param part which archive, asked for only when it is needed
   * @param strip how many leading folders of the archive to leave out
   */
  Path unpacked(String name, String folder, Archives archives, String part, int strip)
      throws IOException {
    Path whole = programs.resolve(folder);
    if (Files.isDirectory(whole)) {
      return whole;
    }
    Files.createDirectories(programs);
    try (var channel =
            FileChannel.open(
                programs.resolve(folder + ".lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        var lock = channel.lock()) {
      if (!lock.isValid() || Files.isDirectory(whole)) {
        return whole;
      }
      Path unfinished = programs.resolve(folder + ".part");
      delete(unfinished);
      Files.createDirectories(unfinished);
      long started = System.nanoTime();
      unpack(name, archives.of(part), unfinished, strip);
      Files.move(unfinished, whole, StandardCopyOption.ATOMIC_MOVE);
      console.say(name, "unpacked in %.1f s".formatted((System.nanoTime() - started) / 1e9));
      return whole;
    } catch (OverlappingFileLockException e) {
      throw new IOException("Two local platforms of one application unpack the same server", e);
    }
  }

  private void unpack(String name, Path archive, Path target, int strip) throws IOException {
    try (var counted =
        new Progress(
            new BufferedInputStream(Files.newInputStream(archive), 1 << 16), name, archive)) {
      var zip = new ZipArchiveInputStream(counted);
      if (archive.getFileName().toString().endsWith(".jar")) {
        for (ArchiveEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
          if (entry.getName().endsWith(".txz")) {
            extract(new TarArchiveInputStream(new XZCompressorInputStream(zip)), target, strip);
            return;
          }
        }
        throw new IOException("No .txz in " + archive);
      }
      extract(zip, target, strip);
    }
  }

  private static void extract(ArchiveInputStream<?> in, Path target, int strip) throws IOException {
    for (ArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
      Path inside = Path.of(entry.getName()).normalize();
      if (inside.getNameCount() <= strip || inside.toString().isEmpty()) {
        continue;
      }
      Path file = target.resolve(inside.subpath(strip, inside.getNameCount())).normalize();
      if (!file.startsWith(target)) {
        throw new IOException("The archive writes outside its folder: " + entry.getName());
      }
      if (entry.isDirectory()) {
        Files.createDirectories(file);
        continue;
      }
      Files.createDirectories(file.getParent());
      if (entry instanceof TarArchiveEntry tar && tar.isSymbolicLink()) {
        Files.createSymbolicLink(file, Path.of(tar.getLinkName()));
        continue;
      }
      Files.copy(in, file);
      if (mayRun(entry, file)) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
  }

  // a streamed zip does not tell file modes: what lies in bin/ is a program
  private static boolean mayRun(ArchiveEntry entry, Path file) {
    boolean inBin =
        file.getNameCount() > 1 && file.getName(file.getNameCount() - 2).endsWith("bin");
    return entry instanceof TarArchiveEntry tar ? (tar.getMode() & 0111) != 0 : inBin;
  }

  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException problem)
              throws IOException {
            Files.deleteIfExists(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Counts the bytes read and says how far it is, every two seconds. */
  private final class Progress extends FilterInputStream {
    private final String name;
    private final long total;
    private long read;
    private long lastLine = System.nanoTime();

    Progress(InputStream in, String name, Path archive) throws IOException {
      super(in);
      this.name = name;
      this.total = Files.size(archive);
      console.say(name, "unpacking %,d MB, once".formatted(total >> 20));
    }

    @Override
    public int read() throws IOException {
      int one = super.read();
      count(one < 0 ? 0 : 1);
      return one;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int some = super.read(buffer, offset, length);
      count(some);
      return some;
    }

    private void count(int more) {
      read += Math.max(more, 0);
      if (System.nanoTime() - lastLine > BETWEEN_LINES.toNanos()) {
        lastLine = System.nanoTime();
        console.say(name, "unpacking, %d %%".formatted(read * 100 / Math.max(total, 1)));
      }
    }
  }
}
