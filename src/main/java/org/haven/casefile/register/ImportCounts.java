package org.haven.casefile.register;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What becomes of the rows of a file while it is imported. */
final class ImportCounts {
  private static final int FAULTS_SHOWN = 100;

  long read;
  long added;
  long changed;
  long unchanged;
  long refused;
  private final List<ImportReport.Refused> first = new ArrayList<>();

  void refuse(List<RegisterBatch.Refused> rows) {
    for (RegisterBatch.Refused row : rows) {
      refused++;
      if (first.size() < FAULTS_SHOWN) {
        first.add(new ImportReport.Refused(row.line(), row.expected()));
      }
    }
  }

  ImportReport report(UUID id, @Nullable Long stoppedAt) {
    return new ImportReport(
        id, read, added, changed, unchanged, refused, stoppedAt, List.copyOf(first));
  }
}
