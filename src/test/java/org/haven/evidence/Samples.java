package org.haven.evidence;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.filter.FilterFactory;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.apache.pdfbox.pdmodel.graphics.image.JPEGFactory;
import org.jspecify.annotations.Nullable;

/** Files of several kinds, honest and not. */
final class Samples {
  private Samples() {}

  static byte[] photo(String format, int width, int height) {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    var paint = image.createGraphics();
    for (int i = 0; i < 40; i++) {
      paint.setColor(new Color((i * 37) % 255, (i * 91) % 255, (i * 53) % 255));
      paint.fillOval((i * 71) % width, (i * 43) % height, width / 5, height / 5);
    }
    paint.dispose();
    var bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
    try (var out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      if (format.equals("tif")) {
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionType("Deflate");
      }
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), param);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    writer.dispose();
    return bytes.toByteArray();
  }

  /** Each text is a page; lines of it are lines there. */
  static byte[] pdf(List<String> pages) {
    return pdf(pages, null);
  }

  static byte[] pdf(List<String> pages, @Nullable String password) {
    try (var pdf = new PDDocument()) {
      for (String text : pages) {
        var page = new PDPage(PDRectangle.A4);
        pdf.addPage(page);
        try (var words = new PDPageContentStream(pdf, page)) {
          words.beginText();
          words.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 11);
          words.setLeading(14);
          words.newLineAtOffset(60, 780);
          for (String line : text.split("\n")) {
            words.showText(line);
            words.newLine();
          }
          words.endText();
        }
      }
      if (password != null) {
        pdf.protect(new StandardProtectionPolicy("owner", password, new AccessPermission()));
      }
      var bytes = new ByteArrayOutputStream();
      pdf.save(bytes);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Honest but for a picture that says it is this wide and high. */
  static byte[] pdfWithPicture(int width, int height) {
    try (var pdf = new PDDocument()) {
      var page = new PDPage(PDRectangle.A4);
      pdf.addPage(page);
      var picture = JPEGFactory.createFromByteArray(pdf, photo("jpg", 40, 30));
      picture.setWidth(width);
      picture.setHeight(height);
      try (var paint = new PDPageContentStream(pdf, page)) {
        paint.drawImage(picture, 0, 0, 40, 30);
      }
      var bytes = new ByteArrayOutputStream();
      pdf.save(bytes);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A small file whose second page draws ten times what draws ten times what ..., ten deep. */
  static byte[] pdfWithoutEnd() {
    try (var pdf = new PDDocument()) {
      var form = new PDFormXObject(pdf);
      form.setBBox(PDRectangle.A4);
      form.setResources(new PDResources());
      write(form, "0 0 1 1 re f");
      for (int deep = 0; deep < 10; deep++) {
        var outer = new PDFormXObject(pdf);
        outer.setBBox(PDRectangle.A4);
        var resources = new PDResources();
        COSName name = resources.add(form);
        outer.setResources(resources);
        write(outer, ("/" + name.getName() + " Do ").repeat(10));
        form = outer;
      }
      for (int number = 1; number <= 3; number++) {
        var page = new PDPage(PDRectangle.A4);
        pdf.addPage(page);
        try (var paint = new PDPageContentStream(pdf, page)) {
          if (number == 2) {
            paint.drawForm(form);
          } else {
            paint.addRect(10, 10, 20, 20);
            paint.fill();
          }
        }
      }
      var bytes = new ByteArrayOutputStream();
      pdf.save(bytes);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(PDFormXObject form, String what) throws IOException {
    try (var out = form.getStream().createOutputStream()) {
      out.write(what.getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** The same pages, each turned. */
  static byte[] turned(byte[] content, int degrees) {
    try (var pdf = Loader.loadPDF(content)) {
      pdf.getPages().forEach(page -> page.setRotation(degrees));
      var bytes = new ByteArrayOutputStream();
      pdf.save(bytes);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] zip(Map<String, byte[]> parts) {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (var part : parts.entrySet()) {
        zip.putNextEntry(new ZipEntry(part.getKey()));
        zip.write(part.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static byte[] word(Map<String, byte[]> more) {
    var parts = new java.util.LinkedHashMap<String, byte[]>();
    parts.put("[Content_Types].xml", text("<Types/>"));
    parts.put("word/document.xml", text("<w:document/>"));
    parts.putAll(more);
    return zip(parts);
  }

  /** A part that unpacks to this many bytes. */
  static byte[] zipBomb(int megabytes) {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.setLevel(Deflater.BEST_COMPRESSION);
      zip.putNextEntry(new ZipEntry("[Content_Types].xml"));
      zip.closeEntry();
      zip.putNextEntry(new ZipEntry("word/document.xml"));
      byte[] nothing = new byte[1 << 20];
      for (int i = 0; i < megabytes; i++) {
        zip.write(nothing);
      }
      zip.closeEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** A PDF with a stream, packed as often as is said, that unpacks to this many bytes. */
  static byte[] pdfBomb(int megabytes, int times) {
    byte[] packed = new byte[megabytes << 20];
    for (int i = 0; i < times; i++) {
      packed = deflated(packed);
    }
    return pdfOf(packed);
  }

  /** The same, written in letters after it is packed: as hexadecimal digits or in base 85. */
  static byte[] pdfBombInLetters(int megabytes, boolean hex) {
    byte[] packed = deflated(new byte[megabytes << 20]);
    if (hex) {
      return pdfOf(text(HexFormat.of().formatHex(packed) + ">"));
    }
    var letters = new ByteArrayOutputStream();
    try {
      FilterFactory.INSTANCE
          .getFilter(COSName.ASCII85_DECODE)
          .encode(new ByteArrayInputStream(packed), letters, new COSDictionary(), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return pdfOf(letters.toByteArray());
  }

  /** Two bytes stand for 128. */
  static byte[] pdfBombOfRuns(int megabytes) {
    byte[] packed = new byte[(megabytes << 20) / 64];
    for (int i = 0; i < packed.length; i += 2) {
      packed[i] = (byte) 129;
    }
    return pdfOf(packed);
  }

  /** LZW: each code stands for one byte more than the one before, until the table is full. */
  static byte[] pdfBombOfCodes(int tables) {
    var bits = new BitSet();
    int at = 0;
    int width = 9;
    for (int table = 0; table < tables; table++) {
      at = code(bits, at, 256, width);
      at = code(bits, at, 0, 9);
      width = 9;
      for (int code = 258; code < 4094; code++) {
        at = code(bits, at, code, width);
        int size = code + 2;
        width = size >= 2048 ? 12 : size >= 1024 ? 11 : size >= 512 ? 10 : 9;
      }
    }
    byte[] packed = new byte[at / 8 + 1];
    bits.stream().forEach(bit -> packed[bit / 8] |= (byte) (0x80 >> bit % 8));
    return pdfOf(packed);
  }

  private static int code(BitSet bits, int at, int code, int width) {
    for (int i = 0; i < width; i++) {
      bits.set(at + i, (code >> (width - 1 - i) & 1) == 1);
    }
    return at + width;
  }

  private static byte[] deflated(byte[] clear) {
    var bytes = new ByteArrayOutputStream();
    try (var deflate = new DeflaterOutputStream(bytes, new Deflater(Deflater.BEST_COMPRESSION))) {
      deflate.write(clear);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] pdfOf(byte[] packed) {
    var pdf = new ByteArrayOutputStream();
    pdf.writeBytes(text("%PDF-1.7\n1 0 obj\n<< /Length " + packed.length + " >>\nstream\r\n"));
    pdf.writeBytes(packed);
    pdf.writeBytes(text("\nendstream\nendobj\n%%EOF\n"));
    return pdf.toByteArray();
  }

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
