package org.haven.platform.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

/** A secret of the local platform: made once, kept in its folder, readable by its owner alone. */
final class LocalSecret {
  /** Without letters and digits that are mistaken for each other when read from a terminal. */
  private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";

  private LocalSecret() {}

  /** The kept secret, or a new one of 15 letters and digits in three groups (74 bits). */
  static String keptIn(Path folder, String name) {
    Path file = folder.resolve(name);
    try {
      if (Files.exists(file)) {
        return Files.readString(file).strip();
      }
      Files.createDirectories(folder);
      String secret = next();
      if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, secret + "\n");
      } else {
        Files.writeString(file, secret + "\n", StandardOpenOption.CREATE_NEW);
      }
      return secret;
    } catch (FileAlreadyExistsException e) {
      return keptIn(folder, name);
    } catch (IOException e) {
      throw new UncheckedIOException("The file " + file + " cannot be read or written", e);
    }
  }

  private static String next() {
    var random = new SecureRandom();
    var text = new StringBuilder();
    for (int i = 0; i < 15; i++) {
      if (i > 0 && i % 5 == 0) {
        text.append('-');
      }
      text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return text.toString();
  }
}
