package org.haven.evidence;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
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
    try {
      ImageIO.write(image, format, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
      var bytes = new ByteArrayOutputStream();
      try (var deflate = new DeflaterOutputStream(bytes, new Deflater(Deflater.BEST_COMPRESSION))) {
        deflate.write(packed);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      packed = bytes.toByteArray();
    }
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
