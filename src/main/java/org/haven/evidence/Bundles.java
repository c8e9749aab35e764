package org.haven.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.NoSuchCaseException;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.sealing.TamperedValueException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** The bundles of a case, for whoever reads one or takes it out. Source: policy 10.2. */
@Component
public class Bundles {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final BundleRows rows;
  private final SealedFiles files;
  private final CaseAccess access;
  private final Audit audit;
  private final TransactionTemplate transaction;

  Bundles(
      BundleRows rows,
      SealedFiles files,
      CaseAccess access,
      Audit audit,
      PlatformTransactionManager transactions) {
    this.rows = rows;
    this.files = files;
    this.access = access;
    this.audit = audit;
    this.transaction = new TransactionTemplate(transactions);
  }

  /**
   * The bundles of a case, the newest first; the read is audited.
   *
   * @throws NoSuchCaseException if the person may not open the case
   */
  @Transactional
  public List<BundleView> of(ActingPerson who, CaseRef caseRef) {
    access.require(who, caseRef);
    List<BundleView> all = rows.of(caseRef).stream().map(row -> rows.view(row, false)).toList();
    if (!all.isEmpty()) {
      audit.record(who, "read-bundles", caseRef, Map.of("count", all.size()));
    }
    return all;
  }

  /** How many bundles the case has. */
  public int count(ActingPerson who, CaseRef caseRef) {
    return access.mayOpen(who, caseRef) ? rows.count(caseRef) : 0;
  }

  /**
   * One bundle, looked through anew while it is open; empty if the case has none of that id.
   *
   * @throws NoSuchCaseException if the person may not open the case
   */
  @Transactional
  public Optional<BundleView> find(ActingPerson who, CaseRef caseRef, String bundleId) {
    access.require(who, caseRef);
    return rows.find(caseRef, bundleId, false).map(row -> rows.view(row, true));
  }

  /**
   * What was chosen for a bundle, to put it together anew.
   *
   * @throws NoSuchCaseException if the person may not open the case
   */
  @Transactional
  public Optional<BundleChoice> choice(ActingPerson who, CaseRef caseRef, String bundleId) {
    access.require(who, caseRef);
    return rows.find(caseRef, bundleId, false)
        .map(row -> rows.open(row).values().get("choice"))
        .map(choice -> JSON.convertValue(choice, BundleChoice.class));
  }

  /**
   * The pages of a bundle, found whole.
   *
   * @param size in bytes
   */
  public record Pdf(long size, Supplier<InputStream> pages) {
    /** As PDF; opened anew each time, and read piece by piece. */
    public InputStream open() {
      return pages.get();
    }
  }

  /**
   * The pages; the read is audited. Empty when the case has no such bundle or the person may not
   * open it.
   *
   * @throws TamperedValueException if they were changed outside Haven; that is audited too
   */
  public Optional<Pdf> pdf(ActingPerson who, CaseRef caseRef, String bundleId) {
    if (!access.mayOpen(who, caseRef)) {
      return Optional.empty();
    }
    return rows.find(caseRef, bundleId, false)
        .map(
            row -> {
              Supplier<InputStream> pages =
                  () -> files.open(row.caseRef(), row.bundleId(), row.sealedKey());
              long size = size(pages);
              transaction.executeWithoutResult(
                  _ ->
                      audit.record(
                          who,
                          size < 0 ? "find-bundle-changed" : "read-bundle",
                          caseRef,
                          Map.of("bundle", bundleId, "status", row.status().code())));
              if (size < 0) {
                throw new TamperedValueException(BundleRows.ENTITY);
              }
              return new Pdf(size, pages);
            });
  }

  /** Reads all of it, so that nothing leaves of what was changed; negative if it was. */
  private static long size(Supplier<InputStream> pages) {
    try (InputStream in = pages.get()) {
      return in.transferTo(OutputStream.nullOutputStream());
    } catch (TamperedValueException e) {
      return -1;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
