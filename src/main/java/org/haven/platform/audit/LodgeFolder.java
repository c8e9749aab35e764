package org.haven.platform.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lodges checkpoints as small text files in a folder, which an operator copies, or mounts from, to
 * where the database's administrators cannot write.
 */
final class LodgeFolder implements CheckpointLodge {
  private static final Pattern NAME = Pattern.compile("checkpoint-(\\d{1,9})\\.txt");
  private static final long LONGEST = 10_000;

  private final @Nullable Path folder;

  LodgeFolder(@Nullable Path folder) {
    this.folder = folder == null || folder.toString().isBlank() ? null : folder;
  }

  @Override
  public boolean isThere() {
    return folder != null;
  }

  @Override
  public void lodge(Checkpoint checkpoint, String publicKey) {
    if (folder == null) {
      return;
    }
    try {
      Files.createDirectories(folder);
      write(folder.resolve("public-key.pem"), publicKey);
      Path file = folder.resolve("checkpoint-%06d.txt".formatted(checkpoint.number()));
      if (!Files.exists(file)) {
        write(file, checkpoint.file());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The folder for checkpoints cannot be written", e);
    }
  }

  private static void write(Path file, String text) throws IOException {
    if (Files.exists(file) && Files.readString(file).equals(text)) {
      return;
    }
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.writeString(part, text);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public List<Checkpoint> lodged() {
    if (folder == null || !Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(LodgeFolder::read)
          .flatMap(java.util.Optional::stream)
          .sorted(Comparator.comparingLong(Checkpoint::number))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("The folder for checkpoints cannot be read", e);
    }
  }

  private static java.util.Optional<Checkpoint> read(Path file) {
    Matcher name = NAME.matcher(file.getFileName().toString());
    if (!name.matches()) {
      return java.util.Optional.empty();
    }
    long number = Long.parseLong(name.group(1));
    var spoilt = new Checkpoint(number, "", new byte[0]);
    try {
      String text =
          Files.size(file) > LONGEST
              ? ""
              : new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      return java.util.Optional.of(
          Checkpoint.ofFile(text).filter(c -> c.number() == number).orElse(spoilt));
    } catch (IOException e) {
      throw new UncheckedIOException("A lodged checkpoint cannot be read", e);
    }
  }
}
