package org.haven.casefile.web;

import java.util.UUID;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.CasePath;
import org.haven.casefile.CaseView;
import org.haven.casefile.CaseWork;
import org.haven.casefile.FormRecords;
import org.haven.casefile.JourneyNotes;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** Forms on record: the list of them, and one as it was answered, whose read is audited. */
@Controller
class RecordController {
  private static final int ON_A_PAGE = 20;

  private final CaseFiles cases;
  private final CaseAccess access;
  private final FormRecords records;
  private final JourneyNotes notes;
  private final CaseWork work;
  private final RecordWords words;

  RecordController(
      CaseFiles cases,
      CaseAccess access,
      FormRecords records,
      JourneyNotes notes,
      CaseWork work,
      RecordWords words) {
    this.cases = cases;
    this.access = access;
    this.records = records;
    this.notes = notes;
    this.work = work;
    this.words = words;
  }

  @GetMapping("/cases/{ref}/records")
  String list(
      ActingPerson who,
      @PathVariable String ref,
      @RequestParam(defaultValue = "0") int from,
      Model model) {
    CaseRef caseRef = CasePath.opened(access, who, ref);
    if (from < 0) {
      throw notFound();
    }
    var slice = records.heads(who, caseRef, from, ON_A_PAGE);
    var titles = RecordWords.titles(work.tasks(who, caseRef));
    model.addAttribute("ref", ref);
    model.addAttribute(
        "records", slice.heads().stream().map(head -> words.row(head, titles)).toList());
    model.addAttribute("older", slice.next());
    return "casefile/records";
  }

  @GetMapping("/cases/{ref}/records/{id}")
  String show(ActingPerson who, @PathVariable String ref, @PathVariable UUID id, Model model) {
    if (!CaseRef.isCaseRef(ref)) {
      throw notFound();
    }
    CaseView file = cases.find(who, new CaseRef(ref)).orElseThrow(RecordController::notFound);
    model.addAttribute("casefile", file);
    model.addAttribute("ref", file.caseRef().value());
    var titles = RecordWords.titles(work.tasks(who, file.caseRef()));
    model.addAttribute(
        "record",
        records
            .open(who, file.caseRef(), id)
            .or(() -> notes.open(who, file.caseRef(), id))
            .map(record -> words.row(record, titles))
            .orElseThrow(RecordController::notFound));
    return "casefile/record";
  }

  private static ResponseStatusException notFound() {
    return new ResponseStatusException(HttpStatus.NOT_FOUND);
  }
}
