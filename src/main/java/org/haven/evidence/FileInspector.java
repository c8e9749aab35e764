package org.haven.evidence;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.cos.COSStream;
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

  /** A PDF as a whole may unpack to this many times what one of its streams may. */
  private static final int STREAMS = 20;

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
        return pixels > mostPixels() || (kind == FileKind.TIFF && isTooWide(reader, pixels))
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

  private long mostPixels() {
    return limits.maxMegapixels() * 1_000_000L;
  }

  /** A TIFF may be one piece, which is unpacked as a whole however small it is to be shown. */
  private boolean isTooWide(ImageReader reader, long pixels) throws IOException {
    ImageTypeSpecifier type = reader.getRawImageType(0);
    int bits = type == null ? 64 : type.getColorModel().getPixelSize();
    return pixels * bits / 8 > limits.maxUnpacked().toBytes();
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
    long one = limits.maxUnpacked().toBytes();
    if (PdfStreams.unpackToMore(bytes, one, one * STREAMS)) {
      return new Look.Unfit(FileRefusal.BOMB);
    }
    try (PDDocument pdf = Loader.loadPDF(bytes)) {
      int pages = pdf.getNumberOfPages();
      return pages == 0
          ? new Look.Unfit(FileRefusal.DAMAGED)
          : pages > limits.maxPages()
              ? new Look.Unfit(FileRefusal.TOO_LARGE)
              : holdsTooWideAPicture(pdf)
                  ? new Look.Unfit(FileRefusal.BOMB)
                  : new Look.Fit(FileKind.PDF, pages);
    } catch (InvalidPasswordException e) {
      return new Look.Unfit(FileRefusal.LOCKED);
    } catch (RuntimeException e) {
      // what the parser makes of a file that is no PDF
      return new Look.Unfit(FileRefusal.DAMAGED);
    }
  }

  private boolean holdsTooWideAPicture(PDDocument pdf) throws IOException {
    for (COSObjectKey key : pdf.getDocument().getXrefTable().keySet()) {
      if (pdf.getDocument().getObjectFromPool(key).getObject() instanceof COSStream stream
          && COSName.IMAGE.equals(stream.getCOSName(COSName.SUBTYPE))
          && pixels(stream) > mostPixels()) {
        return true;
      }
    }
    return false;
  }

  /** What the file says of the picture, or the picture of itself: whichever is more. */
  private static long pixels(COSStream picture) throws IOException {
    long said =
        (long) picture.getInt(COSName.WIDTH, COSName.W, 0)
            * picture.getInt(COSName.HEIGHT, COSName.H, 0);
    if (!COSName.DCT_DECODE.equals(picture.getFilters())) {
      return said;
    }
    ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
    try (InputStream raw = picture.createRawInputStream();
        var image = new MemoryCacheImageInputStream(raw)) {
      reader.setInput(image, true, true);
      return Math.max(said, (long) reader.getWidth(0) * reader.getHeight(0));
    } catch (IOException | RuntimeException e) {
      return said; // nor will it be shown
    } finally {
      reader.dispose();
    }
  }
}
