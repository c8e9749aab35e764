package org.haven.evidence.web;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.haven.casefile.CaseWork;
import org.haven.casefile.FormHead;
import org.haven.casefile.FormRecords;
import org.haven.casefile.web.CaseWords;
import org.haven.casefile.web.RecordWords;
import org.haven.evidence.CaseNote;
import org.haven.evidence.CaseNotes;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.web.StaffNames;
import org.haven.platform.web.Times;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.ModelAndView;

/**
 * The officers' toolkit: all support that was offered, whichever journey or note says so. Source:
 * policy 10.3.
 */
@Controller
class SupportController {
  private static final int SLICE = 200;

  /** Forms that say what was offered, needed or chosen. */
  private static final Set<String> FORMS =
      Set.of("agree-options", "assess-support-needs", "review-case");

  /** Steps at which an offer was made, and what came of it. */
  private static final Set<String> STEPS = Set.of("Task_MakeSupportReferral", "Task_GiveContacts");

  /** What of a form speaks of support, in the order in which it is told. */
  private static final List<String> FACTS = List.of("offered", "chosen", "needs", "outcome");

  private final FormRecords records;
  private final CaseNotes notes;
  private final CaseWork work;
  private final CasePages pages;
  private final CaseWords words;
  private final Times times;
  private final StaffNames names;

  SupportController(
      FormRecords records,
      CaseNotes notes,
      CaseWork work,
      CasePages pages,
      CaseWords words,
      Times times,
      StaffNames names) {
    this.records = records;
    this.notes = notes;
    this.work = work;
    this.pages = pages;
    this.words = words;
    this.times = times;
    this.names = names;
  }

  /**
   * Support in a line.
   *
   * @param link of what says more; absent for a note, whose words stand here
   */
  record Line(Instant at, String when, String title, String text, @Nullable String link) {
    @Override
    public String toString() {
      return "Line[***]";
    }
  }

  @GetMapping("/cases/{ref}/support-offered")
  ModelAndView list(ActingPerson who, @PathVariable String ref) {
    CaseRef caseRef = pages.mayOpen(who, ref);
    var lines = new ArrayList<Line>();
    Map<String, String> titles = RecordWords.titles(work.tasks(who, caseRef));
    Integer from = 0;
    while (from != null) {
      FormRecords.Slice slice = records.heads(who, caseRef, from, SLICE);
      slice.heads().stream()
          .filter(head -> FORMS.contains(head.formId()) || STEPS.contains(head.elementId()))
          .map(head -> line(caseRef, head, titles))
          .forEach(lines::add);
      from = slice.next();
    }
    notes.of(who, caseRef).stream()
        .filter(note -> note.kind().value().equals("support") && note.correctedBy() == null)
        .map(this::line)
        .forEach(lines::add);
    lines.sort(Comparator.comparing(Line::at).reversed());
    var view = pages.page(who, "evidence/support", caseRef, Map.of());
    view.addObject("lines", lines);
    return view;
  }

  private Line line(CaseRef caseRef, FormHead head, Map<String, String> titles) {
    var said = new ArrayList<String>();
    for (String fact : FACTS) {
      Object value = head.routing().get(fact);
      if (value != null && !(value instanceof Collection<?> several && several.isEmpty())) {
        said.add(CaseWords.plain(fact) + ": " + words.value(fact, value));
      }
    }
    return new Line(
        head.at(),
        times.at(head.at()) + ", " + names.of(head.by()),
        titles.getOrDefault(head.elementId(), CaseWords.plain(head.formId())),
        String.join(". ", said),
        "/cases/" + caseRef.value() + "/records/" + head.id());
  }

  private Line line(CaseNote note) {
    return new Line(
        note.happenedAt(),
        times.at(note.happenedAt()) + ", " + names.of(note.by()),
        pages.say("evidence.note.kind.support"),
        (note.words() == null ? pages.say("evidence.unreadable") : note.words().clear())
            + (note.detail() == null
                ? ""
                : " – " + pages.say("evidence.note.detail." + note.detail().value())),
        null);
  }
}
