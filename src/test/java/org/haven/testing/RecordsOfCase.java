package org.haven.testing;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.haven.casefile.FormRecord;
import org.haven.casefile.FormRecords;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;

/** All forms of a case that somebody may see, each opened as its own page does. */
public final class RecordsOfCase {
  private RecordsOfCase() {}

  public static List<FormRecord> of(FormRecords records, ActingPerson who, CaseRef caseRef) {
    return records.heads(who, caseRef, 0, 1000).heads().stream()
        .map(head -> records.open(who, caseRef, UUID.fromString(head.id())))
        .flatMap(Optional::stream)
        .toList();
  }
}
