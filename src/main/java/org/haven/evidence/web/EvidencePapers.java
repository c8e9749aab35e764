package org.haven.evidence.web;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.haven.casefile.CasePapers;
import org.haven.casefile.web.CaseWords;
import org.haven.evidence.BundleView;
import org.haven.evidence.Bundles;
import org.haven.evidence.DocumentView;
import org.haven.evidence.Documents;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.web.StaffNames;
import org.haven.platform.web.Times;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Files and bundles of a case, among its papers. */
@Component
class EvidencePapers implements CasePapers {
  private final Documents documents;
  private final Bundles bundles;
  private final CaseWords words;
  private final Times times;
  private final StaffNames names;
  private final MessageSource messages;

  EvidencePapers(
      Documents documents,
      Bundles bundles,
      CaseWords words,
      Times times,
      StaffNames names,
      MessageSource messages) {
    this.documents = documents;
    this.bundles = bundles;
    this.words = words;
    this.times = times;
    this.names = names;
    this.messages = messages;
  }

  @Override
  public List<Paper> of(ActingPerson who, CaseRef caseRef) {
    return Stream.concat(
            documents.of(who, caseRef).stream().map(file -> paper(caseRef, file)),
            bundles.of(who, caseRef).stream().map(bundle -> paper(caseRef, bundle)))
        .toList();
  }

  private Paper paper(CaseRef caseRef, DocumentView file) {
    return new Paper(
        file.at(),
        say("evidence.kind." + file.kind().code()),
        file.title() == null ? say("evidence.unreadable") : file.title().clear(),
        "/cases/" + caseRef.value() + "/documents/" + file.documentId(),
        "",
        false,
        file.scanned() ? null : say("evidence.documents.unscanned"),
        "yellow",
        DocumentController.size(file.size())
            + " · "
            + say("evidence.paper.added", times.at(file.at()), names.of(file.by())));
  }

  private Paper paper(CaseRef caseRef, BundleView bundle) {
    String status = bundle.status().code();
    return new Paper(
        bundle.madeAt(),
        say("evidence.paper.bundle"),
        say("evidence.paper.bundleFor", words.value("bundleRecipient", bundle.recipient().value())),
        "/cases/" + caseRef.value() + "/bundles/" + bundle.bundleId(),
        ", " + bundle.bundleId(),
        false,
        say("evidence.bundle.status." + status),
        switch (status) {
          case "passed" -> "green";
          case "returned" -> "grey";
          default -> "yellow";
        },
        say("evidence.documents.pages", bundle.pages())
            + " · "
            + say("evidence.paper.made", times.at(bundle.madeAt()), names.of(bundle.madeBy())));
  }

  private String say(String key, Object... about) {
    return messages.getMessage(key, about, Locale.UK);
  }
}
