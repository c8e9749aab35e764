package org.haven.evidence.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.haven.casefile.AddressVault;
import org.haven.evidence.DocumentView;
import org.haven.evidence.Documents;
import org.haven.evidence.FileRefusal;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.sealing.Sealed;
import org.haven.platform.sealing.TamperedValueException;
import org.haven.platform.web.PageToken;
import org.haven.platform.web.StaffNames;
import org.haven.platform.web.Times;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Files of a case: the list, adding one, taking one out. */
@Controller
class DocumentController {
  private static final int LONGEST_TITLE = 200;

  private final Documents documents;
  private final AddressVault vault;
  private final CasePages pages;
  private final Times times;
  private final StaffNames names;

  DocumentController(
      Documents documents, AddressVault vault, CasePages pages, Times times, StaffNames names) {
    this.documents = documents;
    this.vault = vault;
    this.pages = pages;
    this.times = times;
    this.names = names;
  }

  /** A file in a line. */
  record Line(
      String id, @Nullable String title, String kind, String size, String added, boolean scanned) {}

  @GetMapping("/cases/{ref}/documents")
  ModelAndView list(ActingPerson who, @PathVariable String ref) {
    return page(who, pages.mayOpen(who, ref), "", Map.of());
  }

  private ModelAndView page(
      ActingPerson who, CaseRef caseRef, String shows, Map<String, String> problems) {
    var view = pages.page(who, "evidence/documents", caseRef, problems);
    view.addObject("shows", shows);
    view.addObject("token", UUID.randomUUID());
    view.addObject("documents", documents.of(who, caseRef).stream().map(this::line).toList());
    view.addObject("scans", documents.scans());
    view.addObject("most", size(documents.mostBytes()));
    return view;
  }

  private Line line(DocumentView document) {
    Sealed title = document.title();
    return new Line(
        document.documentId(),
        title == null ? null : title.clear(),
        document.kind().code(),
        size(document.size()),
        times.at(document.at()) + ", " + names.of(document.by()),
        document.scanned());
  }

  static String size(long bytes) {
    return bytes >= 1 << 20
        ? (bytes >> 20) + " MB"
        : bytes >= 1 << 10 ? (bytes >> 10) + " KB" : bytes + " bytes";
  }

  @PostMapping("/cases/{ref}/documents")
  ModelAndView add(
      ActingPerson who,
      @PathVariable String ref,
      @RequestParam(defaultValue = "") String shows,
      @RequestParam(defaultValue = "") String token,
      HttpServletRequest request,
      RedirectAttributes redirect) {
    CaseRef caseRef = pages.mayOpen(who, ref);
    IncomingFile file = IncomingFile.of(request);
    String title = shows.strip();
    var problems = new LinkedHashMap<String, String>();
    if (title.isEmpty()) {
      problems.put("shows", pages.say("evidence.documents.shows.missing"));
    } else if (title.length() > LONGEST_TITLE) {
      problems.put("shows", pages.say("evidence.documents.shows.long"));
    } else if (vault.isNamedIn(caseRef, title)) {
      problems.put("shows", pages.say("evidence.namesVault"));
    }
    if (file.isNameTooLong()) {
      problems.put("file", refusal(FileRefusal.NAME_TOO_LONG));
    } else if (problems.isEmpty()
        && documents.add(who, caseRef, file.name(), title, PageToken.of(token), file.bytes())
            instanceof Documents.Added.Refused(FileRefusal why)) {
      problems.put("file", refusal(why));
    } else if (!problems.isEmpty() && !file.name().isEmpty()) {
      problems.put("file", pages.say("evidence.documents.file.again"));
    }
    file.drain(documents.mostBytes() * 4);
    if (problems.isEmpty()) {
      redirect.addFlashAttribute("done", "evidence.documents.added");
      return new ModelAndView("redirect:/cases/" + caseRef.value() + "/documents");
    }
    return page(who, caseRef, shows, problems);
  }

  private String refusal(FileRefusal why) {
    return pages.say("evidence.documents.file." + why.code(), size(documents.mostBytes()));
  }

  /** As it came, to be kept by the browser and never shown by it; its name tells nothing. */
  @GetMapping("/cases/{ref}/documents/{id}")
  @Nullable ModelAndView download(
      ActingPerson who,
      @PathVariable String ref,
      @PathVariable String id,
      HttpServletResponse response)
      throws IOException {
    CaseRef caseRef = pages.mayOpen(who, ref);
    Documents.Content content;
    try {
      content = documents.open(who, caseRef, id).orElseThrow(CasePages::notFound);
    } catch (TamperedValueException e) {
      return page(who, caseRef, "", Map.of("file", pages.say("evidence.documents.changed")));
    }
    DocumentView view = content.view();
    response.setContentType(view.kind().mediaType());
    response.setContentLengthLong(view.size());
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Content-Security-Policy", "default-src 'none'; sandbox");
    response.setHeader(
        HttpHeaders.CONTENT_DISPOSITION,
        ContentDisposition.attachment()
            .filename(view.documentId() + "." + view.kind().extension())
            .build()
            .toString());
    try (InputStream in = content.open()) {
      in.transferTo(response.getOutputStream());
    }
    return null;
  }
}
