package org.haven.local;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * PostgreSQL and Elasticsearch refuse to run as root. When we are root they get a user namespace in
 * which they see another number, and files stay ours; where the kernel or a container forbids that,
 * they run as {@code nobody} and own their folders.
 */
sealed interface OrdinaryUser {
  /** What to put before the command. */
  List<String> before();

  /** Makes a folder one that the server may write. */
  void own(Path folder) throws IOException;

  static OrdinaryUser choose() {
    if (!"root".equals(System.getProperty("user.name"))) {
      return new Ourselves();
    }
    var namespace = List.of("unshare", "--user", "--map-user=1000", "--map-group=1000");
    if (works(namespace)) {
      return new Wrapped(namespace);
    }
    var set = List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
    if (works(set)) {
      return new Nobody(set);
    }
    var run = List.of("runuser", "-u", "nobody", "--");
    if (works(run)) {
      return new Nobody(run);
    }
    throw new LocalPlatformException(
        "PostgreSQL and Elasticsearch refuse to run as root, and this machine has none of unshare,"
            + " setpriv and runuser to start them as somebody else.",
        "Start Haven as an ordinary user.");
  }

  private static boolean works(List<String> before) {
    if (!GuardedProcess.isOnPath(before.getFirst())) {
      return false;
    }
    var line = new ArrayList<>(before);
    line.addAll(List.of("/bin/sh", "-c", "test \"$(id -u)\" != 0"));
    try {
      var process =
          new ProcessBuilder(line)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** We are an ordinary user. */
  record Ourselves() implements OrdinaryUser {
    @Override
    public List<String> before() {
      return List.of();
    }

    @Override
    public void own(Path folder) {}
  }

  /** Root outside, somebody else inside; files stay ours. */
  record Wrapped(List<String> before) implements OrdinaryUser {
    @Override
    public void own(Path folder) {}
  }

  /** Another user, who needs to own what it writes and to reach it. */
  record Nobody(List<String> before) implements OrdinaryUser {
    @Override
    public void own(Path folder) throws IOException {
      var nobody = folder.getFileSystem().getUserPrincipalLookupService();
      var user = nobody.lookupPrincipalByName("nobody");
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes)
                throws IOException {
              return give(visited);
            }

            @Override
            public FileVisitResult visitFile(Path visited, BasicFileAttributes attributes)
                throws IOException {
              return give(visited);
            }

            private FileVisitResult give(Path visited) throws IOException {
              Files.getFileAttributeView(
                      visited, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                  .setOwner(user);
              return FileVisitResult.CONTINUE;
            }
          });
      for (Path above = folder.getParent(); above != null; above = above.getParent()) {
        if (!Files.getPosixFilePermissions(above).contains(PosixFilePermission.OTHERS_EXECUTE)) {
          throw new LocalPlatformException(
              "PostgreSQL and Elasticsearch run as the user nobody here, who cannot reach "
                  + above
                  + ".",
              "Give a folder that every user can reach with haven.local.folder, such as"
                  + " /var/lib/haven, or start Haven as an ordinary user.");
        }
      }
    }
  }
}
