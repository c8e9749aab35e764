package org.haven.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Whether a data folder is a training's. A file in it says so, from its first start on; each folder
 * without that file holds real cases, as far as anybody here can know.
 */
final class FolderPurpose {
  private static final String MARK = "for-training";
  private static final Set<String> STAYS = Set.of(MARK, "lock", "programs");

  private FolderPurpose() {}

  /**
   * Marks a new folder.
   *
   * @throws LocalPlatformException if the folder is not for what this Haven is for
   */
  static void check(PlatformFolder folder, boolean training) throws IOException {
    Path mark = folder.root().resolve(MARK);
    boolean marked = Files.isRegularFile(mark, LinkOption.NOFOLLOW_LINKS);
    if (marked && !training) {
      throw new LocalPlatformException(
          "The folder "
              + folder.root()
              + " is a training's, and this Haven was started without the"
              + " profile training.",
          "Start it with the profile training, or name another folder with haven.local.folder.");
    }
    if (!marked && training) {
      if (!holdsNothing(folder.root())) {
        throw new LocalPlatformException(
            "The folder " + folder.root() + " is not a training's. Nothing was changed.",
            "Leave haven.local.folder away, and training takes a folder of its own.");
      }
      Files.writeString(mark, "What is in this folder is for training: nothing of it is real.\n");
    }
  }

  /**
   * Deletes everything but the mark, the lock and the unpacked servers.
   *
   * @throws LocalPlatformException if it is no training's; nothing was deleted
   */
  static void empty(PlatformFolder folder) throws IOException {
    check(folder, true);
    for (Path entry : entries(folder.root())) {
      if (!STAYS.contains(entry.getFileName().toString())) {
        Unpacker.delete(entry);
      }
    }
  }

  private static boolean holdsNothing(Path root) throws IOException {
    return entries(root).stream()
        .map(entry -> entry.getFileName().toString())
        .allMatch(STAYS::contains);
  }

  private static List<Path> entries(Path root) throws IOException {
    try (var entries = Files.list(root)) {
      return entries.toList();
    }
  }
}
