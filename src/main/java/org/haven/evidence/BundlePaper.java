package org.haven.evidence;

import com.openhtmltopdf.extend.FSStream;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PdfBoxRenderer;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder.PdfAConformance;
import com.openhtmltopdf.util.XRLog;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.haven.platform.Training;
import org.haven.platform.calendar.WorkingCalendar;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.thymeleaf.context.Context;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/** Makes the pages of a bundle: tagged PDF/A that shows the same to everybody, for as long. */
@Component
class BundlePaper {
  private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";
  private static final String EXHIBIT = "exhibit";
  private static final DateTimeFormatter AT =
      DateTimeFormatter.ofPattern("d MMMM yyyy, H.mm", Locale.UK);

  private final SpringTemplateEngine engine = new SpringTemplateEngine();
  private final byte[] font = withoutLigatures();

  private final boolean training;

  BundlePaper(ObjectProvider<Training> training) {
    this.training = training.getIfAvailable() != null;
    var files = new ClassLoaderTemplateResolver(BundlePaper.class.getClassLoader());
    files.setPrefix("evidence/");
    files.setSuffix(".html");
    files.setTemplateMode(TemplateMode.HTML);
    files.setCharacterEncoding("UTF-8");
    engine.setTemplateResolver(files);
    // the library logs words of the page that it lays out
    XRLog.setLoggingEnabled(false);
  }

  /** A line of the chronology. */
  public record Moment(String at, String text) {}

  /** A question and its answer. */
  public record Line(String label, String text) {}

  /** A statement, note, record or decision. */
  public record Piece(String title, String meta, List<Line> lines) {}

  /**
   * A page of an exhibit.
   *
   * @param picture where its picture is found, absent if the page is left out
   */
  public record Sheet(int number, @Nullable String picture, boolean tall) {}

  public record Exhibit(String title, String meta, String digest, List<Sheet> sheets) {}

  /**
   * What a bundle shows. All of it is as it is to be read: nothing is hidden in it.
   *
   * @param removed how many words or phrases were removed throughout
   */
  public record Content(
      String reference,
      String date,
      String recipient,
      List<Moment> chronology,
      List<Piece> statements,
      List<Piece> records,
      List<Piece> decisions,
      List<Exhibit> exhibits,
      int removed,
      int leftOut,
      String chain) {
    @Override
    public String toString() {
      return "Content[" + reference + " ***]";
    }
  }

  /** A moment as bundles say it. */
  static String at(Instant at) {
    return AT.format(at.atZone(WorkingCalendar.LONDON));
  }

  /** What a page cannot show, such as a sign that steers a machine, would stop it. */
  static String printable(String text) {
    return text.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]|\\p{Cs}|[\\uFFFE\\uFFFF]", "");
  }

  /** The words that a reader of the page sees. */
  static String words(String page) {
    return page.replaceAll("(?s)<head.*?</head>", " ")
        .replaceAll("(?s)<!--.*?-->", " ")
        .replaceAll("<[^>]+>", " ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
        .replaceAll("[ \\t]*\\R\\s*", "\n")
        .replaceAll("[ \\t]+", " ");
  }

  String page(Content content) {
    return engine.process("bundle", new Context(Locale.UK, Map.of("bundle", content)));
  }

  /**
   * @param pictures JPEG by the name that the page gives; each is taken out of it as it is used, so
   *     that it is not in memory twice
   * @return how many pages there are
   */
  int pdf(String page, Map<String, byte[]> pictures, OutputStream out) {
    var builder = new PdfRendererBuilder();
    builder.usePdfUaAccessibility(true);
    builder.usePdfAConformance(PdfAConformance.PDFA_2_A);
    builder.useColorProfile(ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData());
    builder.useFont(() -> new ByteArrayInputStream(font), "Letter", 400, FontStyle.NORMAL, true);
    builder.useUriResolver((_, uri) -> uri.startsWith(EXHIBIT + ":") ? uri : null);
    builder.useProtocolsStreamImplementation(uri -> new Picture(pictures, uri), EXHIBIT);
    builder.withProducer("Haven");
    builder.withHtmlContent(training ? Training.onEachSheet(page) : page, null);
    builder.toStream(out);
    try (PdfBoxRenderer renderer = builder.buildPdfRenderer()) {
      renderer.createPDF();
      return renderer.getRootBox().getLayer().getPages().size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The font without its table of ligatures: looking each line up in it takes several times as long
   * as all the rest of a page, and what is drawn as a ligature is found by fewer readers.
   */
  private static byte[] withoutLigatures() {
    try (InputStream in =
        Objects.requireNonNull(BundlePaper.class.getResourceAsStream(FONT), FONT)) {
      byte[] font = in.readAllBytes();
      int tables = (font[4] & 0xff) << 8 | font[5] & 0xff;
      for (int table = 0; table < tables; table++) {
        int tag = 12 + 16 * table;
        if (new String(font, tag, 4, StandardCharsets.US_ASCII).equals("GSUB")) {
          font[tag] = '-'; // a table that nobody knows
        }
      }
      return font;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Picture(Map<String, byte[]> pictures, String uri) implements FSStream {
    @Override
    public InputStream getStream() {
      return new ByteArrayInputStream(Objects.requireNonNull(pictures.remove(uri), "No picture"));
    }

    @Override
    public Reader getReader() {
      return new InputStreamReader(getStream(), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
      return "Picture[***]";
    }
  }
}
