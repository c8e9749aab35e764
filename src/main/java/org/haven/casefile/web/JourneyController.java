package org.haven.casefile.web;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.haven.casefile.By;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.CasePath;
import org.haven.casefile.CaseView;
import org.haven.casefile.CaseWork;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.JourneyView;
import org.haven.casefile.NoSuchCaseException;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Models;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** A journey of a case: begun, drawn, and on its own page. */
@Controller
class JourneyController {
  private final CaseFiles cases;
  private final CaseAccess access;
  private final JourneyRegister register;
  private final Models models;
  private final JourneyRows rows;
  private final JourneyStarts starts;
  private final CaseWords words;

  JourneyController(
      CaseFiles cases,
      CaseAccess access,
      JourneyRegister register,
      Models models,
      JourneyRows rows,
      JourneyStarts starts,
      CaseWords words) {
    this.cases = cases;
    this.access = access;
    this.register = register;
    this.models = models;
    this.rows = rows;
    this.starts = starts;
    this.words = words;
  }

  @PostMapping("/cases/{ref}/journeys")
  String start(
      ActingPerson who,
      @PathVariable String ref,
      @RequestParam(defaultValue = "") String processId,
      RedirectAttributes redirect) {
    if (!CaseRef.isCaseRef(ref)) {
      throw new NoSuchCaseException();
    }
    CaseView file = cases.find(who, new CaseRef(ref)).orElseThrow(NoSuchCaseException::new);
    if (starts.startable(file).contains(processId)) {
      register.request(file.caseRef(), processId, Map.of(), By.of(who));
      redirect.addFlashAttribute("asked", words.journey(processId));
    } else {
      redirect.addFlashAttribute("noJourney", true);
    }
    return "redirect:/cases/" + file.caseRef().value();
  }

  /** What the diagram of a journey shows. */
  record Diagram(String xml, Set<String> active, Set<String> done, Set<String> incidents) {}

  @GetMapping("/cases/{ref}/journeys/{id}/diagram")
  @ResponseBody
  Diagram diagram(ActingPerson who, @PathVariable String ref, @PathVariable long id) {
    JourneyView journey = journey(who, ref, id);
    CaseWork.Progress progress = rows.progress(List.of(journey)).of(journey);
    String xml =
        (progress.processVersion() == 0
                ? models.latestBpmnXml(journey.processId())
                : models.bpmnXml(journey.processId(), progress.processVersion()))
            .orElseThrow(JourneyController::notFound);
    Set<String> active = new LinkedHashSet<>();
    Set<String> done = new LinkedHashSet<>();
    for (CaseWork.Step step : progress.steps()) {
      if (step.leftAt() == null) {
        active.add(step.elementId());
      } else if (!step.endedEarly()) {
        done.add(step.elementId());
      }
    }
    done.removeAll(active);
    return new Diagram(xml, active, done, progress.incidents());
  }

  /** A journey's own page: where it stands, or the way that it took. */
  @GetMapping("/cases/{ref}/journeys/{id}")
  String journey(ActingPerson who, @PathVariable String ref, @PathVariable long id, Model model) {
    JourneyView journey = journey(who, ref, id);
    model.addAttribute("ref", ref);
    model.addAttribute("journey", rows.row(journey, rows.progress(List.of(journey)).of(journey)));
    return "casefile/journey";
  }

  /** The case itself is not opened for it: drawing and steps hold no sealed field. */
  private JourneyView journey(ActingPerson who, String ref, long id) {
    CaseRef caseRef = CasePath.opened(access, who, ref);
    return register.of(caseRef).stream()
        .filter(j -> j.id() == id)
        .findFirst()
        .orElseThrow(JourneyController::notFound);
  }

  private static ResponseStatusException notFound() {
    return new ResponseStatusException(HttpStatus.NOT_FOUND);
  }
}
