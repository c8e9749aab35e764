package org.haven.evidence;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.rendering.PageDrawer;
import org.apache.pdfbox.rendering.PageDrawerParameters;

/**
 * Draws pages until the time is up: a page may ask for the same to be done again and again without
 * an end. Of one thread.
 */
final class PageRenderer extends PDFRenderer {
  /** The time for the page, or for the file, is up. */
  static final class TooMuchToDraw extends RuntimeException {}

  private final long longestPage;
  private final long file;
  private long page;

  PageRenderer(PDDocument pdf, Duration longestPage, Duration longestFile) {
    super(pdf);
    this.longestPage = longestPage.toNanos();
    this.file = System.nanoTime() + longestFile.toNanos();
    setSubsamplingAllowed(true);
    setAnnotationsFilter(_ -> false); // remarks beside the page are no part of it
    turn();
  }

  /** The time of the next page begins. */
  void turn() {
    page = System.nanoTime() + longestPage;
  }

  /**
   * @throws TooMuchToDraw if the time is up
   */
  void check() {
    long now = System.nanoTime();
    if (now - page > 0 || now - file > 0) {
      throw new TooMuchToDraw();
    }
  }

  @Override
  protected PageDrawer createPageDrawer(PageDrawerParameters with) throws IOException {
    var drawer =
        new PageDrawer(with) {
          @Override
          protected void processOperator(Operator operator, List<COSBase> operands)
              throws IOException {
            check();
            super.processOperator(operator, operands);
          }
        };
    drawer.setAnnotationFilter(getAnnotationsFilter());
    return drawer;
  }
}
