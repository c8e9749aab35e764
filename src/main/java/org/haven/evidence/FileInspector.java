package org.haven.evidence;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MimeTypes;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Says what a file is by its content, and whether it is what it says. Nothing of a file is run,
 * shown or unpacked to a disk for it; what it would unpack to is counted and thrown away.
 */
@Component
class FileInspector {
  /** Bytes of the beginning that tell what a file is. */
  static final int HEAD = 1 << 16;

  private static final Pattern EXTENSION = Pattern.compile("\\.([A-Za-z][A-Za-z0-9]{1,5})$");
  private static final byte[] STREAM = {'s', 't', 'r', 'e', 'a', 'm'};

  /** A PDF as a whole may unpack to this many times what one of its streams may. */
  private static final int STREAMS = 20;

  /** Streams that are packed in one another. */
  private static final int DEEPEST = 4;

  private final DocumentsProperties limits;
  private final MimeTypes types = MimeTypes.getDefaultMimeTypes();

  /** A PDF is in memory while it is looked at. */
  private final Semaphore atOnce = new Semaphore(2);

  FileInspector(DocumentsProperties limits) {
    this.limits = limits;
    ImageIO.setUseCache(false); // no clear copies in temporary files
  }

  /**
   * What a file begins as.
   *
   * @param kind absent for a package, which only its parts tell apart
   */
  record Beginning(@Nullable FileKind kind) {}

  /** What came of looking at a whole file. */
  sealed interface Look {
    /**
     * @param pages of a PDF
     */
    record Fit(FileKind kind, @Nullable Integer pages) implements Look {}

    record Unfit(FileRefusal why) implements Look {}
  }

