package org.haven.platform.audit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A signed statement of how far the trail had come. It holds numbers and hashes alone, so that it
 * can be kept anywhere.
 *
 * @param number from 1, without a gap
 * @param text what is signed
 * @param signature of the text
 */
public record Checkpoint(long number, String text, byte[] signature) {
  /** What the first one names as the one before. */
  static final String NONE = "none";

  private static final Pattern NUMBER = Pattern.compile("\"number\": (\\d{1,18})\\b");
  private static final Pattern FILE =
      Pattern.compile("(?s)(haven audit checkpoint\n.*\n)signature ([A-Za-z0-9+/=]+)\n?");

  static String text(long number, Instant at, long rows, AuditTrail.Link last, String before) {
    return """
    haven audit checkpoint
    number %d
    at %s
    rows %d
    seq %d
    link %s
    before %s
    """
        .formatted(number, at, rows, last.seq(), HexFormat.of().formatHex(last.hash()), before);
  }

  /** The file in which it is lodged. */
  String file() {
    return text + "signature " + Base64.getEncoder().encodeToString(signature) + "\n";
  }

  /** Empty if the file is not one of ours by its form. */
  static Optional<Checkpoint> ofFile(String file) {
    Matcher parts = FILE.matcher(file);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String text = parts.group(1);
    try {
      return Optional.of(
          new Checkpoint(
              Long.parseLong(line(text, "number")),
              text,
              Base64.getDecoder().decode(parts.group(2))));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The number that an audit row's details name. */
  static Optional<Long> number(String details) {
    Matcher found = NUMBER.matcher(details);
    return found.find() ? Optional.of(Long.parseLong(found.group(1))) : Optional.empty();
  }

  /** Number of the last link then; 0 if the text was spoilt. */
  long seq() {
    try {
      return Long.parseLong(line(text, "seq"));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** Hash of the last link then. */
  byte @Nullable [] link() {
    try {
      return HexFormat.of().parseHex(line(text, "link"));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Fingerprint of the checkpoint before, or {@link #NONE}. */
  String before() {
    return line(text, "before");
  }

  String fingerprint() {
    return HexFormat.of()
        .formatHex(AuditTrail.sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String line(String text, String name) {
    return text.lines()
        .filter(line -> line.startsWith(name + " "))
        .map(line -> line.substring(name.length() + 1))
        .findFirst()
        .orElse("");
  }

  @Override
  public String toString() {
    return "Checkpoint[" + number + "]";
  }
}
