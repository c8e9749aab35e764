package org.haven.letters;

import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.haven.platform.Training;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.thymeleaf.context.Context;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/** Turns a template and what it tells into text and an accessible PDF. */
@Component
class LetterWriter {
  /** The one font that is embedded, so that every reader shows the same. */
  private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";

  private final SpringTemplateEngine engine = new SpringTemplateEngine();

  private final boolean training;

  LetterWriter(ObjectProvider<Training> training) {
    this.training = training.getIfAvailable() != null;
    var files = new ClassLoaderTemplateResolver(LetterWriter.class.getClassLoader());
    files.setPrefix("letters/");
    files.setSuffix(".html");
    files.setTemplateMode(TemplateMode.HTML);
    files.setCharacterEncoding("UTF-8");
    engine.setTemplateResolver(files);
    // the library logs words of the page that it lays out
    XRLog.setLoggingEnabled(false);
  }

  /** The page as XHTML. */
  String page(String template, Map<String, Object> data) {
    return engine.process(template, new Context(Locale.UK, data));
  }

  /** Tagged PDF/UA: title, language, reading order, embedded font. Nothing is fetched for it. */
  byte[] pdf(String page) {
    var out = new ByteArrayOutputStream();
    var builder = new PdfRendererBuilder();
    builder.usePdfUaAccessibility(true);
    builder.useFont(LetterWriter::font, "Letter", 400, FontStyle.NORMAL, true);
    builder.useUriResolver((_, _) -> null);
    builder.withProducer("Haven");
    builder.withHtmlContent(training ? Training.onEachSheet(page) : page, null);
    builder.toStream(out);
    try {
      builder.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static InputStream font() {
    return Objects.requireNonNull(LetterWriter.class.getResourceAsStream(FONT), FONT);
  }

  /** The words that a reader sees, for the scan. */
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
        .replaceAll("[ \\t]+", " ")
        .strip();
  }
}
