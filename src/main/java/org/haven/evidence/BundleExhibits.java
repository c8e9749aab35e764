package org.haven.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.haven.evidence.BundleMaking.Made;
import org.haven.platform.sealing.TamperedValueException;
import org.springframework.stereotype.Component;

/** The files that are shown in a bundle: pictures of their pages. */
@Component
class BundleExhibits {
  private static final int MOST_THREADS = 4;

  /** Pages of a PDF for which it is worth being opened once more, by another thread. */
  private static final int WORTH_A_PART = 12;

  private final Documents documents;
  private final DocumentsProperties limits;

  BundleExhibits(Documents documents, DocumentsProperties limits) {
    this.documents = documents;
    this.limits = limits;
  }

  /**
   * @param byName JPEG by the name that an exhibit's sheets give
   * @param words that stand on what is shown
   * @param unsure pages that are left out because words to remove may stand on them
   */
  record Pictures(
      List<BundlePaper.Exhibit> exhibits, Map<String, byte[]> byName, String words, int unsure) {
    @Override
    public String toString() {
      return "Pictures[***]";
    }
  }

  /** The exhibits cannot be shown as they were chosen. */
  static final class Unfit extends Exception {
    private final transient Made why;

    Unfit(Made why) {
      super("The exhibits cannot be shown");
      this.why = why;
    }

    Made why() {
      return why;
    }
  }

  /**
   * @throws Unfit if they are too long, or one of them cannot be read
   */
  Pictures of(BundleOrder order) throws Unfit {
    var drawing = new Drawing(order);
    List<BundlePaper.Exhibit> exhibits = drawing.exhibits();
    return new Pictures(exhibits, drawing.pictures, drawing.words.toString(), drawing.unsure);
  }

  /** An exhibit whose pages are being drawn. */
  private record Begun(
      DocumentView view, String digest, List<Future<List<ExhibitPages.Page>>> parts) {}

  /** The exhibits of one bundle while they are drawn. */
  private final class Drawing {
    private final BundleOrder order;
    private final Map<String, byte[]> pictures = new HashMap<>();
    private final StringBuilder words = new StringBuilder();
    private int unsure;
    private int all;

    Drawing(BundleOrder order) {
      this.order = order;
    }

    /**
     * Draws the pages of all exhibits, on as many threads as there are processors, up to some. What
     * is read is read here, by the thread that acts for the person.
     */
    private List<BundlePaper.Exhibit> exhibits() throws Unfit {
      var begun = new ArrayList<Begun>();
      int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
      var inHand = new Semaphore(threads);
      var exhibits = new ArrayList<BundlePaper.Exhibit>();
      try (ExecutorService drawers = Executors.newFixedThreadPool(threads)) {
        try {
          for (BundleChoice.Exhibit chosen : order.choice().exhibits()) {
            begun.add(begin(chosen, threads, inHand, drawers));
          }
          for (Begun exhibit : begun) {
            exhibits.add(sheets(exhibit));
          }
        } catch (RuntimeException | Unfit e) {
          drawers.shutdownNow();
          throw e;
        }
      }
      return exhibits;
    }

    private Begun begin(
        BundleChoice.Exhibit chosen, int threads, Semaphore inHand, ExecutorService drawers)
        throws Unfit {
      Documents.Content content;
      byte[] bytes;
      try {
        content =
            documents
                .open(order.who(), order.caseRef(), chosen.documentId())
                .filter(c -> c.view().kind().isExhibit())
                .orElseThrow(() -> unreadable(chosen.documentId()));
        try (InputStream in = content.open()) {
          bytes = in.readAllBytes();
        }
      } catch (IOException | TamperedValueException e) {
        throw unreadable(chosen.documentId());
      }
      int count = Objects.requireNonNullElse(content.view().pages(), 1);
      all += count;
      if (all > limits.maxBundlePages()) {
        throw new Unfit(new Made.TooLong(limits.maxBundlePages()));
      }
      var pages = new ExhibitPages(order.redactor());
      boolean isPdf = content.view().kind() == FileKind.PDF;
      Set<Integer> leaveOut = Set.copyOf(chosen.leaveOut());
      int parts = isPdf ? Math.min(threads, 1 + count / WORTH_A_PART) : 1;
      var futures = new ArrayList<Future<List<ExhibitPages.Page>>>();
      for (int part = 0; part < parts; part++) {
        int from = count * part / parts + 1;
        int to = count * (part + 1) / parts;
        Callable<List<ExhibitPages.Page>> work =
            isPdf
                ? () -> pages.pdf(bytes, from, to, leaveOut, chosen.covers())
                : () -> List.of(pages.picture(bytes, leaveOut.contains(1), chosen.covers()));
        inHand.acquireUninterruptibly(); // so that few files are in memory
        futures.add(
            drawers.submit(
                () -> {
                  try {
                    return work.call();
                  } finally {
                    inHand.release();
                  }
                }));
      }
      return new Begun(content.view(), content.digest(), futures);
    }

    private BundlePaper.Exhibit sheets(Begun exhibit) throws Unfit {
      var sheets = new ArrayList<BundlePaper.Sheet>();
      try {
        for (Future<List<ExhibitPages.Page>> part : exhibit.parts()) {
          for (ExhibitPages.Page page : part.get()) {
            sheets.add(sheet(page));
          }
        }
      } catch (ExecutionException e) {
        throw unreadable(exhibit.view().documentId());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Stopped while a bundle was made", e);
      }
      return new BundlePaper.Exhibit(
          order.clean(exhibit.view().title()),
          "added " + BundlePaper.at(exhibit.view().at()) + ", " + exhibit.view().size() + " bytes",
          exhibit.digest(),
          sheets);
    }

    private BundlePaper.Sheet sheet(ExhibitPages.Page page) {
      words.append(page.words()).append('\n');
      if (page.unsure()) {
        unsure++;
      }
      byte[] jpeg = page.jpeg();
      if (jpeg == null) {
        return new BundlePaper.Sheet(page.number(), null, true);
      }
      String name = "exhibit:" + pictures.size();
      pictures.put(name, jpeg);
      return new BundlePaper.Sheet(page.number(), name, page.tall());
    }

    private static Unfit unreadable(String documentId) {
      return new Unfit(new Made.Unreadable(documentId));
    }
  }
}