  /** Empty if nothing that begins like this is kept. */
  Optional<Beginning> beginning(byte[] head, int length) {
    try {
      String type =
          types.detect(new ByteArrayInputStream(head, 0, length), new Metadata()).toString();
      int parameters = type.indexOf(';');
      String plain = parameters < 0 ? type : type.substring(0, parameters);
      if (isPackage(head, length)) {
        return Optional.of(new Beginning(null));
      }
      return FileKind.ofDetected(plain).map(Beginning::new);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static boolean isPackage(byte[] head, int length) {
    return length > 4 && head[0] == 'P' && head[1] == 'K' && head[2] == 3 && head[3] == 4;
  }

  /**
   * @param name as the sender called it
   * @param content gives the whole file, each time from its beginning
   */
  Look look(Beginning beginning, String name, Supplier<InputStream> content) {
    try {
      atOnce.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Stopped while a file waited to be looked at", e);
    }
    try (InputStream in = new BufferedInputStream(content.get(), HEAD)) {
      FileKind kind = beginning.kind();
      Look look =
          kind == null
              ? officePackage(in)
              : switch (kind) {
                case JPEG, PNG, GIF, TIFF -> picture(kind, in);
                case PDF -> pdf(in);
                default -> new Look.Fit(kind, null);
              };
      return look instanceof Look.Fit(FileKind found, _) && lies(found, name)
          ? new Look.Unfit(FileRefusal.NAME_LIES)
          : look;
    } catch (IOException e) {
      return new Look.Unfit(FileRefusal.DAMAGED);
    } finally {
      atOnce.release();
    }
  }

  /** A name without an ending says nothing, so it cannot lie. */
  private static boolean lies(FileKind kind, String name) {
    Matcher extension = EXTENSION.matcher(name.strip());
    return extension.find() && !kind.mayEnd(extension.group(1).toLowerCase(Locale.ROOT));
  }

  private Look picture(FileKind kind, InputStream in) throws IOException {
    try (var image = new MemoryCacheImageInputStream(in)) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(image);
      if (!readers.hasNext()) {
        return new Look.Unfit(FileRefusal.DAMAGED);
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(image, true, true);
        long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
        return pixels > limits.maxMegapixels() * 1_000_000L
            ? new Look.Unfit(FileRefusal.BOMB)
            : new Look.Fit(kind, null);
      } catch (RuntimeException e) {
        // what a reader makes of a picture that is none
        return new Look.Unfit(FileRefusal.DAMAGED);
      } finally {
        reader.dispose();
      }
    }
  }

  // office files are packages of parts

  private Look officePackage(InputStream in) throws IOException {
    Optional<FileKind> kind = Optional.empty();
    boolean contentTypes = false;
    boolean program = false;
    int entries = 0;
    long left = limits.maxUnpacked().toBytes();
    try (var zip = new ZipArchiveInputStream(in, "UTF-8", true, true)) {
      ZipArchiveEntry entry = zip.getNextEntry();
      while (entry != null) {
        if (++entries > limits.maxEntries()) {
          return new Look.Unfit(FileRefusal.BOMB);
        }
        String part = entry.getName().toLowerCase(Locale.ROOT);
        if (part.equals("mimetype")) {
          byte[] said = zip.readNBytes(200);
          left -= said.length;
          kind = FileKind.ofPackage(new String(said, java.nio.charset.StandardCharsets.US_ASCII));
        }
        contentTypes |= part.equals("[content_types].xml");
        program |= part.endsWith("vbaproject.bin") || part.startsWith("basic/");
        if (kind.isEmpty()) {
          kind = ofPart(part);
        }
        left -= count(zip, left);
        if (left < 0) {
          return new Look.Unfit(FileRefusal.BOMB);
        }
        entry = zip.getNextEntry();
      }
    } catch (ZipException e) {
      return new Look.Unfit(FileRefusal.DAMAGED);
    }
    if (entries == 0) {
      return new Look.Unfit(FileRefusal.DAMAGED);
    }
    boolean microsoft =
        kind.filter(k -> k == FileKind.WORD || k == FileKind.SHEET || k == FileKind.SLIDES)
            .isPresent();
    if (kind.isEmpty() || (microsoft && !contentTypes)) {
      return new Look.Unfit(FileRefusal.NOT_TAKEN);
    }
    return program ? new Look.Unfit(FileRefusal.PROGRAM) : new Look.Fit(kind.get(), null);
  }

  private static Optional<FileKind> ofPart(String part) {
    return switch (part) {
      case "word/document.xml", "word/document2.xml" -> Optional.of(FileKind.WORD);
      case "xl/workbook.xml", "xl/workbook.bin" -> Optional.of(FileKind.SHEET);
      case "ppt/presentation.xml" -> Optional.of(FileKind.SLIDES);
      default -> Optional.empty();
    };
  }

  /** Bytes up to the end, or one more than {@code most}. */
  private static long count(InputStream in, long most) throws IOException {
    byte[] thrownAway = new byte[8192];
    long count = 0;
    while (count <= most) {
      int read = in.read(thrownAway);
      if (read < 0) {
        return count;
      }
      count += read;
    }
    return count;
  }

  // PDF

  private Look pdf(InputStream in) throws IOException {
    byte[] bytes = in.readAllBytes();
    if (unpacksToTooMuch(bytes)) {
      return new Look.Unfit(FileRefusal.BOMB);
    }
    try (PDDocument pdf = Loader.loadPDF(bytes)) {
      int pages = pdf.getNumberOfPages();
      return pages == 0
          ? new Look.Unfit(FileRefusal.DAMAGED)
          : pages > limits.maxPages()
              ? new Look.Unfit(FileRefusal.TOO_LARGE)
              : new Look.Fit(FileKind.PDF, pages);
    } catch (InvalidPasswordException e) {
      return new Look.Unfit(FileRefusal.LOCKED);
    } catch (RuntimeException e) {
      // what the parser makes of a file that is no PDF
      return new Look.Unfit(FileRefusal.DAMAGED);
    }
  }

  /**
   * Counts what each packed stream gives, before a parser that would keep it in memory sees it:
   * wherever the word stands, whether or not the file admits to a stream there.
   */
  private boolean unpacksToTooMuch(byte[] pdf) throws IOException {
    long one = limits.maxUnpacked().toBytes();
    long all = one * STREAMS;
    int at = next(pdf, 0);
    while (at >= 0) {
      int begin = at + STREAM.length;
      if (begin < pdf.length && pdf[begin] == '\r') {
        begin++;
      }
      if (begin < pdf.length && pdf[begin] == '\n') {
        begin++;
      }
      long given = inflated(new ByteArrayInputStream(pdf, begin, pdf.length - begin), one, DEEPEST);
      all -= given;
      if (given > one || all < 0) {
        return true;
      }
      at = next(pdf, begin);
    }
    return false;
  }

  private static int next(byte[] pdf, int from) {
    for (int i = from; i <= pdf.length - STREAM.length; i++) {
      int same = 0;
      while (same < STREAM.length && pdf[i + same] == STREAM[same]) {
        same++;
      }
      if (same == STREAM.length && (i == 0 || pdf[i - 1] != 'd')) {
        return i;
      }
    }
    return -1;
  }

  private static long inflated(InputStream packed, long most, int deep) throws IOException {
    var in = new PushbackInputStream(packed, 2);
    int first = in.read();
    int second = in.read();
    if (first < 0 || second < 0) {
      return 0;
    }
    in.unread(second);
    in.unread(first);
    if ((first & 0x0f) != 8 || ((first << 8) | second) % 31 != 0 || deep == 0) {
      return 0;
    }
    var clear = new Counted(new InflaterInputStream(in));
    try {
      // what is packed twice is unpacked twice
      long inner = inflated(clear, most, deep - 1);
      if (inner > most) {
        return inner;
      }
      count(clear, most - clear.count);
    } catch (ZipException | java.io.EOFException e) {
      // no packed stream after all, or one that ends early: what it gave counts
    }
    return clear.count;
  }

  private static final class Counted extends java.io.FilterInputStream {
    private long count;

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int one = super.read();
      if (one >= 0) {
        count++;
      }
      return one;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      int read = super.read(into, from, length);
      if (read > 0) {
        count += read;
      }
      return read;
    }
  }
}
