package org.haven.casefile.web;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.haven.casefile.CasePapers;
import org.haven.casefile.CasePapers.Paper;
import org.haven.casefile.CaseSection;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Files, letters and bundles of a case in one list, the newest first. */
@Component
@Order(50)
class PaperSection implements CaseSection {
  private static final int SHOWN = 10;

  private final ObjectProvider<CasePapers> papers;

  PaperSection(ObjectProvider<CasePapers> papers) {
    this.papers = papers;
  }

  @Override
  public Optional<Section> of(ActingPerson who, CaseRef caseRef) {
    List<Paper> all =
        papers.stream()
            .flatMap(area -> area.of(who, caseRef).stream())
            .sorted(Comparator.comparing(Paper::at).reversed())
            .toList();
    int first = Math.min(SHOWN, all.size());
    return Optional.of(
        new Section(
            "casefile/papers",
            Map.of("rows", all.subList(0, first), "older", all.subList(first, all.size()))));
  }
}
