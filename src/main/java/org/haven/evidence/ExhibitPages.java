package org.haven.evidence;

import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.metadata.MetadataException;
import com.drew.metadata.exif.ExifIFD0Directory;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.jspecify.annotations.Nullable;

/**
 * Pages of exhibits as pictures. A picture has no text under it, no remarks, no earlier versions,
 * no place where a photo was taken and no program: what is covered in it is gone.
 */
final class ExhibitPages {
  /** Dots of the long side: A4 at about 130 to the inch. */
  private static final int LONG_SIDE = 1520;

  private static final float QUALITY = 0.78f;

  /** Some ten times what a page of small print has; more is there to fill our memory. */
  private static final int MOST_LETTERS = 100_000;

  /**
   * A page of an exhibit.
   *
   * @param jpeg absent if the page is left out
   * @param words what of it can be read by a machine and is still there
   * @param unsure true if words to remove may stand where they could not be covered
   */
  record Page(int number, byte @Nullable [] jpeg, boolean tall, String words, boolean unsure) {
    @Override
    public String toString() {
      return "Page[" + number + " ***]";
    }
  }

  /** Local default; a page of a large plan takes a second. */
  private static final Duration LONGEST_PAGE = Duration.ofSeconds(10);

  /** Local default: after so long at one file its other pages are left out. */
  private static final Duration LONGEST_FILE = Duration.ofMinutes(2);

  private final Redactor redactor;
  private final Duration longestPage;

  ExhibitPages(Redactor redactor) {
    this(redactor, LONGEST_PAGE);
  }

  ExhibitPages(Redactor redactor, Duration longestPage) {
    this.redactor = redactor;
    this.longestPage = longestPage;
    ImageIO.setUseCache(false);
  }

  /**
   * Pages of a PDF.
   *
   * @param from the first page, from 1
   * @param to the last page
   * @param leaveOut pages that are not shown
   * @throws IOException if it cannot be read
   */
  List<Page> pdf(
      byte[] content, int from, int to, Set<Integer> leaveOut, List<BundleChoice.Cover> covers)
      throws IOException {
    try (PDDocument pdf = Loader.loadPDF(content)) {
      // what was filled in becomes text of the page, so that it can be found and covered
      var form = pdf.getDocumentCatalog().getAcroForm();
      if (form != null) {
        form.flatten();
      }
      var renderer = new PageRenderer(pdf, longestPage, LONGEST_FILE);
      var pages = new ArrayList<Page>();
      for (int number = from; number <= to; number++) {
        renderer.turn();
        pages.add(timed(pdf, renderer, number, leaveOut.contains(number), covers));
      }
      return pages;
    } catch (RuntimeException e) {
      throw new IOException("The exhibit cannot be read", e);
    }
  }

  /** A page that takes too long is left out, and said to be. */
  private Page timed(
      PDDocument pdf,
      PageRenderer renderer,
      int number,
      boolean left,
      List<BundleChoice.Cover> covers)
      throws IOException {
    try {
      return page(pdf, renderer, number, left, covers);
    } catch (PageRenderer.TooMuchToDraw e) {
      return new Page(number, null, true, "", true);
    }
  }

