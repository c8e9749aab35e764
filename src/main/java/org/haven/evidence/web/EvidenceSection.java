package org.haven.evidence.web;

import java.util.Map;
import java.util.Optional;
import org.haven.casefile.CaseSection;
import org.haven.evidence.Bundles;
import org.haven.evidence.CaseNotes;
import org.haven.evidence.Documents;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.springframework.stereotype.Component;

/** The ways to files, notes, support offered and bundles on the case page; none of it is opened. */
@Component
class EvidenceSection implements CaseSection {
  private final Documents documents;
  private final CaseNotes notes;
  private final Bundles bundles;

  EvidenceSection(Documents documents, CaseNotes notes, Bundles bundles) {
    this.documents = documents;
    this.notes = notes;
    this.bundles = bundles;
  }

  @Override
  public Optional<Section> of(ActingPerson who, CaseRef caseRef) {
    return Optional.of(
        new Section(
            "evidence/section",
            Map.of(
                "ref", caseRef.value(),
                "documents", documents.count(who, caseRef),
                "notes", notes.count(who, caseRef),
                "bundles", bundles.count(who, caseRef))));
  }
}
