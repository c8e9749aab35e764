package org.haven.policyreview;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/** The decision tables that this Haven deploys, each known by its checksum. */
@Component
class RuleTables {
  private static final String TABLES = "classpath*:processes/*/*.dmn";

  /** Decision to the checksum of its table, by name. */
  Map<String, String> checksums() {
    var found = new TreeMap<String, String>();
    try {
      for (Resource file : new PathMatchingResourcePatternResolver().getResources(TABLES)) {
        String name = String.valueOf(file.getFilename());
        found.put(name.substring(0, name.length() - ".dmn".length()), checksum(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private static String checksum(Resource file) throws IOException {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(file.getContentAsByteArray()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