  private Page page(
      PDDocument pdf,
      PageRenderer renderer,
      int number,
      boolean left,
      List<BundleChoice.Cover> covers)
      throws IOException {
    PDPage page = pdf.getPage(number - 1);
    PDRectangle box = page.getCropBox();
    boolean turned = page.getRotation() % 180 != 0;
    float width = turned ? box.getHeight() : box.getWidth();
    float height = turned ? box.getWidth() : box.getHeight();
    if (left || width < 1 || height < 1) {
      return new Page(number, null, true, "", false);
    }
    Words words;
    try {
      words = new Words(pdf, number, renderer);
    } catch (PageRenderer.TooMuchToDraw e) {
      throw e;
    } catch (TooManyLetters e) {
      return new Page(number, null, true, "", true);
    } catch (IOException | RuntimeException e) {
      // nobody can say what stands on it: shown only if nothing has to be removed
      if (!redactor.patterns().isEmpty()) {
        return new Page(number, null, true, "", true);
      }
      words = new Words();
    }
    Found found = words.find(redactor);
    // on a page that is turned letters lie elsewhere than their place says
    boolean elsewhere = page.getRotation() != 0 && !found.removed().isEmpty();
    if (found.unsure() || elsewhere || redactor.finds(found.left())) {
      return new Page(number, null, true, "", true);
    }
    float scale = LONG_SIDE / Math.max(width, height);
    BufferedImage image = renderer.renderImage(number - 1, scale, ImageType.BGR);
    Graphics2D over = image.createGraphics();
    over.setColor(Color.BLACK);
    for (TextPosition at : found.removed()) {
      float high = Math.max(at.getHeightDir() * 1.3f, at.getFontSizeInPt() * 0.9f);
      float low = at.getFontSizeInPt() * 0.35f;
      over.fillRect(
          (int) Math.floor((at.getX() - 1) * scale),
          (int) Math.floor((at.getY() - high) * scale),
          (int) Math.ceil((at.getWidth() + 2) * scale),
          (int) Math.ceil((high + low) * scale));
    }
    cover(over, image, number, covers);
    over.dispose();
    return new Page(number, jpeg(image), height >= width, found.left(), false);
  }

  private static void cover(
      Graphics2D over, BufferedImage image, int number, List<BundleChoice.Cover> covers) {
    over.setColor(Color.BLACK);
    for (BundleChoice.Cover cover : covers) {
      if (cover.page() == number) {
        int left = (int) Math.floor(image.getWidth() * cover.left() / 100);
        int top = (int) Math.floor(image.getHeight() * cover.top() / 100);
        over.fillRect(
            left,
            top,
            (int) Math.ceil(image.getWidth() * cover.width() / 100) + 1,
            (int) Math.ceil(image.getHeight() * cover.height() / 100) + 1);
      }
    }
  }

  /**
   * A photo as one page: turned as it was held, made small, and without what the camera wrote into
   * it, such as where it was taken.
   *
   * @throws IOException if it cannot be read
   */
  Page picture(byte[] content, boolean left, List<BundleChoice.Cover> covers) throws IOException {
    if (left) {
      return new Page(1, null, true, "", false);
    }
    BufferedImage image = small(content);
    BufferedImage upright = turned(image, orientation(content));
    Graphics2D over = upright.createGraphics();
    cover(over, upright, 1, covers);
    over.dispose();
    return new Page(1, jpeg(upright), upright.getHeight() >= upright.getWidth(), "", false);
  }

