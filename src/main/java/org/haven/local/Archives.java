package org.haven.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** Where Maven keeps the servers' archives, as the build wrote it down. */
final class Archives {
  private static final String FILE = "/haven-local-archives.properties";

  private final Properties places;

  private Archives(Properties places) {
    this.places = places;
  }

  static Archives find() {
    var places = new Properties();
    try (InputStream in = Archives.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new LocalPlatformException(
            "This build of Haven carries no local platform.",
            "Start it from the sources with `mvn spring-boot:run`, or use the profile `outside`"
                + " and say where PostgreSQL, the engine and Elasticsearch are.");
      }
      places.load(in);
    } catch (IOException e) {
      throw new LocalPlatformException(
          "The list of the local platform's archives cannot be read.", "Build Haven again.", e);
    }
    return new Archives(places);
  }

  /**
   * The archive of a part.
   *
   * @throws LocalPlatformException if Maven did not fetch it or it has been deleted since
   */
  Path of(String part) {
    // a part with binaries per platform has a line for each; the build fills in the one it fetched
    for (String key : places.stringPropertyNames()) {
      String place = places.getProperty(key, "");
      if ((key.equals(part) || key.startsWith(part + "."))
          && !place.startsWith("@")
          && Files.isRegularFile(Path.of(place))) {
        return Path.of(place);
      }
    }
    throw new LocalPlatformException(
        "The archive of " + part + " is not in Maven's repository on this machine.",
        "Run `mvn spring-boot:run` once with the network on; it fetches what is missing.");
  }
}
