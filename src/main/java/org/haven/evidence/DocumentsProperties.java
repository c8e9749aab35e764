package org.haven.evidence;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits of what may be added to a case, and who looks through it for viruses.
 *
 * @param maxFileSize of one file
 * @param maxPerCase of all files of a case together
 * @param maxUnpacked what an office file, or one stream of a PDF, may unpack to
 * @param maxEntries parts of an office file
 * @param maxMegapixels of a picture
 * @param maxPages of a PDF
 * @param maxBundlePages of exhibits in one bundle
 * @param scanner host and port of a ClamAV daemon, such as {@code clamav:3310}; without one files
 *     are kept unscanned, and each page says so
 * @param scannerTimeout how long the scanner may be silent
 */
@ConfigurationProperties("haven.documents")
public record DocumentsProperties(
    @DefaultValue("30MB") DataSize maxFileSize,
    @DefaultValue("2GB") DataSize maxPerCase,
    @DefaultValue("150MB") DataSize maxUnpacked,
    @DefaultValue("5000") int maxEntries,
    @DefaultValue("100") int maxMegapixels,
    @DefaultValue("1000") int maxPages,
    @DefaultValue("600") int maxBundlePages,
    @Nullable String scanner,
    @DefaultValue("60s") Duration scannerTimeout) {

  /** Does somebody look through files for viruses? */
  public boolean hasScanner() {
    return scanner != null && !scanner.isBlank();
  }
}