  private static BufferedImage small(byte[] content) throws IOException {
    try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(content))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new IOException("Not a picture");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        int every = Math.max(1, Math.max(reader.getWidth(0), reader.getHeight(0)) / LONG_SIDE);
        var param = reader.getDefaultReadParam();
        param.setSourceSubsampling(every, every, 0, 0);
        return reader.read(0, param);
      } catch (RuntimeException e) {
        throw new IOException("The picture cannot be read", e);
      } finally {
        reader.dispose();
      }
    }
  }

  private static int orientation(byte[] content) {
    try (InputStream in = new ByteArrayInputStream(content)) {
      var directory =
          ImageMetadataReader.readMetadata(in).getFirstDirectoryOfType(ExifIFD0Directory.class);
      return directory == null || !directory.containsTag(ExifIFD0Directory.TAG_ORIENTATION)
          ? 1
          : directory.getInt(ExifIFD0Directory.TAG_ORIENTATION);
    } catch (ImageProcessingException | IOException | MetadataException | RuntimeException e) {
      return 1;
    }
  }

  /** Orientation as EXIF counts it: 3 upside down, 6 and 8 on a side, the others mirrored. */
  private static BufferedImage turned(BufferedImage image, int orientation) {
    double scale =
        Math.min(1.0, (double) LONG_SIDE / Math.max(image.getWidth(), image.getHeight()));
    int width = Math.max(1, (int) Math.round(image.getWidth() * scale));
    int height = Math.max(1, (int) Math.round(image.getHeight() * scale));
    boolean onSide = orientation >= 5 && orientation <= 8;
    var upright =
        new BufferedImage(
            onSide ? height : width, onSide ? width : height, BufferedImage.TYPE_3BYTE_BGR);
    var turn =
        switch (orientation) {
          case 2 -> new AffineTransform(-1, 0, 0, 1, width, 0);
          case 3 -> new AffineTransform(-1, 0, 0, -1, width, height);
          case 4 -> new AffineTransform(1, 0, 0, -1, 0, height);
          case 5 -> new AffineTransform(0, 1, 1, 0, 0, 0);
          case 6 -> new AffineTransform(0, 1, -1, 0, height, 0);
          case 7 -> new AffineTransform(0, -1, -1, 0, height, width);
          case 8 -> new AffineTransform(0, -1, 1, 0, 0, width);
          default -> new AffineTransform();
        };
    Graphics2D paint = upright.createGraphics();
    paint.setColor(Color.WHITE);
    paint.fillRect(0, 0, upright.getWidth(), upright.getHeight());
    paint.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    turn.scale(scale, scale);
    paint.drawImage(image, turn, null);
    paint.dispose();
    return upright;
  }

  private static byte[] jpeg(BufferedImage image) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    var bytes = new ByteArrayOutputStream();
    try (var out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      param.setCompressionQuality(QUALITY);
      writer.write(null, new IIOImage(image, null, null), param);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static final class TooManyLetters extends RuntimeException {}

  /**
   * @param removed letters to paint over
   * @param left what can still be read
   */
  private record Found(List<TextPosition> removed, String left, boolean unsure) {}

  /** The words of a page with the places of their letters. */
  private static final class Words extends PDFTextStripper {
    private final StringBuilder text = new StringBuilder();

    /** For each character of the text the word that it is of; -1 between words. */
    private final List<Integer> wordAt = new ArrayList<>();

    private final List<List<TextPosition>> words = new ArrayList<>();
    private final @Nullable PageRenderer time;
    private int letters;

    /** None: nothing of the page can be read. */
    Words() {
      this.time = null;
    }

    Words(PDDocument pdf, int number, PageRenderer time) throws IOException {
      this.time = time;
      setSortByPosition(true);
      setStartPage(number);
      setEndPage(number);
      getText(pdf);
    }

    @Override
    protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
      if (time != null) {
        time.check();
      }
      super.processOperator(operator, operands);
    }

    @Override
    protected void processTextPosition(TextPosition letter) {
      if (++letters > MOST_LETTERS) {
        throw new TooManyLetters();
      }
      super.processTextPosition(letter);
    }

    @Override
    protected void writeString(String word, List<TextPosition> letters) {
      words.add(List.copyOf(letters));
      add(word, words.size() - 1);
    }

    @Override
    protected void writeWordSeparator() {
      add(" ", -1);
    }

    @Override
    protected void writeLineSeparator() {
      add("\n", -1);
    }

    @Override
    protected void writeParagraphSeparator() {
      add("\n", -1);
    }

    private void add(String part, int word) {
      text.append(part);
      for (int i = 0; i < part.length(); i++) {
        wordAt.add(word);
      }
    }

    Found find(Redactor redactor) {
      var remove = new java.util.TreeSet<Integer>();
      for (Pattern pattern : redactor.patterns()) {
        Matcher found = pattern.matcher(text);
        while (found.find()) {
          for (int i = found.start(); i < found.end(); i++) {
            if (wordAt.get(i) >= 0) {
              remove.add(wordAt.get(i));
            }
          }
        }
      }
      var letters = new ArrayList<TextPosition>();
      remove.forEach(word -> letters.addAll(words.get(word)));
      var left = new StringBuilder();
      for (int i = 0; i < text.length(); i++) {
        if (!remove.contains(wordAt.get(i))) {
          left.append(text.charAt(i));
        } else if (i == 0 || !wordAt.get(i - 1).equals(wordAt.get(i))) {
          left.append(Redactor.REMOVED);
        }
      }
      // letters that run another way lie elsewhere than their place says
      boolean unsure = letters.stream().anyMatch(letter -> letter.getDir() != 0);
      return new Found(letters, left.toString(), unsure);
    }
  }
}
